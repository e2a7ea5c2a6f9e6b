/** The cost model behaves as bills do: floors, a change of capacity mode, and no cost that shrinks as use grows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CostInputs, costTable, monthlyCost, withCostTable } from "../../tools/infra/cost-model.ts";
import { infraFolder } from "../../tools/infra/generated.ts";

const inputs = JSON.parse(readFileSync(join(infraFolder, "cost.json"), "utf8")) as CostInputs;

describe("the monthly cost", () => {
  test("grows with members in every part but the fixed one", () => {
    const sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000].map((size) => monthlyCost(size, inputs));
    for (const [smaller, larger] of sizes.slice(1).map((cost, i) => [sizes[i] ?? cost, cost] as const)) {
      for (const part of ["database", "functions", "rest", "total", "peakRequestUnits"] as const)
        expect(larger[part]).toBeGreaterThan(smaller[part]);
      expect(larger.fixed).toBe(smaller.fixed);
    }
  });

  test("of an execution is never below one second", () => {
    const quick = { ...inputs, journey: { ...inputs.journey, billedSeconds: 0.05 } };
    const slow = { ...inputs, journey: { ...inputs.journey, billedSeconds: 3 } };
    expect(monthlyCost(100_000, quick).functions).toBe(
      monthlyCost(100_000, { ...inputs, journey: { ...inputs.journey, billedSeconds: 1 } }).functions,
    );
    expect(monthlyCost(100_000, slow).functions).toBeGreaterThan(monthlyCost(100_000, quick).functions * 2);
  });

  test("is by use for few, by throughput for many, and never by use in two regions", () => {
    expect(monthlyCost(1_000, inputs).capacity).toBe("serverless");
    expect(monthlyCost(10_000_000, inputs).capacity).toBe("autoscale");
    const twoRegions = { ...inputs, deployment: { ...inputs.deployment, databaseRegions: 2 } };
    expect(monthlyCost(1_000, twoRegions).capacity).toBe("autoscale");
  });

  test("of the database, worked by hand: 500 journeys of 220 RU and the idle 200,000 at 0.30 a million, and 40 MB", () => {
    expect(monthlyCost(1_000, inputs).database).toBeCloseTo(
      ((500 * 220 + 200_000) / 1_000_000) * 0.3 + 0.04 * 0.25,
      10,
    );
  });
});

test("the table has a row for each size, and a page without a place for it is refused", () => {
  expect(costTable(inputs).split("\n")).toHaveLength(2 + inputs.sizes.length);
  expect(() => withCostTable("# A page", inputs)).toThrow("no place");
});
