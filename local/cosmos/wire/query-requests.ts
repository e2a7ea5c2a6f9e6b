/** Queries over items, read feeds and query plans. */
import { badRequest, CosmosError } from "../cosmos-error.ts";
import type { Json } from "../json.ts";
import { isAggregation, type Query } from "../query/ast.ts";
import { type Extent, wholeExtent } from "../query/candidates.ts";
import { checkQuery } from "../query/checker.ts";
import { executeQuery } from "../query/executor.ts";
import { planQuery } from "../query/planner.ts";
import { describePlan } from "../query/query-plan.ts";
import { chargeOfPage } from "../request-units.ts";
import type { Container } from "../store/container.ts";
import { partitionKeyOfHeader } from "../store/partition-key.ts";
import { type Exchange, type Reply, sessionHeaders } from "./exchange.ts";
import { parsedQuery, readQuery } from "./query-body.ts";

export function queryReply(exchange: Exchange, container: Container): Reply {
  const { query, parameters } = readQuery(exchange);
  checkQuery(query, new Set(parameters.keys()));
  return pageReply(exchange, container, query, parameters);
}

/** Items of the container without a query: all of them, in pages. */
export function readFeedReply(exchange: Exchange, container: Container): Reply {
  return pageReply(exchange, container, parsedQuery("SELECT * FROM c"), new Map());
}

export function queryPlanReply(exchange: Exchange, container: Container): Reply {
  const { query, parameters } = readQuery(exchange);
  checkQuery(query, new Set(parameters.keys()));
  const context = { parameters, now: exchange.endpoint.store.clock.now };
  const plan = planQuery(query, container, context);
  return { status: 200, body: describePlan(query, plan, context), headers: sessionHeaders(exchange, container) };
}

function pageReply(
  exchange: Exchange,
  container: Container,
  query: Query,
  parameters: ReadonlyMap<string, Json>,
): Reply {
  const { store, consistency } = exchange.endpoint;
  exchange.checkSession();
  const context = { parameters, now: store.clock.now };
  const plan = planQuery(query, container, context);
  let extent = extentOf(exchange, container);
  if (extent === undefined) {
    requirePlanned(exchange, query, () => JSON.stringify(describePlan(query, plan, context)));
    extent = wholeExtent;
  }
  const { partition } = plan;
  if (partition && extent.key === undefined) {
    const inside = partition.position >= extent.min && partition.position < extent.max;
    extent = inside
      ? { min: partition.position, max: "FF", key: partition.text }
      : { min: partition.position, max: partition.position, key: undefined };
  }
  const source = {
    connection: exchange.reading,
    container,
    extent,
    now: store.seconds(),
    pathNumber: (names: string) => store.knownPathNumber(container, names),
  };
  const asked = { maxItems: exchange.maxItems(), continuation: exchange.header("x-ms-continuation") };
  const page = executeQuery(query, plan, source, context, asked);
  return {
    status: 200,
    body: { _rid: container.rid, Documents: page.results, _count: page.results.length },
    charge: chargeOfPage(page.itemsRead, page.bytesRead, consistency),
    headers: {
      ...sessionHeaders(exchange, container),
      "x-ms-item-count": String(page.results.length),
      ...(page.continuation === undefined ? {} : { "x-ms-continuation": page.continuation }),
      ...(exchange.flag("x-ms-documentdb-populatequerymetrics")
        ? { "x-ms-documentdb-query-metrics": metrics(page.itemsRead, page.bytesRead, page.results.length) }
        : {}),
    },
  };
}

function metrics(itemsRead: number, bytesRead: number, results: number): string {
  return `retrievedDocumentCount=${itemsRead};retrievedDocumentSize=${bytesRead};outputDocumentCount=${results}`;
}

/** The part of the key space that the request names; undefined when it names none. @throws CosmosError 400 or 410 */
export function extentOf(exchange: Exchange, container: Container): Extent | undefined {
  const header = exchange.header("x-ms-documentdb-partitionkey");
  if (header !== undefined) {
    const key = partitionKeyOfHeader(header, container.partitionKey);
    return { min: key.position, max: `${key.position}FF`, key: key.prefix ? undefined : key.text };
  }
  const rangeId = exchange.header("x-ms-documentdb-partitionkeyrangeid");
  const [start, end] = [exchange.header("x-ms-start-epk"), exchange.header("x-ms-end-epk")];
  if (rangeId === undefined && start === undefined && end === undefined) return undefined;
  const range = rangeId === undefined ? wholeExtent : container.ranges.find((one) => one.id === rangeId);
  if (!range) throw new CosmosError(410, "Gone", "The partition-key range is gone.", { substatus: 1002 });
  const min = start !== undefined && start > range.min ? start : range.min;
  const max = end !== undefined && end < range.max ? end : range.max;
  return { min, max, key: undefined };
}

/**
 * A query over all partitions is served here only when pages of single rows simply follow each other. Whatever must be
 * merged is answered with its plan, and the SDK then asks each range and merges.
 */
function requirePlanned(exchange: Exchange, query: Query, plan: () => string): void {
  if (!exchange.flag("x-ms-documentdb-query-enablecrosspartition")) {
    throw badRequest("Cross partition query is required but disabled: name a partition key or enable it.");
  }
  const merged = query.orderBy.length > 0 || isAggregation(query) || query.distinct || query.top || query.offset;
  if (!merged) return;
  throw badRequest("The provided cross partition query can not be directly served by the gateway.", {
    substatus: 1004,
    additionalErrorInfo: plan(),
  });
}
