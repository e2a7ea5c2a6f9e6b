/** The ends: of a session, of a proposal, of the store for a while, of the account, and of everything that was known. */
import type { Member } from "./member.ts";
import type { Requests } from "./requests.ts";
import { eventually, type Stage } from "./stage.ts";

const hour = 3_600_000;

export async function captureEndings(stage: Stage, member: Member, requests: Requests): Promise<void> {
  await member.record("read-timeline", "Who saw what, and why", "GET", "/api/v1/me/timeline");
  await captureTooLate(stage, member, requests);
  await captureStoreAway(stage, member);
  await captureErasure(stage, await captureClosure(member));
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

/** No route starts an erasure: retention does, from inside. Here it is this process, with the system's own settings. */
async function captureErasure({ system, open, english }: Stage, subjectId: string): Promise<void> {
  Object.assign(process.env, system.settings);
  const { concierge } = await import("../../../shared/compose.ts");
  const order = { cause: "member", at: system.clock.now() } as const;
  const { erasureId } = await concierge.startErasure({ brand: "milleis", subjectId }, order);
  const standing = async () => (await concierge.readErasure(erasureId))?.doc;
  const hasMoved = async (before: string | undefined) =>
    eventually(standing, (doc) => doc?.endedAt !== undefined || doc?.dueAt !== before);

  await eventually(standing, (doc) => doc !== undefined && !["mark", "sessions"].includes(doc.step));
  // A browser in which the cookie of an ended session is left.
  const left = open();
  left.cookies.set("__Host-session", `${subjectId}.${"A".repeat(43)}`);
  await left.record("read-me", "While everything is being erased", "GET", "/api/v1/me");

  for (let round = 0; round < 20 && (await standing())?.endedAt === undefined; round += 1) {
    const before = (await standing())?.dueAt;
    await system.clock.move({ advanceMs: 6 * hour });
    await hasMoved(before);
  }
  await english.record("read-certificate", "Of an erasure", "GET", `/api/v1/erasures/${erasureId}/certificate`);
}
