/**
 * Databases, containers and their transactions. Everything that is written goes through `transaction`: it commits wholly or
 * leaves nothing, in the file as in what is kept in memory. Every commit raises the log sequence number (LSN).
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../../shared/time/clock.ts";
import { badRequest, conflict, notFound } from "../cosmos-error.ts";
import type { JsonObject, Value } from "../json.ts";
import {
  type Container,
  checkReplacement,
  completeDefinition,
  readContainer,
  resourceName,
  type StoredContainer,
} from "./container.ts";
import { type Connection, type OpenDatabase, openDatabase } from "./database.ts";
import { containerRid, databaseRid } from "./resource-ids.ts";
import { StaleView } from "./stale-view.ts";

export type Database = {
  readonly number: number;
  readonly name: string;
  readonly rid: string;
  readonly etag: string;
  readonly ts: number;
};

export type ContainerOptions = {
  /** Partition-key ranges of the container. */
  readonly ranges: number;
  readonly throughput: JsonObject;
};

export class Store {
  readonly clock: Clock;
  readonly #open: OpenDatabase;
  readonly #databases = new Map<string, Database>();
  readonly #containers = new Map<number, Map<string, Container>>();
  readonly #paths = new Map<string, number>();
  #stale: StaleView | undefined;
  #lsn: number;
  #depth = 0;

  /** @param dataFile undefined for a temporary file that `close` removes. */
  constructor(dataFile: string | undefined, clock: Clock, fresh = false) {
    this.clock = clock;
    this.#open = openDatabase(dataFile, fresh);
    const counted = this.connection.prepare("SELECT lsn FROM counter").get() as { lsn: number } | undefined;
    if (!counted) this.connection.exec("INSERT INTO counter (lsn) VALUES (0)");
    this.#lsn = counted?.lsn ?? 0;
    this.#load();
  }

  get connection(): Connection {
    return this.#open.connection;
  }

  /** Grows with every write and never goes back, over restarts too. */
  get lsn(): number {
    return this.#lsn;
  }

  nextLsn(): number {
    return ++this.#lsn;
  }

  /** Whole seconds, as `_ts` counts. */
  seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  close(): void {
    this.#stale?.close();
    this.#open.close();
  }

  /** What a client behind by at most `commits` would read; a consistent earlier state. */
  staleConnection(commits: number): Connection {
    this.#stale ??= new StaleView(this.#open.file);
    return this.#stale.connection(this.#lsn, commits);
  }

  /** Keeps the state before each of the following commits at hand for stale reads; false forgets it. */
  keepStale(commits: number | undefined): void {
    if (commits === undefined) {
      this.#stale?.close();
      this.#stale = undefined;
    } else this.staleConnection(commits);
  }

