/** Requests about the account, databases, containers and their partition-key ranges. */
import { badRequest, notFound, preconditionFailed } from "../cosmos-error.ts";
import { type Json, type JsonObject, member } from "../json.ts";
import { checkQuery, rootName } from "../query/checker.ts";
import { runQuery } from "../query/evaluator.ts";
import type { Container } from "../store/container.ts";
import type { Database } from "../store/store.ts";
import type { Exchange, Reply } from "./exchange.ts";
import { readQuery } from "./query-body.ts";

/** The account document: its only region is the address that was asked, so that endpoint discovery stays on this machine. */
export function accountReply(exchange: Exchange): Reply {
  const address = `http://${exchange.header("host")}/`;
  const location = [{ name: "Local", databaseAccountEndpoint: address }];
  return {
    status: 200,
    body: {
      _self: "",
      id: "local",
      _rid: "local",
      _dbs: "//dbs/",
      media: "//media/",
      addresses: "//addresses/",
      writableLocations: location,
      readableLocations: location,
      enableMultipleWriteLocations: false,
      userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 1, maxReplicasetSize: 1 },
      userConsistencyPolicy: { defaultConsistencyLevel: exchange.endpoint.consistency },
      systemReplicationPolicy: { minReplicaSetSize: 1, maxReplicasetSize: 1 },
      readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
      queryEngineConfiguration: '{"maxSqlQueryInputLength":262144,"enableSpatialIndexing":false}',
    },
  };
}

export function databaseBody(database: Database): JsonObject {
  const { name, rid, etag, ts } = database;
  return { id: name, _rid: rid, _self: `dbs/${rid}/`, _etag: etag, _colls: "colls/", _users: "users/", _ts: ts };
}

export function containerBody(container: Container, database: Database): JsonObject {
  return {
    ...container.definition,
    _rid: container.rid,
    _ts: container.ts,
    _self: `dbs/${database.rid}/colls/${container.rid}/`,
    _etag: container.etag,
    ...{ _docs: "docs/", _sprocs: "sprocs/", _triggers: "triggers/", _udfs: "udfs/", _conflicts: "conflicts/" },
  };
}

export function databasesReply(exchange: Exchange): Reply {
  const { store } = exchange.endpoint;
  if (exchange.method === "GET" || isQuery(exchange)) {
    return feed(exchange, "Databases", store.databases().map(databaseBody), "");
  }
  if (exchange.method !== "POST") throw unsupported(exchange);
  return { status: 201, body: databaseBody(store.createDatabase(exchange.object()["id"])) };
}

export function databaseReply(exchange: Exchange, database: Database): Reply {
  if (exchange.method === "GET") return { status: 200, body: databaseBody(database), headers: { etag: database.etag } };
  if (exchange.method !== "DELETE") throw unsupported(exchange);
  exchange.endpoint.store.deleteDatabase(database);
  return { status: 204 };
}

export function containersReply(exchange: Exchange, database: Database): Reply {
  const { store } = exchange.endpoint;
  if (exchange.method === "GET" || isQuery(exchange)) {
    const bodies = store.containers(database).map((container) => containerBody(container, database));
    return feed(exchange, "DocumentCollections", bodies, database.rid);
  }
  if (exchange.method !== "POST") throw unsupported(exchange);
  const { throughput, ranges } = provisioned(exchange);
  const container = store.createContainer(database, exchange.object(), { ranges, throughput });
  return { status: 201, body: containerBody(container, database), headers: { etag: container.etag } };
}

export function containerReply(exchange: Exchange, database: Database, container: Container): Reply {
  const { store, items } = exchange.endpoint;
  const ifMatch = exchange.header("if-match");
  if (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== container.etag) throw preconditionFailed();
  switch (exchange.method) {
    case "GET":
      if (exchange.header("if-none-match") === container.etag)
        return { status: 304, headers: { etag: container.etag } };
      return { status: 200, body: containerBody(container, database), headers: { etag: container.etag } };
    case "PUT": {
      const after = store.replaceContainer(database, container, exchange.object(), (changed) => items.realign(changed));
      return { status: 200, body: containerBody(after, database), headers: { etag: after.etag } };
    }
    case "DELETE":
      store.deleteContainer(container);
      return { status: 204 };
    default:
      throw unsupported(exchange);
  }
}

