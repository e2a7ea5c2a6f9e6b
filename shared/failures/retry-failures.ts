/**
 * Parked messages are tried again, each by itself and ever more rarely, by what handles their queue; what was resolved long
 * enough ago is erased, and what nobody resolved for a year is given up: written down, told, and then erased. Safe to run twice at once: a message is known by its id wherever it has an effect.
 */
import type { AppendEntry } from "../audit/entry.ts";
import { brandIds } from "../charter/brands.ts";
import {
  dueWork,
  endOfUnresolved,
  type Failure,
  type Failures,
  failure,
  isOver,
  restoredEvent,
} from "../messaging/failure.ts";
import { reasonOf, tellWhereWaiting } from "../messaging/queue-handler.ts";
import type { QueueReaders } from "../messaging/queue-reader.ts";
import { traced } from "../messaging/trace.ts";
import type { Logger } from "../privacy/log.ts";
import type { ComingEnd } from "../retention/coming-end.ts";
import { derivedId } from "../storage/derived-id.ts";
import { everyItem } from "../storage/paged.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { brandOfFailure } from "./shown.ts";

type Needs = {
  readonly failures: Failures;
  readonly readers: QueueReaders;
  readonly repository: Repository;
  readonly ledger: { readonly append: AppendEntry };
  readonly clock: Clock;
  readonly log: Logger;
};

const pageSize = 100;

/** Failures that are over at an instant, resolved or not. */
export const failuresDue = (failures: Pick<Failures, "due">) =>
  async function* (at: Date): AsyncGenerator<ComingEnd> {
    for await (const failed of everyItem((page) => failures.due(at, page))) {
      if (!isOver(failed, at)) continue;
      const { id, queue, event, resolvedAt, dueAt = "" } = failed;
      const isOpen = resolvedAt === undefined;
      const brand = event?.brand === undefined ? {} : { brand: event.brand };
      const place = `failures/${queue}/${id}`;
      const since = isOpen ? endOfUnresolved(failed) : new Date(dueAt);
      yield { rule: "failure", kind: failure.kind, ...brand, since, place, detail: isOpen ? "unresolved" : "resolved" };
    }
  };

export function makeRetryFailures({ failures, readers, repository, ledger, clock, log }: Needs) {
  /** Written down and told first: killed in between, it is told again and written down once. */
  const giveUp = async (failed: Failure): Promise<void> => {
    const { id, queue, reason, attempts, firstAt, event } = failed;
    const brand = event?.brand ?? (await brandOfFailure(repository, failed));
    for (const one of brand === undefined ? brandIds : [brand]) {
      const entry = {
        id: derivedId("failure.given-up", queue, id, firstAt, one),
        brand: one,
        about: id,
        detail: reason,
      };
      await ledger.append({ ...entry, event: "failure.given-up", actor: { role: "system" } });
    }
    log.warn("failure.given-up", { recordId: id, queue, code: reason, attempts });
    await failures.erase(failed);
  };

  /** @returns what became of it. @throws where even that could not be recorded. */
  const retry = async (failed: Failure): Promise<"handled" | "failed"> => {
    const { id, queue, attempts } = failed;
    const reader = readers[queue];
    if (failed.event === undefined || reader === undefined) return "failed";
    const event = restoredEvent(failed.event);
    try {
      await traced(event.traceparent, () => reader.run(event));
    } catch (error) {
      log.error("failure.retried-in-vain", error, { messageId: event.id, type: event.type, attempts });
      tellWhereWaiting(log, await failures.record({ id, queue, reason: reasonOf(error), event }));
      return "failed";
    }
    await failures.resolve(failed, "handled");
    return "handled";
  };

  const retryDue = async (): Promise<number> => {
    let handled = 0;
    let cursor: string | undefined;
    do {
      const page = await failures.due(clock.now(), { limit: pageSize, cursor });
      cursor = page.cursor;
      const results = await Promise.allSettled(
        page.items.map(async (failed) => {
          const work = dueWork(failed, clock.now());
          if (work === "erase") await failures.erase(failed);
          if (work === "give-up") await giveUp(failed);
          return work === "retry" && (await retry(failed)) === "handled";
        }),
      );
      for (const [index, result] of results.entries()) {
        // One message's trouble must not hold up the others; it stays due and comes up again.
        if (result.status === "rejected") {
          log.error("failure.not-recorded", result.reason, { messageId: page.items[index]?.id });
        } else if (result.value) handled += 1;
      }
    } while (cursor !== undefined);
    return handled;
  };

  return {
    retry,
    /** Everything due by now. @returns how many were handled. */
    retryDue,
  };
}
