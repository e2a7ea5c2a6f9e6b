/** A container as the endpoint works with it: its definition read once, with everything a client sent checked. */
import { badRequest } from "../cosmos-error.ts";
import { isArray, isObject, type Json, type JsonObject, member, type Value } from "../json.ts";
import { rangeBoundaries } from "./effective-partition-key.ts";
import { defaultIndexingPolicy, type IndexingPolicy, readIndexingPolicy } from "./indexing-policy.ts";
import { type PartitionKeyDefinition, pathNames } from "./partition-key.ts";

export type PartitionKeyRange = { readonly id: string; readonly min: string; readonly max: string };

export type Container = {
  readonly number: number;
  readonly database: number;
  readonly name: string;
  readonly rid: string;
  /** What a read of the container returns, without system properties. */
  readonly definition: JsonObject;
  readonly partitionKey: PartitionKeyDefinition;
  readonly indexing: IndexingPolicy;
  /** Each unique key as its paths, each path as its names. */
  readonly uniqueKeys: readonly (readonly (readonly string[])[])[];
  /** Seconds; -1: items expire only by their own `ttl`; undefined: nothing expires. */
  readonly defaultTtl: number | undefined;
  readonly ranges: readonly PartitionKeyRange[];
  readonly throughput: JsonObject;
  readonly etag: string;
  readonly ts: number;
};

const knownProperties = new Set(
  (
    "id partitionKey indexingPolicy defaultTtl uniqueKeyPolicy conflictResolutionPolicy geospatialConfig " +
    "_rid _self _etag _ts _docs _sprocs _triggers _udfs _conflicts maxThroughput throughput"
  ).split(" "),
);

/** Checks a definition sent by a client and completes it as the service does. @throws CosmosError 400 */
export function completeDefinition(sent: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(sent)) {
    if (!knownProperties.has(name) && value !== null) {
      throw badRequest(`The container definition holds '${name}', which this endpoint does not know.`);
    }
  }
  const id = resourceName(sent["id"]);
  const key = readPartitionKey(sent["partitionKey"]);
  const policy = { ...defaultIndexingPolicy, ...object(sent["indexingPolicy"], "indexingPolicy") } as JsonObject;
  readIndexingPolicy(policy);
  const ttl = sent["defaultTtl"] ?? undefined;
  if (ttl !== undefined && !isTtl(ttl))
    throw badRequest(`The default ttl '${String(ttl)}' is invalid: -1 or a positive integer.`);
  const conflicts = object(sent["conflictResolutionPolicy"], "conflictResolutionPolicy");
  if (conflicts["mode"] !== undefined && conflicts["mode"] !== "LastWriterWins") {
    throw badRequest("Only the conflict resolution policy LastWriterWins is supported.");
  }
  const unique = object(sent["uniqueKeyPolicy"], "uniqueKeyPolicy");
  readUniqueKeys(unique);
  return {
    id,
    indexingPolicy: policy,
    partitionKey: { paths: key.paths, kind: key.kind, version: key.version },
    ...(ttl === undefined ? {} : { defaultTtl: ttl }),
    uniqueKeyPolicy: isArray(unique["uniqueKeys"]) ? unique : { uniqueKeys: [] },
    conflictResolutionPolicy: {
      mode: "LastWriterWins",
      conflictResolutionPath: "/_ts",
      conflictResolutionProcedure: "",
    },
    geospatialConfig: { type: "Geography" },
  };
}

export type StoredContainer = {
  readonly number: number;
  readonly database: number;
  readonly definition: string;
  readonly ranges: number;
  readonly throughput: string;
  readonly etag: string;
  readonly ts: number;
};

export function readContainer(stored: StoredContainer, rid: string): Container {
  const definition = JSON.parse(stored.definition) as JsonObject;
  const boundaries = rangeBoundaries(stored.ranges);
  return {
    number: stored.number,
    database: stored.database,
    name: String(definition["id"]),
    rid,
    definition,
    partitionKey: readPartitionKey(definition["partitionKey"]),
    indexing: readIndexingPolicy(definition["indexingPolicy"] as JsonObject),
    uniqueKeys: readUniqueKeys(definition["uniqueKeyPolicy"] as JsonObject),
    defaultTtl: definition["defaultTtl"] as number | undefined,
    ranges: boundaries
      .slice(0, -1)
      .map((min, index) => ({ id: String(index), min, max: boundaries[index + 1] as string })),
    throughput: JSON.parse(stored.throughput) as JsonObject,
    etag: stored.etag,
    ts: stored.ts,
  };
}

/** What may not change when a container is replaced: its key and its unique keys. @throws CosmosError 400 */
export function checkReplacement(before: JsonObject, after: JsonObject): void {
  for (const name of ["id", "partitionKey", "uniqueKeyPolicy"]) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) {
      throw badRequest(`The '${name}' of a container cannot be changed.`);
    }
  }
}

/** @throws CosmosError 400 for a name the service refuses. */
export function resourceName(name: Value): string {
  if (typeof name !== "string" || name === "" || name.length > 255 || /[/\\?#]/u.test(name) || name.endsWith(" ")) {
    throw badRequest("The 'id' must be text of 1 to 255 characters without / \\ ? # and not end with a space.");
  }
  return name;
}

export function isTtl(value: Value): value is number {
  return (
    typeof value === "number" && Number.isInteger(value) && (value === -1 || (value > 0 && value <= 2_147_483_647))
  );
}

function object(value: Value, name: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw badRequest(`'${name}' must be an object.`);
  return value;
}

function readPartitionKey(sent: Value): PartitionKeyDefinition {
  const paths = member(sent, "paths");
  if (!isArray(paths) || paths.length === 0 || paths.length > 3 || !paths.every((path) => typeof path === "string")) {
    throw badRequest("A container needs a partition key of 1 to 3 paths.");
  }
  for (const path of paths) pathNames(path);
  const kind = member(sent, "kind") ?? (paths.length > 1 ? "MultiHash" : "Hash");
  if (kind !== "Hash" && kind !== "MultiHash")
    throw badRequest(`The partition key kind '${String(kind)}' is not supported.`);
  if (kind === "Hash" && paths.length > 1) throw badRequest("Only a MultiHash partition key has more than one path.");
  const version = member(sent, "version") ?? 2;
  if (version !== 2) throw badRequest("Only partition keys of version 2 are supported.");
  if (member(sent, "systemKey") === true) throw badRequest("Containers without a partition key are not supported.");
  return { paths: paths as readonly string[], kind, version };
}

function readUniqueKeys(policy: JsonObject): string[][][] {
  const keys = policy["uniqueKeys"];
  if (keys === undefined) return [];
  if (!isArray(keys)) throw badRequest("uniqueKeys must be a list.");
  return keys.map((key: Json) => {
    const paths = member(key, "paths");
    if (!isArray(paths) || paths.length === 0) throw badRequest("A unique key needs a list of paths.");
    return paths.map((path) => {
      if (typeof path !== "string") throw badRequest("A unique key path must be text.");
      return pathNames(path);
    });
  });
}
