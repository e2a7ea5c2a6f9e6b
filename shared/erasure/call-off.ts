/**
 * What was running when the person was marked has ended once the longest invocation could; then whatever would still leave
 * is called off. The order to the processor takes the place of messages that it has not acknowledged yet. Entries for the
 * ledger are waited for: they are proofs, and only the person's key can say whose. So is what two people have agreed on.
 */
import { blobNameOf } from "../requests/payload-blob.ts";
import { isStore } from "../storage/person-stores.ts";
import { secondsAfter } from "../time/calendar.ts";
import { done, type EngineNeeds, type Outcome, type Step } from "./step.ts";
import { type Messages, messagesOf, newNames } from "./traces.ts";

/** Seconds until it is looked again whether the relay has carried out what was agreed, and brought the last entries to the ledger. */
const relaySeconds = 60;

export const endAllSessions: Step = async ({ endSessions }, { person }) => {
  await endSessions(person);
  return done();
};

export const callOff: Step = async (needs, { doc, person, now }) => {
  if (doc.quietFrom !== undefined && now.getTime() < Date.parse(doc.quietFrom)) {
    return { outcome: "wait", until: new Date(doc.quietFrom), waitsFor: "running-work" };
  }
  // A sign-in that was under way when the first ones ended may have opened another.
  await needs.endSessions(person);
  const messages = await messagesOf(needs, person);
  // Names are on record before what leads to them goes.
  const names = newNames(doc, messages);
  if (names !== undefined || messages.endAt > doc.messagesEndAt) {
    const messagesEndAt = messages.endAt > doc.messagesEndAt ? messages.endAt : doc.messagesEndAt;
    return { outcome: "again", change: { ...names, messagesEndAt } };
  }
  await eraseRows(needs, person, messages.outgoing);
  return awaitRelay(messages, now) ?? done(messages.outgoing.length);
};

/** Rows that the relay brings to their effect and that must not be taken from it. */
export function awaitRelay({ undone, unrecorded }: Messages, now: Date): Outcome | undefined {
  if (undone + unrecorded === 0) return undefined;
  return {
    outcome: "wait",
    until: secondsAfter(now, relaySeconds),
    waitsFor: undone > 0 ? "approval" : "ledger",
  };
}

async function eraseRows(
  { stores: { subjects }, outgoing }: EngineNeeds,
  person: Parameters<Step>[1]["person"],
  rows: Awaited<ReturnType<typeof messagesOf>>["outgoing"],
): Promise<void> {
  if (!isStore(subjects)) return;
  for (let from = 0; from < rows.length; from += 100) await subjects.erase(person, rows.slice(from, from + 100));
  for (const { id, fields } of rows) {
    if (fields?.channel === "processor") await outgoing.erase(blobNameOf(person, id.slice("outbox.".length)));
  }
}
