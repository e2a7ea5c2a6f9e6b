/**
 * What ends beside the people: look-up rows of addresses that nobody has proved, and entries of the counters against abuse.
 * They lie under keyed hashes in a container of their own, and say themselves when they end; the store's expiry, a day
 * later, is only the second net (DESIGN, section 4). Rules `pending-sign-up` and `limits`.
 */
import { type LimitRows, rowLeft } from "../limits/limit.ts";
import type { Lookups } from "../members/lookup.ts";
import type { Clock } from "../time/clock.ts";

const pageSize = 100;

type Needs = { readonly lookups: Lookups; readonly limitRows: LimitRows; readonly clock: Clock };

/** @returns how many rows went, or lost their old entries. A lost race is no trouble: whoever won has written a new end. */
export const makeEndLookUps = ({ lookups, limitRows, clock }: Needs) => {
  const endUnfinished = async (now: Date): Promise<number> => {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await lookups.expired(now, { limit: pageSize, cursor });
      cursor = page.cursor;
      for (const { id, etag } of page.items) {
        await lookups.erase(id, etag);
        count += 1;
      }
    } while (cursor !== undefined);
    return count;
  };

  const endCounted = async (now: Date): Promise<number> => {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await limitRows.expired(now, { limit: pageSize, cursor });
      cursor = page.cursor;
      for (const { doc, etag } of page.items) {
        const left = rowLeft(doc, now);
        if (await (left === undefined ? limitRows.erase(doc.id, etag) : limitRows.write(left, etag))) count += 1;
      }
    } while (cursor !== undefined);
    return count;
  };

  return async (): Promise<number> => {
    const now = clock.now();
    return (await endUnfinished(now)) + (await endCounted(now));
  };
};
