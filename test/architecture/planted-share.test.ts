/** Planted bugs that take turns (decision 0215): each comes by within four days, and no day goes without. */
import { expect, it } from "vitest";
import { sharingSuites } from "../faults/plant-all.ts";
import { plantedToday } from "../fixtures/planted-share.ts";

const days = [0, 1, 2, 3].map((day) => 20_000 + day);

it.skipIf(process.env.PLANTED_BUGS === "all")("plants each bug within four days, and one at least on each", () => {
  for (const count of [1, 2, 3, 4, 5, 27, 44]) {
    const bugs = Array.from({ length: count }, (_, index) => index);
    const shares = days.map((day) => plantedToday(bugs, 4, day));
    expect(new Set(shares.flat())).toEqual(new Set(bugs));
    for (const share of shares) expect(share.length).toBeGreaterThan(0);
  }
});

it("leaves no suite out of the long run", () => {
  expect(sharingSuites()).toEqual(
    expect.arrayContaining(["test/simulation/simulation.test.ts", "test/infra/lose.test.ts"]),
  );
  expect(sharingSuites()).not.toContain("test/unit/erasure/planted-bugs.test.ts");
});
