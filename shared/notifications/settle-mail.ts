/**
 * What the provider's word about a mail changes: the row goes or stays due, and the member's address is known to be dead, or
 * alive again. A mail that failed for another reason is sent again under a new id, a few times.
 */
import { type Member, member } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { replace, type Versioned, type Write } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { MailResult } from "./mail.ts";
import { isDead } from "./wanted.ts";

/** How often a mail is sent that the provider takes and then fails to send. */
const mostSends = 3;

type Settling = {
  readonly result: MailResult;
  readonly found: Versioned<typeof outboxRow>;
  /** What is written when the row is done. */
  readonly goes: readonly Write[];
  /** Whose address it went to; absent where it was not the member's own. */
  readonly recipient: Versioned<typeof member> | undefined;
  readonly now: Date;
};

export const makeSettleMail =
  ({ log, lookSeconds }: { readonly log: Logger; readonly lookSeconds: number }) =>
  ({ result, found: { doc: row, etag }, goes, recipient, now }: Settling): readonly Write[] => {
    const { takeUps: _inVain, claimedUntil: _ended, sentAt, ...rest } = row;
    const told = { messageId: row.id, type: row.type };
    const dueAt = secondsAfter(now, lookSeconds).toISOString();
    switch (result) {
      case "pending":
        // Taken up again by the relay, which counts how often and waits longer each time.
        return sentAt === undefined ? [replace(outboxRow, { ...rest, sentAt: now.toISOString(), dueAt }, etag)] : [];
      case "handed-over":
        return [...goes, ...(recipient === undefined ? [] : alive(recipient))];
      case "suppressed":
      case "refused":
        log.warn("mail.undeliverable", { ...told, code: result });
        return [
          ...goes,
          ...(recipient === undefined ? [] : [dead(recipient, { since: now.toISOString(), reason: result })]),
        ];
      case "failed": {
        const attempts = row.attempts + 1;
        log.warn("mail.failed", { ...told, attempts });
        if (attempts < mostSends) return [replace(outboxRow, { ...rest, attempts, dueAt }, etag)];
        log.warn("mail.given-up", { ...told, attempts });
        return goes;
      }
      case "unknown":
        log.warn("mail.result-unknown", told);
        return goes;
    }
  };

/** Leaving is not arriving: an address counts as alive again once its owner has read a code there. */
function alive({ doc, etag }: Versioned<typeof member>): readonly Write[] {
  const { undeliverable, ...rest } = doc;
  return undeliverable === undefined || isDead(doc) ? [] : [replace(member, rest, etag)];
}

const dead = ({ doc, etag }: Versioned<typeof member>, undeliverable: NonNullable<Member["undeliverable"]>): Write =>
  replace(member, { ...doc, undeliverable }, etag);
