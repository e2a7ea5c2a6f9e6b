/** The end: the ledger says that it is done, and what led to the person goes from the erasure too. */
import { done, type Step } from "./step.ts";

export const endErasure: Step = async (needs, { doc, now }) => {
  // No address outlives its erasure, whichever way that went.
  await needs.erasures.eraseDelivery(doc);
  await needs.recordEnd(doc);
  // Of a sign-up that never became an account nothing is kept, not even that it was erased.
  if (doc.cause === "pending-sign-up") return { outcome: "drop" };
  return done(0, {
    endedAt: now.toISOString(),
    dueAt: needs.keptUntil("erasure-case", doc, now).toISOString(),
    subjectId: undefined,
    ledgerReference: undefined,
    payloads: [],
    ...(doc.order === undefined ? {} : { order: { ...doc.order, requestIds: [] } }),
  });
};
