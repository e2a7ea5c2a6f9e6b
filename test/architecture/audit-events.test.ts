/**
 * What the ledger can say, something says: an event of the catalogue that no code names is a promise of a record that never
 * comes. Named in clear, or by its first word and a value (`consent.${answer}`).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { auditEventNames } from "../../shared/audit/events.ts";

const root = resolve(import.meta.dirname, "../..");
const catalogue = join(root, "shared/audit/events.ts");

const code = ["functions", "shared", "tools/ops"]
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => path !== catalogue)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

const isNamed = (event: string, where: string) =>
  where.includes(`"${event}"`) || where.includes(`\`${event.split(".")[0]}.\${`);

it("every event of the catalogue is recorded somewhere", () => {
  expect(auditEventNames.filter((event) => !isNamed(event, code))).toEqual([]);
});

it("and one that nothing records is seen", () => {
  expect(isNamed("account.archived", code.replaceAll('"account.archived"', ""))).toBe(false);
});
