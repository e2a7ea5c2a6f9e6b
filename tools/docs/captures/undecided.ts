/** Terminations that fit nobody: listed, shown, given to a member by two people or dismissed by two. */
import { cardIssuer, issuerExchange } from "../../../local/card-issuer/card-issuer.ts";
import { keptSecrets } from "../../../local/system/secrets.ts";
import { issuerSource } from "../../../local/system/settings.ts";
import { openColleague } from "./colleague.ts";
import type { Member } from "./member.ts";
import { membersPath } from "./staff-files.ts";
import { eventually, type Stage } from "./stage.ts";

const place = "/api/v1/staff/undecided-terminations";

export async function captureUndecided(stage: Stage, member: Member): Promise<void> {
  const { system } = stage;
  const [desk, dpo] = [await openColleague(stage, "desk", "camille"), await openColleague(stage, "dpo", "dominique")];
  const secrets = keptSecrets(system.dataDir);
  const issuer = cardIssuer({
    signingKey: secrets.issuerKey,
    joinKeys: secrets.issuerJoinKeys,
    source: issuerSource,
    now: () => system.clock.now(),
  });
  const nobody = { brand: "milleis", birthDate: "1950-01-01", cardDigits: "497010123" } as const;
  const announced: string[] = [];
  for (const lastName of ["Lenoir", "Leblanc"]) {
    const event = issuer.event("terminated", { ...nobody, lastName }, "2026-12-31", 1);
    await issuerExchange(system.connectionString("exchange"), []).send(await issuer.sign(event));
    announced.push(event.id);
  }
  await eventually(
    () => desk.ask("GET", place),
    ({ text }) => announced.every((id) => text.includes(id)),
  );
  const [first = "", second = ""] = announced;
  await desk.read("list-undecided", "What waits for a decision", place);
  await desk.read("show-undecided", "One of them", `${place}/${first}`);
  const file = `${membersPath}/${member.id()}`;
  const proposed = await desk.create("propose-attribution", "It concerns this member", `${file}/attributions`, {
    terminationId: first,
  });
  // Refused, so that the member stays.
  await dpo.ask("POST", `${file}/approvals/${proposed.json<{ id: string }>().id}/refusal`);
  await desk.send("dismiss-undecided", "The first word", `${place}/${second}/dismissal`);
  await dpo.send("dismiss-undecided", "The second one's", `${place}/${second}/dismissal`);
}
