/**
 * The relay brings outbox rows on their way: inline right after the commit, and by the timer for what was missed. It
 * sends pointers to rows, never content. A row whose effect does not come is taken up ever more rarely, and each failure
 * on its way is logged where it happens (`relay.row-failed` here, `queue.message-failed` behind the pointer), as is a row
 * that has waited for more than a day (`relay.row-old`). Safe to run twice at once and after any absence: a row that was already
 * taken up is simply taken up again, and every receiver is idempotent by the row's id.
 */
import type { Logger } from "../privacy/log.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { type Repository, replace } from "../storage/repository.ts";
import { Unavailable } from "../storage/unavailable.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { growingInterval } from "./growing-interval.ts";
import { type OutboxRow, outboxRow } from "./outbox.ts";
import { pointerTo } from "./pointer.ts";
import type { QueueSender } from "./queue-sender.ts";

/** Seconds: how long a channel has to confirm before its row is taken up again, doubled each time it does not. */
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
  readonly confirmAddress: (person: Person, row: OutboxRow) => Promise<void>;
  /** The effect of a `ledger` row. */
  readonly recordEntry: (person: Person, row: OutboxRow) => Promise<void>;
  /** The effect of an `approval` row. */
  readonly carryOut: (person: Person, row: OutboxRow) => Promise<void>;
};

/** Channels whose effect happens right here: it is done or it failed, and no queue stands between. */
const hasItsEffectHere = ({ channel }: OutboxRow): boolean => ["lookup", "ledger", "approval"].includes(channel);

const pageSize = 100;
/** Rows taken up together: enough to be quick, few enough not to flood the queues after a long absence. */
const atOnce = 32;
/** A run ends then, whatever is left: rows that come due meanwhile would never let it end, and the next one begins at once. */
const longestRunSeconds = 60;
/** A day: the longest a row waits for its next try, and a pointer to be read. */
export const longestSeconds = 86_400;

export function makeRelay(needs: Needs): Relay {
  const { repository, queues, clock, log, intervals, confirmAddress, recordEntry, carryOut } = needs;

  const takeUp = async (person: Person, row: OutboxRow, lifeSeconds: number): Promise<void> => {
    if (row.channel === "lookup") return confirmAddress(person, row);
    if (row.channel === "ledger") return recordEntry(person, row);
    if (row.channel === "approval") return carryOut(person, row);
    const queue = row.channel === "processor" ? "dispatch" : "notifications";
    await queues.send(queue, JSON.stringify(pointerTo(person, row, clock.now())), lifeSeconds);
  };

  const takeUpDue = async (person: Person, id: string, run: { areQueuesAway: boolean }): Promise<void> => {
    const found = await repository.read(person, outboxRow, id);
    const now = clock.now();
    if (found?.doc.dueAt === undefined || Date.parse(found.doc.dueAt) > now.getTime()) return;
    const { doc, etag } = found;
    const ageMs = now.getTime() - Date.parse(doc.createdAt);
    // By then the intervals have grown to a day, so each is told about once a day.
    if (ageMs >= longestSeconds * 1_000) log.warn("relay.row-old", { messageId: id, type: doc.type, ageMs });
    if (run.areQueuesAway && !hasItsEffectHere(doc)) throw new Unavailable("queue", undefined);
    const takeUps = doc.takeUps ?? 0;
    const first = doc.channel === "processor" ? intervals.dispatch : intervals.notification;
    const interval = growingInterval({ first, maximum: longestSeconds }, takeUps);
    const postpone = () => commitNextTry(person, { ...doc, takeUps: takeUps + 1 }, etag, secondsAfter(now, interval));
    try {
      await takeUp(person, doc, interval);
    } catch (error) {
      // The effect of this channel happens here, so it is the row that failed; a queue that is away says nothing about one.
      if (hasItsEffectHere(doc)) await postpone();
      else run.areQueuesAway = error instanceof Unavailable;
      throw error;
    }
    if (!hasItsEffectHere(doc)) await postpone();
  };

  const commitNextTry = async (person: Person, row: OutboxRow, etag: string, dueAt: Date): Promise<void> => {
    try {
      await repository.commit(person, [replace(outboxRow, { ...row, dueAt: dueAt.toISOString() }, etag)]);
    } catch (error) {
      // Whoever changed it in the meantime has set its next date, or it is done.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

  return {
    async inline(person, rows) {
      // The ledger is the timer's: nobody waits for it, and entries that come together are written together.
      const now = rows.filter(({ channel }) => channel !== "ledger");
      const results = await Promise.allSettled(now.map((row) => takeUp(person, row, intervals.relay)));
      for (const result of results) {
        if (result.status === "rejected") log.error("relay.inline-missed", result.reason);
      }
    },

    async due() {
      const until = secondsAfter(clock.now(), longestRunSeconds);
      // Once the queues did not answer, the other rows of a run do not wait for them; what needs no queue goes on.
      const run = { areQueuesAway: false };
      let count = 0;
      let cursor: string | undefined;
      do {
        const page = await repository.due(outboxRow, clock.now(), { limit: pageSize, cursor });
        cursor = page.cursor;
        for (let from = 0; from < page.items.length; from += atOnce) {
          const rows = page.items.slice(from, from + atOnce);
          const results = await Promise.allSettled(rows.map(({ person, id }) => takeUpDue(person, id, run)));
          for (const [index, result] of results.entries()) {
            // One row's trouble must not hold up the others; it stays due and comes up again.
            if (result.status === "rejected") {
              log.error("relay.row-failed", result.reason, { messageId: rows[index]?.id });
            } else count += 1;
          }
          if (clock.now() >= until) return count;
        }
      } while (cursor !== undefined);
      return count;
    },
  };
}
