/** Until when a rule keeps a record, and taking away what it kept when that day has come. */
import { type RetentionRule, retentionRuleOf, type StartingEvent } from "../privacy/retention-rules.ts";
import type { PersonKeys } from "../storage/person-keys.ts";
import { byIdAlone, isStore, type PersonStores } from "../storage/person-stores.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { keptByLaw } from "./erasure.ts";

/** Where a record says when the clock of its rule started. What says nothing is counted from the erasure. */
const startFields: Partial<Record<StartingEvent, string>> = {
  "case-closed": "closedAt",
  resolved: "resolvedAt",
};

export function keptUntil(rule: RetentionRule, doc: object, now: Date): Date {
  const { starts, period } = retentionRuleOf(rule);
  const field = startFields[starts];
  const started = field === undefined ? undefined : (doc as Record<string, unknown>)[field];
  return endOfPeriod(typeof started === "string" ? new Date(started) : now, period);
}

type Needs = {
  readonly archive: Repository;
  readonly stores: PersonStores;
  readonly keys: PersonKeys;
  readonly clock: Clock;
};

const pageSize = 100;

/** @returns how many came to their end. */
export const makeEndKept =
  ({ archive, stores, keys, clock }: Needs) =>
  async (): Promise<number> => {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await archive.due(keptByLaw, clock.now(), { limit: pageSize, cursor });
      cursor = page.cursor;
      for (const { person } of page.items) {
        // The key first: what is left then opens for nobody, and the note brings it up again.
        await keys.shred(person);
        const store = stores.archive;
        if (isStore(store)) for await (const traces of store.find(person, byIdAlone)) await store.erase(person, traces);
        count += 1;
      }
    } while (cursor !== undefined);
    return count;
  };
