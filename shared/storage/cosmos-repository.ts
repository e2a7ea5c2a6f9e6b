/** The repository on Cosmos DB: one item per record, personal fields sealed in one envelope with the person's key. */
import type { Container } from "@azure/cosmos";
import { type BrandId, brandIds } from "../charter/brands.ts";
import { member } from "../members/member.ts";
import type { AnyRecord, Doc } from "../privacy/record.ts";
import { closure } from "../retention/closure.ts";
import type { Clock } from "../time/clock.ts";
import {
  changedItems,
  type ItemWrite,
  queryItems,
  readItem,
  readItems,
  type StoredItem,
  secondNetSeconds,
  writeItems,
} from "./cosmos-container.ts";
import type { Person, PersonKeys } from "./person-keys.ts";
import type { Repository, Versioned, Write } from "./repository.ts";
import { hasSealedFields, openRecord, sealRecord } from "./sealing.ts";

/** Records of all kinds share the partition, so the kind is part of the item's id. */
const itemId = (record: AnyRecord, id: string) => `${record.kind}.${id}`;

function timeToLive(doc: object, now: Date): { ttl?: number } {
  const expiresAt = (doc as { expiresAt?: unknown }).expiresAt;
  if (typeof expiresAt !== "string") return {};
  return { ttl: Math.max(1, Math.ceil((Date.parse(expiresAt) - now.getTime()) / 1_000)) + secondNetSeconds };
}

const contentOf = ({ id, kind }: StoredItem) => ({ kind: String(kind), id: id.slice(String(kind).length + 1) });

const isBrand = (value: unknown): value is BrandId => brandIds.includes(value as BrandId);

/**
 * @param needs.place where the container is no longer the account in use: it is part of what every envelope is bound to, so
 * that what lies in the archive opens nowhere else, and nothing else opens there.
 */
