/**
 * Sessions, requests for a code and answers kept for a repeated sending carry their own end. The sweep erases them once
 * their rule has ended; the store's time to live, a day later, is only the second net (DESIGN, section 4).
 */
import type { AnyRecord, RecordOf } from "../privacy/record.ts";
import { type Period, type RetentionRule, retentionRuleOf } from "../privacy/retention-rules.ts";
import { session, sessionRules, ticket, ticketRules } from "../sessions/session.ts";
import { idempotencyRow } from "../storage/commit-once.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { erase, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";

const hourMs = 3_600_000;
const lengthOf = ({ hours = 0 }: Period): number => hours * hourMs;

/** How long after its own end a record may still be kept: its rule's period, less what it lasted. */
const shortLived: readonly { readonly record: AnyRecord; readonly rule: RetentionRule; readonly lastsMs: number }[] = [
  { record: session as RecordOf, rule: "session", lastsMs: sessionRules.absolute },
  { record: ticket as RecordOf, rule: "ticket", lastsMs: ticketRules.life },
  { record: idempotencyRow as RecordOf, rule: "idempotency", lastsMs: lengthOf(retentionRuleOf("idempotency").period) },
];

const pageSize = 100;

type Needs = { readonly repository: Repository; readonly clock: Clock };

/** @returns how many were erased. */
export const makeEndShortLived =
  ({ repository, clock }: Needs) =>
  async (): Promise<number> => {
    let count = 0;
    for (const { record, rule, lastsMs } of shortLived) {
      const left = Math.max(0, lengthOf(retentionRuleOf(rule).period) - lastsMs);
      const before = new Date(clock.now().getTime() - left);
      let cursor: string | undefined;
      do {
        const page = await repository.expired(record, before, { limit: pageSize, cursor });
        cursor = page.cursor;
        for (const { person, id, etag } of page.items) {
          try {
            await repository.commit(person, [erase(record, id, etag)]);
            count += 1;
          } catch (error) {
            // Gone meanwhile, or used anew: then its end is another one.
            if (!(error instanceof WriteConflict)) throw error;
          }
        }
      } while (cursor !== undefined);
    }
    return count;
  };
