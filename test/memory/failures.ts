/** Failures in memory, with the port's rules. */
import {
  type Failure,
  type Failures,
  failedAgain,
  failure,
  isOver,
  longAgo,
  resolvedFailure,
  stateOf,
} from "../../shared/messaging/failure.ts";
import type { Clock } from "../../shared/time/clock.ts";

export function memoryFailures(clock: Clock): Failures & { readonly all: () => readonly Failure[] } {
  const kept = new Map<string, Failure>();
  const key = ({ queue, id }: Pick<Failure, "queue" | "id">) => `${queue}/${id}`;
  const put = (doc: Failure) => {
    kept.set(key(doc), failure.schema.parse(doc));
    return doc;
  };
  const page = (items: readonly Failure[]) => ({ items, cursor: undefined });
  return {
    all: () => [...kept.values()],
    record: async (failed) => put(failedAgain(kept.get(key(failed)), failed, clock.now())),
    due: async (now) =>
      page(
        [...kept.values()].filter(
          ({ dueAt, firstAt }) => (dueAt !== undefined && dueAt <= now.toISOString()) || firstAt <= longAgo(now),
        ),
      ),
    async resolve(failed, outcome) {
      const known = kept.get(key(failed));
      if (known === undefined || known.resolvedAt !== undefined) return false;
      put(resolvedFailure(known, outcome, clock.now()));
      return true;
    },
    read: async (queue, id) => kept.get(key({ queue, id })),
    list: async (queue, state) =>
      page([...kept.values()].filter((one) => one.queue === queue && stateOf(one) === state)),
    async erase(failed) {
      const known = kept.get(key(failed));
      if (known !== undefined && isOver(known, clock.now())) kept.delete(key(failed));
    },
  };
}
