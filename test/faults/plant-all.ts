/** Runs the suites that plant a share of their bugs each day (test/fixtures/planted-share.ts), with all of them. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const tests = join(root, "test");
const sharing = "fixtures/planted-share.ts";

/** Test files that ask for the day's share, or prove rules by what does. */
export function sharingSuites(): readonly string[] {
  return readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .filter((name) => {
      const text = readFileSync(join(tests, name), "utf8");
      return text.includes(sharing) || text.includes("proveRules(");
    })
    .map((name) => `test/${name}`)
    .toSorted();
}

/** @returns the exit code: 0 where every planted bug was caught. */
export function plantAll(): number {
  const suites = sharingSuites();
  console.log(`every planted bug of ${suites.length} suites`);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const env = { ...process.env, PLANTED_BUGS: "all" };
  const args = [vitest, "run", "--reporter=default", ...suites];
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: "inherit" }).status ?? 1;
}
