/** Where the running local system is, as `npm start` writes it down while it runs; read by the demo and whoever watches. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { isInUse } from "./data-directory.ts";
import { writeSecret } from "./secrets.ts";
import type { System } from "./system.ts";

/** Where `npm start` keeps its data. */
export const usualDataDir = fileURLToPath(new URL("../../.local", import.meta.url));

const fileIn = (dataDir: string) => join(dataDir, "system.json");

const schema = z.object({
  pid: z.int(),
  /** The first brand's site, and every brand's. */
  site: z.url(),
  origins: z.record(z.string(), z.url()),
  mailbox: z.url(),
  processor: z.url(),
  issuer: z.url(),
  clock: z.url(),
  cosmos: z.object({ endpoint: z.url(), key: z.string() }),
});
export type RunningSystem = z.output<typeof schema>;

const settingsFileIn = (dataDir: string) => join(dataDir, "functions-settings.json");

/** Says where this system is, and for Core Tools with which settings. */
export function announceSystem(system: System): void {
  writeSecret(settingsFileIn(system.dataDir), system.settings);
  writeSecret(fileIn(system.dataDir), {
    pid: process.pid,
    site: system.url,
    origins: system.origins,
    mailbox: system.mailboxUrl,
    processor: system.processorUrl,
    issuer: system.issuerUrl,
    clock: system.clock.url,
    cosmos: system.cosmos,
  } satisfies RunningSystem);
}

/** Takes back what was said: of a system that stops, or of one that was killed. */
export function withdrawAnnouncement(dataDir: string): void {
  for (const file of [fileIn(dataDir), settingsFileIn(dataDir)]) rmSync(file, { force: true });
}

/** @returns undefined where none is running, also when one was killed before it could take its file away. */
export function runningSystem(dataDir = usualDataDir): RunningSystem | undefined {
  if (!isInUse(dataDir)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(dataDir), "utf8")));
  } catch (error) {
    // Still starting: it has the lock and has not said yet where it is.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