export function rangesReply(exchange: Exchange, container: Container): Reply {
  if (exchange.method !== "GET") throw unsupported(exchange);
  const etag = `"${container.ranges.length}"`;
  // The SDK reads ranges as a change feed: it asks until it is told that nothing is newer.
  if (exchange.header("if-none-match") === etag) return { status: 304, headers: { etag } };
  const ranges = container.ranges.map(({ id, min, max }) => ({
    ...{ id, _rid: container.rid, _self: "", _etag: etag, _ts: container.ts, ridPrefix: Number(id) },
    ...{
      minInclusive: min,
      maxExclusive: max,
      throughputFraction: 1 / container.ranges.length,
      status: "online",
      parents: [],
    },
  }));
  const body = { _rid: container.rid, PartitionKeyRanges: ranges, _count: ranges.length };
  return { status: 200, body, headers: { etag, "x-ms-item-count": String(ranges.length) } };
}

export function isQuery(exchange: Exchange): boolean {
  const type = exchange.header("content-type") ?? "";
  return exchange.method === "POST" && (exchange.flag("x-ms-documentdb-isquery") || type.includes("query+json"));
}

export function unsupported(exchange: Exchange): Error {
  return badRequest(`The operation ${exchange.method} on this resource is not supported by this endpoint.`);
}

/** Ten thousand request units a second make one range, as in the service; without throughput the endpoint's default. */
function provisioned(exchange: Exchange): { throughput: JsonObject; ranges: number } {
  const autopilot = exchange.header("x-ms-cosmos-offer-autopilot-settings");
  const manual = exchange.header("x-ms-offer-throughput");
  if (autopilot === undefined && manual === undefined)
    return { throughput: {}, ranges: exchange.endpoint.defaultRanges };
  const units = Number(manual ?? member(parseHeader(autopilot ?? ""), "maxThroughput"));
  if (!Number.isInteger(units) || units < 400 || units > 1_000_000 || units % 100 !== 0) {
    throw badRequest("The offer throughput must be a multiple of 100 between 400 and 1000000.");
  }
  const throughput = manual === undefined ? { maxThroughput: units } : { offerThroughput: units };
  return { throughput, ranges: Math.max(exchange.endpoint.defaultRanges, Math.ceil(units / 10_000)) };
}

function parseHeader(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw badRequest("The autoscale settings are not JSON.");
  }
}

/** A list of resources, or a query over them, in pages. */
function feed(exchange: Exchange, name: string, all: readonly JsonObject[], rid: string): Reply {
  let results: readonly Json[] = all;
  if (isQuery(exchange)) {
    const { query, parameters } = readQuery(exchange);
    checkQuery(query, new Set(parameters.keys()));
    if (query.orderBy.length > 0 || query.top || query.offset) {
      throw badRequest("Queries over databases and containers do not support TOP, ORDER BY and OFFSET LIMIT.");
    }
    const context = { parameters, now: exchange.endpoint.store.clock.now };
    const root = rootName(query);
    results =
      root === undefined
        ? []
        : all.flatMap((value) => runQuery(query, { name: root, value, outer: undefined }, context));
  }
  const start = Number(exchange.header("x-ms-continuation") ?? 0);
  if (!Number.isInteger(start) || start < 0) throw badRequest("The continuation token is malformed.");
  const page = results.slice(start, start + exchange.maxItems());
  const end = start + page.length;
  const headers = {
    "x-ms-item-count": String(page.length),
    ...(end < results.length ? { "x-ms-continuation": String(end) } : {}),
  };
  return { status: 200, body: { _rid: rid, [name]: page, _count: page.length }, headers };
}

/** @throws CosmosError 404 or 400 for what is not stored under a container. */
export function refuseResource(kind: string): never {
  const unknown = ["sprocs", "triggers", "udfs", "conflicts", "users", "permissions", "clientencryptionkeys", "offers"];
  if (unknown.includes(kind)) throw badRequest(`Resources of type '${kind}' are not supported by this endpoint.`);
  throw notFound("There is no such resource.");
}
