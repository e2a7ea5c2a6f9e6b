/**
 * What is due by time, done: proposals that have lapsed, requests that have expired. Found by the scan, decided anew from
 * what is read, committed with the rows that tell the processor and the member. Safe twice at once and after any absence.
 */
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import type { Logger } from "../privacy/log.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Versioned } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { dated, eventDue } from "./expiry.ts";
import { message, type Request, request } from "./request.ts";
import { isStatus, transitions } from "./states.ts";

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relaySeconds: number;
};

const pageSize = 100;

/** @returns a function that gives how many requests time has changed. */
export function makeExpireRequests({ repository, relay, clock, log, relaySeconds }: Needs): () => Promise<number> {
  const rowsOf = (doc: Request, event: "lapse" | "expire", now: Date): readonly OutboxRow[] => {
    const row = (about: Parameters<typeof newOutboxRow>[0]) => newOutboxRow(about, now, relaySeconds);
    // The processor set the dates of its proposals itself; that nothing came of the request it would not know.
    if (event === "lapse") return [row({ channel: "mail", type: "proposals-expired", requestId: doc.id })];
    return [
      row({ channel: "processor", type: "concierge.request.expired.v1", requestId: doc.id }),
      row({ channel: "mail", type: "request-expired", requestId: doc.id }),
    ];
  };

  /**
   * A message does not touch the request, so the date of one that is talked about may have come all the same. Then the last
   * message is what happened last, and the request gets its date from there. @returns whether that is so
   */
  const isTalkedAbout = async (person: Person, { doc, etag }: Versioned<typeof request>): Promise<boolean> => {
    const equal = { requestId: doc.id };
    const listing = { equal, orderBy: "postedAt", descending: true, limit: 1 };
    const [last] = (await repository.list(person, message, listing)).items;
    if (last === undefined || last.doc.postedAt <= doc.updatedAt) return false;
    const later = dated({ ...doc, updatedAt: last.doc.postedAt });
    if (eventDue(later, clock.now()) !== undefined) return false;
    await repository.commit(person, [replace(request, later, etag)]);
    return true;
  };

  const take = async (person: Person, id: string): Promise<boolean> => {
    const found = await repository.read(person, request, id);
    const now = clock.now();
    const event = found === undefined ? undefined : eventDue(found.doc, now);
    if (found === undefined || event === undefined) return false;
    const status = transitions[found.doc.status][event];
    if (!isStatus(status)) return false;
    const at = now.toISOString();
    const ending = event === "expire" ? { ending: { by: "time", endedAt: at } as const } : {};
    const rows = rowsOf(found.doc, event, now);
    try {
      if (event === "expire" && (await isTalkedAbout(person, found))) return false;
      await repository.commit(person, [
        replace(request, dated({ ...found.doc, ...ending, status, updatedAt: at }), found.etag),
        ...rows.map((row) => create(outboxRow, row)),
      ]);
    } catch (error) {
      // Somebody acted meanwhile: their change has its own date, or none.
      if (error instanceof WriteConflict) return false;
      throw error;
    }
    await relay.inline(person, rows);
    return true;
  };

  return async () => {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await repository.due(request, clock.now(), { limit: pageSize, cursor });
      cursor = page.cursor;
      const results = await Promise.allSettled(page.items.map(({ person, id }) => take(person, id)));
      for (const [index, result] of results.entries()) {
        // One request's trouble must not hold up the others; it stays due.
        if (result.status === "rejected")
          log.error("request.expiry-failed", result.reason, { requestId: page.items[index]?.id ?? "" });
        else if (result.value) count += 1;
      }
    } while (cursor !== undefined);
    return count;
  };
}
