/** Reads what describes an app in its folder: `main` of package.json, which may be a glob, and host.json. */
import { globSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type HostJson, parseHostJson } from "./host-json.ts";

export type AppFiles = {
  readonly directory: string;
  /** Absolute paths of the files to load, in order. */
  readonly files: readonly string[];
  readonly hostJson: HostJson;
  /** Names the app where several may share one storage account: locks and schedules lie under it. */
  readonly name: string;
};

/** @throws Error in plain words when a file is missing or wrong. */
export function readAppFiles(folder: string): AppFiles {
  const directory = resolve(folder);
  const manifest = readJson(directory, "package.json") as { main?: unknown; name?: unknown };
  if (typeof manifest.main !== "string" || manifest.main === "") throw new Error('package.json: "main" is missing');
  const files = globSync(manifest.main, { cwd: directory }).toSorted();
  if (files.length === 0) throw new Error(`package.json: "main" (${manifest.main}) matches no file; is the app built?`);
  const name = typeof manifest.name === "string" ? manifest.name : basename(directory);
  return {
    directory,
    files: files.map((file) => join(directory, file)),
    hostJson: parseHostJson(readText(directory, "host.json")),
    name:
      name
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, "-")
        .replace(/^-+/, "")
        .slice(0, 32) || "app",
  };
}

function readJson(directory: string, file: string): unknown {
  const value: unknown = JSON.parse(readText(directory, file));
  if (typeof value !== "object" || value === null) throw new Error(`${file}: is not an object`);
  return value;
}

function readText(directory: string, file: string): string {
  try {
    return readFileSync(join(directory, file), "utf8");
  } catch {
    throw new Error(`${file}: cannot be read in the app's folder`);
  }
}
