/**
 * Cosmos DB in memory, as far as the product's adapters use the SDK: point reads, atomic batches, pages of a query (parsed and
 * evaluated by the local endpoint's own code), ETags, time to live. Every version of a partition is kept for a while, so that a
 * read can be given an older one. What happens to a call on its way is decided by whoever opens a container.
 */
import type { Container, OperationInput, SqlQuerySpec } from "@azure/cosmos";
import { compareForOrder, follow, type Json, type JsonObject } from "../../local/cosmos/json.ts";
import { propertyPath, type Query } from "../../local/cosmos/query/ast.ts";
import { type Context, expandRows, project } from "../../local/cosmos/query/evaluator.ts";
import { parseQuery } from "../../local/cosmos/query/parser.ts";
import { type ContainerName, containers } from "../../shared/storage/containers.ts";
import type { Clock } from "../../shared/time/clock.ts";

export type Item = { readonly id: string; readonly _etag: string; readonly _ts: number } & JsonObject;
type Kept = { readonly item: Item; readonly ordinal: number; readonly written: number };
type Snapshot = { readonly items: ReadonlyMap<string, Kept>; until: number };
type Partition = { readonly ordinal: number; readonly snapshots: Snapshot[]; versions: number };

/** One change that a batch made. */
export type Change = {
  readonly operation: "create" | "replace" | "erase";
  readonly before?: Item;
  readonly after?: Item;
};
export type Committed = {
  readonly container: ContainerName;
  readonly partition: string;
  readonly changes: readonly Change[];
};

export type CosmosCall = {
  readonly container: ContainerName;
  readonly kind: "read" | "batch" | "query" | "feed";
  /** Only for a batch with a condition: writes what the condition is about once more, as somebody else would in between. */
  readonly touch?: () => void;
};
/** How a call is made: at once, or late, or never; with how many versions a read lags behind. */
export type Through = <T>(call: CosmosCall, perform: (lag: number) => T) => Promise<T>;
/** What one client has seen: it never sees a partition in an earlier version again. */
export type Session = Map<string, number>;

const atOnce: Through = async (_call, perform) => perform(0);
const keptVersions = 12;
/** Bounded staleness: nothing older than this is ever read. */
const stalenessMs = 300_000;
const largestBatch = 100;

export type MemoryCosmos = ReturnType<typeof memoryCosmos>;

