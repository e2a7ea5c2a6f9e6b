/** Failures on Cosmos DB: one partition per queue, found by their date. Shown ones end by their retention rule. */
import type { Container } from "@azure/cosmos";
import {
  backOffSeconds,
  type Failure,
  type Failures,
  failure,
  maximumAttempts,
  storedEvent,
} from "../messaging/failure.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { queryItems, readItem, type StoredItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const contextOf = (id: string) => ({ brand: "", subjectId: "", kind: failure.kind, id });
const open = (item: StoredItem): Failure => openRecord(failure, item, contextOf(item.id), undefined);
const toItem = (doc: Failure) => sealRecord(failure, doc, contextOf(doc.id), undefined);

export function cosmosFailures({ container, clock }: { container: Container; clock: Clock }): Failures {
  return {
    async record({ id, queue, reason, event }) {
      const now = clock.now();
      const known = await readItem(container, queue, id);
      const before = known === undefined ? undefined : open(known);
      const attempts = (before?.attempts ?? 0) + 1;
      const kept = event === undefined ? before?.event : storedEvent(event);
      const doc: Failure = {
        id,
        queue,
        reason,
        attempts,
        firstAt: before?.firstAt ?? now.toISOString(),
        lastAt: now.toISOString(),
        ...(kept === undefined ? {} : { event: kept }),
        ...(kept === undefined || attempts >= maximumAttempts
          ? {}
          : { dueAt: secondsAfter(now, backOffSeconds(attempts)).toISOString() }),
      };
      try {
        await writeItems(container, queue, [
          known === undefined
            ? { operation: "create", item: toItem(doc) }
            : { operation: "replace", item: toItem(doc), etag: known._etag },
        ]);
      } catch (error) {
        // The same message failed twice at once: one of the two attempts was counted.
        if (!(error instanceof WriteConflict)) throw error;
      }
    },

    async due(now) {
      const { items } = await queryItems(
        container,
        {
          query: "SELECT * FROM c WHERE c.dueAt <= @now",
          parameters: [{ name: "@now", value: now.toISOString() }],
        },
        { limit: 100 },
      );
      return items.map(open);
    },

    async settle({ id, queue }) {
      try {
        await writeItems(container, queue, [{ operation: "erase", id }]);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    },
  };
}
