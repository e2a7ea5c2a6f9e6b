/**
 * An earlier, consistent state of the store, for stale reads: a second connection inside an open read transaction, which in
 * WAL mode keeps seeing the moment at which it began. It is renewed just before a commit, so it lags by 1 to `commits` writes.
 */
import { Connection } from "./database.ts";

export class StaleView {
  readonly #connection: Connection;
  #takenAt: number | undefined;
  #commits = 1;

  constructor(file: string) {
    this.#connection = new Connection(file, true);
  }

  connection(lsn: number, commits: number): Connection {
    this.#commits = Math.max(1, commits);
    if (this.#takenAt === undefined) this.#take(lsn);
    return this.#connection;
  }

  /** To be called before each write transaction. */
  beforeCommit(lsn: number): void {
    if (this.#takenAt === undefined || lsn - this.#takenAt >= this.#commits) this.#take(lsn);
  }

  close(): void {
    this.#connection.close();
  }

  #take(lsn: number): void {
    if (this.#takenAt !== undefined) this.#connection.exec("ROLLBACK");
    this.#connection.exec("BEGIN");
    // A read transaction takes its snapshot at its first read.
    this.#connection.prepare("SELECT lsn FROM counter").get();
    this.#takenAt = lsn;
  }
}
