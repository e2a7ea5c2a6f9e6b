/**
 * The items of containers: point reads, conditional writes, expiry, unique keys and their index entries. One call is one
 * change; the caller decides what makes up a transaction.
 */
import { badRequest, conflict, notFound, preconditionFailed, tooLarge } from "../cosmos-error.ts";
import { canonical, follow, type JsonObject } from "../json.ts";
import { type Container, isTtl, resourceName } from "./container.ts";
import type { Connection } from "./database.ts";
import { type Term, termsOf } from "./indexing-policy.ts";
import { type PartitionKey, partitionKeyOfItem } from "./partition-key.ts";
import { databaseRid, itemRid } from "./resource-ids.ts";
import { newEtag, type Store } from "./store.ts";

export type StoredItem = {
  readonly item: number;
  readonly position: string;
  readonly key: string;
  readonly id: string;
  /** The item as JSON text, system properties included. */
  readonly body: string;
  readonly etag: string;
  readonly ts: number;
  readonly lsn: number;
  readonly expires: number | null;
};

export type Condition = { readonly ifMatch?: string | undefined; readonly ifNoneMatch?: string | undefined };

/** The service's limit of an item, as UTF-8 JSON. */
const largestItem = 2 * 1024 * 1024;
const systemProperties = ["_rid", "_self", "_etag", "_attachments", "_ts"];

export class Items {
  readonly #store: Store;
  #termsWritten = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The live item, or undefined. `from` is the stale connection where a stale read is wanted. */
  find(
    container: Container,
    key: PartitionKey,
    id: string,
    from: Connection = this.#store.connection,
  ): StoredItem | undefined {
    const row = from
      .prepare("SELECT * FROM items WHERE container = ? AND position = ? AND id = ? AND key = ?")
      .get(container.number, key.position, id, key.text) as StoredItem | undefined;
    return row && this.#isLive(row) ? row : undefined;
  }

  create(container: Container, key: PartitionKey, body: JsonObject): StoredItem {
    const { id } = checkItem(container, key, body);
    if (this.find(container, key, id)) throw conflict();
    return this.#insert(container, key, id, body);
  }

  upsert(
    container: Container,
    key: PartitionKey,
    body: JsonObject,
    condition: Condition,
  ): { item: StoredItem; created: boolean } {
    const { id } = checkItem(container, key, body);
    const existing = this.find(container, key, id);
    if (!existing) return { item: this.#insert(container, key, id, body), created: true };
    checkCondition(existing, condition);
    return { item: this.#update(container, existing, body), created: false };
  }

  replace(container: Container, key: PartitionKey, id: string, body: JsonObject, condition: Condition): StoredItem {
    const existing = this.#existing(container, key, id);
    checkCondition(existing, condition);
    if (checkItem(container, key, body).id !== id) throw badRequest("The id of an item cannot be replaced.");
    return this.#update(container, existing, body);
  }

  remove(container: Container, key: PartitionKey, id: string, condition: Condition): StoredItem {
    const existing = this.#existing(container, key, id);
    checkCondition(existing, condition);
    this.#store.nextLsn();
    this.#delete(container, existing);
    return existing;
  }

  /** The live item. @throws CosmosError 404 */
  #existing(container: Container, key: PartitionKey, id: string): StoredItem {
    const existing = this.find(container, key, id);
    if (!existing) throw notFound();
    return existing;
  }

  /** Index entries written and removed since this was last asked: what a write is charged for. */
  takeTermsWritten(): number {
    const written = this.#termsWritten;
    this.#termsWritten = 0;
    return written;
  }

  /** Removes up to `limit` expired items. Reads never return them, so when this runs is nobody's business. */
  purgeExpired(limit: number): number {
    const expired = this.#store.connection
      .prepare("SELECT * FROM items WHERE expires <= ? LIMIT ?")
      .all(this.#store.seconds(), limit) as unknown as (StoredItem & { readonly container: number })[];
    if (expired.length === 0) return 0;
    const containers = new Map(
      this.#store.databases().flatMap((database) => this.#store.containers(database).map((one) => [one.number, one])),
    );
    this.#store.transaction(() => {
      for (const row of expired) {
        const container = containers.get(row.container);
        if (container) this.#delete(container, row);
      }
    });
    return expired.length;
  }

