/**
 * Turns a query into the way its candidates are read from SQLite: a range of an index, an index in the order of ORDER BY, or a
 * scan of the key space asked for. A plan only narrows; the evaluator still decides about every candidate, so a plan that is
 * too wide costs time and never a result.
 */
import { badRequest } from "../cosmos-error.ts";
import { type JsonObject, typeRank, type Value } from "../json.ts";
import type { Container } from "../store/container.ts";
import { indexKey, typeByte } from "../store/index-keys.ts";
import { type CompositePath, compositeServes, pathText } from "../store/indexing-policy.ts";
import { type PartitionKey, partitionKeyOfItem, pathNames } from "../store/partition-key.ts";
import { type Expression, propertyPath, type Query, visit } from "./ast.ts";
import { readsWholeItems, rootName } from "./checker.ts";
import { type Context, evaluate } from "./evaluator.ts";

/** Keys from `low` up to, without, `high`. */
export type KeyRange = { readonly low: Buffer; readonly high: Buffer };

/** Ranges of one indexed path that hold every row the filter can keep; in ascending order and apart from each other. */
export type Restriction = { readonly names: readonly string[]; readonly ranges: readonly KeyRange[] };

export type Plan = {
  readonly restrictions: readonly Restriction[];
  readonly order: readonly CompositePath[];
  /** Items without the ORDER BY property are left out unless the indexing policy names that property. */
  readonly keepsMissing: boolean;
  /** The one logical partition that the filter itself names. */
  readonly partition: PartitionKey | undefined;
};

/** @throws CosmosError 400 when ORDER BY asks for an order that no index of the container gives. */
export function planQuery(query: Query, container: Container, context: Context): Plan {
  const equalities = new Map<string, Value>();
  const restrictions: Restriction[] = [];
  const alias = filterAlias(query);
  if (query.where && alias !== undefined) {
    for (const conjunct of conjuncts(query.where)) {
      const found = restrict(conjunct, alias, context, equalities);
      if (found && container.indexing.includes(found.names)) restrictions.push(found);
    }
  }
  const order = planOrder(query, container);
  const single = order.length === 1 ? order[0] : undefined;
  return {
    restrictions,
    order,
    keepsMissing: single === undefined || container.indexing.namesExplicitly(single.names),
    partition: partitionNamed(container, equalities),
  };
}

/** The alias under which filters speak of whole items: with `FROM c.children` there is none. */
function filterAlias(query: Query): string | undefined {
  return readsWholeItems(query) ? query.from?.alias : undefined;
}

function planOrder(query: Query, container: Container): CompositePath[] {
  const alias = query.from?.alias ?? rootName(query) ?? "";
  const order = query.orderBy.map((item) => ({
    names: propertyPath(item.expression, alias) ?? [],
    descending: item.descending,
  }));
  const [first] = order;
  if (first && order.length === 1 && !container.indexing.includes(first.names)) {
    throw badRequest("The index path corresponding to the specified order-by item is excluded.");
  }
  if (order.length > 1 && !compositeServes(container.indexing, order)) {
    throw badRequest("The order by query does not have a corresponding composite index that it can be served from.");
  }
  return order;
}

function conjuncts(expression: Expression): Expression[] {
  if (expression.kind === "binary" && expression.operator === "AND") {
    return [...conjuncts(expression.left), ...conjuncts(expression.right)];
  }
  return [expression];
}

