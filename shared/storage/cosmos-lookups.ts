/** The look-ups on Cosmos DB: one item per keyed hash, each its own partition. The sweep ends unfinished rows. */
import type { Container } from "@azure/cosmos";
import { type Lookup, type Lookups, lookup, lookupLife } from "../members/lookup.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { type ItemWrite, queryItems, readItem, secondNetSeconds, wroteItem } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const context = ({ id }: Pick<Lookup, "id">) => ({ brand: "", subjectId: "", kind: lookup.kind, id });

const toItem = (doc: Lookup) => ({
  ...sealRecord(lookup, doc, context(doc), undefined),
  ...(doc.state === "confirmed" ? {} : { ttl: lookupLife[doc.state] + secondNetSeconds }),
});

export function cosmosLookups(container: Container): Lookups {
  const write = (item: ItemWrite, id: string) => wroteItem(container, id, item);
  return {
    async read(id) {
      const item = await readItem(container, id, id);
      if (item === undefined) return undefined;
      return { doc: openRecord(lookup, item, context({ id }), undefined), etag: item._etag };
    },
    create: (doc) => write({ operation: "create", item: toItem(doc) }, doc.id),
    erase: (id, etag) => write({ operation: "erase", id, ...(etag === undefined ? {} : { etag }) }, id),
    replace: (doc, etag) => write({ operation: "replace", item: toItem(doc), etag }, doc.id),
    async expired(before, { limit, cursor }) {
      // Found by the date's index. The kind has none: what else has ended here is swept at the same time.
      const query = {
        query: "SELECT c.id, c._etag, c.expiresAt FROM c WHERE c.expiresAt <= @before AND c.kind = @kind",
        parameters: [
          { name: "@before", value: before.toISOString() },
          { name: "@kind", value: lookup.kind },
        ],
      };
      const page = await queryItems(container, query, { limit, cursor });
      const items = page.items.map(({ id, _etag: etag, expiresAt }) => ({
        id: id as KeyedHash,
        etag,
        expiresAt: String(expiresAt),
      }));
      return { items, cursor: page.cursor };
    },
  };
}
