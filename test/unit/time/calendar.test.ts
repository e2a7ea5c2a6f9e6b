/** Days and ages in Paris, wherever the machine stands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parisDay, secondsAfter, yearsBetween } from "../../../shared/time/calendar.ts";
import { seed } from "../seed.ts";

describe("the day in Paris", () => {
  test.each([
    ["2026-11-23T22:59:59.999Z", "2026-11-23"],
    ["2026-11-23T23:00:00.000Z", "2026-11-24"],
    ["2026-07-14T21:59:59.999Z", "2026-07-14"],
    ["2026-07-14T22:00:00.000Z", "2026-07-15"],
    ["2026-03-29T00:30:00.000Z", "2026-03-29"],
    ["2026-10-25T00:30:00.000Z", "2026-10-25"],
    ["2026-12-31T23:30:00.000Z", "2027-01-01"],
    ["2028-02-28T23:00:00.000Z", "2028-02-29"],
    ["2000-01-01T00:00:00.000Z", "2000-01-01"],
  ])("%s is %s", (at, day) => {
    expect(parisDay(new Date(at))).toBe(day);
  });

  test("is always written the same way and never goes back", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("1990-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }), (at) => {
        expect(parisDay(at)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(parisDay(secondsAfter(at, 3_600)) >= parisDay(at)).toBe(true);
      }),
      { seed },
    );
  });
});

describe("an age", () => {
  test.each([
    ["2008-11-23", "2026-11-23", 18],
    ["2008-11-24", "2026-11-23", 17],
    ["2008-12-01", "2026-11-30", 17],
    ["2008-10-31", "2026-11-01", 18],
    ["2008-02-29", "2026-02-28", 17],
    ["2008-02-29", "2026-03-01", 18],
    ["2008-02-29", "2028-02-29", 20],
    ["2026-11-23", "2026-11-23", 0],
    ["2026-11-24", "2026-11-23", -1],
    ["1896-11-23", "2026-11-23", 130],
  ])("from %s to %s: %d", (from, to, years) => {
    expect(yearsBetween(from, to)).toBe(years);
  });
});

test("seconds after are seconds, whatever the clocks do that night", () => {
  expect(secondsAfter(new Date("2026-10-25T00:30:00Z"), 3_600).toISOString()).toBe("2026-10-25T01:30:00.000Z");
});
