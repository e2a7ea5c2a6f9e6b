/**
 * The outbox as operators look through it: rows over all partitions, by brand and state, a page at a time. Never on a
 * member's path; what is due is found by the relay's own scan.
 */
import type { Container } from "@azure/cosmos";
import { type BrandId, brandIds } from "../charter/brands.ts";
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { queryItems, type StoredItem } from "./cosmos-container.ts";
import type { Person } from "./person-keys.ts";
import { openRecord } from "./sealing.ts";

export type FoundRow = { readonly person: Person; readonly row: OutboxRow };

export type RowsWanted = {
  readonly brand?: BrandId | undefined;
  /** True: only rows that wait for a person; false: only those that do not. */
  readonly isRefused?: boolean | undefined;
  /** Only rows made at or before this moment. */
  readonly until?: Date | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export interface OutboxScan {
  page(wanted: RowsWanted): Promise<{ readonly items: readonly FoundRow[]; readonly cursor: string | undefined }>;
}

function open(item: StoredItem): FoundRow {
  const { subjectId } = item;
  const brand = brandIds.find((one) => one === item.brand);
  if (typeof subjectId !== "string" || brand === undefined) throw new Error("row without person");
  const id = item.id.slice(outboxRow.kind.length + 1);
  const context = { brand, subjectId, kind: outboxRow.kind, id };
  return { person: { brand, subjectId }, row: openRecord(outboxRow, { ...item, id } as never, context, undefined) };
}

export function cosmosOutbox(container: Container): OutboxScan {
  return {
    async page({ brand, isRefused, until, limit, cursor }) {
      const conditions = [
        "c.kind = @kind",
        ...(brand === undefined ? [] : ["c.brand = @brand"]),
        ...(isRefused === undefined ? [] : [isRefused ? "NOT IS_DEFINED(c.dueAt)" : "IS_DEFINED(c.dueAt)"]),
        ...(until === undefined ? [] : ["c.createdAt <= @until"]),
      ];
      const parameters = [
        { name: "@kind", value: outboxRow.kind },
        ...(brand === undefined ? [] : [{ name: "@brand", value: brand as string }]),
        ...(until === undefined ? [] : [{ name: "@until", value: until.toISOString() }]),
      ];
      const query = { query: `SELECT * FROM c WHERE ${conditions.join(" AND ")}`, parameters };
      const page = await queryItems(container, query, { limit, cursor });
      return { items: page.items.map(open), cursor: page.cursor };
    },
  };
}
