/** Failures on Cosmos DB: one partition per queue, found by their date or by how long ago they began. */
import type { Container } from "@azure/cosmos";
import {
  type Failure,
  type FailurePage,
  type FailureState,
  type Failures,
  failedAgain,
  failure,
  isOver,
  longAgo,
  resolvedFailure,
} from "../messaging/failure.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
import type { Clock } from "../time/clock.ts";
import {
  queryItems,
  readItem,
  type StoredItem,
  secondNetSeconds,
  WriteConflict,
  writeItems,
  wroteItem,
} from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const contextOf = (id: string) => ({ brand: "", subjectId: "", kind: failure.kind, id });
const open = (item: StoredItem): Failure => openRecord(failure, item, contextOf(item.id), undefined);

/** `ttl` is the second net behind `dueAt`, and only of what is resolved: more than a day after its end. */
const resolvedSeconds = (retentionRules.failure.period.days + 1) * 86_400 + secondNetSeconds;
const toItem = (doc: Failure) => ({
  ...(sealRecord(failure, doc, contextOf(doc.id), undefined) as { id: string }),
  ...(doc.resolvedAt === undefined ? {} : { ttl: resolvedSeconds }),
});

const conditions: Readonly<Record<FailureState, string>> = {
  retrying: "NOT IS_DEFINED(c.resolvedAt) AND IS_DEFINED(c.dueAt)",
  waiting: "NOT IS_DEFINED(c.resolvedAt) AND NOT IS_DEFINED(c.dueAt)",
  resolved: "IS_DEFINED(c.resolvedAt)",
};

/** Somebody else changed the same failure in between this often in a row: that is no coincidence. */
const rounds = 5;

export function cosmosFailures({ container, clock }: { container: Container; clock: Clock }): Failures {
  const find = async (queue: string, id: string) => {
    const item = await readItem(container, queue, id);
    return item === undefined ? undefined : { doc: open(item), etag: item._etag };
  };

  const replace = (doc: Failure, etag: string) =>
    wroteItem(container, doc.queue, { operation: "replace", item: toItem(doc), etag });

  const page = ({ items, cursor }: Awaited<ReturnType<typeof queryItems>>): FailurePage => ({
    items: items.map(open),
    cursor,
  });

  return {
    async record(failed) {
      const { queue } = failed;
      const known = await find(queue, failed.id);
      const doc = failedAgain(known?.doc, failed, clock.now());
      try {
        await writeItems(container, queue, [
          known === undefined
            ? { operation: "create", item: toItem(doc) }
            : { operation: "replace", item: toItem(doc), etag: known.etag },
        ]);
      } catch (error) {
        // The same message failed twice at once: one of the two attempts was counted.
        if (!(error instanceof WriteConflict)) throw error;
      }
      return doc;
    },

    async due(now, { limit, cursor }) {
      const parameters = [
        { name: "@now", value: now.toISOString() },
        { name: "@longAgo", value: longAgo(now) },
      ];
      const query = { query: "SELECT * FROM c WHERE c.dueAt <= @now OR c.firstAt <= @longAgo", parameters };
      return page(await queryItems(container, query, { limit, cursor }));
    },

    async resolve({ id, queue }, outcome) {
      for (let round = 0; round < rounds; round += 1) {
        const known = await find(queue, id);
        if (known === undefined || known.doc.resolvedAt !== undefined) return false;
        const resolved = resolvedFailure(known.doc, outcome, clock.now());
        if (await replace(resolved, known.etag)) return true;
      }
      throw new Error("the failure kept changing");
    },

    read: async (queue, id) => (await find(queue, id))?.doc,

    async list(queue, state, { limit, cursor }) {
      const query = { query: `SELECT * FROM c WHERE ${conditions[state]}`, parameters: [] };
      return page(await queryItems(container, query, { partition: queue, limit, cursor }));
    },

    async erase({ id, queue }) {
      const known = await find(queue, id);
      if (known === undefined || !isOver(known.doc, clock.now())) return;
      try {
        await writeItems(container, queue, [{ operation: "erase", id, etag: known.etag }]);
      } catch (error) {
        // Open again, or gone: in both cases this erasure is not wanted any more.
        if (!(error instanceof WriteConflict)) throw error;
      }
    },
  };
}
