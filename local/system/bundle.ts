/** Builds the bundle when it is missing or older than what it is made of, with the same program as `npm run build`. */
import { spawn } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["functions/**/*.ts", "shared/**/*.ts", "tools/build.ts", "package.json", "package-lock.json"];

export async function buildIfOlder(root: string): Promise<void> {
  const bundle = join(root, "dist", "functions", "index.mjs");
  const built = existsSync(bundle) ? statSync(bundle).mtimeMs : 0;
  if (!globSync(sources, { cwd: root }).some((file) => statSync(join(root, file)).mtimeMs > built)) return;
  const code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "tools", "build.ts")], { cwd: root, stdio: "inherit" });
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error("The bundle could not be built");
}
