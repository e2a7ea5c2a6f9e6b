/**
 * `npm run check`: types, lint and format, import rules. Prints each step's own output and ends with the first failure's
 * exit code. The import rules are a test of their own (test/architecture), run here alone so that `check` stays quick.
 */
import { spawnSync } from "node:child_process";

const steps = [
  ["tsc", "--noEmit", "--pretty", "false"],
  ["biome", "ci", "--error-on-warnings", "."],
  ["vitest", "run", "test/architecture", "--reporter=dot"],
] as const;

for (const [program, ...args] of steps) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit", shell: process.platform === "win32" });
  if (error) throw error;
  if (status !== 0) {
    console.error(`check: ${program} failed`);
    process.exit(status ?? 1);
  }
}