export function memoryCosmos(clock: Clock, onCommit: (committed: Committed) => void = () => undefined) {
  const stores = new Map<ContainerName, Map<string, Partition>>();
  const parsed = new Map<string, Query>();
  let etags = 0;
  let ordinals = 0;
  let writes = 0;
  let changes = 0;

  const storeOf = (name: ContainerName) => {
    const known = stores.get(name) ?? new Map<string, Partition>();
    stores.set(name, known);
    return known;
  };
  const partitionOf = (name: ContainerName, key: string): Partition => {
    const store = storeOf(name);
    const known = store.get(key);
    if (known !== undefined) return known;
    ordinals += 1;
    const made = { ordinal: ordinals, snapshots: [{ items: new Map(), until: Number.POSITIVE_INFINITY }], versions: 1 };
    store.set(key, made);
    return made;
  };
  const isAlive = ({ item }: Kept) =>
    typeof item.ttl !== "number" || item._ts + item.ttl * 1_000 > clock.now().getTime();

  /** The partition as it was `lag` versions ago, or in the oldest version that may still be read. */
  const viewOf = (name: ContainerName, key: string, lag: number, session: Session): Snapshot => {
    const { snapshots, versions } = partitionOf(name, key);
    const place = `${name}/${key}`;
    const oldest = clock.now().getTime() - stalenessMs;
    let behind = Math.min(lag, snapshots.length - 1, versions - (session.get(place) ?? 0));
    while (behind > 0 && (snapshots.at(-1 - behind) as Snapshot).until < oldest) behind -= 1;
    session.set(place, Math.max(session.get(place) ?? 0, versions - behind));
    return snapshots.at(-1 - behind) as Snapshot;
  };

  const batch = (name: ContainerName, key: string, operations: readonly OperationInput[], session: Session) => {
    if (operations.length > largestBatch)
      throw Object.assign(new Error("a batch has at most 100 operations"), { code: 400 });
    const partition = partitionOf(name, key);
    const latest = partition.snapshots.at(-1) as Snapshot;
    const items = new Map([...latest.items].filter(([, kept]) => isAlive(kept)));
    const made: Change[] = [];
    const results: { statusCode: number; eTag?: string }[] = [];
    for (const operation of operations) {
      const outcome = perform(items, operation as Operation, made);
      if (outcome.statusCode >= 400) {
        const result = operations.map((_, index) => (index === results.length ? outcome : { statusCode: 424 }));
        return { result, headers: {}, code: 207 };
      }
      results.push(outcome);
    }
    if (made.length > 0) {
      latest.until = clock.now().getTime();
      partition.snapshots.push({ items, until: Number.POSITIVE_INFINITY });
      if (partition.snapshots.length > keptVersions) partition.snapshots.shift();
      partition.versions += 1;
      changes += 1;
      onCommit({ container: name, partition: key, changes: made });
    }
    session.set(`${name}/${key}`, partition.versions);
    return { result: results, headers: {}, code: 200 };
  };

  type Operation = {
    readonly operationType: "Create" | "Replace" | "Upsert" | "Read" | "Delete";
    readonly id?: string;
    readonly ifMatch?: string;
    readonly resourceBody?: JsonObject;
  };
  const perform = (items: Map<string, Kept>, operation: Operation, made: Change[]) => {
    const { operationType: type, ifMatch, resourceBody: body } = operation;
    const id = String(operation.id ?? body?.id);
    const before = items.get(id);
    if (type === "Create" && before !== undefined) return { statusCode: 409 };
    if (type !== "Create" && type !== "Upsert" && before === undefined) return { statusCode: 404 };
    if (ifMatch !== undefined && before?.item._etag !== ifMatch) return { statusCode: 412 };
    if (type === "Read")
      return { statusCode: 200, eTag: before?.item._etag as string, resourceBody: { ...before?.item } };
    if (type === "Delete") {
      items.delete(id);
      made.push({ operation: "erase", before: before?.item as Item });
      return { statusCode: 204 };
    }
    etags += 1;
    const item = { ...structuredClone(body), id, _etag: `"${etags}"`, _ts: clock.now().getTime() } as Item;
    if (before === undefined) ordinals += 1;
    writes += 1;
    items.set(id, { item, ordinal: before?.ordinal ?? ordinals, written: writes });
    made.push({
      operation: before === undefined ? "create" : "replace",
      ...(before && { before: before.item }),
      after: item,
    });
    return { statusCode: before === undefined ? 201 : 200, eTag: item._etag };
  };

  /** Every item that a condition is about, written again as it is, if it is there in that version. */
  const touch = (name: ContainerName, key: string, operations: readonly OperationInput[]) => {
    const { items } = partitionOf(name, key).snapshots.at(-1) as Snapshot;
    const again = (operations as readonly Operation[]).flatMap(({ id, ifMatch }) => {
      const item = items.get(String(id))?.item;
      return ifMatch === undefined || item?._etag !== ifMatch
        ? []
        : [{ operationType: "Replace", id: item.id, resourceBody: item } as unknown as OperationInput];
    });
    if (again.length > 0) batch(name, key, again, new Map());
  };

  const query = (
    name: ContainerName,
    spec: SqlQuerySpec,
    options: { partitionKey?: unknown; maxItemCount?: number; continuationToken?: string },
    lag: number,
    session: Session,
  ) => {
    const text = spec.query;
    const ast = parsed.get(text) ?? parseQuery(text);
    parsed.set(text, ast);
    const context: Context = {
      now: () => clock.now(),
      parameters: new Map((spec.parameters ?? []).map(({ name: key, value }) => [key, value as Json])),
    };
    const alias = ast.from?.alias ?? "c";
    const orders = ast.orderBy.map(({ expression, descending }) => ({
      names: propertyPath(expression, alias) ?? [],
      descending,
    }));
    const keys = options.partitionKey === undefined ? [...storeOf(name).keys()] : [String(options.partitionKey)];
    const rows = keys.flatMap((key) => {
      const { items } = viewOf(name, key, lag, session);
      const { ordinal: place } = partitionOf(name, key);
      return [...items.values()].filter(isAlive).flatMap((kept) =>
        [...expandRows(ast, { name: alias, value: kept.item, outer: undefined }, context)].map((row) => ({
          row,
          by: orders.map(({ names }) => follow(kept.item, names)),
          at: [place, kept.ordinal] as const,
        })),
      );
    });
    type Row = Pick<(typeof rows)[number], "by" | "at">;
    const compare = (a: Row, b: Row): number => {
      for (const [index, { descending }] of orders.entries()) {
        const order = compareForOrder(a.by[index], b.by[index]);
        if (order !== 0) return descending ? -order : order;
      }
      return a.at[0] - b.at[0] || a.at[1] - b.at[1];
    };
    const after = options.continuationToken === undefined ? undefined : (JSON.parse(options.continuationToken) as Row);
    const left = rows.sort(compare).filter((row) => after === undefined || compare(row, after) > 0);
    const page = left.slice(0, options.maxItemCount ?? 100);
    const last = page.at(-1);
    return {
      resources: page.map(({ row }) => ({ ...(project(ast, row, context) as object) })),
      continuationToken:
        last === undefined || page.length === left.length ? undefined : JSON.stringify({ by: last.by, at: last.at }),
      requestCharge: 1,
    };
  };

  /** The change feed of one partition: what was written after a place, each item once. */
  const feed = (
    name: ContainerName,
    key: string,
    options: { continuation?: string; maxItemCount?: number },
    lag: number,
    session: Session,
  ) => {
    const after = Number((options.continuation ?? "0").replaceAll('"', ""));
    const page = [...viewOf(name, key, lag, session).items.values()]
      .filter((kept) => isAlive(kept) && kept.written > after)
      .sort((a, b) => a.written - b.written)
      .slice(0, options.maxItemCount ?? 100);
    const etag = `"${page.at(-1)?.written ?? after}"`;
    const result = page.map(({ item }) => structuredClone(item));
    return { result, statusCode: page.length === 0 ? 304 : 200, requestCharge: 1, etag };
  };

  return {
    /** A container as one client sees it. Only what the product's adapters use of it is there. */
    open(name: ContainerName, through: Through = atOnce, session: Session = new Map()): Container {
      const call = (kind: CosmosCall["kind"]): CosmosCall => ({ container: name, kind });
      const container = {
        id: name,
        item: (id: string, key: string) => ({
          read: () =>
            through(call("read"), (lag) => {
              const kept = viewOf(name, key, lag, session).items.get(id);
              const resource = kept !== undefined && isAlive(kept) ? { ...kept.item } : undefined;
              return { resource, requestCharge: 1, statusCode: resource === undefined ? 404 : 200 };
            }),
        }),
        items: {
          batch: (operations: readonly OperationInput[], key: string) => {
            const isConditional = operations.some((one) => "ifMatch" in one);
            const of = { ...call("batch"), ...(isConditional ? { touch: () => touch(name, key, operations) } : {}) };
            return through(of, () => batch(name, key, operations, session));
          },
          query: (spec: SqlQuerySpec, options: Parameters<typeof query>[2] = {}) => {
            const fetchNext = () => through(call("query"), (lag) => query(name, spec, options, lag, session));
            return { fetchNext };
          },
          changeFeed: (key: string, options: Parameters<typeof feed>[2] = {}) => {
            const fetchNext = () => through(call("feed"), (lag) => feed(name, key, options, lag, session));
            return { fetchNext };
          },
        },
        read: () =>
          through(call("read"), () => ({ resource: { id: name, partitionKey: containers[name].partitionKey } })),
      };
      return container as unknown as Container;
    },
    /** Every item of a container as it is now, with its partition. */
    *all(name: ContainerName): Generator<{ readonly partition: string; readonly item: Item }> {
      for (const [partition, { snapshots }] of storeOf(name)) {
        for (const kept of (snapshots.at(-1) as Snapshot).items.values())
          if (isAlive(kept)) yield { partition, item: kept.item };
      }
    },
    containersInUse: () => [...stores.keys()],
    /** Counts up with every change: what is derived from the content can be kept until it does. */
    changes: () => changes,
  };
}