  /** Brings stored items in line with a container's new indexing policy and default ttl. */
  realign(container: Container): void {
    this.#store.eraseTerms(container);
    const rows = this.#store.connection
      .prepare("SELECT * FROM items WHERE container = ?")
      .all(container.number) as unknown as StoredItem[];
    for (const row of rows) {
      const body = JSON.parse(row.body) as JsonObject;
      this.#index(container, row, [], termsOf(body, container.indexing));
      this.#store.connection
        .prepare("UPDATE items SET expires = ? WHERE item = ?")
        .run(expiry(container, body, row.ts), row.item);
    }
  }

  #isLive(row: StoredItem): boolean {
    return row.expires === null || row.expires > this.#store.seconds();
  }

  #insert(container: Container, key: PartitionKey, id: string, body: JsonObject): StoredItem {
    const expired = this.#store.connection
      .prepare("SELECT * FROM items WHERE container = ? AND position = ? AND id = ? AND key = ?")
      .get(container.number, key.position, id, key.text) as StoredItem | undefined;
    if (expired) this.#delete(container, expired);
    const lsn = this.#store.nextLsn();
    const { row, full } = this.#compose(container, { item: lsn, position: key.position, key: key.text, id }, body, lsn);
    this.#store.connection
      .prepare(
        "INSERT INTO items (item, container, position, key, id, body, etag, ts, lsn, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      )
      .run(
        ...[row.item, container.number, row.position, row.key, row.id],
        ...[row.body, row.etag, row.ts, row.lsn, row.expires],
      );
    this.#claimUnique(container, row, body);
    this.#index(container, row, [], termsOf(full, container.indexing));
    return row;
  }

  #update(container: Container, existing: StoredItem, body: JsonObject): StoredItem {
    const { row, full } = this.#compose(container, existing, body, this.#store.nextLsn());
    this.#store.connection
      .prepare("UPDATE items SET body = ?, etag = ?, ts = ?, lsn = ?, expires = ? WHERE item = ?")
      .run(row.body, row.etag, row.ts, row.lsn, row.expires, row.item);
    this.#releaseUnique(container, existing);
    this.#claimUnique(container, row, body);
    const before = termsOf(JSON.parse(existing.body) as JsonObject, container.indexing);
    this.#index(container, row, before, termsOf(full, container.indexing));
    return row;
  }

  #delete(container: Container, row: StoredItem): void {
    this.#store.connection.prepare("DELETE FROM items WHERE item = ?").run(row.item);
    this.#releaseUnique(container, row);
    this.#index(container, row, termsOf(JSON.parse(row.body) as JsonObject, container.indexing), []);
  }

  #compose(
    container: Container,
    place: Pick<StoredItem, "item" | "position" | "key" | "id">,
    body: JsonObject,
    lsn: number,
  ): { full: JsonObject; row: StoredItem } {
    const rid = itemRid(container.database, container.number, place.item);
    const etag = newEtag();
    const ts = this.#store.seconds();
    const own = Object.fromEntries(Object.entries(body).filter(([name]) => !systemProperties.includes(name)));
    const self = `dbs/${databaseRid(container.database)}/colls/${container.rid}/docs/${rid}/`;
    const full = { ...own, _rid: rid, _self: self, _etag: etag, _attachments: "attachments/", _ts: ts };
    const { item, position, key, id } = place;
    const expires = expiry(container, body, ts);
    return { full, row: { item, position, key, id, body: JSON.stringify(full), etag, ts, lsn, expires } };
  }

  #index(container: Container, row: StoredItem, before: readonly Term[], after: readonly Term[]): void {
    const slot = slotOf(row.position);
    const old = new Map(before.map((term) => [`${term.path} ${term.key.toString("latin1")}`, term]));
    const insert = this.#store.connection.prepare("INSERT INTO terms (path, key, item, slot) VALUES (?, ?, ?, ?)");
    for (const term of after) {
      if (old.delete(`${term.path} ${term.key.toString("latin1")}`)) continue;
      insert.run(this.#store.pathNumber(container, term.path), term.key, row.item, slot);
      this.#termsWritten++;
    }
    const remove = this.#store.connection.prepare("DELETE FROM terms WHERE path = ? AND key = ? AND item = ?");
    for (const term of old.values()) remove.run(this.#store.pathNumber(container, term.path), term.key, row.item);
    this.#termsWritten += old.size;
  }

  /** Unique within a logical partition; a path that is absent counts as null. @throws CosmosError 409 */
  #claimUnique(container: Container, row: StoredItem, body: JsonObject): void {
    const { connection } = this.#store;
    container.uniqueKeys.forEach((paths, rule) => {
      const value = canonical(paths.map((names) => follow(body, names) ?? null));
      const holder = connection
        .prepare(
          "SELECT items.* FROM unique_entries JOIN items USING (item) WHERE unique_entries.container = ? AND partition = ? AND rule = ? AND value = ?",
        )
        .get(container.number, row.key, rule, value) as StoredItem | undefined;
      if (holder && this.#isLive(holder)) throw conflict("Unique index constraint violation.");
      if (holder) this.#delete(container, holder);
      connection
        .prepare("INSERT INTO unique_entries (container, partition, rule, value, item) VALUES (?, ?, ?, ?, ?)")
        .run(container.number, row.key, rule, value, row.item);
    });
  }

  #releaseUnique(container: Container, row: StoredItem): void {
    if (container.uniqueKeys.length === 0) return;
    const body = JSON.parse(row.body) as JsonObject;
    container.uniqueKeys.forEach((paths, rule) => {
      const value = canonical(paths.map((names) => follow(body, names) ?? null));
      this.#store.connection
        .prepare(
          "DELETE FROM unique_entries WHERE container = ? AND partition = ? AND rule = ? AND value = ? AND item = ?",
        )
        .run(container.number, row.key, rule, value, row.item);
    });
  }
}

