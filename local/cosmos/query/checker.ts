/**
 * Refuses, before anything is read, what a query may not say: unknown names, functions and parameters, aggregates where none
 * may stand, ORDER BY on anything but a property of the container. So a wrong query fails over an empty container too.
 */
import { badRequest } from "../cosmos-error.ts";
import {
  aggregateNames,
  children,
  containsAggregate,
  type Expression,
  isAggregate,
  isAggregation,
  projected,
  propertyPath,
  type Query,
  type Source,
  visit,
} from "./ast.ts";
import { builtIn } from "./functions.ts";
import { printExpression } from "./printer.ts";

/** The container's own name in a query is whatever the FROM clause calls it. */
export function rootName(query: Query): string | undefined {
  let at = query.from?.from;
  while (at?.kind === "member") at = at.of;
  return at?.kind === "reference" ? at.name : undefined;
}

/** Whether the FROM clause reads the container itself and not a part of each item. */
export function readsWholeItems(query: Query): boolean {
  return query.from !== undefined && !query.from.each && query.from.from.kind === "reference";
}

/** @throws CosmosError 400 with the reason. */
export function checkQuery(query: Query, parameters: ReadonlySet<string>): void {
  const root = rootName(query);
  checkScoped(query, [], parameters, root);
  for (const { expression } of query.orderBy) {
    const path = query.from && readsWholeItems(query) ? propertyPath(expression, query.from.alias) : undefined;
    if (!path || path.length === 0) {
      throw badRequest(
        "Unsupported ORDER BY clause. ORDER BY item expression must be a property path of the container.",
      );
    }
  }
  if (query.groupBy.length > 0 && query.orderBy.length > 0) {
    throw badRequest("ORDER BY cannot be used together with GROUP BY.");
  }
  if (isAggregation(query) && query.orderBy.length > 0) {
    throw badRequest("ORDER BY cannot be used together with an aggregate.");
  }
}

/** @param root the container's own name, which only the outermost FROM clause may read; its alias takes its place. */
function checkScoped(
  query: Query,
  outer: readonly string[],
  parameters: ReadonlySet<string>,
  root: string | undefined,
): void {
  const names = [...outer];
  const sources = query.from ? [query.from, ...query.joins] : query.joins;
  for (const source of sources) {
    checkNoAggregate([source.from], "FROM");
    const readable = source === query.from && root !== undefined ? [...names, root] : names;
    checkExpression(source.from, readable, parameters);
    checkAlias(source, names);
    names.push(source.alias);
  }
  const clauses = [query.where, ...query.groupBy, ...query.orderBy.map((item) => item.expression)];
  const filters = clauses.filter((clause) => clause !== undefined);
  checkNoAggregate(filters, "WHERE, GROUP BY or ORDER BY");
  const counts = [query.top, query.offset, query.limit].filter((count) => count !== undefined);
  for (const expression of [...filters, ...counts, ...projected(query.projection)]) {
    checkExpression(expression, names, parameters);
  }
  if (query.projection.kind === "all" && (query.joins.length > 0 || !query.from)) {
    throw badRequest("'SELECT *' is only valid with a single input set.");
  }
  if (isAggregation(query)) checkGrouping(query);
}

function checkAlias(source: Source, names: readonly string[]): void {
  if (names.includes(source.alias)) throw badRequest(`The input alias '${source.alias}' is specified more than once.`);
}

function checkNoAggregate(expressions: readonly Expression[], clause: string): void {
  if (expressions.some(containsAggregate)) throw badRequest(`An aggregate cannot be used in the ${clause} clause.`);
}

function checkExpression(expression: Expression, names: readonly string[], parameters: ReadonlySet<string>): void {
  visit(expression, (node) => {
    if (node.kind === "reference" && !names.includes(node.name)) {
      throw badRequest(`Identifier '${node.name}' could not be resolved.`);
    }
    if (node.kind === "parameter" && !parameters.has(node.name)) {
      throw badRequest(`The parameter '${node.name}' is used but not supplied.`);
    }
    if (node.kind === "call") checkCall(node);
    if (node.kind === "subquery") checkSubquery(node.query, names, parameters);
  });
}

function checkCall(node: Expression & { kind: "call" }): void {
  if (!aggregateNames.has(node.name)) {
    builtIn(node.name, node.parameters.length);
    return;
  }
  if (node.parameters.length !== 1)
    throw badRequest(`'${node.name}' takes 1 parameter, not ${node.parameters.length}.`);
  if (node.parameters.some(containsAggregate)) throw badRequest("Aggregates cannot be nested.");
}

function checkSubquery(query: Query, names: readonly string[], parameters: ReadonlySet<string>): void {
  if (query.top || query.offset || query.orderBy.length > 0) {
    throw badRequest("TOP, ORDER BY and OFFSET LIMIT are not supported in a subquery.");
  }
  if (query.projection.kind === "all") throw badRequest("'SELECT *' is not supported in a subquery.");
  checkScoped(query, names, parameters, undefined);
}

/** Beside aggregates only the GROUP BY expressions, and constants, may be selected. */
function checkGrouping(query: Query): void {
  if (query.projection.kind === "all") throw badRequest("'SELECT *' cannot be used with GROUP BY.");
  const grouped = new Set(query.groupBy.map(printExpression));
  const check = (node: Expression): void => {
    if (isAggregate(node) || grouped.has(printExpression(node))) return;
    if (node.kind === "reference" || node.kind === "subquery") {
      throw badRequest("A selected property is contained neither in an aggregate function nor in the GROUP BY clause.");
    }
    children(node).forEach(check);
  };
  projected(query.projection).forEach(check);
}
