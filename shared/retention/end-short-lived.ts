/**
 * Sessions, requests for a code, an address to be proven, answers kept for a repeated sending, and what staff opened or decided carry their own end.
 * The sweep erases them once their rule has ended; the store's time to live, a day later, is only the second net (DESIGN,
 * section 4).
 */
import type { BrandId } from "../charter/brands.ts";
import { emailChange } from "../members/email-change.ts";
import type { AnyRecord, RecordOf } from "../privacy/record.ts";
import { type Period, type RetentionRule, retentionRuleOf } from "../privacy/retention-rules.ts";
import { session, sessionRules, ticket, ticketRules } from "../sessions/session.ts";
import { approval } from "../staff/approval.ts";
import { opening } from "../staff/opening.ts";
import { review } from "../staff/review.ts";
import { idempotencyRow } from "../storage/commit-once.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { everyItem } from "../storage/paged.ts";
import { type Expired, erase, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { ComingEnd } from "./coming-end.ts";

const hourMs = 3_600_000;
const lengthOf = ({ hours = 0 }: Period): number => hours * hourMs;

/** How long after its own end a record may still be kept: its rule's period, less what it lasted. */
export const shortLived: readonly {
  readonly record: AnyRecord;
  readonly rule: RetentionRule;
  readonly lastsMs: number;
}[] = [
  { record: session as RecordOf, rule: "session", lastsMs: sessionRules.absolute },
  { record: ticket as RecordOf, rule: "ticket", lastsMs: ticketRules.life },
  { record: emailChange as RecordOf, rule: "ticket", lastsMs: ticketRules.life },
  { record: idempotencyRow as RecordOf, rule: "idempotency", lastsMs: lengthOf(retentionRuleOf("idempotency").period) },
  // Their own end is that of their rule.
  { record: opening as RecordOf, rule: "staff-opening", lastsMs: lengthOf(retentionRuleOf("staff-opening").period) },
  { record: approval as RecordOf, rule: "staff-decision", lastsMs: 0 },
  { record: review as RecordOf, rule: "staff-decision", lastsMs: 0 },
];

type Needs = { readonly repository: Repository; readonly clock: Clock };
type DueRecord = ComingEnd & Expired & { readonly record: AnyRecord };

/** What of all these is over at an instant. */
export const shortLivedDue = (repository: Pick<Repository, "expired">) =>
  async function* (at: Date): AsyncGenerator<DueRecord> {
    for (const { record, rule, lastsMs } of shortLived) {
      const left = Math.max(0, lengthOf(retentionRuleOf(rule).period) - lastsMs);
      const before = new Date(at.getTime() - left);
      for await (const found of everyItem((page) => repository.expired(record, before, page))) {
        const { person, id, expiresAt } = found;
        const { kind } = record;
        const since = new Date(Date.parse(expiresAt) + left);
        const place = `subjects/${person.subjectId}/${kind}.${id}`;
        yield { ...found, record, rule, kind, brand: person.brand, since, place };
      }
    }
  };

/** @param ended told of each. @returns how many were erased. */
export const makeEndShortLived = ({ repository, clock }: Needs) => {
  const due = shortLivedDue(repository);
  return async (ended: (brand: BrandId) => void = () => undefined): Promise<number> => {
    let count = 0;
    for await (const { person, record, id, etag } of due(clock.now())) {
      try {
        await repository.commit(person, [erase(record, id, etag)]);
        count += 1;
        ended(person.brand);
      } catch (error) {
        // Gone meanwhile, or used anew: then its end is another one.
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    return count;
  };
};
