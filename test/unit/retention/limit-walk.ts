/** The walk of the counters: each entry by itself, in rows that are added to and swept. */
import assert from "node:assert/strict";
import type { LimitRow } from "../../../shared/limits/limit.ts";
import type { Product } from "./product.ts";
import { hoursLater } from "./second-opinion.ts";
import { beginnings, hourMs, type Walk } from "./walk.ts";

/** Hours after the first entry at which the same mailbox asks again: never; within its day, at its end, days later; each hour. */
const once = [0];
const nowAndThen = [0, 5, 23.99, 24.01, 30, 70];
const eachHour = Array.from({ length: 30 }, (_, hour) => hour + 0.5);

export const limitEntries: Walk = ({ limits }, days) => {
  let index = 0;
  for (const begins of beginnings(days)) {
    for (const rhythm of index % 7 === 0 ? [once, nowAndThen, eachHour] : [once, nowAndThen]) {
      // An entry is counted in whole seconds, and so is its end.
      walkRow(
        limits,
        rhythm.map((hours) => Math.floor(hoursLater(begins, hours).getTime() / 1_000) * 1_000),
      );
    }
    index += 1;
  }
};

/** @param asked instants at which something is counted. */
function walkRow({ rowWithOneMore, entriesAt, rowLeft }: Product["limits"], asked: readonly number[]): void {
  const id = "1.a" as LimitRow["id"];
  const waiting = [...asked];
  let row: LimitRow | undefined;
  let there: readonly number[] = [];
  const become = (next: LimitRow | undefined, now: number) => {
    const left = next?.taken.map(({ at }) => at * 1_000) ?? [];
    for (const at of there)
      assert.ok(left.includes(at) || now >= endOf(at), `early: an entry of ${at}, gone at ${now}`);
    [row, there] = [next, left];
  };
  const first = Math.floor((asked[0] ?? 0) / hourMs) * hourMs + 180_000;
  for (let time = first; time <= (asked.at(-1) ?? 0) + 26 * hourMs; time += hourMs) {
    for (let at = waiting[0]; at !== undefined && at <= time; at = waiting[0]) {
      const now = new Date(at);
      become(rowWithOneMore(id, row === undefined ? [] : entriesAt(row, now), now), at);
      waiting.shift();
    }
    // What the sweep finds: rows whose date has come.
    if (row !== undefined && Date.parse(row.expiresAt) <= time) become(rowLeft(row, new Date(time)), time);
    for (const at of there) assert.ok(time - endOf(at) < hourMs, `late: an entry of ${at} is there at ${time}`);
  }
  assert.equal(row, undefined, `a row of ${asked[0]} stays`);
}

const endOf = (at: number): number => hoursLater(new Date(at), 24).getTime();
