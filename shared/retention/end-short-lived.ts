/**
 * Sessions, requests for a code, an address to be proven, answers kept for a repeated sending, and what staff opened or decided carry their own end.
 * The sweep erases them once their rule has ended; the store's time to live, a day later, is only the second net (DESIGN,
 * section 4).
 */
import type { BrandId } from "../charter/brands.ts";
import { emailChange } from "../members/email-change.ts";
import { retentionRulesOf } from "../privacy/derive.ts";
import type { AnyRecord, RecordOf } from "../privacy/record.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
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

/** What a rule leaves of its hours to something that was good for so long. */
const afterUse = (rule: "session" | "ticket", goodForMs: number): number =>
  retentionRules[rule].period.hours * 3_600_000 - goodForMs;

export type ShortLived = {
  readonly record: AnyRecord;
  /** Milliseconds it is kept after its own end. Absent: that is its rule's end. */
  readonly keptOnMs?: number;
};
export const shortLived: readonly ShortLived[] = [
  { record: session as RecordOf, keptOnMs: afterUse("session", sessionRules.absolute) },
  { record: ticket as RecordOf, keptOnMs: afterUse("ticket", ticketRules.life) },
  { record: emailChange as RecordOf, keptOnMs: afterUse("ticket", ticketRules.life) },
  { record: idempotencyRow as RecordOf },
  { record: opening as RecordOf },
  { record: approval as RecordOf },
  { record: review as RecordOf },
];

/** What came to its own end at or before this instant goes now. */
export const endedBefore = ({ keptOnMs = 0 }: ShortLived, now: Date): Date => new Date(now.getTime() - keptOnMs);

type Needs = { readonly repository: Repository; readonly clock: Clock };
type DueRecord = ComingEnd & Expired & { readonly record: AnyRecord };

/** What of all these is over at an instant. */
export const shortLivedDue = (repository: Pick<Repository, "expired">) =>
  async function* (at: Date): AsyncGenerator<DueRecord> {
    for (const one of shortLived) {
      const { record, keptOnMs = 0 } = one;
      const [rule] = retentionRulesOf(record);
      if (rule === undefined) throw new Error(`${record.kind} has no rule`);
      for await (const found of everyItem((page) => repository.expired(record, endedBefore(one, at), page))) {
        const { person, id, expiresAt } = found;
        const since = new Date(Date.parse(expiresAt) + keptOnMs);
        const place = `subjects/${person.subjectId}/${record.kind}.${id}`;
        yield { ...found, record, rule, kind: record.kind, brand: person.brand, since, place };
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
