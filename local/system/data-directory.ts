/** The directory where a local system keeps everything. One system at a time uses it: it is locked while one runs. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const lockFile = "lock.sqlite";

export type DataDirectory = {
  readonly path: string;
  /** Erases everything in it. */
  empty(): void;
  release(): void;
};

export class DataInUse extends Error {}

/**
 * Creates the directory if need be, for its owner only, and locks it. The lock is the operating system's on an SQLite file:
 * it goes with the process, however that ends.
 * @throws DataInUse when another process has it.
 */
export function openDataDirectory(path: string): DataDirectory {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const file = join(path, lockFile);
  closeSync(openSync(file, "a", 0o600));
  const lock = new DatabaseSync(file, { timeout: 200 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new DataInUse(`A local system is already running on the data in ${path}`, { cause: error });
  }
  return {
    path,
    empty() {
      const entries = readdirSync(path).filter((name) => !name.startsWith(lockFile));
      for (const name of entries) rmSync(join(path, name), { recursive: true, force: true });
    },
    release: () => lock.close(),
  };
}

/** Whether a system is running on this directory. Looks without taking the lock. */
export function isInUse(path: string): boolean {
  const file = join(path, lockFile);
  if (!existsSync(file)) return false;
  const lock = new DatabaseSync(file, { timeout: 0, readOnly: true });
  try {
    lock.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return true;
  } finally {
    lock.close();
  }
}

/** SQLITE_BUSY: another process has the lock. */
const isBusy = (error: unknown) => error instanceof Error && "errcode" in error && error.errcode === 5;
