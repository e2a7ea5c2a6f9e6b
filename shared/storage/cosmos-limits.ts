/** The counters of limits on Cosmos DB, beside the look-ups: each its own partition, gone a day after its last write. */
import type { Container } from "@azure/cosmos";
import { type LimitRow, type LimitRows, limit } from "../limits/limit.ts";
import { longestSeconds } from "../limits/rules.ts";
import { readItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const context = ({ id }: Pick<LimitRow, "id">) => ({ brand: "", subjectId: "", kind: limit.kind, id });

export function cosmosLimits(container: Container): LimitRows {
  return {
    async read(id) {
      const item = await readItem(container, id, id);
      if (item === undefined) return undefined;
      return { doc: openRecord(limit, item, context({ id }), undefined), etag: item._etag };
    },
    async write(doc, etag) {
      const item = { ...sealRecord(limit, doc, context(doc), undefined), ttl: longestSeconds };
      const write =
        etag === undefined ? ({ operation: "create", item } as const) : { operation: "replace", item, etag };
      try {
        await writeItems(container, doc.id, [write as Parameters<typeof writeItems>[2][number]]);
        return true;
      } catch (error) {
        if (error instanceof WriteConflict) return false;
        throw error;
      }
    },
  };
}
