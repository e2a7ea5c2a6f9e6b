/**
 * Withdrawing an erasure that retention ordered: the end of the services has moved since, and the period is not over (charter
 * article 6). The mark goes and the closure runs on, in one commit; what the processor was told already it cannot be untold.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { closure } from "../retention/closure.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { create, erase, replace } from "../storage/repository.ts";
import { erasureMark, markId } from "./erasure.ts";
import { orderBlob, orderId } from "./order-processor.ts";
import type { Case, EngineNeeds, Outcome } from "./step.ts";
import { reconsidered } from "./steps.ts";

/** @returns undefined where the erasure goes on. */
export async function withdrawn(needs: EngineNeeds, { doc, person, now }: Case): Promise<Outcome | undefined> {
  if (doc.cause !== "retention" || !reconsidered.includes(doc.step)) return undefined;
  const { repository, outgoing, isDue, log } = needs;
  const closed = await repository.read(person, closure, person.subjectId);
  // Emptied that far already: the closure is the first that goes.
  if (closed === undefined) return undefined;
  const mark = await repository.read(person, erasureMark, markId);
  const isMarked = mark?.doc.erasureId === doc.id;
  if (isMarked && isDue(doc.brand, closed.doc, now)) return undefined;
  // Without its mark it was withdrawn before, and the process ended before the erasure itself went.
  if (isMarked) {
    const note = { event: "erasure.withdrawn", actor: { role: "system" }, about: doc.id, detail: doc.step } as const;
    const stage = closed.doc.archivedAt === undefined ? "closing" : "archived";
    try {
      await repository.commit(person, [
        erase(erasureMark, markId, mark.etag),
        replace(closure, { ...closed.doc, stage, dueAt: now.toISOString() }, closed.etag),
        create(outboxRow, newLedgerRow(note, now)),
      ]);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      return { outcome: "again", change: {} };
    }
    log.warn("erasure.withdrawn", { recordId: doc.id, brand: doc.brand, state: doc.step });
  }
  for (let count = 0; count <= (doc.order?.reminders ?? -1); count += 1) {
    await outgoing.erase(orderBlob(orderId(doc.id, count)));
  }
  return { outcome: "drop" };
}
