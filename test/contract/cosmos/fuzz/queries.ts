/** Whole generated queries, and the results that the reference gives for them. */
import { type Item, type Piece, QueryGenerator, type Row } from "./generator.ts";
import type { Random } from "./random.ts";
import type { Plain } from "./reference.ts";
import * as reference from "./reference.ts";

export type GeneratedQuery = {
  readonly text: string;
  readonly parameters: readonly { readonly name: string; readonly value: Plain }[];
  readonly expected: (items: readonly Item[]) => Expected;
};

export type Expected = {
  /** All results, before TOP and OFFSET LIMIT. */
  readonly all: readonly Plain[];
  /** How many of them are returned. */
  readonly count: number;
  /** The ORDER BY values of what is returned, in order; undefined without ORDER BY. */
  readonly keys: readonly Plain[] | undefined;
  /** The ORDER BY value of a result, when it can be read from it. */
  readonly keyOf: ((result: Plain) => Plain) | undefined;
};

type Window = { readonly before: string; readonly after: string; readonly skip: number; readonly take: number };

/** @param spread over several ranges: then only what the SDK itself can merge (orders and aggregates of one type). */
export function generateQuery(random: Random, spread: boolean): GeneratedQuery {
  const generator = new QueryGenerator(random);
  const join = random.chance(0.2) ? random.pick(["t", "k"] as const) : undefined;
  if (join) generator.joined.push(join);
  const from = `FROM c${join ? ` JOIN ${join} IN c.${join === "t" ? "tags" : "kids"}` : ""}`;
  const filter = random.chance(0.85) ? generator.predicate(random.below(4)) : undefined;
  const where = filter ? ` WHERE ${filter.text}` : "";
  const rows = (items: readonly Item[]): Row[] => rowsOf(items, join, filter);
  const form = random.below(10);
  const made =
    form < 2
      ? aggregation(random, generator, spread, from, where, rows)
      : form < 5 && !join
        ? ordered(random, spread, from, where, rows)
        : plain(random, generator, spread, from, where, rows);
  return { ...made, parameters: [...generator.parameters].map(([name, value]) => ({ name, value })) };
}

function rowsOf(items: readonly Item[], join: "t" | "k" | undefined, filter: Piece | undefined): Row[] {
  const rows = items.flatMap((item): Row[] => {
    if (!join) return [{ c: item }];
    const list = item[join === "t" ? "tags" : "kids"];
    return Array.isArray(list) ? list.map((element) => ({ c: item, [join]: element })) : [];
  });
  return rows.filter((row) => !filter || filter.of(row) === true);
}

function windowOf(random: Random): Window {
  const kind = random.below(5);
  const [skip, take] = [random.below(6), random.below(12)];
  if (kind === 0) return { before: `TOP ${take} `, after: "", skip: 0, take };
  if (kind === 1) return { before: "", after: ` OFFSET ${skip} LIMIT ${take}`, skip, take };
  return { before: "", after: "", skip: 0, take: Number.POSITIVE_INFINITY };
}

function left(total: number, { skip, take }: Window): number {
  return Math.max(0, Math.min(take, total - skip));
}

type Made = Omit<GeneratedQuery, "parameters">;

function plain(
  random: Random,
  generator: QueryGenerator,
  spread: boolean,
  from: string,
  where: string,
  rows: (items: readonly Item[]) => Row[],
): Made {
  const window = windowOf(random);
  const distinct = random.chance(0.2);
  // Merging DISTINCT over ranges, the SDK drops results that are false, 0, "" or null: there only objects are selected.
  const select = projection(random, generator, distinct && spread);
  const text = `SELECT ${distinct ? "DISTINCT " : ""}${window.before}${select.text} ${from}${where}${window.after}`;
  const expected = (items: readonly Item[]): Expected => {
    let all = rows(items)
      .map(select.of)
      .filter((value) => value !== undefined);
    if (distinct) all = all.filter((value, at) => all.findIndex((other) => reference.sameValue(other, value)) === at);
    return { all, count: left(all.length, window), keys: undefined, keyOf: undefined };
  };
  return { text, expected };
}

