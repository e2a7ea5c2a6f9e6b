/** The ledger on Cosmos DB: one partition for each stream; a batch holds its entries and the head after them. */
import type { Container } from "@azure/cosmos";
import { headId } from "../audit/chain.ts";
import type { LedgerStore, VersionedHead } from "../audit/ledger.ts";
import { type LedgerEntry, type LedgerHead, ledgerEntry, ledgerHead } from "../audit/ledger-entry.ts";
import { queryItems, readItem, type StoredItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const nobody = { brand: "", subjectId: "" };
/** Entries and head share the partition, so the kind is part of the item's id. */
const entryItemId = (id: string) => `${ledgerEntry.kind}.${id}`;
const headItemId = `${ledgerHead.kind}.${headId}`;
/** A batch holds 100 writes. */
const dropSize = 100;

const entryItem = (entry: LedgerEntry) => ({
  ...sealRecord(ledgerEntry, entry, { ...nobody, kind: ledgerEntry.kind, id: entry.id }, undefined),
  id: entryItemId(entry.id),
});
const headItem = (head: LedgerHead) => ({
  ...sealRecord(ledgerHead, head, { ...nobody, kind: ledgerHead.kind, id: headId }, undefined),
  id: headItemId,
});
const openEntry = (item: StoredItem): LedgerEntry => {
  const id = item.id.slice(ledgerEntry.kind.length + 1);
  return openRecord(ledgerEntry, { ...item, id }, { ...nobody, kind: ledgerEntry.kind, id }, undefined);
};
const openHead = (item: StoredItem): VersionedHead => ({
  doc: openRecord(ledgerHead, { ...item, id: headId }, { ...nobody, kind: ledgerHead.kind, id: headId }, undefined),
  etag: item._etag,
});

export function cosmosLedger(container: Container): LedgerStore {
  const entryIds = async (stream: string) => {
    const query = {
      query: "SELECT c.id FROM c WHERE c.kind = @kind",
      parameters: [{ name: "@kind", value: ledgerEntry.kind }],
    };
    const { items } = await queryItems(container, query, { partition: stream, limit: dropSize });
    return items.map(({ id }) => id);
  };

  return {
    async head(stream) {
      const item = await readItem(container, stream, headItemId);
      return item === undefined ? undefined : openHead(item);
    },

    async has(stream, id) {
      return (await readItem(container, stream, entryItemId(id))) !== undefined;
    },

    async append(stream, entries, head, before) {
      try {
        const etags = await writeItems(container, stream, [
          ...entries.map((entry) => ({ operation: "create", item: entryItem(entry) }) as const),
          before === undefined
            ? { operation: "create", item: headItem(head) }
            : { operation: "replace", item: headItem(head), etag: before.etag },
        ]);
        return etags.at(-1) ?? "";
      } catch (error) {
        if (error instanceof WriteConflict) return false;
        throw error;
      }
    },

    async page(stream, from, limit) {
      const { items } = await queryItems(
        container,
        {
          query: "SELECT * FROM c WHERE c.kind = @kind AND c.sequence >= @from ORDER BY c.sequence ASC",
          parameters: [
            { name: "@kind", value: ledgerEntry.kind },
            { name: "@from", value: from },
          ],
        },
        { partition: stream, limit },
      );
      return items.map(openEntry);
    },

    async replaceHead(head, etag) {
      try {
        await writeItems(container, head.stream, [{ operation: "replace", item: headItem(head), etag }]);
        return true;
      } catch (error) {
        if (error instanceof WriteConflict) return false;
        throw error;
      }
    },

    async *due(until) {
      const query = {
        query: "SELECT * FROM c WHERE c.kind = @kind AND c.dueAt <= @until",
        parameters: [
          { name: "@kind", value: ledgerHead.kind },
          { name: "@until", value: until.toISOString() },
        ],
      };
      let cursor: string | undefined;
      do {
        const page = await queryItems(container, query, { limit: 100, cursor });
        cursor = page.cursor;
        yield* page.items.map(openHead);
      } while (cursor !== undefined);
    },

    async drop(stream) {
      const ids = await entryIds(stream);
      // The head goes last: while it is there, the scan for what is due finds the stream again.
      const last = ids.length < dropSize ? [headItemId] : [];
      for (const id of [...ids, ...last]) {
        try {
          await writeItems(container, stream, [{ operation: "erase", id }]);
        } catch (error) {
          if (!(error instanceof WriteConflict)) throw error;
        }
      }
      return last.length === 0;
    },
  };
}
