/** From the path and headers of a request to the handler that answers it. */
import { badRequest, notFound } from "../cosmos-error.ts";
import type { OperationKind } from "../faults.ts";
import { batchReply } from "./batch.ts";
import { changeFeedReply } from "./change-feed.ts";
import { createReply, documentReply } from "./documents.ts";
import type { Exchange, Reply } from "./exchange.ts";
import { queryPlanReply, queryReply, readFeedReply } from "./query-requests.ts";
import {
  accountReply,
  containerReply,
  containersReply,
  databaseReply,
  databasesReply,
  isQuery,
  rangesReply,
  refuseResource,
  unsupported,
} from "./resources.ts";

const kindOfItemMethod: Readonly<Record<string, OperationKind>> = {
  GET: "read",
  PUT: "replace",
  PATCH: "patch",
  DELETE: "delete",
};

/** What kind of operation a request is, by which faults are aimed. */
export function operationKind(exchange: Exchange): OperationKind {
  const { segments, method } = exchange;
  if (segments.length === 0) return "account";
  if (segments.length <= 2) return "database";
  if (segments.length <= 4) return "container";
  if (segments[4] === "pkranges") return "ranges";
  if (segments.length >= 6) return kindOfItemMethod[method] ?? "read";
  if (method === "GET") return exchange.header("a-im") === undefined ? "readFeed" : "changeFeed";
  if (exchange.flag("x-ms-cosmos-is-batch-request"))
    return exchange.flag("x-ms-cosmos-batch-atomic") ? "batch" : "bulk";
  if (exchange.flag("x-ms-cosmos-is-query-plan-request")) return "queryPlan";
  if (isQuery(exchange)) return "query";
  return exchange.flag("x-ms-documentdb-is-upsert") ? "upsert" : "create";
}

/** @throws CosmosError for anything that cannot be answered as asked. */
export function route(exchange: Exchange): Reply {
  const { store } = exchange.endpoint;
  const [root, databaseName, kind, containerName, leaf, id, ...rest] = exchange.segments;
  checkConsistency(exchange);
  if (root === undefined) {
    if (exchange.method !== "GET") throw unsupported(exchange);
    return accountReply(exchange);
  }
  if (root !== "dbs") return refuseResource(root);
  if (databaseName === undefined) return databasesReply(exchange);
  const database = store.database(databaseName);
  if (kind === undefined) return databaseReply(exchange, database);
  if (kind !== "colls") return refuseResource(kind);
  if (containerName === undefined) return containersReply(exchange, database);
  const container = store.container(database, containerName);
  if (leaf === undefined) return containerReply(exchange, database, container);
  if (leaf === "pkranges" && id === undefined) return rangesReply(exchange, container);
  if (leaf !== "docs") return refuseResource(leaf);
  if (rest.length > 0) throw notFound("There is no such resource.");
  if (id !== undefined) return documentReply(exchange, container, id);
  switch (operationKind(exchange)) {
    case "changeFeed":
      return changeFeedReply(exchange, container);
    case "readFeed":
      return readFeedReply(exchange, container);
    case "batch":
    case "bulk":
      return batchReply(exchange, container);
    case "queryPlan":
      return queryPlanReply(exchange, container);
    case "query":
      return queryReply(exchange, container);
    default:
      if (exchange.method !== "POST") throw unsupported(exchange);
      return createReply(exchange, container);
  }
}

const levels = ["Eventual", "ConsistentPrefix", "Session", "BoundedStaleness", "Strong"];

/** A request may ask for less consistency than the account has, never for more. */
function checkConsistency(exchange: Exchange): void {
  const asked = exchange.header("x-ms-consistency-level");
  if (asked === undefined) return;
  const level = levels.indexOf(asked);
  if (level < 0) throw badRequest(`The consistency level '${asked}' is not known.`);
  if (level > levels.indexOf(exchange.endpoint.consistency)) {
    throw badRequest(`Consistency level ${asked} specified in the request is stronger than the account's.`);
  }
}