function restrict(
  node: Expression,
  alias: string,
  context: Context,
  equalities: Map<string, Value>,
): Restriction | undefined {
  if (node.kind === "binary") {
    const sides = [
      { path: propertyPath(node.left, alias), operator: node.operator as string, value: constant(node.right, context) },
      { path: propertyPath(node.right, alias), operator: mirrored(node.operator), value: constant(node.left, context) },
    ];
    const side = sides.find(({ path, value }) => path && path.length > 0 && value);
    if (!side?.path || !side.value) return undefined;
    if (side.operator === "=") equalities.set(pathText(side.path), side.value.is);
    return restriction(side.path, comparedRange(side.operator, side.value.is));
  }
  if (node.kind === "between") {
    const path = propertyPath(node.operand, alias);
    const low = constant(node.low, context);
    const high = constant(node.high, context);
    if (!path || !low || !high) return undefined;
    const from = comparedRange(">=", low.is);
    const to = comparedRange("<=", high.is);
    return from && to ? restriction(path, { low: from.low, high: to.high }) : undefined;
  }
  if (node.kind === "in") {
    const path = propertyPath(node.operand, alias);
    const values = node.among.map((one) => constant(one, context));
    if (!path || !values.every((value) => value !== undefined)) return undefined;
    const ranges = values.map((value) => comparedRange("=", value.is));
    return ranges.every((range) => range !== undefined) ? { names: path, ranges: inOrder(ranges) } : undefined;
  }
  if (node.kind === "call" && node.name === "STARTSWITH" && node.parameters.length === 2) {
    const [operand, prefix] = node.parameters as [Expression, Expression];
    const path = propertyPath(operand, alias);
    const text = constant(prefix, context);
    if (!path || typeof text?.is !== "string") return undefined;
    return restriction(path, { low: indexKey(text.is), high: successor(indexKey(text.is)) });
  }
  return undefined;
}

function restriction(names: readonly string[], range: KeyRange | undefined): Restriction | undefined {
  return range && { names, ranges: [range] };
}

/** Sorted and without repetitions: an item then shows up once, and in the order of the index. */
function inOrder(ranges: readonly KeyRange[]): KeyRange[] {
  const sorted = [...ranges].sort((left, right) => left.low.compare(right.low));
  return sorted.filter((range, index) => index === 0 || !range.low.equals((sorted[index - 1] as KeyRange).low));
}

/** The keys that `path operator value` can be true for; undefined where the index cannot tell (arrays, objects, nothing). */
function comparedRange(operator: string, value: Value): KeyRange | undefined {
  const rank = typeRank(value);
  if (rank === 0 || rank > 4) return undefined;
  const key = indexKey(value);
  const after = Buffer.concat([key, Buffer.from([0])]);
  switch (operator) {
    case "=":
      return { low: key, high: after };
    case "<":
      return { low: typeByte(rank), high: key };
    case "<=":
      return { low: typeByte(rank), high: after };
    case ">":
      return { low: after, high: typeByte(rank + 1) };
    case ">=":
      return { low: key, high: typeByte(rank + 1) };
    default:
      return undefined;
  }
}

/** The least key above all keys that begin with this one. UTF-8 has no byte 0xFF, so the last byte can grow. */
function successor(key: Buffer): Buffer {
  const next = Buffer.from(key);
  next[next.length - 1] = (next.at(-1) as number) + 1;
  return next;
}

function mirrored(operator: string): string {
  return ({ "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as Readonly<Record<string, string>>)[operator] ?? operator;
}

/** The value of an expression that reads no item, wrapped because that value may be undefined. */
function constant(expression: Expression, context: Context): { readonly is: Value } | undefined {
  let reads = false;
  visit(expression, (node) => {
    reads ||= node.kind === "reference" || node.kind === "subquery";
  });
  return reads ? undefined : { is: evaluate(expression, undefined, context) };
}

function partitionNamed(container: Container, equalities: ReadonlyMap<string, Value>): PartitionKey | undefined {
  const item: JsonObject = {};
  for (const path of container.partitionKey.paths) {
    const names = pathNames(path);
    const value = equalities.get(pathText(names));
    if (value === undefined || typeRank(value) > 4) return undefined;
    set(item as Record<string, Value>, names, value);
  }
  return partitionKeyOfItem(item, container.partitionKey);
}

function set(object: Record<string, Value>, names: readonly string[], value: Value): void {
  const [name, ...rest] = names as [string, ...string[]];
  if (rest.length === 0) object[name] = value;
  else {
    const inner = (object[name] ?? {}) as Record<string, Value>;
    object[name] = inner as Value;
    set(inner, rest, value);
  }
}
