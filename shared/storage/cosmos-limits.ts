/** The counters of limits on Cosmos DB, beside the look-ups: each its own partition. The sweep ends what is in them. */
import type { Container } from "@azure/cosmos";
import { keptSeconds, type LimitRow, type LimitRows, limit } from "../limits/limit.ts";
import {
  type ItemWrite,
  queryItems,
  readItem,
  type StoredItem,
  secondNetSeconds,
  wroteItem,
} from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const context = ({ id }: Pick<LimitRow, "id">) => ({ brand: "", subjectId: "", kind: limit.kind, id });

const toItem = (doc: LimitRow) => ({
  ...sealRecord(limit, doc, context(doc), undefined),
  ttl: keptSeconds + secondNetSeconds,
});
const open = (item: StoredItem) => ({
  doc: openRecord(limit, item, context({ id: item.id as LimitRow["id"] }), undefined),
  etag: item._etag,
});

/** One that does not read is over all the same: it must not hold up the others. */
function openExpired(item: StoredItem) {
  const { id, _etag: etag, expiresAt } = item;
  let doc: LimitRow | undefined;
  try {
    doc = open(item).doc;
  } catch {
    doc = undefined;
  }
  return { id: id as LimitRow["id"], expiresAt: String(expiresAt), doc, etag };
}

export function cosmosLimits(container: Container): LimitRows {
  const write = (item: ItemWrite, id: string) => wroteItem(container, id, item);
  return {
    async read(id) {
      const item = await readItem(container, id, id);
      return item === undefined ? undefined : open(item);
    },
    write: (doc, etag) =>
      write(
        etag === undefined
          ? { operation: "create", item: toItem(doc) }
          : { operation: "replace", item: toItem(doc), etag },
        doc.id,
      ),
    erase: (id, etag) => write({ operation: "erase", id, etag }, id),
    async expired(before, { limit: most, cursor }) {
      const query = {
        query: "SELECT * FROM c WHERE c.expiresAt <= @before AND c.kind = @kind",
        parameters: [
          { name: "@before", value: before.toISOString() },
          { name: "@kind", value: limit.kind },
        ],
      };
      const page = await queryItems(container, query, { limit: most, cursor });
      return { items: page.items.map(openExpired), cursor: page.cursor };
    },
  };
}
