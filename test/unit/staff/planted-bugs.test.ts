/** The checks of the staff's doors are worth what they catch: every check left out of the source makes one of them fail. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PlantedBug, planting } from "../../faults/application.ts";
import { plantedToday } from "../../fixtures/planted-share.ts";
import { workshop } from "../privacy/model.ts";
import { staffBugs } from "./planted-bugs.ts";

type Checks = typeof import("./checks.ts")["checks"];
const names = staffBugs.map(({ name, caughtBy }) => `${caughtBy}: ${name}`);

describe("the staff's doors", () => {
  let shop: Awaited<ReturnType<typeof workshop>>;
  let unchanged: Checks;
  beforeAll(async () => {
    shop = await workshop();
    unchanged = await checksWith("unchanged");
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  /** The checks and the product under them in one file, with a bug planted or without. */
  async function checksWith(name: string, bug?: PlantedBug): Promise<Checks> {
    const missing = new Set(bug?.edits.map(({ file }) => file));
    const outfile = join(shop.directory, `${name}.mjs`);
    await build({
      entryPoints: [join(import.meta.dirname, "checks.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node22",
      packages: "external",
      logLevel: "silent",
      plugins: bug === undefined ? [] : [planting(bug, missing)],
    });
    expect([...missing], "files that are not part of it").toEqual([]);
    return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)).checks as Checks;
  }

  test("let in whom they should, and nobody else", async () => {
    for (const check of Object.values(unchanged)) await check();
  });

  test.each(plantedToday(names))("without a check are noticed: %s", async (name) => {
    const index = names.indexOf(name);
    const bug = staffBugs[index];
    if (bug === undefined) throw new Error("no such bug");
    const checks = await checksWith(`bug-${index}`, bug);
    await expect(checks[bug.caughtBy]()).rejects.toMatchObject({ code: "ERR_ASSERTION" });
  });

  test("have no check that none of these bugs could fail", () => {
    const catching = new Set<string>(staffBugs.map(({ caughtBy }) => caughtBy));
    expect(Object.keys(unchanged).filter((name) => !catching.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});
