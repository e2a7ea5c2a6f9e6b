/** The ledger on Cosmos DB: one partition for each stream; a batch holds its entries and the head after them. */
import type { Container } from "@azure/cosmos";
import { headId } from "../audit/chain.ts";
import type { FoundEntry, FoundHead, LedgerStore } from "../audit/ledger.ts";
import { type LedgerEntry, type LedgerHead, ledgerEntry, ledgerHead } from "../audit/ledger-entry.ts";
import { queryItems, readItem, type StoredItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const nobody = { brand: "", subjectId: "" };
/** Entries and head share the partition, so the kind is part of the item's id. */
const entryItemId = (id: string) => `${ledgerEntry.kind}.${id}`;
const headItemId = `${ledgerHead.kind}.${headId}`;
/** A batch holds 100 writes. */
const dropSize = 100;
const pageSize = 1_000;

const entryItem = (entry: LedgerEntry) => ({
  ...sealRecord(ledgerEntry, entry, { ...nobody, kind: ledgerEntry.kind, id: entry.id }, undefined),
  id: entryItemId(entry.id),
});
const headItem = (head: LedgerHead) => ({
  ...sealRecord(ledgerHead, head, { ...nobody, kind: ledgerHead.kind, id: headId }, undefined),
  id: headItemId,
});
/** What does not read as ours is handed on as such: verification says where it lies, and nothing else stops at it. */
const openEntry = (item: StoredItem): FoundEntry => {
  const sequence = typeof item.sequence === "number" ? item.sequence : undefined;
  if (!item.id.startsWith(entryItemId(""))) return { unreadable: true, sequence };
  const id = item.id.slice(entryItemId("").length);
  try {
    return openRecord(ledgerEntry, { ...item, id }, { ...nobody, kind: ledgerEntry.kind, id }, undefined);
  } catch {
    return { unreadable: true, sequence };
  }
};
const openHead = (item: StoredItem): FoundHead => {
  const found = { stream: String(item.stream), etag: item._etag };
  try {
    const context = { ...nobody, kind: ledgerHead.kind, id: headId };
    return { ...found, doc: openRecord(ledgerHead, { ...item, id: headId }, context, undefined) };
  } catch {
    return { ...found, doc: undefined };
  }
};

export function cosmosLedger(container: Container): LedgerStore {
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
      const query = {
        query: "SELECT * FROM c WHERE c.kind = @kind AND c.sequence >= @from ORDER BY c.sequence ASC",
        parameters: [
          { name: "@kind", value: ledgerEntry.kind },
          { name: "@from", value: from },
        ],
      };
      const found: StoredItem[] = [];
      let cursor: string | undefined;
      // The store may answer with less than was asked for; only a missing cursor is the end.
      do {
        const page = await queryItems(container, query, { partition: stream, limit: limit - found.length, cursor });
        cursor = page.cursor;
        found.push(...page.items);
      } while (cursor !== undefined && found.length < limit);
      return found.map(openEntry);
    },

    async *everything(stream) {
      let cursor: string | undefined;
      do {
        const page = await queryItems(container, "SELECT * FROM c", { partition: stream, limit: pageSize, cursor });
        cursor = page.cursor;
        for (const item of page.items) if (item.id !== headItemId) yield openEntry(item);
      } while (cursor !== undefined);
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
      const page = await queryItems(container, "SELECT c.id FROM c", { partition: stream, limit: dropSize });
      const entries = page.items.map(({ id }) => id).filter((id) => id !== headItemId);
      // The head goes last: while it is there, the scan for what is due finds the stream again.
      const last = page.cursor === undefined ? [headItemId] : [];
      for (const id of [...entries, ...last]) {
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
