/** Quiet hours by the clock on the wall in Paris: across midnight, and across both changes of the clocks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietUntil } from "../../../shared/notifications/quiet-hours.ts";
import { seed } from "../seed.ts";

const night = { from: "22:00", to: "07:00" };
const at = (instant: string, hours = night) => quietUntil(hours, new Date(instant))?.toISOString();

describe("an ordinary night", () => {
  test.each([
    ["2026-11-23T20:59:59.999Z", undefined],
    ["2026-11-23T21:00:00.000Z", "2026-11-24T06:00:00.000Z"],
    ["2026-11-24T02:00:00.000Z", "2026-11-24T06:00:00.000Z"],
    ["2026-11-24T05:59:59.999Z", "2026-11-24T06:00:00.000Z"],
    ["2026-11-24T06:00:00.000Z", undefined],
  ])("at %s: until %s", (instant, end) => {
    expect(at(instant)).toBe(end);
  });

  test("within a day, and none where both are the same", () => {
    expect(at("2026-07-01T10:30:00.000Z", { from: "12:00", to: "14:00" })).toBe("2026-07-01T12:00:00.000Z");
    expect(at("2026-07-01T12:00:00.000Z", { from: "12:00", to: "14:00" })).toBeUndefined();
    expect(at("2026-07-01T10:00:00.000Z", { from: "12:00", to: "12:00" })).toBeUndefined();
  });
});

describe("the clocks go forward (29 March 2026, 02:00 becomes 03:00)", () => {
  test("the night is an hour shorter", () => {
    expect(at("2026-03-28T21:00:00.000Z")).toBe("2026-03-29T05:00:00.000Z");
  });

  test("an end that is skipped is the jump itself", () => {
    const hours = { from: "22:00", to: "02:30" };
    expect(at("2026-03-29T00:50:00.000Z", hours)).toBe("2026-03-29T01:00:00.000Z");
    expect(at("2026-03-29T01:00:00.000Z", hours)).toBeUndefined();
  });
});

describe("the clocks go back (25 October 2026, 03:00 becomes 02:00)", () => {
  test("the night is an hour longer", () => {
    expect(at("2026-10-24T20:00:00.000Z")).toBe("2026-10-25T06:00:00.000Z");
  });

  test("an end that comes twice is the next one", () => {
    const hours = { from: "22:00", to: "02:30" };
    expect(at("2026-10-24T23:50:00.000Z", hours)).toBe("2026-10-25T00:30:00.000Z");
    // 02:10 for the second time.
    expect(at("2026-10-25T01:10:00.000Z", hours)).toBe("2026-10-25T01:30:00.000Z");
  });
});

const wall = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
const minute = 60_000;

const secondPass = Date.parse("2026-10-25T01:00:00.000Z");
const isSecondPass = (ms: number) => ms >= secondPass && ms < secondPass + 60 * minute;

test("at any minute of a year: it is quiet by another calendar's clock, the end is the first minute that is not", () => {
  const year = Date.parse("2026-01-01T00:00:00.000Z");
  const near = ["2026-03-29T00:00:00.000Z", "2026-10-25T00:00:00.000Z"].map((day) =>
    fc.integer({ min: -1_440, max: 1_440 }).map((minutes) => Date.parse(day) + minutes * minute),
  );
  const instant = fc.oneof(
    ...near,
    fc.integer({ min: 0, max: 525_599 }).map((minutes) => year + minutes * minute),
  );
  fc.assert(
    fc.property(instant, time, time, (ms, from, to) => {
      const isQuiet = (when: number) => {
        const now = wall.format(when);
        return from <= to ? from <= now && now < to : now >= from || now < to;
      };
      const end = quietUntil({ from, to }, new Date(ms));
      expect(end !== undefined).toBe(isQuiet(ms));
      if (end === undefined) return;
      const until = end.getTime();
      expect(until).toBeGreaterThan(ms);
      expect(until - ms).toBeLessThanOrEqual(25 * 60 * minute);
      // No minute before the end is loud; but quiet that has begun in the hour that comes twice is not broken off by its return.
      for (let between = ms; between < until; between += 7 * minute)
        expect(isQuiet(between) || isSecondPass(between)).toBe(true);
      expect(isQuiet(until - minute)).toBe(true);
    }),
    { seed, numRuns: 500 },
  );
});
