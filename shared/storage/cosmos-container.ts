/**
 * One Cosmos container as the product uses it: point reads, atomic writes to one partition, in-partition pages and the
 * scan for due work. Writes that timed out are repeated and recognised as our own by their commit id, so a caller never
 * sees a conflict with itself (DESIGN, section 4).
 */
import { randomUUID } from "node:crypto";
import type { Container, OperationInput, SqlQuerySpec } from "@azure/cosmos";
import { countDataOperation } from "./meter.ts";
import { isTransient, statusOf, Unavailable } from "./unavailable.ts";

/** What the adapters below stand on: the SDK's container, or one in memory that behaves like it. */
export type { Container } from "@azure/cosmos";

/** An item as it is stored: its own fields, plus what the store adds. */
export type StoredItem = { readonly id: string; readonly _etag: string; readonly [field: string]: unknown };

/** `ttl` is only the second net: so long after the record's own end, counted by the store from the last write. */
export const secondNetSeconds = 86_400;

export type ItemWrite =
  | { readonly operation: "create"; readonly item: { readonly id: string; readonly [field: string]: unknown } }
  | {
      readonly operation: "replace";
      readonly item: { readonly id: string; readonly [field: string]: unknown };
      readonly etag: string;
    }
  | { readonly operation: "erase"; readonly id: string; readonly etag?: string }
  /** Must be there, and stays as it is. */
  | { readonly operation: "require"; readonly id: string };

/** Why an atomic write did not happen, and which of its parts said so. Nothing of it was kept. */
export class WriteConflict extends Error {
  override readonly name = "WriteConflict";
  readonly reason: "exists" | "stale" | "absent";
  readonly index: number;

  constructor(reason: "exists" | "stale" | "absent", index: number) {
    super(`write conflict: ${reason} at ${index}`);
    this.reason = reason;
    this.index = index;
  }
}

const reasons = new Map([
  [409, "exists"],
  [412, "stale"],
  [404, "absent"],
] as const);

const attempts = 3;

/** What the store can call an item; asked for anything else, its SDK throws before it sends. */
const itemId = /^(?!.*\s$)[^/\\?#\p{Cc}]{1,255}$/u;

/** @returns the item, or undefined where there is none, also because no item can have that id. */
export async function readItem(container: Container, partition: string, id: string): Promise<StoredItem | undefined> {
  if (!itemId.test(id)) return undefined;
  try {
    const { resource, requestCharge } = await container.item(id, partition).read<StoredItem>();
    countDataOperation(requestCharge);
    return resource;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw isTransient(error) ? new Unavailable("store", error) : error;
  }
}

/**
 * Several items of a partition in one call: a batch that only reads. All or nothing, as every batch.
 * @returns the items in the order asked for; undefined where one of them is not there, without saying which.
 */
export async function readItems(
  container: Container,
  partition: string,
  ids: readonly string[],
): Promise<readonly StoredItem[] | undefined> {
  if (!ids.every((id) => itemId.test(id))) return undefined;
  const operations = ids.map((id): OperationInput => ({ operationType: "Read", id }));
  let unanswered: unknown;
  // The SDK repeats a lost read by itself but no batch, not knowing that this one only reads.
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const { result = [], headers } = await container.items.batch(operations, partition);
      countDataOperation(Number(headers["x-ms-request-charge"] ?? 0));
      const failed = result.find(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
      if (failed?.statusCode === 404) return undefined;
      if (failed !== undefined) throw Object.assign(new Error("batch refused"), { statusCode: failed.statusCode });
      return result.map(({ resourceBody }) => resourceBody as unknown as StoredItem);
    } catch (error) {
      if (!isTransient(error)) throw error;
      unanswered = error;
      if (statusOf(error) === 429) break;
    }
  }
  throw new Unavailable("store", unanswered);
}

const toOperation = (write: ItemWrite, commitId: string): OperationInput => {
  switch (write.operation) {
    case "create":
      return { operationType: "Create", resourceBody: { ...write.item, commitId } as never };
    case "replace":
      return {
        operationType: "Replace",
        id: write.item.id,
        ifMatch: write.etag,
        resourceBody: { ...write.item, commitId } as never,
      };
    case "require":
      return { operationType: "Read", id: write.id };
    case "erase":
      return { operationType: "Delete", id: write.id, ...(write.etag === undefined ? {} : { ifMatch: write.etag }) };
  }
};

