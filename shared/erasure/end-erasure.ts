/** The end: the ledger says that it is done, and what led to the person goes from the erasure too. */
import type { AuditNote } from "../audit/entry.ts";
import type { BrandId } from "../charter/brands.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { derivedId } from "../storage/derived-id.ts";
import type { Erasure } from "./erasure.ts";
import { done, type EngineNeeds, type Step } from "./step.ts";

type Append = (
  entry: AuditNote & { readonly id: string; readonly brand: BrandId; readonly person?: KeyedHash | undefined },
) => Promise<void>;

/** The key is gone, so there is no row: the entry names its person by the reference computed before. Once, by its id. */
export const makeRecordEnd =
  ({ append }: { readonly append: Append }) =>
  async ({ id, brand, cause, ledgerReference }: Erasure): Promise<void> => {
    if (cause === "pending-sign-up") return;
    const person = ledgerReference === undefined ? {} : { person: ledgerReference };
    await append({
      id: derivedId("erasure.ended", id),
      brand,
      ...person,
      event: "erasure.ended",
      actor: { role: "system" },
      about: id,
      detail: cause,
    });
  };

/** What it becomes: its certificate has been delivered, so its own period runs, and nothing in it leads to the person. */
export const endedErasure = (doc: Erasure, keptUntil: EngineNeeds["keptUntil"], now: Date) => ({
  endedAt: now.toISOString(),
  dueAt: keptUntil("erasure-case", doc, now).toISOString(),
  subjectId: undefined,
  ledgerReference: undefined,
  payloads: [],
  joins: undefined,
  counters: undefined,
  ...(doc.order === undefined ? {} : { order: { ...doc.order, requestIds: [] } }),
});

export const endErasure: Step = async (needs, { doc, now }) => {
  // No address outlives its erasure, whichever way that went.
  await needs.erasures.eraseDelivery(doc);
  await needs.recordEnd(doc);
  // Of a sign-up that never became an account nothing is kept, not even that it was erased.
  if (doc.cause === "pending-sign-up") return { outcome: "drop" };
  return done(0, endedErasure(doc, needs.keptUntil, now));
};
