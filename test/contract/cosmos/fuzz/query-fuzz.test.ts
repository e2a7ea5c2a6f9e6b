/** A few hundred generated queries in each run; COSMOS_FUZZ_COUNT and COSMOS_FUZZ_SEED make it more, or the same again. */
import { expect, test } from "vitest";
import { fuzzQueries } from "./query-fuzz.ts";

test("generated queries give what the reference evaluation gives", async () => {
  const seed = Number(process.env["COSMOS_FUZZ_SEED"] ?? Date.now() % 1_000_000);
  const report = await fuzzQueries({ seed, count: Number(process.env["COSMOS_FUZZ_COUNT"] ?? 300) });
  expect(report.wrong, `seed ${seed}`).toEqual([]);
  expect(report.refused / report.asked, `share of refusals, seed ${seed}: ${report.refusals[0]}`).toBeLessThan(0.02);
  expect(report.answered / report.asked, `seed ${seed}`).toBeGreaterThan(0.3);
}, 600_000);
