/** A small seeded part of the kill run; `node test/faults/cosmos-kills.ts` does a thousand. */
import { expect, test } from "vitest";
import { cosmosKills } from "./cosmos-kills.ts";

test("ten SIGKILLs during mixed writes: nothing acknowledged is lost, no batch is torn", async () => {
  const seed = Date.now() % 1_000_000;
  const report = await cosmosKills({ seed, kills: 10 });
  expect(report.wrong, `seed ${seed}`).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(10);
}, 300_000);