/** The beginning of a position as a number: narrows an index to one logical partition (and, rarely, a neighbour). */
export function slotOf(position: string): number {
  return Number.parseInt(position.slice(0, 13), 16);
}

/** @throws CosmosError 412 */
export function checkCondition(existing: StoredItem, condition: Condition): void {
  const { ifMatch, ifNoneMatch } = condition;
  if (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== existing.etag) throw preconditionFailed();
  if (ifNoneMatch !== undefined && (ifNoneMatch === "*" || ifNoneMatch === existing.etag)) throw preconditionFailed();
}

/** @throws CosmosError 400 or 413 */
function checkItem(container: Container, key: PartitionKey, body: JsonObject): { id: string } {
  if (body["id"] === undefined) {
    throw badRequest("The input content is invalid because the required properties - 'id; ' - are missing.");
  }
  const id = resourceName(body["id"]);
  if (key.prefix)
    throw badRequest("The partition key names fewer components than the container has.", { substatus: 1001 });
  if (partitionKeyOfItem(body, container.partitionKey).text !== key.text) {
    throw badRequest("PartitionKey extracted from document doesn't match the one specified in the header.", {
      substatus: 1001,
    });
  }
  const ttl = body["ttl"];
  if (ttl !== undefined && ttl !== null && !isTtl(ttl)) {
    throw badRequest(`The input ttl '${JSON.stringify(ttl)}' is invalid: -1 or a positive integer.`);
  }
  if (Buffer.byteLength(JSON.stringify(body)) > largestItem)
    throw tooLarge("Request size is too large: an item has at most 2 MB.");
  return { id };
}

/** Second at which the item expires, counted from its last write; null: never. */
function expiry(container: Container, body: JsonObject, ts: number): number | null {
  if (container.defaultTtl === undefined) return null;
  const ttl = typeof body["ttl"] === "number" ? body["ttl"] : container.defaultTtl;
  return ttl < 0 ? null : ts + ttl;
}
