/** Recursive-descent parser of the query language: text to syntax tree. What it does not know it refuses, with the position. */
import { badRequest } from "../cosmos-error.ts";
import type { BinaryOperator, Expression, OrderItem, Projection, Query, Source } from "./ast.ts";
import { type Token, tokenize } from "./lexer.ts";

/** Binding strength of the binary operators; higher binds tighter. */
const strength: Readonly<Record<string, number>> = {
  "??": 2,
  OR: 3,
  AND: 4,
  IN: 6,
  BETWEEN: 6,
  LIKE: 6,
  "=": 6,
  "!=": 6,
  "<": 6,
  "<=": 6,
  ">": 6,
  ">=": 6,
  "|": 7,
  "^": 8,
  "&": 9,
  "<<": 10,
  ">>": 10,
  ">>>": 10,
  "||": 11,
  "+": 12,
  "-": 12,
  "*": 13,
  "/": 13,
  "%": 13,
};
const comparison = 6;
const notStrength = 5;

/** @throws CosmosError 400 with the position when the text is not a query this endpoint knows. */
export function parseQuery(text: string): Query {
  const parser = new Parser(tokenize(text));
  const query = parser.query();
  parser.end();
  return query;
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  end(): void {
    if (this.#peek().type !== "end") throw this.#unexpected();
  }

  query(): Query {
    this.#expect("SELECT");
    const distinct = this.#accept("DISTINCT");
    const top = this.#accept("TOP") ? this.#count() : undefined;
    const projection = this.#projection();
    const joins: Source[] = [];
    let from: Source | undefined;
    if (this.#accept("FROM")) {
      from = this.#source();
      while (this.#accept("JOIN")) joins.push(this.#source());
    }
    const where = this.#accept("WHERE") ? this.#expression() : undefined;
    const groupBy = this.#accept("GROUP") ? this.#groupBy() : [];
    const orderBy = this.#accept("ORDER") ? this.#orderBy() : [];
    let offset: Expression | undefined;
    let limit: Expression | undefined;
    if (this.#accept("OFFSET")) {
      offset = this.#count();
      this.#expect("LIMIT");
      limit = this.#count();
      if (top) throw badRequest("Syntax error, TOP and OFFSET LIMIT cannot be used in the same query.");
    }
    return { distinct, top, projection, from, joins, where, groupBy, orderBy, offset, limit };
  }

  #projection(): Projection {
    if (this.#accept("*")) return { kind: "all" };
    if (this.#accept("VALUE")) return { kind: "value", expression: this.#expression() };
    const properties: { name: string; value: Expression }[] = [];
    let unnamed = 0;
    do {
      const value = this.#expression();
      const named = this.#accept("AS") || this.#peek().type === "name" ? this.#name() : derivedName(value);
      const name = named ?? `$${++unnamed}`;
      if (properties.some((property) => property.name === name)) {
        throw badRequest(`The property '${name}' is selected more than once; give one of them another name with AS.`);
      }
      properties.push({ name, value });
    } while (this.#accept(","));
    return { kind: "properties", properties };
  }

  #source(): Source {
    if (this.#accept("(")) {
      const query = this.query();
      this.#expect(")");
      this.#accept("AS");
      return { alias: this.#name(), each: true, from: { kind: "subquery", as: "array", query } };
    }
    const first = this.#name();
    if (this.#accept("IN")) {
      if (this.#accept("(")) {
        const query = this.query();
        this.#expect(")");
        return { alias: first, each: true, from: { kind: "subquery", as: "array", query } };
      }
      return { alias: first, each: true, from: this.#path({ kind: "reference", name: this.#name() }) };
    }
    const from = this.#path({ kind: "reference", name: first });
    const aliased = this.#accept("AS") || this.#peek().type === "name";
    const alias = aliased ? this.#name() : derivedName(from);
    if (alias === undefined) throw badRequest("Syntax error, the FROM clause needs an alias (AS).");
    return { alias, each: false, from };
  }

  #groupBy(): Expression[] {
    this.#expect("BY");
    const expressions: Expression[] = [];
    do expressions.push(this.#expression());
    while (this.#accept(","));
    return expressions;
  }

  #orderBy(): OrderItem[] {
    this.#expect("BY");
    const items: OrderItem[] = [];
    do {
      const expression = this.#expression();
      const descending = this.#accept("DESC");
      if (!descending) this.#accept("ASC");
      items.push({ expression, descending });
    } while (this.#accept(","));
    return items;
  }

  /** TOP, OFFSET and LIMIT take a whole number or a parameter, nothing else. */
  #count(): Expression {
    const token = this.#peek();
    if (token.type === "number" || token.type === "parameter") return this.#primary();
    throw this.#unexpected();
  }

  #expression(minimum = 0): Expression {
    if (++this.#depth > 200) throw badRequest("The query is nested too deeply.");
    let left = this.#unary();
    for (;;) {
      if (minimum <= 1 && this.#is("?")) {
        left = this.#conditional(left);
        continue;
      }
      const negated = this.#is("NOT");
      const operator = negated ? this.#peek(1).text : this.#peek().text;
      const binding = this.#operatorStrength(negated);
      if (binding === undefined || binding < minimum) break;
      this.#next += negated ? 2 : 1;
      const expression = this.#binary(left, operator, binding);
      left = negated ? { kind: "unary", operator: "NOT", operand: expression } : expression;
    }
    this.#depth--;
    return left;
  }

  #operatorStrength(negated: boolean): number | undefined {
    const token = this.#peek(negated ? 1 : 0);
    if (token.type !== "operator" && token.type !== "keyword") return undefined;
    if (negated && !["IN", "LIKE", "BETWEEN"].includes(token.text)) return undefined;
    return strength[token.text];
  }

  #binary(left: Expression, operator: string, binding: number): Expression {
    switch (operator) {
      case "IN": {
        this.#expect("(");
        const among: Expression[] = [];
        do among.push(this.#expression());
        while (this.#accept(","));
        this.#expect(")");
        return { kind: "in", operand: left, among };
      }
      case "BETWEEN": {
        const low = this.#expression(comparison + 1);
        this.#expect("AND");
        return { kind: "between", operand: left, low, high: this.#expression(comparison + 1) };
      }
      case "LIKE": {
        const pattern = this.#expression(comparison + 1);
        const escaping = this.#accept("ESCAPE") ? this.#expression(comparison + 1) : undefined;
        return { kind: "like", operand: left, pattern, escape: escaping };
      }
      default:
        return {
          kind: "binary",
          operator: operator as BinaryOperator,
          left,
          right: this.#expression(binding + 1),
        };
    }
  }

  #conditional(test: Expression): Expression {
    this.#expect("?");
    const whenTrue = this.#expression();
    this.#expect(":");
    return { kind: "conditional", test, whenTrue, otherwise: this.#expression(1) };
  }

  #unary(): Expression {
    if (this.#accept("NOT")) return { kind: "unary", operator: "NOT", operand: this.#expression(notStrength) };
    for (const operator of ["-", "+", "~"] as const) {
      if (this.#accept(operator)) return { kind: "unary", operator, operand: this.#unary() };
    }
    return this.#path(this.#primary());
  }

  /** `.name`, `["name"]` and `[0]` after something. */
  #path(start: Expression): Expression {
    let at = start;
    for (;;) {
      if (this.#accept(".")) {
        at = { kind: "member", of: at, key: { kind: "literal", value: this.#name(true) } };
      } else if (this.#accept("[")) {
        at = { kind: "member", of: at, key: this.#expression() };
        this.#expect("]");
      } else return at;
    }
  }

  #primary(): Expression {
    const token = this.#peek();
    this.#next++;
    switch (token.type) {
      case "number":
        return { kind: "literal", value: Number(token.text) };
      case "string":
        return { kind: "literal", value: token.text };
      case "parameter":
        return { kind: "parameter", name: token.text };
      case "name":
        return this.#is("(") ? this.#call(token.text) : { kind: "reference", name: token.text };
      case "keyword":
        return this.#keywordExpression(token);
      case "operator":
        return this.#bracketed(token);
      default:
        this.#next--;
        throw this.#unexpected();
    }
  }

  #keywordExpression(token: Token): Expression {
    switch (token.text) {
      case "TRUE":
      case "FALSE":
        return { kind: "literal", value: token.text === "TRUE" };
      case "NULL":
        return { kind: "literal", value: null };
      case "UNDEFINED":
        return { kind: "literal", value: undefined };
      case "EXISTS":
      case "ARRAY": {
        this.#expect("(");
        const query = this.query();
        this.#expect(")");
        return { kind: "subquery", as: token.text === "EXISTS" ? "exists" : "array", query };
      }
      default:
        this.#next--;
        throw this.#unexpected();
    }
  }

  #bracketed(token: Token): Expression {
    if (token.text === "(") {
      if (this.#is("SELECT")) {
        const query = this.query();
        this.#expect(")");
        return { kind: "subquery", as: "scalar", query };
      }
      const inner = this.#expression();
      this.#expect(")");
      return inner;
    }
    if (token.text === "[") return { kind: "array", elements: this.#list("]", () => this.#expression()) };
    if (token.text === "{") return { kind: "object", properties: this.#list("}", () => this.#property()) };
    this.#next--;
    throw this.#unexpected();
  }

  #property(): { name: string; value: Expression } {
    const token = this.#peek();
    const name = token.type === "string" ? token.text : this.#name(true);
    if (token.type === "string") this.#next++;
    this.#expect(":");
    return { name, value: this.#expression() };
  }

  #list<Element>(close: string, element: () => Element): Element[] {
    const elements: Element[] = [];
    if (this.#accept(close)) return elements;
    do elements.push(element());
    while (this.#accept(","));
    this.#expect(close);
    return elements;
  }

  #call(name: string): Expression {
    this.#expect("(");
    return { kind: "call", name: name.toUpperCase(), parameters: this.#list(")", () => this.#expression()) };
  }

  /** A name; after a dot and as an object's key a keyword is a name too. */
  #name(keywordAllowed = false): string {
    const token = this.#peek();
    if (token.type !== "name" && !(keywordAllowed && token.type === "keyword")) throw this.#unexpected();
    this.#next++;
    return token.raw;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  #is(text: string): boolean {
    const token = this.#peek();
    return (token.type === "keyword" || token.type === "operator") && token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected();
  }

  #unexpected(): Error {
    const token = this.#peek();
    const what = token.type === "end" ? "end of query" : `'${token.raw.slice(0, 40)}'`;
    return badRequest(`Syntax error, incorrect syntax near ${what} at position ${token.at} of the query.`);
  }
}

/** The name a column or source has when none is given: the last property of its path. */
function derivedName(expression: Expression): string | undefined {
  if (expression.kind === "reference") return expression.name;
  if (expression.kind === "member" && expression.key.kind === "literal" && typeof expression.key.value === "string") {
    return expression.key.value;
  }
  return undefined;
}
