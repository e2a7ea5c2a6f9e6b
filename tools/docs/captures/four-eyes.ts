/** What needs two people: proposed by one, confirmed or refused by another; and breaking the glass, with its review. */
import { type Colleague, openColleague } from "./colleague.ts";
import type { Member } from "./member.ts";
import { membersPath } from "./staff-files.ts";
import type { Stage } from "./stage.ts";

type Office = { readonly desk: Colleague; readonly dpo: Colleague; readonly file: string };

const idOf = (reply: { json: <T>() => T }) => reply.json<{ id: string }>().id;

export async function captureFourEyes(stage: Stage, member: Member): Promise<void> {
  const office = {
    desk: await openColleague(stage, "desk", "camille"),
    dpo: await openColleague(stage, "dpo", "dominique"),
    file: `${membersPath}/${member.id()}`,
  };
  await captureDisclosure(office, stage);
  await captureHold(office, member);
  await captureEndings(office);
  await captureGlass(office);
}

async function captureDisclosure({ desk, dpo, file }: Office, { system }: Stage): Promise<void> {
  const duty = {
    ground: "legal-duty",
    to: "authority",
    name: "Tribunal judiciaire de Paris",
    purpose: "legal-claims",
    categories: ["identity", "request"],
    at: system.clock.now().toISOString(),
    reference: "Ordonnance 26/00112",
  };
  const proposed = await desk.create("propose-disclosure", "To a court", `${file}/disclosures`, duty);
  const approval = `${file}/approvals/${idOf(proposed)}`;
  await dpo.read("list-approvals", "What waits for a second person", "/api/v1/staff/approvals");
  await dpo.read("read-approval", "What is proposed", approval);
  await desk.send("confirm-action", "By who proposed it", `${approval}/confirmation`);
  await dpo.send("confirm-action", "By the officer", `${approval}/confirmation`);
  await dpo.send("refuse-action", "Too late", `${approval}/refusal`);
}

async function captureHold({ desk, dpo, file }: Office, member: Member): Promise<void> {
  const order = { reason: "litigation", reference: "TJ Paris 26/00112", reviewOn: "2027-05-31" };
  const holdId = idOf(await desk.create("propose-hold", "For a case in court", `${file}/legal-holds`, order));
  await dpo.ask("POST", `${file}/approvals/${holdId}/confirmation`);
  const interests = "/api/v1/me/interests";
  const [interest] = (await member.ask("GET", interests)).json<{ items: { id: string }[] }>().items;
  await member.record("erase-interest", "While a legal hold stands", "DELETE", `${interests}/${interest?.id}`, {
    headers: member.change(),
  });
  const hold = `${file}/legal-holds/${holdId}`;
  const appeal = { ...order, reference: "CA Paris 26/00871", reviewOn: "2027-11-30" };
  const kept = idOf(await desk.create("propose-hold-review", "The case goes on", `${hold}/review`, appeal));
  await dpo.ask("POST", `${file}/approvals/${kept}/confirmation`);
  const lifted = idOf(await desk.create("propose-lifting", "The case is over", `${hold}/lifting`, {}));
  await dpo.ask("POST", `${file}/approvals/${lifted}/confirmation`);
}

/** Proposed and refused, so that the member stays. */
async function captureEndings({ desk, dpo, file }: Office): Promise<void> {
  const closure = await desk.create("propose-closure", "For misuse", `${file}/closures`, { reason: "misuse" });
  await dpo.send("refuse-action", "By the officer", `${file}/approvals/${idOf(closure)}/refusal`);
  const ended = { endedOn: "2026-11-20" };
  const termination = await desk.create("propose-termination", "The card's services", `${file}/terminations`, ended);
  await desk.send("refuse-action", "Taken back", `${file}/approvals/${idOf(termination)}/refusal`);
}

async function captureGlass({ desk, dpo, file }: Office): Promise<void> {
  const why = { purpose: "security", reason: "emergency" };
  const words = "Membre hospitalisée à l'étranger, joindre ses proches";
  const openings = `${file}/exceptional-openings`;
  const proposed = await desk.create("propose-opening", "In an emergency", openings, {
    ...why,
    words,
    confirmsSpecialCategories: ["health"],
  });
  const approvalId = idOf(proposed);
  const open = (title: string) => desk.create("open-file", title, `${file}/openings`, { ...why, approvalId });
  await open("Behind glass, not agreed yet");
  await dpo.ask("POST", `${file}/approvals/${approvalId}/confirmation`);
  const opened = await open("Behind glass, agreed by a second person");
  await dpo.read("list-reviews", "Exceptional openings to be judged", "/api/v1/staff/reviews");
  await dpo.send("complete-review", "The officer's judgement", `${file}/reviews/${idOf(opened)}/completion`, {
    outcome: "justified",
    words: "Appel vérifié",
  });
}
