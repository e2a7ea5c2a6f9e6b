/** Generates items and queries. Each piece of a query is made together with the function that says what it means. */
import type { Random } from "./random.ts";
import type { Plain } from "./reference.ts";
import * as reference from "./reference.ts";

export type Item = { readonly id: string; readonly pk: string } & Record<string, Plain>;

/** Names in sight: `c` and what JOIN adds. */
export type Row = Readonly<Record<string, Plain>>;
export type Piece = {
  readonly text: string;
  readonly of: (row: Row) => Plain;
  /** For a path: a value of the kind it usually holds, so that comparisons often find something. */
  readonly usual?: () => Plain;
};

const words = ["", "a", "A", "ab", "abc", "b", "é", "zz", "\u{1f600}", "\uffee", "a_b", "100%", "o'k"];

/** The SDK merges ranges by UTF-16 units, the endpoint sorts by code point: they agree but for these two together. */
const merged = words.filter((word) => word !== "\uffee");

export function generateItem(random: Random, index: number, partitions: number): Item {
  const { below, chance, pick } = random;
  const any = (): Plain =>
    pick<() => Plain>([
      () => undefined,
      () => null,
      () => chance(0.5),
      () => below(7) - 3,
      () => below(70) / 10 - 3.5,
      () => pick(words),
      () => pick(words),
      () => [pick(words), below(3)],
      () => ({ x: below(3), y: pick(words) }),
    ])();
  const optional = (probability: number, value: () => Plain, name: string) =>
    chance(probability) ? { [name]: value() } : {};
  const item: Item = {
    id: `i${index}`,
    pk: `p${index % partitions}`,
    n: (index * 37) % 1000,
    s: pick(merged),
    w: pick(["red", "green", "blue"]),
    ...optional(0.8, any, "a"),
    ...optional(0.7, () => below(4), "b"),
    ...optional(0.6, () => below(5), "o"),
    ...optional(0.7, () => Array.from({ length: below(4) }, () => pick(words)), "tags"),
    ...optional(0.5, () => Array.from({ length: below(3) }, () => ({ age: below(6), name: pick(words) })), "kids"),
    ...optional(0.6, () => ({ x: any(), "odd name": below(3) }), "nest"),
    dueAt: `2026-0${1 + below(9)}-1${below(10)}`,
  };
  // What is stored is JSON: a property that is undefined does not exist.
  return JSON.parse(JSON.stringify(item)) as Item;
}

const quote = (value: Plain): string => JSON.stringify(value);

export class QueryGenerator {
  readonly #random: Random;
  readonly parameters = new Map<string, Plain>();
  /** Aliases that JOIN has added, with the property each runs over. */
  readonly joined: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  path(): Piece {
    const { pick, chance } = this.#random;
    if (this.joined.length > 0 && chance(0.4)) {
      const alias = pick(this.joined);
      const inner = alias === "k" ? pick([undefined, "age", "name"]) : undefined;
      if (inner === undefined) return { text: alias, of: (row) => row[alias] };
      return { text: `${alias}.${inner}`, of: (row) => reference.property(row[alias], inner) };
    }
    const { below } = this.#random;
    const word = (): Plain => pick(words);
    const small = (): Plain => below(5);
    const [text, names, usual] = pick<[string, (string | number)[], (() => Plain)?]>([
      ["c.n", ["n"], () => below(1000)],
      ["c.s", ["s"], word],
      ["c.w", ["w"], () => pick(["red", "green", "blue"])],
      ["c.a", ["a"]],
      ["c.b", ["b"], small],
      ["c.o", ["o"], small],
      ["c.id", ["id"], () => `i${below(90)}`],
      ["c.dueAt", ["dueAt"], () => `2026-0${1 + below(9)}-15`],
      ["c.tags", ["tags"]],
      ["c.tags[0]", ["tags", 0], word],
      ["c['nest']['odd name']", ["nest", "odd name"], small],
      ["c.nest.x", ["nest", "x"]],
      ["c.nest", ["nest"]],
      ["c.absent", ["absent"]],
      ["c.a.x", ["a", "x"], small],
    ]);
    const of = (row: Row): Plain => names.reduce<Plain>((at, name) => reference.property(at, name), row["c"]);
    return { text, of, ...(usual ? { usual } : {}) };
  }

