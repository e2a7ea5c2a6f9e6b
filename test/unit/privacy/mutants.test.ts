/**
 * Planted faults: each is one change in a copy of the model, and each is caught by the property or rule it names. A
 * check that no fault can fail would show here.
 */
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantedToday } from "../../fixtures/planted-share.ts";
import { copyModel, loadModel, planted, workshop } from "./model.ts";
import { checks, mutants } from "./mutants.ts";

// That a fault is found is enough here; searching for its smallest example takes minutes.
fc.configureGlobal({ endOnFailure: true });

describe("a planted fault is caught", () => {
  let shop: Awaited<ReturnType<typeof workshop>>;
  beforeAll(async () => {
    shop = await workshop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test("and a copy without one is not", async () => {
    const directory = join(shop.directory, "unchanged");
    await copyModel(directory);
    const model = await loadModel(directory);
    for (const check of Object.values(checks)) await check(model);
  });

  test.each(plantedToday(mutants))("$fault", async ({ caughtBy, ...fault }) => {
    const directory = join(shop.directory, String(mutants.findIndex((mutant) => mutant.fault === fault.fault)));
    await copyModel(directory, fault);
    const model = await loadModel(directory);
    const caught = async () => checks[caughtBy](model);
    await expect(caught()).rejects.toThrow();
  });

  test("and every check is there to catch one", () => {
    const catching = new Set<string>(mutants.map(({ caughtBy }) => caughtBy));
    // The catalogues are data: the rule about them is the second opinion itself.
    const idle = Object.keys(checks).filter((name) => !catching.has(name));
    expect(idle).toEqual(["every entry of the catalogues has a source and both languages"]);
  });

  test("and a substitution that does not match is an error", () => {
    expect(() => planted("a b a", { file: "x", from: "a", to: "c" })).toThrow("not there exactly once");
    expect(() => planted("b", { file: "x", from: "a", to: "c" })).toThrow("not there exactly once");
  });
});
