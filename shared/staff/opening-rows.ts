/**
 * What every opening leaves, of a file or of the archive: the right to read on, what the person will see of it, and the ledger's
 * row, in one commit. Charter article 5; GDPR articles 5(2) and 15(1)(c).
 */
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { type Disclosure, disclosure } from "../disclosures/disclosure.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { create, type Write } from "../storage/repository.ts";
import { type Opening, opening, openingEnds } from "./opening.ts";
import { actorOf, type Staff } from "./staff.ts";

type What = Pick<Opening, "id" | "purpose" | "view" | "validUntil" | "isOfArchive"> & {
  readonly event: AuditNote["event"];
  readonly reason: NonNullable<Disclosure["reason"]>;
  readonly categories: Disclosure["categories"];
  /** What else the person will see of it. */
  readonly told: Partial<Pick<Disclosure, "words" | "reference" | "isExceptional">>;
};

export function openingRows(staff: Staff, what: What, now: Date): readonly Write[] {
  const { event, reason, categories, told, ...right } = what;
  const { id, purpose } = right;
  const at = now.toISOString();
  const by = actorOf(staff);
  return [
    create(opening, {
      ...right,
      by,
      openedAt: at,
      expiresAt: openingEnds(now).toISOString(),
    }),
    create(disclosure, {
      id,
      origin: "opening",
      at,
      to: staff.role,
      purpose,
      categories,
      reason,
      by: staff.id,
      ...told,
    }),
    create(outboxRow, newLedgerRow({ event, actor: by, purpose, about: id, detail: reason }, now)),
  ];
}