  /** Runs the changes as one transaction. An inner call is a savepoint of the outer one. */
  transaction<Result>(change: () => Result): Result {
    if (this.#depth === 0) this.#stale?.beforeCommit(this.#lsn);
    const lsnBefore = this.#lsn;
    const name = `level_${this.#depth++}`;
    this.connection.exec(this.#depth === 1 ? "BEGIN IMMEDIATE" : `SAVEPOINT ${name}`);
    try {
      const result = change();
      if (this.#depth === 1) this.connection.prepare("UPDATE counter SET lsn = ?").run(this.#lsn);
      this.connection.exec(this.#depth === 1 ? "COMMIT" : `RELEASE ${name}`);
      return result;
    } catch (error) {
      this.connection.exec(this.#depth === 1 ? "ROLLBACK" : `ROLLBACK TO ${name}; RELEASE ${name}`);
      this.#lsn = lsnBefore;
      this.#paths.clear();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  databases(): Database[] {
    return [...this.#databases.values()];
  }

  /** @throws CosmosError 404 */
  database(name: string): Database {
    const found = this.#databases.get(name);
    if (!found) throw notFound();
    return found;
  }

  createDatabase(sentName: Value): Database {
    const name = resourceName(sentName);
    if (this.#databases.has(name)) throw conflict();
    this.transaction(() => {
      this.nextLsn();
      this.connection
        .prepare("INSERT INTO databases (name, etag, ts) VALUES (?, ?, ?)")
        .run(name, newEtag(), this.seconds());
    });
    this.#load();
    return this.database(name);
  }

  deleteDatabase(database: Database): void {
    this.transaction(() => {
      this.nextLsn();
      for (const container of this.containers(database)) this.#erase(container);
      this.connection.prepare("DELETE FROM databases WHERE number = ?").run(database.number);
    });
    this.#load();
  }

  containers(database: Database): Container[] {
    return [...(this.#containers.get(database.number)?.values() ?? [])];
  }

  /** @throws CosmosError 404 */
  container(database: Database, name: string): Container {
    const found = this.#containers.get(database.number)?.get(name);
    if (!found) throw notFound();
    return found;
  }

  createContainer(database: Database, sent: JsonObject, options: ContainerOptions): Container {
    const definition = completeDefinition(sent);
    const name = String(definition["id"]);
    if (this.#containers.get(database.number)?.has(name)) throw conflict();
    this.transaction(() => {
      this.nextLsn();
      this.connection
        .prepare(
          "INSERT INTO containers (database, name, definition, ranges, throughput, etag, ts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          ...[database.number, name, JSON.stringify(definition), options.ranges],
          ...[JSON.stringify(options.throughput), newEtag(), this.seconds()],
        );
    });
    this.#load();
    return this.container(database, name);
  }

  /** Changes indexing policy or default ttl. `apply` brings stored items in line, in the same transaction. */
  replaceContainer(
    database: Database,
    before: Container,
    sent: JsonObject,
    apply: (after: Container) => void,
  ): Container {
    const definition = completeDefinition(sent);
    checkReplacement(before.definition, definition);
    this.transaction(() => {
      this.nextLsn();
      this.connection
        .prepare("UPDATE containers SET definition = ?, etag = ?, ts = ? WHERE number = ?")
        .run(JSON.stringify(definition), newEtag(), this.seconds(), before.number);
      apply(this.#read(before.number));
    });
    this.#load();
    return this.container(database, before.name);
  }

  deleteContainer(container: Container): void {
    this.transaction(() => {
      this.nextLsn();
      this.#erase(container);
    });
    this.#load();
  }

  /** The number of an indexed path of a container; it is given one at first use. */
  pathNumber(container: Container, names: string): number {
    const known = this.knownPathNumber(container, names);
    if (known !== undefined) return known;
    const made = this.connection
      .prepare("INSERT INTO paths (container, names) VALUES (?, ?)")
      .run(container.number, names);
    const number = Number(made.lastInsertRowid);
    this.#paths.set(`${container.number} ${names}`, number);
    return number;
  }

  /** As `pathNumber`; undefined when no item of the container has had the path. */
  knownPathNumber(container: Container, names: string): number | undefined {
    const cacheKey = `${container.number} ${names}`;
    const cached = this.#paths.get(cacheKey);
    if (cached !== undefined) return cached;
    const row = this.connection
      .prepare("SELECT path FROM paths WHERE container = ? AND names = ?")
      .get(container.number, names) as { path: number } | undefined;
    if (row) this.#paths.set(cacheKey, row.path);
    return row?.path;
  }

  /** Removes the index entries of a container, before it is indexed anew or removed. */
  eraseTerms(container: Container): void {
    this.connection
      .prepare("DELETE FROM terms WHERE path IN (SELECT path FROM paths WHERE container = ?)")
      .run(container.number);
    this.connection.prepare("DELETE FROM paths WHERE container = ?").run(container.number);
    this.#paths.clear();
  }

  #erase(container: Container): void {
    this.eraseTerms(container);
    for (const table of ["items", "unique_entries"]) {
      this.connection.prepare(`DELETE FROM ${table} WHERE container = ?`).run(container.number);
    }
    this.connection.prepare("DELETE FROM containers WHERE number = ?").run(container.number);
  }

  #read(number: number): Container {
    const row = this.connection.prepare("SELECT * FROM containers WHERE number = ?").get(number);
    if (!row) throw badRequest("The container is gone.");
    const stored = row as unknown as StoredContainer;
    return readContainer(stored, containerRid(stored.database, stored.number));
  }

  #load(): void {
    this.#databases.clear();
    this.#containers.clear();
    for (const row of this.connection.prepare("SELECT * FROM databases ORDER BY number").all()) {
      const { number, name, etag, ts } = row as unknown as Database;
      this.#databases.set(name, { number, name, etag, ts, rid: databaseRid(number) });
      this.#containers.set(number, new Map());
    }
    for (const row of this.connection.prepare("SELECT * FROM containers ORDER BY number").all()) {
      const stored = row as unknown as StoredContainer;
      const container = readContainer(stored, containerRid(stored.database, stored.number));
      this.#containers.get(stored.database)?.set(container.name, container);
    }
  }
}

export function newEtag(): string {
  return `"${randomUUID()}"`;
}
