/** The table of ASVS 5, levels 1 and 2: every row there once, every evidence where it says, the page as the rows are. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultsOf, rows } from "../../../tools/security/asvs.ts";
import { asked, levels } from "../../../tools/security/asvs-levels.ts";
import { asvsPage } from "../../../tools/security/page.ts";
import { absent, deviation, met } from "../../../tools/security/row.ts";

it("has the 70 and 183 requirements of the two levels, each once, with what proves it", () => {
  expect(asked.filter((id) => levels.get(id) === 1)).toHaveLength(70);
  expect(asked.filter((id) => levels.get(id) === 2)).toHaveLength(183);
  expect(faultsOf(rows)).toEqual([]);
});

it("the page is what the rows make", () => {
  expect(readFileSync(new URL("../../../docs/asvs.md", import.meta.url), "utf8")).toBe(asvsPage(rows));
});

it("what deviates is in the page with its reason", () => {
  for (const row of rows) if (row.stand === "deviation") expect(row.why.length).toBeGreaterThan(40);
});

describe("a fault is found", () => {
  const without = rows.filter(({ id }) => id !== "1.1.1");
  it.each([
    ["a row that is missing", without, /1\.1\.1 is missing/],
    ["a row twice", [...rows, ...rows.slice(0, 1)], /1\.1\.1 stands there twice/],
    ["a row of level 3", [...rows, absent("1.2.10", "Formulas", "none")], /1\.2\.10 is not asked of us/],
    ["no topic", [...without, absent("1.1.1", "", "none")], /no topic/],
    ["no reason", [...without, deviation("1.1.1", "Decoding", "")], /does not say why/],
    ["a file that is gone", [...without, met("1.1.1", "Decoding", "shared/gone.ts#x")], /does not exist/],
    ["a name that is gone", [...without, met("1.1.1", "Decoding", "shared/refusal.ts#goneFrom")], /does not hold/],
  ])("%s", (_, table, expected) => {
    expect(faultsOf(table).join("\n")).toMatch(expected);
  });
});

it("the threat model cites tests that are there, each by its file", () => {
  const page = readFileSync(new URL("../../../docs/security.md", import.meta.url), "utf8");
  const model = page.slice(page.indexOf("## Threat model"), page.indexOf("## Ways in"));
  const cited = [...model.matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path);
  expect(cited.length).toBeGreaterThan(20);
  const isTest = (path: string) => path === "test/infra" || path.endsWith(".test.ts");
  expect(cited.filter((path) => !isTest(path) || !existsSync(new URL(`../../../${path}`, import.meta.url)))).toEqual(
    [],
  );
});
