/**
 * Query plans: what a client must ask each partition-key range, and how it merges the answers. The form is the one the SDK
 * reads: `queryInfo` says what to do, `rewrittenQuery` what to send, `queryRanges` where to.
 */
import { badRequest } from "../cosmos-error.ts";
import type { Json } from "../json.ts";
import { containsAggregate, type Expression, isAggregate, isAggregation, type Projection, type Query } from "./ast.ts";
import { type Context, evaluate } from "./evaluator.ts";
import type { Plan } from "./planner.ts";
import { printExpression, printQuery } from "./printer.ts";

/** Replaced by the client with a filter of its own, or with `true`. */
const filterPlaceholder = "{documentdb-formattableorderbyquery-filter}";

const aggregateTypes: Readonly<Record<string, string>> = {
  COUNT: "Count",
  SUM: "Sum",
  AVG: "Average",
  MIN: "Min",
  MAX: "Max",
};

/** @throws CosmosError 400 for a query whose partial results nobody could merge. */
export function describePlan(query: Query, plan: Plan, context: Context): Json {
  const folded = isAggregation(query);
  if (folded && query.distinct)
    throw badRequest("DISTINCT with aggregates or GROUP BY is not supported across partitions.");
  const count = (expression: Expression | undefined): number | null =>
    expression ? (evaluate(expression, undefined, context) as number) : null;
  const window = { top: count(query.top), offset: count(query.offset), limit: count(query.limit) };
  const { projection } = query;
  const byName = folded && projection.kind === "properties" ? namedAggregates(projection) : {};
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      distinctType: distinctType(query),
      ...window,
      orderBy: query.orderBy.map((item) => (item.descending ? "Descending" : "Ascending")),
      orderByExpressions: query.orderBy.map((item) => printExpression(item.expression)),
      groupByExpressions: query.groupBy.map(printExpression),
      groupByAliases: projection.kind === "properties" && folded ? projection.properties.map(({ name }) => name) : [],
      aggregates: valueAggregates(projection),
      groupByAliasToAggregateType: byName,
      rewrittenQuery: rewritten(query, window),
      hasSelectValue: projection.kind === "value",
      dCountInfo: null,
      hasNonStreamingOrderBy: false,
    },
    queryRanges: [
      plan.partition
        ? { min: plan.partition.position, max: plan.partition.position, isMinInclusive: true, isMaxInclusive: true }
        : { min: "", max: "FF", isMinInclusive: true, isMaxInclusive: false },
    ],
  };
}

function distinctType(query: Query): string {
  if (!query.distinct) return "None";
  const selected = query.projection.kind === "value" ? [printExpression(query.projection.expression)] : [];
  // Equal results are neighbours only when the order is by exactly what is selected.
  const ordered =
    query.orderBy.length === 1 && selected[0] === printExpression(query.orderBy[0]?.expression as Expression);
  return ordered ? "Ordered" : "Unordered";
}

function valueAggregates(projection: Projection): string[] {
  if (projection.kind !== "value" || !containsAggregate(projection.expression)) return [];
  return [aggregateType(projection.expression)];
}

function namedAggregates(projection: Projection & { kind: "properties" }): { [name: string]: string | null } {
  return Object.fromEntries(
    projection.properties.map(({ name, value }) => [name, containsAggregate(value) ? aggregateType(value) : null]),
  );
}

/** @throws CosmosError 400 when the aggregate is a part of a larger expression. */
function aggregateType(expression: Expression): string {
  if (!isAggregate(expression) || expression.kind !== "call") {
    throw badRequest("Across partitions an aggregate must stand alone, not inside another expression.");
  }
  return aggregateTypes[expression.name] as string;
}

type Window = { readonly top: number | null; readonly offset: number | null; readonly limit: number | null };

