/**
 * Evaluates expressions and whole queries over values in memory. Logic is three-valued: a comparison with something missing
 * or of another type is undefined, and a row is kept only when its filter is exactly true.
 */
import { badRequest } from "../cosmos-error.ts";
import { canonical, compareForOrder, equals, isArray, type Json, member, typeRank, type Value } from "../json.ts";
import { aggregate } from "./aggregates.ts";
import { type BinaryOperator, type Expression, isAggregate, isAggregation, type Query, type Source } from "./ast.ts";
import { builtIn, type FunctionContext } from "./functions.ts";
import { likePattern } from "./like.ts";
import { finite } from "./math-functions.ts";

/** Names in sight, innermost first. */
export type Scope = { readonly name: string; readonly value: Value; readonly outer: Scope | undefined };
export type Context = FunctionContext & { readonly parameters: ReadonlyMap<string, Json> };
type Row = Scope | undefined;

/** @param group the rows that an aggregate folds, where the query has aggregates or GROUP BY. */
export function evaluate(node: Expression, scope: Row, context: Context, group?: readonly Row[]): Value {
  const inner = (child: Expression): Value => evaluate(child, scope, context, group);
  switch (node.kind) {
    case "literal":
      return node.value;
    case "parameter":
      return context.parameters.get(node.name);
    case "reference":
      return lookUp(node.name, scope);
    case "member":
      return member(inner(node.of), inner(node.key));
    case "unary":
      return unary(node.operator, inner(node.operand));
    case "binary":
      return binary(node.operator, inner(node.left), () => inner(node.right));
    case "in": {
      const value = inner(node.operand);
      return node.among.reduce<Value>((found, one) => or(found, equals(value, inner(one))), false);
    }
    case "between": {
      const value = inner(node.operand);
      return and(compare(">=", value, inner(node.low)), compare("<=", value, inner(node.high)));
    }
    case "like": {
      const text = inner(node.operand);
      const pattern = inner(node.pattern);
      const escaping = node.escape && inner(node.escape);
      if (typeof text !== "string" || typeof pattern !== "string") return undefined;
      if (node.escape && typeof escaping !== "string") return undefined;
      return likePattern(pattern, typeof escaping === "string" ? escaping : undefined).test(text);
    }
    case "conditional":
      return inner(node.test) === true ? inner(node.whenTrue) : inner(node.otherwise);
    case "array":
      return node.elements.map(inner).filter((element) => element !== undefined);
    case "object":
      return toObject(node.properties, inner);
    case "call":
      if (isAggregate(node)) return aggregateOf(node, context, group);
      return builtIn(node.name, node.parameters.length).call(node.parameters.map(inner), context);
    case "subquery":
      return subquery(node.as, node.query, scope, context);
  }
}

/** A named list of expressions as an object; what is undefined is left out. */
export function toObject(
  properties: readonly { readonly name: string; readonly value: Expression }[],
  value: (expression: Expression) => Value,
): Json {
  const object: Record<string, Json> = {};
  for (const property of properties) {
    const found = value(property.value);
    // Assigning would call the setter of __proto__ instead of making a property.
    if (found !== undefined)
      Object.defineProperty(object, property.name, { value: found, enumerable: true, writable: true });
  }
  return object;
}

function lookUp(name: string, scope: Row): Value {
  for (let at = scope; at; at = at.outer) if (at.name === name) return at.value;
  return undefined;
}

function aggregateOf(node: Expression & { kind: "call" }, context: Context, group: readonly Row[] | undefined): Value {
  const [of] = node.parameters;
  if (!group || !of) throw badRequest(`The aggregate ${node.name} cannot be used here.`);
  return aggregate(
    node.name,
    group.map((row) => evaluate(of, row, context)),
  );
}

function subquery(as: "scalar" | "array" | "exists", query: Query, scope: Row, context: Context): Value {
  const results = runQuery(query, scope, context);
  if (as === "exists") return results.length > 0;
  if (as === "array") return results;
  if (results.length > 1) throw badRequest("A scalar subquery returned more than one value.");
  return results[0];
}

