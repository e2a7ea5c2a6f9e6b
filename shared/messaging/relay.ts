/**
 * The relay brings outbox rows on their way: inline right after the commit, and by the timer for what was missed. It
 * sends pointers to rows, never content. Safe to run twice at once and after any absence: a row that was already
 * taken up is simply taken up again, and every receiver is idempotent by the row's id.
 */
import type { Logger } from "../privacy/log.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { type Repository, replace } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { type OutboxRow, outboxRow } from "./outbox.ts";
import { pointerTo } from "./pointer.ts";
import type { QueueSender } from "./queue-sender.ts";

/** Seconds: how long a channel has to confirm before its row is taken up again. */
export type Intervals = { readonly relay: number; readonly dispatch: number; readonly notification: number };

export type Relay = {
  /** Sends what was just committed. Never fails: what is missed here is the timer's. */
  readonly inline: (person: Person, rows: readonly OutboxRow[]) => Promise<void>;
  /** Takes up every row due at or before now. @returns how many. */
  readonly due: () => Promise<number>;
};

type Needs = {
  readonly repository: Repository;
  readonly queues: QueueSender;
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervals: Intervals;
  /** The effect of a `lookup` row, which needs no queue. */
  readonly confirmAddress: (person: Person, rowId: string) => Promise<void>;
};

const pageSize = 100;

export function makeRelay({ repository, queues, clock, log, intervals, confirmAddress }: Needs): Relay {
  const takeUp = async (person: Person, row: OutboxRow, lifeSeconds: number): Promise<void> => {
    if (row.channel === "lookup") return confirmAddress(person, row.id);
    const queue = row.channel === "processor" ? "dispatch" : "notifications";
    await queues.send(queue, JSON.stringify(pointerTo(person, row, clock.now())), lifeSeconds);
  };

  const takeUpDue = async (person: Person, id: string): Promise<void> => {
    const found = await repository.read(person, outboxRow, id);
    const now = clock.now();
    if (found?.doc.dueAt === undefined || Date.parse(found.doc.dueAt) > now.getTime()) return;
    const { doc, etag } = found;
    const interval = doc.channel === "processor" ? intervals.dispatch : intervals.notification;
    await takeUp(person, doc, interval);
    if (doc.channel === "lookup") return;
    try {
      const dueAt = secondsAfter(now, interval).toISOString();
      await repository.commit(person, [replace(outboxRow, { ...doc, dueAt }, etag)]);
    } catch (error) {
      // Whoever changed it in the meantime has set its next date, or it is done.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

  return {
    async inline(person, rows) {
      const results = await Promise.allSettled(rows.map((row) => takeUp(person, row, intervals.relay)));
      for (const result of results) {
        if (result.status === "rejected") log.error("relay.inline-missed", result.reason);
      }
    },

    async due() {
      let count = 0;
      let cursor: string | undefined;
      do {
        const page = await repository.due(outboxRow, clock.now(), { limit: pageSize, cursor });
        cursor = page.cursor;
        const results = await Promise.allSettled(page.items.map(({ person, id }) => takeUpDue(person, id)));
        for (const result of results) {
          // One row's trouble must not hold up the others; it stays due and comes up again.
          if (result.status === "rejected") log.error("relay.row-failed", result.reason);
          else count += 1;
        }
      } while (cursor !== undefined);
      return count;
    },
  };
}
