/** Each planted bug must be noticed by the cases that are there for it. */
import { expect, test } from "vitest";
import { plantedToday } from "../../fixtures/planted-share.ts";
import { caseThatCatches, mutants } from "./mutants.ts";

test.each(plantedToday(mutants))("planted bug is caught: $name", async (mutant) => {
  const noticed = await caseThatCatches(mutant);
  expect(noticed, `no case of the group "${mutant.caughtBy}" noticed`).toBeDefined();
});