/**
 * All or nothing, in one partition: at most 100 writes and 2 MB.
 * @returns the new ETag of each write, undefined for an erased item.
 * @throws WriteConflict when one of them met another state than expected; Unavailable when the store did not answer.
 */
export async function writeItems(
  container: Container,
  partition: string,
  writes: readonly ItemWrite[],
): Promise<readonly (string | undefined)[]> {
  const commitId = randomUUID();
  const operations = writes.map((write) => toOperation(write, commitId));
  let unanswered: unknown;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const { result, headers } = await container.items.batch(operations, partition);
      countDataOperation(Number(headers["x-ms-request-charge"] ?? 0));
      const failed = result?.findIndex(({ statusCode }) => statusCode >= 400 && statusCode !== 424) ?? -1;
      if (failed < 0) return result?.map(({ eTag }) => eTag) ?? [];
      const status = result?.[failed]?.statusCode ?? 0;
      const reason = reasons.get(status as 404);
      if (reason === undefined) throw Object.assign(new Error("batch refused"), { statusCode: status });
      if (unanswered !== undefined) {
        const own = await findOwn(container, partition, writes, commitId);
        if (own !== undefined) return own;
      }
      throw new WriteConflict(reason, failed);
    } catch (error) {
      if (error instanceof WriteConflict || !isTransient(error)) throw error;
      unanswered = error;
      // Throttling was already waited out by the SDK: trying again at once would only add to it.
      if (statusOf(error) === 429) break;
    }
  }
  throw new Unavailable("store", unanswered);
}

/** One conditional write. @returns false where the item was in another state than expected: somebody else was first. */
export async function wroteItem(container: Container, partition: string, write: ItemWrite): Promise<boolean> {
  try {
    await writeItems(container, partition, [write]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}

/** After an unanswered try: are the items there with our commit id? Then that try did commit. */
async function findOwn(container: Container, partition: string, writes: readonly ItemWrite[], commitId: string) {
  const found = await Promise.all(
    writes.map((write) => readItem(container, partition, "item" in write ? write.item.id : write.id)),
  );
  const isOwn = (item: StoredItem | undefined) => item?.commitId === commitId;
  const onlyErased = writes.every(({ operation }) => operation === "erase" || operation === "require");
  const areErased = writes.every(({ operation }, index) => operation === "require" || found[index] === undefined);
  if (onlyErased ? areErased : found.some(isOwn)) {
    return found.map((item) => (isOwn(item) ? item?._etag : undefined));
  }
  return undefined;
}

export type ItemPage = { readonly items: readonly StoredItem[]; readonly cursor: string | undefined };

/**
 * One page of a query. With a partition it stays inside it; without, it is the scan for due work, the only query that
 * crosses partitions (no ORDER BY, no aggregate).
 */
export async function queryItems(
  container: Container,
  query: SqlQuerySpec | string,
  options: { readonly partition?: string; readonly limit: number; readonly cursor?: string | undefined },
): Promise<ItemPage> {
  try {
    const iterator = container.items.query<StoredItem>(typeof query === "string" ? { query } : query, {
      ...(options.partition === undefined ? {} : { partitionKey: options.partition }),
      maxItemCount: options.limit,
      ...(options.cursor === undefined ? {} : { continuationToken: options.cursor }),
    });
    const { resources, continuationToken, requestCharge } = await iterator.fetchNext();
    countDataOperation(requestCharge);
    return { items: resources ?? [], cursor: continuationToken };
  } catch (error) {
    throw isTransient(error) ? new Unavailable("store", error) : error;
  }
}

/** A page of what was written in a partition, and where the next one begins. */
export type ChangePage = { readonly items: readonly StoredItem[]; readonly cursor: string; readonly hasMore: boolean };

/**
 * The change feed of one partition, in the order of writing. The older of the SDK's two iterators: the newer one reads the
 * container's description before each page, which is one call more, and wants a cursor that names the partition.
 */
export async function changedItems(
  container: Container,
  partition: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<ChangePage> {
  try {
    const from = cursor === undefined ? { startFromBeginning: true } : { continuation: cursor };
    const feed = container.items.changeFeed<StoredItem>(partition, { ...from, maxItemCount: limit });
    const { result, statusCode, requestCharge, etag } = await feed.fetchNext();
    countDataOperation(requestCharge);
    const items = statusCode === 304 ? [] : (result ?? []);
    return { items, cursor: etag, hasMore: items.length > 0 };
  } catch (error) {
    throw isTransient(error) ? new Unavailable("store", error) : error;
  }
}
