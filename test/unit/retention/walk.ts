/**
 * A walk through a rule: records begin on each of many days, are written again in the middle, and at every sweep the product
 * is asked whether they go. Each goes at the first sweep after its end as the second opinion has it: never before, and not a
 * day, or where the sweep asks each hour not an hour, later.
 */
import assert from "node:assert/strict";
import type { Product } from "./product.ts";
import { type Day, daysFrom, difficultDays, midnight, over } from "./second-opinion.ts";

export type Days = { readonly first: Day; readonly last: Day };
export const eightYears: Days = { first: "2026-01-01", last: "2033-12-31" };

/** What makes a rule seen to be kept, for records begun on each of some days. */
export type Walk = (product: Product, days: Days) => void;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A record as it begins, and what is written to it later. */
export type Kept<D> = {
  readonly name: string;
  readonly begins: Date;
  readonly doc: D;
  readonly writings?: readonly { readonly at: Date; readonly write: (doc: D, at: Date) => D }[];
  /** From when on it may not be there any more. Absent: nothing has started its clock, and it stays. */
  readonly due: Date | undefined;
};

type Sweep<D> = { readonly every: "hour" | "day"; readonly goes: (doc: D, now: Date) => boolean };

/** Instants of a day at which calendars go wrong: its first, the hour the clocks change in, noon, its last minutes. */
const ofDay: readonly ((day: Day) => Date)[] = [
  (day) => midnight(day),
  (day) => new Date(midnight(day).getTime() + 2.5 * hourMs),
  (day) => new Date(midnight(day).getTime() + 12 * hourMs),
  (day) => new Date(over(day).getTime() - 600_000),
];

/** One instant of each day, by turns; of a difficult one all of them. */
export function* beginnings({ first, last }: Days): Generator<Date> {
  let index = 0;
  for (const day of daysFrom(first, last)) {
    const chosen = difficultDays.includes(day) ? ofDay : ofDay.filter((_, turn) => turn === index % ofDay.length);
    for (const instant of chosen) yield instant(day);
    index += 1;
  }
}

/** For how many sweeps what never ends is followed after its last writing: more than a year, or two weeks of hours. */
const longEnough = 400;

/** Follows records of one rule through all their sweeps. */
export function follow<D>(lives: Iterable<Kept<D>>, { every, goes }: Sweep<D>): void {
  const stepMs = every === "hour" ? hourMs : dayMs;
  let count = 0;
  for (const life of lives) {
    count += 1;
    const { due } = life;
    const at = goneAt(life, goes, stepMs);
    const told = () =>
      `${life.name}, begun ${life.begins.toISOString()}: due ${due?.toISOString()}, gone ${at?.toISOString()}`;
    if (due === undefined) assert.ok(at === undefined, `it had to stay: ${told()}`);
    else {
      assert.ok(at !== undefined, `it stays: ${told()}`);
      assert.ok(at >= due, `early: ${told()}`);
      assert.ok(at.getTime() - due.getTime() < stepMs, `late: ${told()}`);
    }
  }
  assert.ok(count > 0, "nothing was walked");
}

/** The first sweep at which it goes. Some minutes after the hour, in the night: another hour there in winter and in summer. */
function goneAt<D>(life: Kept<D>, goes: (doc: D, now: Date) => boolean, stepMs: number): Date | undefined {
  const offset = 7_380_000 % stepMs;
  const writings = [...(life.writings ?? [])];
  const lastAt = (life.due ?? writings.at(-1)?.at ?? life.begins).getTime();
  const until = lastAt + (life.due === undefined ? longEnough : 2) * stepMs;
  let { doc } = life;
  const first = Math.floor(life.begins.getTime() / stepMs) * stepMs + offset;
  for (let time = first; time <= until; time += stepMs) {
    if (time < life.begins.getTime()) continue;
    const now = new Date(time);
    for (let next = writings[0]; next !== undefined && next.at <= now; next = writings[0]) {
      doc = next.write(doc, next.at);
      writings.shift();
    }
    if (goes(doc, now)) return now;
  }
  return undefined;
}

export const after = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds);

/** An instant that follows from one version of a record alone: it is worked out once for each. */
export function once<D extends object>(instantOf: (doc: D) => number): (doc: D) => number {
  const known = new WeakMap<D, number>();
  return (doc) => {
    const instant = known.get(doc) ?? instantOf(doc);
    known.set(doc, instant);
    return instant;
  };
}
