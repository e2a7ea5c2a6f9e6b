/**
 * The SQLite file under the endpoint. Journal mode WAL with `synchronous = NORMAL`: a commit is written to the log by the
 * operating system before it is acknowledged, so it survives SIGKILL of this process at any moment, and a half-written
 * transaction is ignored at the next start. Only a loss of power may take the last commits, never part of one; paying a disk
 * flush per write for that would make a development endpoint slow for nothing.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

const schema = `
CREATE TABLE IF NOT EXISTS counter (lsn INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS databases (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, etag TEXT NOT NULL, ts INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS containers (
  number INTEGER PRIMARY KEY, database INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, ranges INTEGER NOT NULL,
  throughput TEXT NOT NULL, etag TEXT NOT NULL, ts INTEGER NOT NULL, UNIQUE (database, name));
CREATE TABLE IF NOT EXISTS items (
  item INTEGER PRIMARY KEY, container INTEGER NOT NULL, position TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL,
  body TEXT NOT NULL, etag TEXT NOT NULL, ts INTEGER NOT NULL, lsn INTEGER NOT NULL, expires INTEGER);
CREATE UNIQUE INDEX IF NOT EXISTS items_by_id ON items (container, position, id, key);
CREATE INDEX IF NOT EXISTS items_by_position ON items (container, position, item);
CREATE INDEX IF NOT EXISTS items_by_lsn ON items (container, lsn);
CREATE INDEX IF NOT EXISTS items_by_expiry ON items (expires) WHERE expires IS NOT NULL;
CREATE TABLE IF NOT EXISTS paths (path INTEGER PRIMARY KEY, container INTEGER NOT NULL, names TEXT NOT NULL, UNIQUE (container, names));
CREATE TABLE IF NOT EXISTS terms (
  path INTEGER NOT NULL, key BLOB NOT NULL, item INTEGER NOT NULL, slot INTEGER NOT NULL, PRIMARY KEY (path, key, item)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS terms_by_slot ON terms (slot, path, key, item);
CREATE TABLE IF NOT EXISTS unique_entries (
  container INTEGER NOT NULL, partition TEXT NOT NULL, rule INTEGER NOT NULL, value TEXT NOT NULL, item INTEGER NOT NULL,
  PRIMARY KEY (container, partition, rule, value)) WITHOUT ROWID;
`;

/** One connection with its prepared statements. Statements that are iterated must be read to the end or abandoned before a write. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, readOnly = false) {
    this.#database = new DatabaseSync(file, { readOnly });
    this.#database.exec("PRAGMA busy_timeout = 2000");
  }

  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

export type OpenDatabase = {
  readonly file: string;
  readonly connection: Connection;
  readonly close: () => void;
};

/**
 * Opens the file, or a temporary one that `close` removes.
 * @param fresh begins with an empty file; only once the file is ours.
 * @throws Error when another process holds the file.
 */
export function openDatabase(dataFile: string | undefined, fresh = false): OpenDatabase {
  const temporary = dataFile === undefined ? mkdtempSync(join(tmpdir(), "cosmos-")) : undefined;
  const file = dataFile ?? join(temporary as string, "data.sqlite");
  mkdirSync(dirname(file), { recursive: true });
  const lock = takeLock(file);
  if (fresh) for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  const connection = new Connection(file);
  connection.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536;",
  );
  connection.exec(schema);
  const close = (): void => {
    connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    connection.close();
    lock.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  return { file, connection, close };
}

/** The operating system releases this lock when the process ends, however it ends. */
function takeLock(file: string): DatabaseSync {
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (cause) {
    lock.close();
    throw new Error(`The data file ${file} is in use by another process.`, { cause });
  }
  return lock;
}
