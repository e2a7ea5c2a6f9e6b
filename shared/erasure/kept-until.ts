/** Until when a rule keeps a record, and taking away what it kept when that day has come. */
import { type RetentionRule, retentionRuleOf, type StartingEvent } from "../privacy/retention-rules.ts";
import type { ComingEnd } from "../retention/coming-end.ts";
import { everyItem } from "../storage/paged.ts";
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

const notesDue = (archive: Pick<Repository, "due">, at: Date) => everyItem((page) => archive.due(keptByLaw, at, page));

/** What a law kept until an instant: all that lies under the pseudonym of each note. */
export const keptDue = (archive: Pick<Repository, "due" | "read">) =>
  async function* (at: Date): AsyncGenerator<ComingEnd> {
    for await (const { person, id, dueAt } of notesDue(archive, at)) {
      const note = await archive.read(person, keptByLaw, id);
      if (note === undefined) continue;
      const { rule, what } = note.doc;
      const place = `archive/${person.subjectId}`;
      yield { rule, kind: what, brand: person.brand, since: new Date(dueAt), place, detail: "kept by law" };
    }
  };

/** @returns how many came to their end. */
export const makeEndKept =
  ({ archive, stores, keys, clock }: Needs) =>
  async (): Promise<number> => {
    let count = 0;
    for await (const { person } of notesDue(archive, clock.now())) {
      // The key first: what is left then opens for nobody, and the note brings it up again.
      await keys.shred(person);
      const store = stores.archive;
      if (isStore(store)) for await (const traces of store.find(person, byIdAlone)) await store.erase(person, traces);
      count += 1;
    }
    return count;
  };
