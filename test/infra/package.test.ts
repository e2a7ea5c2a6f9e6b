/** What is deployed is what `.funcignore` ships: each place that packs the application names the same things. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(resolve(root, file), "utf8");

/** The top-level things that ship, from the exceptions of .funcignore; of dist, only the bundle. */
const shipped = read(".funcignore")
  .split("\n")
  .filter((line) => /^![^/]+$/.test(line))
  .map((line) => line.slice(1))
  .map((name) => (name === "dist" ? "dist/functions" : name));

/** What a `zip` command of a text packs. */
const packed = (text: string) =>
  [...text.matchAll(/zip (?:-q )?-r \S+ ([^`\n]+)/g)].map(([, names = ""]) => names.trim().split(/\s+/).toSorted());

it.each(["infra/scripts/deploy.sh", ".github/workflows/deploy.yml", "infra/pipelines/azure-devops.yml", "docs/ops.md"])(
  "%s packs what ships",
  (file) => {
    expect(shipped).toContain("content");
    const commands = packed(read(file));
    expect(commands.length).toBeGreaterThan(0);
    for (const names of commands) expect(names).toEqual(shipped.toSorted());
    expect(packed("zip -q -r app.zip host.json dist/functions")[0]).not.toEqual(shipped.toSorted());
  },
);
