/**
 * The files of a local system as raw bytes, searched for texts: what an erasure claims is looked for where it would lie, not
 * where the application would look. Files that still belong to a process may be a few seconds behind what it holds, and Azurite
 * leaves the bytes of deleted blobs where they were until it stops (decision 0180): whoever wants the last word ends both first.
 */
import { globSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ProcessName, System } from "../system/system.ts";
import { occurrences } from "./finder.ts";

export type StoredFile = { readonly place: string; readonly bytes: Buffer };

/** Every file of a data directory, by its place in it. */
export const filesOf = (dataDir: string): readonly StoredFile[] =>
  globSync("**/*", { cwd: dataDir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ place: relative(dataDir, file), bytes: readFileSync(file) }));

/** What a file belongs to. `mails`: the mailbox, whose mails are the person's own. */
export const owners = ["database", "blobs", "queues", "logs", "processor", "mails", "others"] as const;
export type Owner = (typeof owners)[number];

const starts: readonly (readonly [string, Owner])[] = [
  ["cosmos.sqlite", "database"],
  [join("storage", "__blobstorage__"), "blobs"],
  [join("storage", "__azurite_db_blob"), "blobs"],
  [join("storage", "__queuestorage__"), "queues"],
  [join("storage", "__azurite_db_queue"), "queues"],
  [`logs${sep}`, "logs"],
  ["processor.sqlite", "processor"],
  ["mails.jsonl", "mails"],
];

export const ownerOf = (place: string): Owner => starts.find(([start]) => place.startsWith(start))?.[1] ?? "others";

export type Hit = { readonly place: string; readonly text: string; readonly count: number };

/** Every text in every file. */
export const hitsIn = (files: readonly StoredFile[], texts: readonly string[]): readonly Hit[] =>
  files.flatMap(({ place, bytes }) =>
    texts.map((text) => ({ place, text, count: occurrences(text, bytes) })).filter(({ count }) => count > 0),
  );

/** Processes whose files are theirs while they run. */
const writers = ["cosmos", "azurite", "processor"] as const satisfies readonly ProcessName[];

/**
 * Every file as its process leaves it when it ends; Azurite's are then cleared of what was deleted. What writes to them should be
 * at rest or ended.
 * @param again whether they are to run on afterwards.
 */
export async function finalFilesOf(system: System, { again }: { readonly again: boolean }) {
  await Promise.all(writers.map((name) => system.kill(name, "SIGTERM")));
  const files = filesOf(system.dataDir);
  if (again) {
    await system.restart("azurite");
    await Promise.all([system.restart("cosmos"), system.restart("processor")]);
  }
  return files;
}
