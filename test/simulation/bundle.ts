/** The simulation bundled with the product it runs, as it is or with a planted bug, and run in a thread of its own. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { type PlantedBug, planting } from "../faults/application.ts";
import type { Finding, Task } from "./worker.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, ".cache");

export type Bundle = AsyncDisposable & { readonly file: string };

/** Beside `node_modules` and as deep as the product's bundle, so that both packages and published texts are found from it. */
export async function bundleSimulation(bug?: PlantedBug): Promise<Bundle> {
  mkdirSync(cache, { recursive: true });
  const path = mkdtempSync(join(cache, "simulation-"));
  const file = join(path, "worker.mjs");
  const remove = () => rmSync(path, { recursive: true, force: true });
  const missing = new Set(bug?.edits.map((edit) => edit.file));
  try {
    await build({
      entryPoints: [join(root, "test/simulation/worker.ts")],
      outfile: file,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node22",
      packages: "external",
      logLevel: "silent",
      plugins: bug === undefined ? [] : [planting(bug, missing)],
    });
    for (const left of missing) throw new Error(`${bug?.name}: ${left} is not part of the simulation`);
  } catch (error) {
    remove();
    throw error;
  }
  return { file, [Symbol.asyncDispose]: async () => remove() };
}

/** Runs a task and hands on what is found. @returns when it is done, or has been told to stop. */
export function runTask(
  { file }: Bundle,
  task: Task,
  onFinding: (finding: Finding) => "stop" | undefined,
): Promise<void> {
  const worker = new Worker(file, { workerData: task, execArgv: [] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.on("message", (finding: Finding) => {
    if (onFinding(finding) === "stop") void worker.terminate();
  });
  worker.on("error", reject);
  worker.on("exit", () => resolve());
  return promise;
}
