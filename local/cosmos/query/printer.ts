/** Writes a syntax tree back as text: for query plans, and to recognise the same expression twice. */
import type { Expression, Projection, Query, Source } from "./ast.ts";

export function printQuery(query: Query): string {
  const parts = ["SELECT"];
  if (query.distinct) parts.push("DISTINCT");
  if (query.top) parts.push(`TOP ${printExpression(query.top)}`);
  parts.push(printProjection(query.projection));
  if (query.from) parts.push(`FROM ${printSource(query.from)}`);
  for (const join of query.joins) parts.push(`JOIN ${printSource(join)}`);
  if (query.where) parts.push(`WHERE ${printExpression(query.where)}`);
  if (query.groupBy.length > 0) parts.push(`GROUP BY ${query.groupBy.map(printExpression).join(", ")}`);
  if (query.orderBy.length > 0) {
    const items = query.orderBy.map(
      (item) => `${printExpression(item.expression)} ${item.descending ? "DESC" : "ASC"}`,
    );
    parts.push(`ORDER BY ${items.join(", ")}`);
  }
  if (query.offset && query.limit)
    parts.push(`OFFSET ${printExpression(query.offset)} LIMIT ${printExpression(query.limit)}`);
  return parts.join(" ");
}

function printProjection(projection: Projection): string {
  if (projection.kind === "all") return "*";
  if (projection.kind === "value") return `VALUE ${printExpression(projection.expression)}`;
  return projection.properties.map(({ name, value }) => printColumn(name, value)).join(", ");
}

/** A column without a name of its own keeps having none: `$1` is not a name that can be written after AS in the service. */
function printColumn(name: string, value: Expression): string {
  return `${printExpression(value)} AS ${name}`;
}

function printSource(source: Source): string {
  if (source.from.kind === "subquery") return `${source.alias} IN (${printQuery(source.from.query)})`;
  const path = printExpression(source.from);
  if (source.each) return `${source.alias} IN ${path}`;
  return path === source.alias ? path : `${path} AS ${source.alias}`;
}

export function printExpression(node: Expression): string {
  const list = (nodes: readonly Expression[]): string => nodes.map(printExpression).join(", ");
  switch (node.kind) {
    case "literal":
      return node.value === undefined ? "undefined" : JSON.stringify(node.value);
    case "parameter":
    case "reference":
      return node.name;
    case "member":
      return `${printExpression(node.of)}[${printExpression(node.key)}]`;
    case "unary":
      return `(${node.operator} ${printExpression(node.operand)})`;
    case "binary":
      return `(${printExpression(node.left)} ${node.operator} ${printExpression(node.right)})`;
    case "in":
      return `(${printExpression(node.operand)} IN (${list(node.among)}))`;
    case "between":
      return `(${printExpression(node.operand)} BETWEEN ${printExpression(node.low)} AND ${printExpression(node.high)})`;
    case "like": {
      const escaping = node.escape ? ` ESCAPE ${printExpression(node.escape)}` : "";
      return `(${printExpression(node.operand)} LIKE ${printExpression(node.pattern)}${escaping})`;
    }
    case "conditional":
      return `(${printExpression(node.test)} ? ${printExpression(node.whenTrue)} : ${printExpression(node.otherwise)})`;
    case "array":
      return `[${list(node.elements)}]`;
    case "object":
      return `{${node.properties.map(({ name, value }) => `${JSON.stringify(name)}: ${printExpression(value)}`).join(", ")}}`;
    case "call":
      return `${node.name}(${list(node.parameters)})`;
    case "subquery":
      return `${{ scalar: "", array: "ARRAY", exists: "EXISTS" }[node.as]}(${printQuery(node.query)})`;
  }
}