function rewritten(query: Query, window: Window): string {
  if (isAggregation(query)) return rewrittenAggregation(query, clauses(query));
  if (query.orderBy.length > 0) return rewrittenOrderBy(query, window);
  if (window.offset === null) return query.distinct || query.top ? printQuery(query) : "";
  const limit: Expression = { kind: "literal", value: window.offset + (window.limit ?? 0) };
  return printQuery({ ...query, offset: { kind: "literal", value: 0 }, limit });
}

/** FROM, JOIN and WHERE as text. */
function clauses(query: Query): string {
  const bare: Query = {
    ...query,
    ...{ distinct: false, top: undefined, groupBy: [], orderBy: [], offset: undefined, limit: undefined },
    projection: { kind: "value", expression: { kind: "literal", value: 1 } },
  };
  return printQuery(bare).slice("SELECT VALUE 1 ".length);
}

function rewrittenAggregation(query: Query, from: string): string {
  const { projection, groupBy } = query;
  const partial = (expression: Expression): string =>
    containsAggregate(expression) ? `{"item": ${partialAggregate(expression)}}` : printExpression(expression);
  const payload =
    projection.kind === "properties"
      ? `{${projection.properties.map(({ name, value }) => `${JSON.stringify(name)}: ${partial(value)}`).join(", ")}}`
      : valuePayload(projection, partial);
  if (groupBy.length === 0) {
    return projection.kind === "value" ? `SELECT VALUE ${payload} ${from}` : `SELECT ${payload} AS payload ${from}`;
  }
  const keys = groupBy.map((expression) => `{"item": ${printExpression(expression)}}`).join(", ");
  const groups = groupBy.map(printExpression).join(", ");
  return `SELECT [${keys}] AS groupByItems, ${payload} AS payload ${from} GROUP BY ${groups}`;
}

/** The SDK expects the one aggregate of SELECT VALUE in a list, and a plain value as it is. */
function valuePayload(projection: Projection, partial: (expression: Expression) => string): string {
  if (projection.kind !== "value") throw badRequest("'SELECT *' cannot be aggregated.");
  const text = partial(projection.expression);
  return containsAggregate(projection.expression) ? `[${text}]` : text;
}

/** What one range gives for an aggregate, so that the client can put the ranges together. */
function partialAggregate(expression: Expression): string {
  const type = aggregateType(expression);
  const of = printExpression((expression as Expression & { kind: "call" }).parameters[0] as Expression);
  if (type === "Average") return `{"sum": SUM(${of}), "count": COUNT(${of})}`;
  if (type === "Min" || type === "Max")
    return `{"${type.toLowerCase()}": ${type.toUpperCase()}(${of}), "count": COUNT(${of})}`;
  return `${type.toUpperCase()}(${of})`;
}

function rewrittenOrderBy(query: Query, window: Window): string {
  const { projection } = query;
  const alias = query.from?.alias ?? "c";
  const payload =
    projection.kind === "all"
      ? alias
      : projection.kind === "value"
        ? printExpression(projection.expression)
        : printExpression({ kind: "object", properties: projection.properties });
  const keys = query.orderBy.map((item) => `{"item": ${printExpression(item.expression)}}`).join(", ");
  const order = query.orderBy.map((item) => `${printExpression(item.expression)} ${item.descending ? "DESC" : "ASC"}`);
  const withoutFilter = clauses({ ...query, where: undefined });
  const filter = query.where ? `(${printExpression(query.where)}) AND ${filterPlaceholder}` : filterPlaceholder;
  // Each range may hold all of the first results; how many are left out is for the client to count.
  const most = window.top ?? (window.offset === null ? null : window.offset + (window.limit ?? 0));
  const limit = most === null || query.distinct ? "" : ` OFFSET 0 LIMIT ${most}`;
  return `SELECT ${alias}._rid, [${keys}] AS orderByItems, ${payload} AS payload ${withoutFilter} WHERE (${filter}) ORDER BY ${order.join(", ")}${limit}`;
}
