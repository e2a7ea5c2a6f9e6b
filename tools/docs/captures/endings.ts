/** The ends: of a session, of a proposal, of the store for a while, of the account, and of everything that was known. */
import { randomUUID } from "node:crypto";
import { parisDay } from "../../../shared/time/calendar.ts";
import { openColleague } from "./colleague.ts";
import type { Member } from "./member.ts";
import type { Requests } from "./requests.ts";
import { membersPath } from "./staff-files.ts";
import { eventually, journey, type Stage } from "./stage.ts";

const hour = 3_600_000;

export async function captureEndings(stage: Stage, member: Member, requests: Requests): Promise<void> {
  await member.record("read-timeline", "Who saw what, and why", "GET", "/api/v1/me/timeline");
  await captureTooLate(stage, member, requests);
  await captureStoreAway(stage, member);
  const closed = await captureClosure(member);
  await captureArchive(stage, closed);
  await captureErasure(stage, closed);
}

async function captureTooLate({ system }: Stage, member: Member, { second, secondOffer }: Requests): Promise<void> {
  await system.clock.move({ advanceMs: 49 * hour });
  await member.record("read-me", "The session is over", "GET", "/api/v1/me");
  await member.signIn(false);
  const late = await member.ask("GET", second);
  const acceptance = `${second}/proposals/${secondOffer?.id}/acceptance`;
  await member.record("accept-proposal", "Too late", "POST", acceptance, {
    headers: member.creation({ "if-match": String(late.headers.etag) }),
    body: { optionId: secondOffer?.options[0]?.id },
  });
}

async function captureStoreAway({ system, english }: Stage, member: Member): Promise<void> {
  await system.kill("cosmos", "SIGKILL");
  await member.record("read-me", "The store does not answer", "GET", "/api/v1/me");
  await english.record("check-readiness", "The store does not answer", "GET", "/api/v1/health/ready");
  await system.restart("cosmos");
}

/** @returns the member's id, which no cookie tells any more. */
async function captureClosure(member: Member): Promise<string> {
  const id = member.id();
  const close = (title: string) =>
    member.record("close-account", title, "POST", "/api/v1/me/closure", { headers: member.change() });
  await close("Without a fresh code");
  await member.stepUp(false);
  await close("The member closes the account");
  return id;
}

/** The closing takes an hour or more, in which the clock is moved; then the officer opens what it set apart. */
async function captureArchive(stage: Stage, subjectId: string): Promise<void> {
  const path = `${membersPath}/${subjectId}/archive-openings`;
  const claim = { reason: "legal-claim", reference: "TJ Paris 26/00871" };
  const isArchived = async () => {
    const dpo = await openColleague(stage, "dpo", "dominique");
    const headers = { "idempotency-key": randomUUID() };
    return (await dpo.ask("POST", path, { headers, body: claim })).status === 201;
  };
  await eventually(
    async () => {
      if (await isArchived()) return true;
      await stage.system.clock.move({ advanceMs: hour });
      return false;
    },
    (is) => is,
    { seconds: 120, every: 3 },
  );
  const dpo = await openColleague(stage, "dpo", "dominique");
  const opened = await dpo.create("open-archive", "For a claim", path, claim);
  const opening = `${membersPath}/${subjectId}/openings/${opened.json<{ id: string }>().id}`;
  await dpo.read("list-archive", "The requests", `${opening}/archive/request?limit=1`);
}

/**
 * No route starts an erasure: retention does, from inside. Here it is this process, with the system's own settings. The
 * processor reads nothing meanwhile, and confirms on paper.
 */
async function captureErasure(stage: Stage, subjectId: string): Promise<void> {
  const { system, english, processor } = stage;
  Object.assign(process.env, system.settings);
  const { concierge } = await import("../../../shared/compose.ts");
  await processor("/api/pause", { what: "receiving" });
  const order = { cause: "member", at: system.clock.now() } as const;
  const { erasureId } = await concierge.startErasure({ brand: "milleis", subjectId }, order);
  const standing = async () => (await concierge.readErasure(erasureId))?.doc;
  const goOn = async (advanceMs: number) => {
    const before = (await standing())?.dueAt;
    await system.clock.move({ advanceMs });
    await eventually(standing, (doc) => doc?.endedAt !== undefined || doc?.dueAt !== before);
  };

  await captureErasedMeanwhile(stage);
  for (let round = 0; round < 5 && (await standing())?.waitsFor !== "processor"; round += 1) await goOn(hour / 6);
  await capturePaper(stage, erasureId);
  for (let round = 0; round < 40 && (await standing())?.endedAt === undefined; round += 1) await goOn(6 * hour);
  await english.record("read-certificate", "Of an erasure", "GET", `/api/v1/erasures/${erasureId}/certificate`);
}

/** Somebody whose account is open when the erasure begins: the browser still has the session's cookie. */
async function captureErasedMeanwhile({ system, open, nextCode }: Stage): Promise<void> {
  const { concierge } = await import("../../../shared/compose.ts");
  const browser = open();
  const email = "louise.martin@example.fr";
  await browser.ask("POST", "/api/v1/sign-ups", { body: { ...journey.signUp, email } });
  await browser.ask("POST", "/api/v1/sign-ups/verification", { body: { code: await nextCode(email) } });
  const [subjectId = ""] = (browser.cookies.get("__Host-session") ?? "").split(".");
  const order = { cause: "member", at: system.clock.now() } as const;
  const { erasureId } = await concierge.startErasure({ brand: "milleis", subjectId }, order);
  await eventually(
    async () => (await concierge.readErasure(erasureId))?.doc,
    (doc) => doc !== undefined && !["mark", "sessions"].includes(doc.step),
  );
  await browser.record("read-me", "While everything is being erased", "GET", "/api/v1/me");
}

async function capturePaper(stage: Stage, erasureId: string): Promise<void> {
  const [ops, dpo] = [await openColleague(stage, "ops", "maxime"), await openColleague(stage, "dpo", "dominique")];
  const erasures = "/api/v1/staff/erasures";
  const paper = `${erasures}/${erasureId}/paper-confirmation`;
  const read = { outcome: "erased", paperDated: parisDay(stage.system.clock.now()) };
  await ops.read("list-erasures", "Under way", erasures);
  await ops.send("confirm-erasure", "The first one has read it", paper, read);
  await dpo.send("confirm-erasure", "The second one has read something else", paper, {
    ...read,
    outcome: "nothing-held",
  });
  await dpo.send("confirm-erasure", "The second one has read the same", paper, read);
}