  /** A literal, or a parameter with the same value. */
  constant(usual?: () => Plain): Piece {
    const { pick, below, chance } = this.#random;
    if (usual && chance(0.8)) return this.#given(usual());
    const value = pick<() => Plain>([
      () => below(1000),
      () => below(7) - 3,
      () => below(5),
      () => below(70) / 10 - 3.5,
      () => pick(words),
      () => pick(words),
      () => pick(["red", "green", "blue"]),
      () => `2026-0${1 + below(9)}-15`,
      () => chance(0.5),
      () => null,
      () => [pick(words), below(3)],
    ])();
    return this.#given(value);
  }

  #given(value: Plain): Piece {
    if (this.#random.chance(0.4)) {
      const name = `@p${this.parameters.size}`;
      this.parameters.set(name, value);
      return { text: name, of: () => value };
    }
    return { text: quote(value), of: () => value };
  }

  scalar(depth: number): Piece {
    const { pick, chance } = this.#random;
    if (depth <= 0 || chance(0.55)) return chance(0.7) ? this.path() : this.constant();
    const one = () => this.scalar(depth - 1);
    return pick<() => Piece>([
      () => {
        const [left, right, operator] = [one(), one(), pick(["+", "-", "*", "%"])];
        const of = (row: Row) => reference.arithmetic(operator, left.of(row), right.of(row));
        return { text: `(${left.text} ${operator} ${right.text})`, of };
      },
      () => this.#call("LOWER", one(), (value) => (typeof value === "string" ? value.toLowerCase() : undefined)),
      () => this.#call("LENGTH", one(), (value) => (typeof value === "string" ? value.length : undefined)),
      () => this.#call("ABS", one(), (value) => (typeof value === "number" ? Math.abs(value) : undefined)),
      () => this.#call("ARRAY_LENGTH", one(), (value) => (Array.isArray(value) ? value.length : undefined)),
      () => {
        const [left, right] = [one(), one()];
        const of = (row: Row) => {
          const [a, b] = [left.of(row), right.of(row)];
          return typeof a === "string" && typeof b === "string" ? `${a}${b}` : undefined;
        };
        return chance(0.5)
          ? { text: `(${left.text} || ${right.text})`, of }
          : { text: `CONCAT(${left.text}, ${right.text})`, of };
      },
      () => {
        const [left, right] = [one(), one()];
        return {
          text: `(${left.text} ?? ${right.text})`,
          of: (row) => left.of(row) ?? (left.of(row) === null ? null : right.of(row)),
        };
      },
      () => {
        const [test, yes, no] = [this.predicate(depth - 1), one(), one()];
        const of = (row: Row) => (test.of(row) === true ? yes.of(row) : no.of(row));
        return { text: `(${test.text} ? ${yes.text} : ${no.text})`, of };
      },
    ])();
  }

  #call(name: string, operand: Piece, meaning: (value: Plain) => Plain): Piece {
    return { text: `${name}(${operand.text})`, of: (row) => meaning(operand.of(row)) };
  }

  predicate(depth: number): Piece {
    const { pick, chance } = this.#random;
    if (depth > 0 && chance(0.45)) return this.#composed(depth);
    return pick<() => Piece>([
      () => this.#comparison(depth),
      () => this.#comparison(depth),
      () => this.#comparison(0),
      () => this.#membership(),
      () => this.#between(),
      () => this.#typeCheck(),
      () => this.#textCheck(),
      () => this.#likeCheck(),
      () => this.#arrayCheck(),
      () => this.#existence(),
    ])();
  }

  #composed(depth: number): Piece {
    const { pick } = this.#random;
    const left = this.predicate(depth - 1);
    const operator = pick(["AND", "AND", "OR", "NOT"]);
    if (operator === "NOT") return { text: `NOT (${left.text})`, of: (row) => reference.negation(left.of(row)) };
    const right = this.predicate(depth - 1);
    const join = operator === "AND" ? reference.conjunction : reference.disjunction;
    return { text: `(${left.text} ${operator} ${right.text})`, of: (row) => join(left.of(row), right.of(row)) };
  }

  #comparison(depth: number): Piece {
    const { pick, chance } = this.#random;
    const one = this.scalar(depth - 1);
    const other = chance(0.7) ? this.constant(one.usual) : this.scalar(depth - 1);
    const [left, right] = chance(0.8) ? [one, other] : [other, one];
    const operator = pick(["=", "=", "!=", "<", "<=", ">", ">="]);
    const of = (row: Row) => reference.comparison(operator, left.of(row), right.of(row));
    return { text: `${left.text} ${operator === "!=" && chance(0.3) ? "<>" : operator} ${right.text}`, of };
  }

  #membership(): Piece {
    const { below, chance } = this.#random;
    const operand = this.path();
    const among = Array.from({ length: 1 + below(4) }, () => this.constant(operand.usual));
    const inside = (row: Row) =>
      among.reduce<Plain>(
        (found, one) => reference.disjunction(found, reference.comparison("=", operand.of(row), one.of(row))),
        false,
      );
    const list = among.map((one) => one.text).join(", ");
    if (chance(0.7)) return { text: `${operand.text} IN (${list})`, of: inside };
    return { text: `${operand.text} NOT IN (${list})`, of: (row) => reference.negation(inside(row)) };
  }

  #between(): Piece {
    const operand = this.path();
    const [low, high] = [this.constant(operand.usual), this.constant(operand.usual)];
    const of = (row: Row) =>
      reference.conjunction(
        reference.comparison(">=", operand.of(row), low.of(row)),
        reference.comparison("<=", operand.of(row), high.of(row)),
      );
    return { text: `${operand.text} BETWEEN ${low.text} AND ${high.text}`, of };
  }

  #typeCheck(): Piece {
    const [name, types] = this.#random.pick<[string, string[]]>([
      ["IS_DEFINED", ["null", "boolean", "number", "string", "array", "object"]],
      ["IS_NULL", ["null"]],
      ["IS_BOOL", ["boolean"]],
      ["IS_NUMBER", ["number"]],
      ["IS_STRING", ["string"]],
      ["IS_ARRAY", ["array"]],
      ["IS_OBJECT", ["object"]],
      ["IS_PRIMITIVE", ["null", "boolean", "number", "string"]],
    ]);
    return this.#call(name, this.path(), (value) => types.includes(reference.typeOf(value)));
  }

  #textCheck(): Piece {
    const { pick, chance } = this.#random;
    const [operand, part, ignoresCase] = [this.path(), this.#given(pick(words)), chance(0.3)];
    const name = pick(["STARTSWITH", "ENDSWITH", "CONTAINS"]);
    const of = (row: Row) => {
      let [text, piece] = [operand.of(row), part.of(row)];
      if (typeof text !== "string" || typeof piece !== "string") return undefined;
      if (ignoresCase) [text, piece] = [text.toLowerCase(), piece.toLowerCase()];
      const at = (text as string).indexOf(piece as string);
      if (name === "STARTSWITH") return at === 0;
      if (name === "CONTAINS") return at >= 0;
      return (
        (text as string).slice((text as string).length - (piece as string).length) === piece &&
        (piece as string).length <= (text as string).length
      );
    };
    return { text: `${name}(${operand.text}, ${part.text}${ignoresCase ? ", true" : ""})`, of };
  }

  #likeCheck(): Piece {
    const { pick } = this.#random;
    const operand = this.path();
    const pattern = pick(["%", "a%", "%b", "%b%", "_", "a_%", "re_", "%.%", "", "2026-0_-1%", "100%", "(%"]);
    const of = (row: Row) => {
      const text = operand.of(row);
      return typeof text === "string" ? reference.like([...text], [...pattern]) : undefined;
    };
    return { text: `${operand.text} LIKE ${this.#given(pattern).text}`, of };
  }

  #arrayCheck(): Piece {
    const [array, element] = [this.path(), this.constant()];
    const of = (row: Row) => {
      const list = array.of(row);
      return Array.isArray(list) ? list.some((one) => reference.sameValue(one, element.of(row))) : undefined;
    };
    return { text: `ARRAY_CONTAINS(${array.text}, ${element.text})`, of };
  }

  #existence(): Piece {
    const { below, pick } = this.#random;
    const [age, operator] = [below(6), pick(["<", ">=", "="])];
    const of = (row: Row) => {
      const kids = reference.property(row["c"], "kids");
      return (
        Array.isArray(kids) &&
        kids.some((kid) => reference.comparison(operator, reference.property(kid, "age"), age) === true)
      );
    };
    return { text: `EXISTS(SELECT VALUE q FROM q IN c.kids WHERE q.age ${operator} ${age})`, of };
  }
}
