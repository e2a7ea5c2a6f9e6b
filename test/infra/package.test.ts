/**
 * What is deployed is what `.funcignore` ships: each place that packs the application names the same things. What of it a cold
 * start reads stays within its bound.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { bundleOptions, eagerFiles, eagerLimit } from "../../tools/bundle.ts";

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

/** Bytes of the eager part, bundled as for shipping but with nothing written. */
async function eagerBytes(over: object = {}): Promise<number> {
  const options = { ...bundleOptions("dist/measured"), absWorkingDir: root, write: false as const, sourcemap: false };
  const { metafile } = await build({ ...options, ...over });
  const files = eagerFiles(metafile, "dist/measured/index.mjs");
  expect(files.size).toBeGreaterThan(1);
  return [...files].reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0);
}

it("what a cold start reads keeps to its bound, and would not with what is left out of it", async () => {
  expect(await eagerBytes()).toBeLessThanOrEqual(eagerLimit);
  expect(await eagerBytes({ plugins: [] })).toBeGreaterThan(eagerLimit);
});
