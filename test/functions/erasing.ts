/** Erasures as the functions carry them out: started where retention starts them, brought on by timer and queue. */
import { randomUUID } from "node:crypto";
import type { Erasure } from "../../shared/erasure/erasure.ts";
import { newErasure } from "../../shared/erasure/start-erasure.ts";
import type { Functions } from "../fixtures/functions.ts";
import { processorMessage } from "./person.ts";

/** The running application of this process. */
export const application = async () => (await import("../../shared/compose.ts")).concierge;

export const erasureOf = async (id: string): Promise<Erasure | undefined> =>
  (await (await application()).readErasure(id))?.doc;

/** A certificate that lies there, as of an erasure that has ended. */
export async function certified(functions: Functions): Promise<{ readonly id: string; readonly certificate: string }> {
  const { erasing } = await application();
  const now = functions.clock.now();
  const { subjectId: _nobody, ...doc } = newErasure(
    { brand: "milleis", subjectId: randomUUID() },
    { cause: "member", at: now },
    now,
  );
  const certificate = await erasing.signCertificate({ id: doc.id });
  const dueAt = new Date(now.getTime() + 30 * 86_400_000).toISOString();
  await erasing.erasures.create({ ...doc, step: "end", endedAt: now.toISOString(), dueAt, certificate });
  return { id: doc.id, certificate };
}

/** An erasure whose order the processor does not answer. Whose it is, nobody knows. @returns its id. */
export async function ordered(functions: Functions, over: Partial<Erasure> = {}): Promise<string> {
  const { erasing } = await application();
  const now = functions.clock.now();
  const doc = newErasure({ brand: "milleis", subjectId: randomUUID() }, { cause: "member", at: now }, now);
  const later = new Date(now.getTime() + 30 * 86_400_000).toISOString();
  const order = {
    messageId: randomUUID(),
    reminders: 0,
    requestIds: [randomUUID()],
    firstSentAt: now.toISOString(),
    chaseAt: later,
    times: 1,
  };
  await erasing.erasures.create({ ...doc, step: "confirmation", waitsFor: "processor", dueAt: later, order, ...over });
  return doc.id;
}

/** Timer and queue, once. */
export async function bringOn(functions: Functions): Promise<void> {
  await functions.runTimer("relay-outbox");
  await functions.runTimer("advance-erasures");
  await functions.deliver("erasure-work", "advance-erasure");
}

/** Moves the clock and brings everything on until the erasure is over. @returns whether it is. */
export async function untilOver(functions: Functions, id: string, { hours = 6, rounds = 20 } = {}): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    await bringOn(functions);
    const doc = await erasureOf(id);
    if (doc?.endedAt !== undefined) return true;
    functions.clock.move({ advanceMs: hours * 3_600_000 });
  }
  return false;
}

/** What the processor says about an order. */
export const confirmed = (functions: Functions, { subjectId, id }: Erasure, outcome = "erased") =>
  processorMessage(functions, {
    subject: `${subjectId}/${id}`,
    type: "concierge.erasure.confirmed.v1",
    payload: { erasureId: id, outcome },
  });
