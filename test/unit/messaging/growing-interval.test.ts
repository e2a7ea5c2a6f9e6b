/** Waiting longer each time, whatever the settings. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { growingInterval } from "../../../shared/messaging/growing-interval.ts";
import { seed } from "../seed.ts";

describe("a growing interval", () => {
  test("doubles from a quarter of an hour to a day", () => {
    const intervals = { first: 900, maximum: 86_400 };
    expect([0, 1, 2, 3].map((times) => growingInterval(intervals, times))).toEqual([900, 1_800, 3_600, 7_200]);
    expect(growingInterval(intervals, 7)).toBe(86_400);
    expect(growingInterval(intervals, 100_000)).toBe(86_400);
  });

  test("never shrinks, never passes the cap, whatever the settings", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 604_800 }),
        fc.integer({ min: 1, max: 604_800 }),
        fc.nat(2_000),
        (first, maximum, times) => {
          const [one, next] = [
            growingInterval({ first, maximum }, times),
            growingInterval({ first, maximum }, times + 1),
          ];
          expect(one).toBeLessThanOrEqual(maximum);
          expect(next).toBeGreaterThanOrEqual(one);
          expect(Number.isInteger(one) && one > 0).toBe(true);
        },
      ),
      { seed },
    );
  });
});
