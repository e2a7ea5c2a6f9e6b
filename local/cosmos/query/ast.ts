/** The syntax tree of a query, as the parser makes it and the planner, printer and evaluator read it. */
import type { Json } from "../json.ts";

export type Expression =
  | { readonly kind: "literal"; readonly value: Json | undefined }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "unary"; readonly operator: "NOT" | "-" | "+" | "~"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "in"; readonly operand: Expression; readonly among: readonly Expression[] }
  | { readonly kind: "between"; readonly operand: Expression; readonly low: Expression; readonly high: Expression }
  | {
      readonly kind: "like";
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
    }
  | {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: "array"; readonly elements: readonly Expression[] }
  | { readonly kind: "object"; readonly properties: readonly { readonly name: string; readonly value: Expression }[] }
  | { readonly kind: "call"; readonly name: string; readonly parameters: readonly Expression[] }
  | { readonly kind: "subquery"; readonly as: "scalar" | "array" | "exists"; readonly query: Query };

export type BinaryOperator =
  | ("AND" | "OR" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "||" | "??")
  | ("+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>" | ">>>");

/** `FROM alias`, `FROM path AS alias` (each = false) or `FROM alias IN path` (each = true: one row per array element). */
export type Source = { readonly alias: string; readonly each: boolean; readonly from: Expression };

export type Projection =
  | { readonly kind: "all" }
  | { readonly kind: "value"; readonly expression: Expression }
  | {
      readonly kind: "properties";
      readonly properties: readonly { readonly name: string; readonly value: Expression }[];
    };

export type OrderItem = { readonly expression: Expression; readonly descending: boolean };

export type Query = {
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly projection: Projection;
  readonly from: Source | undefined;
  readonly joins: readonly Source[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
};

/** Calls the visitor for an expression and everything in it, without entering subqueries. */
export function visit(expression: Expression, visitor: (node: Expression) => void): void {
  visitor(expression);
  for (const child of children(expression)) visit(child, visitor);
}

export function children(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "member":
      return [node.of, node.key];
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "in":
      return [node.operand, ...node.among];
    case "between":
      return [node.operand, node.low, node.high];
    case "like":
      return node.escape ? [node.operand, node.pattern, node.escape] : [node.operand, node.pattern];
    case "conditional":
      return [node.test, node.whenTrue, node.otherwise];
    case "array":
      return node.elements;
    case "object":
      return node.properties.map((property) => property.value);
    case "call":
      return node.parameters;
    default:
      return [];
  }
}

export const aggregateNames: ReadonlySet<string> = new Set(["COUNT", "SUM", "AVG", "MIN", "MAX"]);

export function isAggregate(node: Expression): boolean {
  return node.kind === "call" && aggregateNames.has(node.name);
}

export function containsAggregate(expression: Expression): boolean {
  let found = false;
  visit(expression, (node) => {
    found ||= isAggregate(node);
  });
  return found;
}

/** The expressions of a SELECT clause, in order. */
export function projected(projection: Projection): readonly Expression[] {
  if (projection.kind === "value") return [projection.expression];
  return projection.kind === "properties" ? projection.properties.map((property) => property.value) : [];
}

/** Whether rows are folded into groups: GROUP BY, or an aggregate in the SELECT clause. */
export function isAggregation(query: Query): boolean {
  return query.groupBy.length > 0 || projected(query.projection).some(containsAggregate);
}

/** `alias.a.b` as `["a", "b"]`; undefined when the expression is anything else or starts at another alias. */
export function propertyPath(expression: Expression, alias: string): readonly string[] | undefined {
  if (expression.kind === "reference") return expression.name === alias ? [] : undefined;
  if (expression.kind !== "member" || expression.key.kind !== "literal") return undefined;
  const name = expression.key.value;
  const parent = propertyPath(expression.of, alias);
  return parent && typeof name === "string" ? [...parent, name] : undefined;
}