function projection(random: Random, generator: QueryGenerator, objectsOnly: boolean): Piece {
  const kind = objectsOnly ? 2 + random.below(2) : random.below(4);
  if (kind === 0) return { text: "VALUE c.id", of: (row) => reference.property(row["c"], "id") };
  if (kind === 1) {
    const value = generator.scalar(2);
    return { text: `VALUE ${value.text}`, of: value.of };
  }
  const [one, other] = [generator.scalar(1), generator.scalar(2)];
  const of = (row: Row): Plain => {
    const [x, y] = [one.of(row), other.of(row)];
    return { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) };
  };
  if (kind === 2) return { text: `${one.text} AS x, ${other.text} AS y`, of };
  return { text: `VALUE {"x": ${one.text}, "y": ${other.text}}`, of };
}

/** `keeps`: the indexing policy names the property, so that items without it are returned too. */
const orders = [
  { path: "n", keeps: false, oneType: true },
  { path: "s", keeps: false, oneType: true },
  { path: "dueAt", keeps: false, oneType: true },
  { path: "b", keeps: false, oneType: true },
  { path: "a", keeps: false, oneType: false },
  { path: "o", keeps: true, oneType: false },
];

function ordered(
  random: Random,
  spread: boolean,
  from: string,
  where: string,
  rows: (items: readonly Item[]) => Row[],
): Made {
  const order = random.pick(orders.filter((one) => one.oneType || !spread));
  const window = windowOf(random);
  const descending = random.chance(0.5);
  const direction = random.pick(descending ? ["DESC"] : ["ASC", ""]);
  const text = `SELECT ${window.before}c.id, c.${order.path} AS key ${from}${where} ORDER BY c.${order.path} ${direction}${window.after}`;
  const keyOf = (result: Plain): Plain => reference.property(result, "key");
  const expected = (items: readonly Item[]): Expected => {
    const kept = rows(items)
      .map((row) => ({ id: reference.property(row["c"], "id"), key: reference.property(row["c"], order.path) }))
      .filter(({ key }) => order.keeps || key !== undefined)
      .map(({ id, key }) => (key === undefined ? { id } : { id, key }));
    const sorted = [...kept].sort((a, b) => reference.sortOrder(keyOf(a), keyOf(b)) * (descending ? -1 : 1));
    const count = left(sorted.length, window);
    return { all: sorted, count, keys: sorted.slice(window.skip, window.skip + count).map(keyOf), keyOf };
  };
  return { text, expected };
}

function aggregation(
  random: Random,
  generator: QueryGenerator,
  spread: boolean,
  from: string,
  where: string,
  rows: (items: readonly Item[]) => Row[],
): Made {
  const kind = random.pick(["COUNT", "SUM", "AVG", "MIN", "MAX"]);
  const of: Piece = spread ? { text: "c.n", of: (row) => reference.property(row["c"], "n") } : generator.scalar(1);
  const grouped = random.chance(0.5);
  if (!grouped) {
    const text = `SELECT VALUE ${kind}(${of.text}) ${from}${where}`;
    const expected = (items: readonly Item[]): Expected => {
      const value = reference.fold(kind, rows(items).map(of.of));
      const all = value === undefined ? [] : [value];
      return { all, count: all.length, keys: undefined, keyOf: undefined };
    };
    return { text, expected };
  }
  const by = random.pick(["w", "b", "s"]);
  const text = `SELECT c.${by} AS g, COUNT(1) AS n, ${kind}(${of.text}) AS v ${from}${where} GROUP BY c.${by}`;
  const expected = (items: readonly Item[]): Expected => {
    const groups: { key: Plain; rows: Row[] }[] = [];
    for (const row of rows(items)) {
      const key = reference.property(row["c"], by);
      const group = groups.find((one) => reference.sameValue(one.key, key));
      if (group) group.rows.push(row);
      else groups.push({ key, rows: [row] });
    }
    const all = groups.map((group) => {
      const value = reference.fold(kind, group.rows.map(of.of));
      return {
        ...(group.key === undefined ? {} : { g: group.key }),
        n: group.rows.length,
        ...(value === undefined ? {} : { v: value }),
      };
    });
    return { all, count: all.length, keys: undefined, keyOf: undefined };
  };
  return { text, expected };
}