/** Runs a query whose FROM clause reads names already in scope: a subquery. */
export function runQuery(query: Query, scope: Row, context: Context): Json[] {
  const rows = [...expandRows(query, scope, context)];
  const results = isAggregation(query)
    ? projectGroups(query, rows, context)
    : rows.map((row) => project(query, row, context)).filter((value) => value !== undefined);
  return query.distinct ? distinct(results) : results;
}

/** FROM, JOIN and WHERE: the rows that one outer scope gives. */
export function* expandRows(query: Query, scope: Row, context: Context): Generator<Row> {
  let rows: Iterable<Row> = [scope];
  if (query.from) rows = bind(rows, query.from, context);
  for (const join of query.joins) rows = bind(rows, join, context);
  for (const row of rows) {
    if (query.where === undefined || evaluate(query.where, row, context) === true) yield row;
  }
}

function* bind(rows: Iterable<Row>, source: Source, context: Context): Generator<Row> {
  for (const outer of rows) {
    const value = evaluate(source.from, outer, context);
    if (!source.each) {
      if (value !== undefined) yield { name: source.alias, value, outer };
    } else if (isArray(value)) {
      for (const element of value) yield { name: source.alias, value: element, outer };
    }
  }
}

/** The SELECT clause for one row, or for one group of rows. */
export function project(query: Query, row: Row, context: Context, group?: readonly Row[]): Value {
  const { projection } = query;
  if (projection.kind === "all") return query.from ? lookUp(query.from.alias, row) : {};
  if (projection.kind === "value") return evaluate(projection.expression, row, context, group);
  return toObject(projection.properties, (expression) => evaluate(expression, row, context, group));
}

/** Folds rows into groups (one group, even of no rows, without GROUP BY) and projects each. */
export function projectGroups(query: Query, rows: readonly Row[], context: Context): Json[] {
  const groups = new Map<string, Row[]>();
  if (query.groupBy.length === 0) groups.set("", [...rows]);
  else {
    for (const row of rows) {
      const key = query.groupBy.map((expression) => canonical(evaluate(expression, row, context))).join(" ");
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  const results = [...groups.values()].map((group) => project(query, group[0], context, group));
  return results.filter((value) => value !== undefined);
}

/** The values without repetitions, each at its first place. */
export function distinct(values: readonly Json[]): Json[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = canonical(value);
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

function and(left: Value, right: Value): Value {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : undefined;
}

function or(left: Value, right: Value): Value {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}

function compare(operator: "<" | "<=" | ">" | ">=", left: Value, right: Value): Value {
  const rank = typeRank(left);
  if (rank === 0 || rank > 4 || rank !== typeRank(right)) return undefined;
  const order = compareForOrder(left, right);
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function unary(operator: "NOT" | "-" | "+" | "~", value: Value): Value {
  if (operator === "NOT") return typeof value === "boolean" ? !value : undefined;
  if (typeof value !== "number") return undefined;
  if (operator === "~") return ~value;
  return operator === "-" ? 0 - value : value;
}

function binary(operator: BinaryOperator, left: Value, right: () => Value): Value {
  switch (operator) {
    case "AND":
      return left === false ? false : and(left, right());
    case "OR":
      return left === true ? true : or(left, right());
    case "??":
      return left !== undefined ? left : right();
    case "=":
      return equals(left, right());
    case "!=": {
      const equal = equals(left, right());
      return equal === undefined ? undefined : !equal;
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(operator, left, right());
    case "||": {
      const tail = right();
      return typeof left === "string" && typeof tail === "string" ? left + tail : undefined;
    }
    default: {
      const by = right();
      return typeof left === "number" && typeof by === "number" ? finite(arithmetic[operator](left, by)) : undefined;
    }
  }
}

const arithmetic = {
  "+": (left: number, right: number) => left + right,
  "-": (left: number, right: number) => left - right,
  "*": (left: number, right: number) => left * right,
  "/": (left: number, right: number) => left / right,
  "%": (left: number, right: number) => left % right,
  "&": (left: number, right: number) => left & right,
  "|": (left: number, right: number) => left | right,
  "^": (left: number, right: number) => left ^ right,
  "<<": (left: number, right: number) => left << right,
  ">>": (left: number, right: number) => left >> right,
  ">>>": (left: number, right: number) => left >>> right,
};
