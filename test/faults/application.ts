/**
 * The application bundled into a folder of its own, as it is or with a planted bug: texts of its source replaced by others.
 * A text that is not there exactly once is an error, so a planted bug cannot quietly become none.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

export type Edit = {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
};

export type PlantedBug = {
  /** What is wrong, in words. */
  readonly name: string;
  /** One for each file that is touched. */
  readonly edits: readonly Edit[];
};

export type Application = AsyncDisposable & { readonly path: string };

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function buildApplication(bug?: PlantedBug): Promise<Application> {
  const path = mkdtempSync(join(tmpdir(), "concierge-app-"));
  const remove = () => rmSync(path, { recursive: true, force: true });
  const missing = new Set(bug?.edits.map(({ file }) => file));
  try {
    await build({
      entryPoints: { index: join(root, "functions/index.ts") },
      outdir: join(path, "dist/functions"),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node22",
      external: ["@azure/functions-core"],
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
      logLevel: "silent",
      plugins: bug === undefined ? [] : [planting(bug, missing)],
    });
    for (const file of missing) throw new Error(`${bug?.name}: ${file} is not part of the application`);
    for (const name of shippedBeside()) cpSync(join(root, name), join(path, name), { recursive: true });
  } catch (error) {
    remove();
    throw error;
  }
  return { path, [Symbol.asyncDispose]: async () => remove() };
}

/** What ships with the bundle, by the list that deployments go by: its entries at the top, but for the bundle itself. */
const shippedBeside = (): string[] =>
  readFileSync(join(root, ".funcignore"), "utf8")
    .split("\n")
    .flatMap((line) => /^!([^/*]+)$/.exec(line.trim())?.[1] ?? [])
    .filter((name) => name !== "dist");

/** Takes each file out of `missing` once its text is replaced. */
export const planting = ({ name, edits }: PlantedBug, missing: Set<string>): Plugin => ({
  name: "planted-bug",
  setup(bundler) {
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const edit = edits.find(({ file }) => relative(root, path) === file);
      if (edit === undefined) return undefined;
      const { file, text, replacement } = edit;
      const source = readFileSync(path, "utf8");
      const times = source.split(text).length - 1;
      if (times !== 1) throw new Error(`${name}: its text is ${times} times in ${file}, not once`);
      missing.delete(file);
      return { contents: source.replace(text, () => replacement), loader: "ts" };
    });
  },
});
