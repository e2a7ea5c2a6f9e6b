/**
 * Every retention rule, day by day over eight years with a 29 February and every change of the clocks: never early, at most
 * one day late. Then the same with planted bugs, each of which has to be caught.
 */
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { titlesIn } from "../../../tools/charter/titles.ts";
import { plantedToday } from "../../fixtures/planted-share.ts";
import { mutants } from "./planted-bugs.ts";
import { copyWith, loadProduct, type Product, root } from "./product.ts";
import { checks, quickChecks } from "./truth-table.ts";
import { byEvent } from "./walks.ts";

describe("the truth table of the retention rules", () => {
  it.each(Object.entries(checks))("%s", async (_, check) => {
    check(await loadProduct());
  });

  it("what goes by an event is shown to go by the tests it names", async () => {
    for (const { shownBy } of Object.values(byEvent)) {
      for (const { file, title } of shownBy) expect(titlesIn(file)).toContain(title);
    }
  });

  it("the second opinion asks nobody: it imports nothing", async () => {
    expect(await readFile(join(import.meta.dirname, "second-opinion.ts"), "utf8")).not.toMatch(
      /\bimport\b|\brequire\b/,
    );
  });
});

describe("a planted bug is caught", () => {
  let shop: string;
  beforeAll(async () => {
    shop = await mkdtemp(join(tmpdir(), "concierge-retention-"));
    await symlink(join(root, "node_modules"), join(shop, "node_modules"));
    await writeFile(join(shop, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rm(shop, { recursive: true, force: true }));

  const run = (product: Product) => {
    for (const check of quickChecks) check(product);
  };

  it("and a copy without one is not", async () => {
    run(await copyWith(join(shop, "unchanged"), []));
  });

  it.each(plantedToday(mutants.map((mutant, index) => ({ ...mutant, index }))))("$fault", async (mutant) => {
    const { file, from, to, also, index } = mutant;
    const second = also === undefined ? [] : [{ file, ...also }];
    const product = await copyWith(join(shop, `m${index}`), [{ file, from, to }, ...second]);
    expect(() => run(product)).toThrow();
  });
});