export function cosmosRepository(needs: {
  container: Container;
  keys: PersonKeys;
  clock: Clock;
  place?: "archive";
}): Repository {
  const { container, keys, clock, place } = needs;

  const contextOf = ({ brand, subjectId }: Person, record: AnyRecord, id: string) => ({
    brand: place === undefined ? brand : `${brand} ${place}`,
    subjectId,
    kind: record.kind,
    id,
  });

  const personIn = ({ subjectId, brand }: StoredItem, what: string): Person => {
    if (typeof subjectId !== "string" || !isBrand(brand)) throw new Error(`item without person: ${what}`);
    return { brand, subjectId };
  };

  /** Records without a sealed field need no key, so reading them costs no call to the key store. */
  const keyFor = async (person: Person, record: AnyRecord) =>
    hasSealedFields(record) ? await keys.open(person) : undefined;

  const open = async <R extends AnyRecord>(person: Person, record: R, item: StoredItem): Promise<Versioned<R>> => {
    const id = item.id.slice(record.kind.length + 1);
    const key = await keyFor(person, record);
    return {
      doc: openRecord(record, { ...item, id } as never, contextOf(person, record, id), key) as Doc<R>,
      etag: item._etag,
    };
  };

  const toItemWrite = async (person: Person, write: Write): Promise<ItemWrite> => {
    const { record } = write;
    if (write.operation === "require") return { operation: "require", id: itemId(record, write.id) };
    if (write.operation === "erase") {
      const { etag } = write;
      return { operation: "erase", id: itemId(record, write.id), ...(etag === undefined ? {} : { etag }) };
    }
    const { doc } = write;
    const stored = sealRecord(record, doc as never, contextOf(person, record, doc.id), await keyFor(person, record));
    const item = {
      ...(stored as object),
      ...timeToLive(doc, clock.now()),
      id: itemId(record, doc.id),
      subjectId: person.subjectId,
      brand: person.brand,
      kind: record.kind,
      v: record.v,
    };
    return write.operation === "create"
      ? { operation: "create", item }
      : { operation: "replace", item, etag: write.etag };
  };

  return {
    async owner(subjectId) {
      // Of an account that has moved to the archive its closure is left.
      const item =
        (await readItem(container, subjectId, itemId(member, subjectId))) ??
        (await readItem(container, subjectId, itemId(closure, subjectId)));
      return isBrand(item?.brand) ? { brand: item.brand, subjectId } : undefined;
    },

    async read(person, record, id) {
      const item = await readItem(container, person.subjectId, itemId(record, id));
      // Someone else's brand is nobody: the partition belongs to one site only.
      if (item === undefined || item.brand !== person.brand) return undefined;
      return open(person, record, item);
    },

    async readBoth(person, one, other) {
      const ids = [itemId(one.record, one.id), itemId(other.record, other.id)];
      const [first, second] = (await readItems(container, person.subjectId, ids)) ?? [];
      if (first === undefined || second === undefined) return undefined;
      if (first.brand !== person.brand || second.brand !== person.brand) return undefined;
      return Promise.all([open(person, one.record, first), open(person, other.record, second)]);
    },

    async commit(person, writes) {
      const items = await Promise.all(writes.map((write) => toItemWrite(person, write)));
      return writeItems(container, person.subjectId, items);
    },

    async list(person, record, { equal = {}, oneOf, orderBy, descending, limit, cursor, notYet }) {
      const fields = Object.entries(equal);
      const among = oneOf?.values.map((value, index) => ({ name: `@o${index}`, value })) ?? [];
      const query = {
        query:
          `SELECT * FROM c WHERE c.kind = @kind AND c.brand = @brand` +
          fields.map(([field], index) => ` AND c.${field} = @p${index}`).join("") +
          (notYet === undefined ? "" : ` AND NOT (IS_DEFINED(c.${notYet.field}) AND c.${notYet.field} > @after)`) +
          (oneOf === undefined ? "" : ` AND c.${oneOf.field} IN (${among.map(({ name }) => name).join(", ")})`) +
          (orderBy === undefined ? "" : ` ORDER BY c.${orderBy} ${descending ? "DESC" : "ASC"}`),
        parameters: [
          { name: "@kind", value: record.kind },
          { name: "@brand", value: person.brand },
          ...fields.map(([, value], index) => ({ name: `@p${index}`, value })),
          ...(notYet === undefined ? [] : [{ name: "@after", value: notYet.after }]),
          ...among,
        ],
      };
      const page = await queryItems(container, query, { partition: person.subjectId, limit, cursor });
      return {
        items: await Promise.all(page.items.map((item) => open(person, record, item))),
        cursor: page.cursor,
      };
    },

    async changes(person, records, { limit, cursor }) {
      const page = await changedItems(container, person.subjectId, { limit, cursor });
      const wanted = page.items.flatMap((item) => {
        const record = records.find(({ kind }) => kind === item.kind);
        return record === undefined || item.brand !== person.brand ? [] : [{ record, item }];
      });
      const items = await Promise.all(
        wanted.map(async ({ record, item }) => ({ record, ...(await open(person, record, item)) })),
      );
      return { items, cursor: page.cursor, hasMore: page.hasMore };
    },

    async due(record, now, { limit, cursor }) {
      const query = {
        query: "SELECT c.id, c.subjectId, c.brand, c.dueAt FROM c WHERE c.kind = @kind AND c.dueAt <= @now",
        parameters: [
          { name: "@kind", value: record.kind },
          { name: "@now", value: now.toISOString() },
        ],
      };
      const page = await queryItems(container, query, { limit, cursor });
      return {
        items: page.items.map((item) => ({
          person: personIn(item, record.kind),
          id: item.id.slice(record.kind.length + 1),
          dueAt: String(item.dueAt),
        })),
        cursor: page.cursor,
      };
    },

    async inState(record, brand, { statuses, fields, limit, cursor }) {
      const query = {
        query:
          `SELECT c.id, c.subjectId, c.brand${fields.map((field) => (field === "id" ? "" : `, c.${field}`)).join("")} FROM c` +
          " WHERE c.kind = @kind AND c.brand = @brand AND ARRAY_CONTAINS(@statuses, c.status)",
        parameters: [
          { name: "@kind", value: record.kind },
          { name: "@brand", value: brand },
          { name: "@statuses", value: [...statuses] },
        ],
      };
      const page = await queryItems(container, query, { limit, cursor });
      return {
        items: page.items.map((item) => {
          const id = item.id.slice(record.kind.length + 1);
          const clear = Object.fromEntries(
            fields
              .map((field) => [field, field === "id" ? id : item[field]])
              .filter(([, value]) => value !== undefined),
          );
          return { person: personIn(item, record.kind), id, clear: clear as never };
        }),
        cursor: page.cursor,
      };
    },

    async expired(record, before, { limit, cursor }) {
      const query = {
        query:
          "SELECT c.id, c._etag, c.subjectId, c.brand, c.expiresAt FROM c WHERE c.kind = @kind AND c.expiresAt <= @before",
        parameters: [
          { name: "@kind", value: record.kind },
          { name: "@before", value: before.toISOString() },
        ],
      };
      const page = await queryItems(container, query, { limit, cursor });
      return {
        items: page.items.map((item) => ({
          person: personIn(item, record.kind),
          id: item.id.slice(record.kind.length + 1),
          etag: item._etag,
          expiresAt: String(item.expiresAt),
        })),
        cursor: page.cursor,
      };
    },

    async contents(person, { limit, cursor }) {
      const query = { query: "SELECT c.id, c.kind, c.brand FROM c", parameters: [] };
      const page = await queryItems(container, query, { partition: person.subjectId, limit, cursor });
      return {
        items: page.items.filter(({ brand }) => brand === person.brand).map(contentOf),
        cursor: page.cursor,
      };
    },

    async locate(record, brand, id) {
      const query = {
        query: "SELECT c.id, c.subjectId, c.brand FROM c WHERE c.id = @id AND c.kind = @kind AND c.brand = @brand",
        parameters: [
          { name: "@id", value: itemId(record, id) },
          { name: "@kind", value: record.kind },
          { name: "@brand", value: brand },
        ],
      };
      let cursor: string | undefined;
      // A page that crosses partitions may come empty while there is more.
      do {
        const page = await queryItems(container, query, { limit: 1, cursor });
        const [item] = page.items;
        if (item !== undefined) return personIn(item, record.kind);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return undefined;
    },
  };
}
