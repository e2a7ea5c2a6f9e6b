/** The erasures on Cosmos DB: each item its own partition. The delivery address is sealed under a key named by the erasure. */
import type { Container } from "@azure/cosmos";
import { type Erasure, erasure, erasureDelivery } from "../erasure/erasure.ts";
import type { Erasures } from "../erasure/erasures.ts";
import { type ItemWrite, queryItems, readItem, type StoredItem, wroteItem } from "./cosmos-container.ts";
import { KeyShredded, type Person, type PersonKeys } from "./person-keys.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const itemId = (kind: "erasure" | "erasure-delivery", id: string) => `${kind}.${id}`;
const plainContext = (id: string) => ({ brand: "", subjectId: "", kind: erasure.kind, id });
const sealedContext = ({ id, brand }: Pick<Erasure, "id" | "brand">) => ({
  brand,
  subjectId: id,
  kind: erasureDelivery.kind,
  id,
});

export function cosmosErasures({ container, keys }: { container: Container; keys: PersonKeys }): Erasures {
  const write = (item: ItemWrite, partition: string) => wroteItem(container, partition, item);
  const toItem = (doc: Erasure) => ({
    ...sealRecord(erasure, doc, plainContext(doc.id), undefined),
    id: itemId("erasure", doc.id),
  });
  const open = (item: StoredItem): Erasure => {
    const id = item.id.slice(erasure.kind.length + 1);
    return openRecord(erasure, { ...item, id } as never, plainContext(id), undefined);
  };
  /** The pseudonym under which the address has its key: the erasure's own id, which is nobody's. */
  const keyOwner = ({ id, brand }: Pick<Erasure, "id" | "brand">): Person => ({ brand, subjectId: id });

  return {
    async create(doc) {
      await write({ operation: "create", item: toItem(doc) }, itemId("erasure", doc.id));
    },
    async read(id) {
      const item = await readItem(container, itemId("erasure", id), itemId("erasure", id));
      return item === undefined ? undefined : { doc: open(item), etag: item._etag };
    },
    replace: (doc, etag) => write({ operation: "replace", item: toItem(doc), etag }, itemId("erasure", doc.id)),
    async erase(id) {
      await write({ operation: "erase", id: itemId("erasure", id) }, itemId("erasure", id));
    },
    async due(now, { limit, cursor }) {
      const query = {
        query: "SELECT c.id, c.brand FROM c WHERE c.dueAt <= @now",
        parameters: [{ name: "@now", value: now.toISOString() }],
      };
      const page = await queryItems(container, query, { limit, cursor });
      return {
        items: page.items.map(({ id, brand }) => ({
          id: id.slice(erasure.kind.length + 1),
          brand: brand as Erasure["brand"],
        })),
        cursor: page.cursor,
      };
    },
    async list({ limit, cursor }) {
      // Only erasures are ever due, so only they are in the index.
      const query = { query: "SELECT * FROM c WHERE c.dueAt >= ''" };
      const page = await queryItems(container, query, { limit, cursor });
      return { items: page.items.map(open), cursor: page.cursor };
    },
    async putDelivery(of, doc) {
      const key = await keys.create(keyOwner(of));
      const item = {
        ...sealRecord(erasureDelivery, doc, sealedContext(of), key),
        id: itemId("erasure-delivery", of.id),
        brand: of.brand,
      };
      await write({ operation: "create", item }, item.id);
    },
    async readDelivery(of) {
      const id = itemId("erasure-delivery", of.id);
      const item = await readItem(container, id, id);
      if (item === undefined) return undefined;
      try {
        const { brand: _brand, ...stored } = item;
        return openRecord(
          erasureDelivery,
          { ...stored, id: of.id } as never,
          sealedContext(of),
          await keys.open(keyOwner(of)),
        );
      } catch (error) {
        if (error instanceof KeyShredded) return undefined;
        throw error;
      }
    },
    async eraseDelivery(of) {
      const id = itemId("erasure-delivery", of.id);
      await write({ operation: "erase", id }, id);
      await keys.shred(keyOwner(of));
    },
  };
}
