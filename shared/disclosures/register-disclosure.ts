/**
 * Writing down a disclosure that two people have agreed on: the record the person will see, and the ledger's row. Its id is
 * the approval's, so that it is written once. Charter article 5; GDPR articles 5(2), 15(1)(c) and 19.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Approval } from "../staff/approval.ts";
import { create, type Write } from "../storage/repository.ts";
import { disclosure } from "./disclosure.ts";
import { wasGivenBefore } from "./disclosure-rules.ts";

export function registerDisclosure(
  { id, disclosure: agreed, words, proposedBy, proposedAt }: Approval,
  now: Date,
): readonly Write[] {
  if (agreed === undefined) throw new Error("an approval of a disclosure without one");
  const { commitmentsKept: _said, ...what } = agreed;
  // Planned for a time at which nobody had agreed yet: it cannot have been given before now.
  const isBelated = !wasGivenBefore(what, proposedAt) && new Date(what.at) < now;
  const at = isBelated ? now.toISOString() : what.at;
  return [
    create(disclosure, {
      ...what,
      at,
      id,
      origin: "registered",
      by: proposedBy.id,
      ...(words === undefined ? {} : { words }),
    }),
    create(
      outboxRow,
      newLedgerRow(
        { event: "data.disclosed", actor: proposedBy, purpose: what.purpose, about: id, detail: what.ground },
        now,
      ),
    ),
  ];
}
