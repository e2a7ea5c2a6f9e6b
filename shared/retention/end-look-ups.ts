/**
 * What ends beside the people: look-up rows of addresses that nobody has proved, and entries of the counters against abuse.
 * They lie under keyed hashes in a container of their own, and say themselves when they end; the store's expiry, a day
 * later, is only the second net (DESIGN, section 4). Rules `pending-sign-up` and `limits`.
 */
import { type LimitRows, limit, rowLeft } from "../limits/limit.ts";
import { type Lookups, lookup } from "../members/lookup.ts";
import { everyItem } from "../storage/paged.ts";
import type { Clock } from "../time/clock.ts";
import type { ComingEnd } from "./coming-end.ts";

type Needs = { readonly lookups: Lookups; readonly limitRows: LimitRows; readonly clock: Clock };

type Stores = Pick<Needs, "lookups" | "limitRows">;

const unfinishedAt = ({ lookups }: Stores, at: Date) => everyItem((page) => lookups.expired(at, page));

/** Rows of counters with an entry that has ended, each with what is left of it. */
async function* countedAt({ limitRows }: Stores, at: Date) {
  for await (const row of everyItem((page) => limitRows.expired(at, page)))
    yield { ...row, left: rowLeft(row.doc, at) };
}

/** Rows that are over at an instant, and those of which some entries are. They do not say on which site. */
export const lookUpsDue = (stores: Stores) =>
  async function* (at: Date): AsyncGenerator<ComingEnd> {
    for await (const { id, expiresAt } of unfinishedAt(stores, at)) {
      const since = new Date(expiresAt);
      yield { rule: "pending-sign-up", kind: lookup.kind, since, place: `lookups/${id}` };
    }
    for await (const { id, expiresAt, left } of countedAt(stores, at)) {
      const detail = left === undefined ? {} : { detail: "old entries" };
      yield { rule: "limits", kind: limit.kind, since: new Date(expiresAt), place: `lookups/${id}`, ...detail };
    }
  };

/** @returns how many rows went, or lost their old entries. A lost race is no trouble: whoever won has written a new end. */
export const makeEndLookUps = (needs: Needs) => {
  const { lookups, limitRows, clock } = needs;
  const endUnfinished = async (now: Date): Promise<number> => {
    let count = 0;
    for await (const { id, etag } of unfinishedAt(needs, now)) {
      if (await lookups.erase(id, etag)) count += 1;
    }
    return count;
  };

  const endCounted = async (now: Date): Promise<number> => {
    let count = 0;
    for await (const { id, etag, left } of countedAt(needs, now)) {
      if (await (left === undefined ? limitRows.erase(id, etag) : limitRows.write(left, etag))) count += 1;
    }
    return count;
  };

  return async (): Promise<number> => {
    const now = clock.now();
    return (await endUnfinished(now)) + (await endCounted(now));
  };
};
