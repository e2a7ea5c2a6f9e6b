/** Size of the eager part of the bundle, and how long a fresh process takes to import it. */
import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median, type Row, rounded } from "./figures.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const times = 9;
const megabyte = 1_000_000;

/** @param settings the application's, of a system that is running: it reads them as it loads. */
export async function benchLoading(settings: Readonly<Record<string, string>>): Promise<Row[]> {
  await run(process.execPath, [join(root, "tools/build.ts"), "--metafile"], { cwd: root });
  const { eager } = JSON.parse(readFileSync(join(root, "dist/metafile.json"), "utf8")) as { eager: readonly string[] };
  const bytes = eager.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
  const { CLOCK_URL: _clock, ...env } = settings;
  const taken: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "load-bundle.ts")], {
      cwd: root,
      env: { PATH: process.env.PATH ?? "", NODE_NO_WARNINGS: "1", ...env },
    });
    taken.push((JSON.parse(stdout) as { milliseconds: number }).milliseconds);
  }
  return [
    {
      name: "eager bundle",
      value: rounded(bytes / megabyte, 2),
      unit: "MB",
      atMost: 1.5,
      note: `${eager.length} files`,
    },
    {
      name: "import of the bundle",
      value: rounded(median(taken), 0),
      unit: "ms",
      note: `median of ${times}, from ${rounded(Math.min(...taken), 0)} to ${rounded(Math.max(...taken), 0)}; no compile cache`,
    },
  ];
}
