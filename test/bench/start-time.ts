/** How long `npm start` takes until it says that everything is ready: on an empty folder, and again with the data of before. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { choosePorts } from "../../local/system/ports.ts";
import { type Row, rounded } from "./figures.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const attempts = 5;

export async function benchStart(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "bench-start-"));
  try {
    const first = await startOnce(dataDir);
    const again = await startOnce(dataDir);
    return [
      { name: "first start to ready", value: rounded(first), unit: "s", note: "bundle already built" },
      { name: "second start to ready", value: rounded(again), unit: "s", atMost: 5 },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The ports it uses lie at fixed distances from the site's: a free site port may still meet a taken one. */
async function startOnce(dataDir: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { site } = await choosePorts({});
    try {
      return await secondsToReady(["--port", String(site), "--data", dataDir]);
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

async function secondsToReady(options: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const child = spawn("npm", ["start", "--silent", "--", ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    // npm does not pass a signal on to what its script has started: the whole group is told.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ready = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("Ready in")) resolve((performance.now() - startedAt) / 1_000);
    });
    void ended.then(() => reject(new Error("npm start ended before it was ready")));
  });
  try {
    return await ready;
  } finally {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await ended;
  }
}
