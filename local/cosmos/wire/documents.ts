/** Requests about single items: create, upsert, read, replace, patch, delete. */
import { badRequest, notFound, preconditionFailed, tooLarge } from "../cosmos-error.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { applyPatch } from "../patch.ts";
import { checkQuery, rootName } from "../query/checker.ts";
import { runQuery } from "../query/evaluator.ts";
import { chargeOfPointRead, chargeOfWrite } from "../request-units.ts";
import type { Container } from "../store/container.ts";
import { type Condition, checkCondition, type StoredItem } from "../store/items.ts";
import type { PartitionKey } from "../store/partition-key.ts";
import type { Store } from "../store/store.ts";
import { type Endpoint, type Exchange, type Reply, sessionHeaders } from "./exchange.ts";
import { parsedQuery } from "./query-body.ts";
import { unsupported } from "./resources.ts";

/** One operation on one item, from a request of its own or from a batch. */
export type ItemOperation = {
  readonly kind: "create" | "upsert" | "read" | "replace" | "patch" | "delete";
  readonly id: string | undefined;
  readonly body: Json | undefined;
  readonly condition: Condition;
};

export type ItemOutcome = { readonly status: number; readonly item: StoredItem | undefined; readonly charge: number };

/** The service's limit of a request body; an item itself may have 2 MB. */
export const largestRequest = 2 * 1024 * 1024 + 256 * 1024;

export function createReply(exchange: Exchange, container: Container): Reply {
  const kind = exchange.flag("x-ms-documentdb-is-upsert") ? "upsert" : "create";
  return itemReply(exchange, container, {
    kind,
    id: undefined,
    body: exchange.json(),
    condition: conditionOf(exchange),
  });
}

const kindOfMethod: Readonly<Record<string, ItemOperation["kind"]>> = {
  GET: "read",
  PUT: "replace",
  PATCH: "patch",
  DELETE: "delete",
};

export function documentReply(exchange: Exchange, container: Container, id: string): Reply {
  const kind = kindOfMethod[exchange.method];
  if (!kind) throw unsupported(exchange);
  const body = kind === "replace" || kind === "patch" ? exchange.json() : undefined;
  return itemReply(exchange, container, { kind, id, body, condition: conditionOf(exchange) });
}

export function conditionOf(exchange: Exchange): Condition {
  return { ifMatch: exchange.header("if-match"), ifNoneMatch: exchange.header("if-none-match") };
}

function itemReply(exchange: Exchange, container: Container, operation: ItemOperation): Reply {
  const { endpoint } = exchange;
  if (exchange.bodyBytes > largestRequest) throw tooLarge("Request size is too large.");
  const key = exchange.partitionKey(container);
  if (operation.kind === "read") exchange.checkSession();
  const outcome =
    operation.kind === "read"
      ? perform(endpoint, exchange, container, key, operation)
      : endpoint.store.transaction(() => perform(endpoint, exchange, container, key, operation));
  const { item, status, charge } = outcome;
  const minimal = operation.kind !== "read" && /^return=minimal$/iu.test(exchange.header("prefer") ?? "");
  const silent = operation.kind === "delete" || status === 304 || minimal || !item;
  return {
    status,
    charge,
    headers: { ...sessionHeaders(exchange, container, key.position), ...(item ? { etag: item.etag } : {}) },
    ...(silent ? {} : { body: item.body }),
  };
}

/** Performs one operation; the caller holds the transaction. @throws CosmosError when it cannot be done. */
export function perform(
  endpoint: Endpoint,
  exchange: Exchange,
  container: Container,
  key: PartitionKey,
  operation: ItemOperation,
): ItemOutcome {
  const { items, consistency } = endpoint;
  const { kind, condition } = operation;
  items.takeTermsWritten();
  const written = (status: number, item: StoredItem, changesExisting: boolean): ItemOutcome => {
    const charge = chargeOfWrite(item.body.length, items.takeTermsWritten(), changesExisting);
    return { status, item, charge };
  };
  switch (kind) {
    case "create":
      return written(201, items.create(container, key, objectOf(operation.body)), false);
    case "upsert": {
      const { item, created } = items.upsert(container, key, objectOf(operation.body), condition);
      return written(created ? 201 : 200, item, !created);
    }
    case "replace":
      return written(200, items.replace(container, key, idOf(operation), objectOf(operation.body), condition), true);
    case "delete":
      return written(204, items.remove(container, key, idOf(operation), condition), false);
    case "patch":
      return written(200, patch(endpoint, container, key, operation), true);
    case "read": {
      const item = items.find(container, key, idOf(operation), exchange.reading);
      if (!item) throw notFound();
      const charge = chargeOfPointRead(item.body.length, consistency);
      if (condition.ifMatch !== undefined) checkCondition(item, { ifMatch: condition.ifMatch });
      return { status: condition.ifNoneMatch === item.etag ? 304 : 200, item, charge };
    }
  }
}

function patch(endpoint: Endpoint, container: Container, key: PartitionKey, operation: ItemOperation): StoredItem {
  const id = idOf(operation);
  const existing = endpoint.items.find(container, key, id);
  if (!existing) throw notFound();
  checkCondition(existing, operation.condition);
  const sent = operation.body;
  const operations = isObject(sent ?? null) ? (sent as JsonObject)["operations"] : sent;
  const condition = isObject(sent ?? null) ? (sent as JsonObject)["condition"] : undefined;
  const item = JSON.parse(existing.body) as JsonObject;
  if (condition !== undefined) checkPredicate(condition, item, endpoint.store);
  return endpoint.items.replace(container, key, id, applyPatch(item, operations), {});
}

/** The condition of a patch: `FROM c WHERE …`, over this item alone. @throws CosmosError 412 when it does not hold. */
function checkPredicate(condition: Json, item: JsonObject, store: Store): void {
  if (typeof condition !== "string") throw badRequest("The condition of a patch must be text.");
  const query = parsedQuery(`SELECT VALUE 1 ${condition.replace(/^\s*SELECT\s+\*/iu, "")}`);
  checkQuery(query, new Set());
  const root = rootName(query);
  if (!query.where || root === undefined || query.orderBy.length > 0 || query.top || query.offset) {
    throw badRequest("The condition of a patch must be of the form FROM … WHERE ….");
  }
  const scope = { name: root, value: item, outer: undefined };
  if (runQuery(query, scope, { parameters: new Map(), now: store.clock.now }).length === 0) throw preconditionFailed();
}

function objectOf(body: Json | undefined): JsonObject {
  if (body === undefined || !isObject(body)) throw badRequest("An item must be a JSON object.");
  return body;
}

function idOf(operation: ItemOperation): string {
  if (operation.id === undefined) throw badRequest("The operation names no item.");
  return operation.id;
}
