/** The walk of the counters: each entry by itself, in rows that are added to and swept. */
import assert from "node:assert/strict";
import type { LimitRow } from "../../../shared/limits/limit.ts";
import { hoursLater } from "./second-opinion.ts";
import { beginnings, hourMs, type Walk } from "./walk.ts";

/** Hours after the first entry at which the same mailbox asks again: within its day, at its end, days later; or each hour. */
const rhythms = [[], [5, 23.99, 24.01, 30, 70], Array.from({ length: 60 }, (_, hour) => hour + 0.5)] as const;

export const limitEntries: Walk = ({ limits }, days) => {
  const { rowWithOneMore, entriesAt, rowLeft } = limits;
  const id = "1.a" as LimitRow["id"];
  for (const exact of beginnings(days)) {
    for (const rhythm of rhythms) {
      // An entry is counted in whole seconds, and so is its end.
      const asked = [0, ...rhythm].map(
        (hours) => new Date(Math.floor(hoursLater(exact, hours).getTime() / 1_000) * 1_000),
      );
      const waiting = [...asked];
      const last = asked.at(-1) ?? exact;
      let row: LimitRow | undefined;
      let there = new Set<number>();
      const seen = (now: Date) => {
        const left = new Set(row?.taken.map(({ at }) => at) ?? []);
        for (const at of there) if (!left.has(at)) judge(new Date(at * 1_000), now);
        for (const at of left) {
          const end = hoursLater(new Date(at * 1_000), 24);
          assert.ok(now.getTime() - end.getTime() < hourMs, `late: an entry of ${at} is there at ${now.toISOString()}`);
        }
        there = left;
      };
      const first = Math.floor(exact.getTime() / hourMs) * hourMs + 180_000;
      for (let time = first; time <= last.getTime() + 26 * hourMs; time += hourMs) {
        const now = new Date(time);
        for (let next = waiting[0]; next !== undefined && next <= now; next = waiting[0]) {
          row = rowWithOneMore(id, row === undefined ? [] : entriesAt(row, next), next);
          waiting.shift();
          seen(next);
        }
        // What the sweep finds: rows whose date has come.
        if (row !== undefined && row.expiresAt <= now.toISOString()) row = rowLeft(row, now);
        seen(now);
      }
      assert.equal(row, undefined, `a row of ${exact.toISOString()} stays`);
    }
  }
};

function judge(at: Date, gone: Date): void {
  assert.ok(gone >= hoursLater(at, 24), `early: an entry of ${at.toISOString()}, gone ${gone.toISOString()}`);
}
