/**
 * What the processor must not forget, in one SQLite file for its owner only: the ids it has handled, what it knows of each
 * request, what it still has to say. Everything a message causes is one transaction, so a kill at any moment neither loses
 * nor repeats an effect.
 */
import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Case } from "./desk.ts";

export type OutgoingRow = {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly at: string;
  /** The inline data, or the payload that goes into the blob, as JSON. */
  readonly data: string | null;
  readonly payload: string | null;
  readonly traceparent: string | null;
  readonly attempts: number;
  readonly sentAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly refusedFor: string | null;
};
export type NewRow = Pick<OutgoingRow, "id" | "subject" | "type" | "at" | "data" | "payload" | "traceparent"> & {
  /** 1: sent once and never again, whatever is answered. */
  readonly once?: 0 | 1;
};

export type Effect = {
  readonly messageId: string;
  readonly subject: string;
  readonly type: string;
  readonly at: string;
};

export type Store = ReturnType<typeof openStore>;

const schema = `
CREATE TABLE IF NOT EXISTS handled (messageId TEXT PRIMARY KEY, subject TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, refusedFor TEXT) STRICT;
CREATE TABLE IF NOT EXISTS cases (subject TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS effects (number INTEGER PRIMARY KEY, messageId TEXT NOT NULL, subject TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS outgoing (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL,
  data TEXT, payload TEXT, traceparent TEXT, once INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, sentAt TEXT, acknowledgedAt TEXT, refusedFor TEXT) STRICT;
CREATE INDEX IF NOT EXISTS waiting ON outgoing (number) WHERE acknowledgedAt IS NULL AND refusedFor IS NULL AND once = 0;
CREATE TABLE IF NOT EXISTS unreadable (number INTEGER PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
`;

export function openStore(file: string) {
  if (file !== ":memory:") closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
  database.exec(schema);
  const select = {
    handled: database.prepare("SELECT refusedFor FROM handled WHERE messageId = ?"),
    allHandled: database.prepare("SELECT messageId, subject, type, at, refusedFor FROM handled ORDER BY rowid"),
    case: database.prepare("SELECT content FROM cases WHERE subject = ?"),
    cases: database.prepare("SELECT subject, content FROM cases ORDER BY rowid"),
    effects: database.prepare("SELECT messageId, subject, type, at FROM effects ORDER BY number"),
    outgoing: database.prepare("SELECT * FROM outgoing ORDER BY number"),
    waiting: database.prepare(
      "SELECT * FROM outgoing WHERE acknowledgedAt IS NULL AND refusedFor IS NULL AND once = 0 ORDER BY number",
    ),
    known: database.prepare("SELECT 1 FROM outgoing WHERE id = ?"),
    unreadable: database.prepare("SELECT at, reason FROM unreadable ORDER BY number"),
  };
  const write = {
    handled: database.prepare("INSERT INTO handled (messageId, subject, type, at, refusedFor) VALUES (?, ?, ?, ?, ?)"),
    case: database.prepare(
      "INSERT INTO cases VALUES (?, ?) ON CONFLICT (subject) DO UPDATE SET content = excluded.content",
    ),
    effect: database.prepare("INSERT INTO effects (messageId, subject, type, at) VALUES (?, ?, ?, ?)"),
    outgoing: database.prepare(
      "INSERT INTO outgoing (id, subject, type, at, data, payload, traceparent, once) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ),
    sent: database.prepare("UPDATE outgoing SET sentAt = ?, attempts = attempts + 1 WHERE id = ?"),
    receipt: database.prepare(
      "UPDATE outgoing SET acknowledgedAt = ?, refusedFor = ?, payload = NULL WHERE id = ? AND acknowledgedAt IS NULL AND refusedFor IS NULL",
    ),
    unreadable: database.prepare("INSERT INTO unreadable (at, reason) VALUES (?, ?)"),
    forget: ["cases", "outgoing"].map((table) => database.prepare(`DELETE FROM ${table} WHERE subject LIKE ? || '%'`)),
  };

  return {
    /** How this message was answered before, or undefined where it was not handled yet. */
    answered(messageId: string): { refusedFor: string | null } | undefined {
      return select.handled.get(messageId) as { refusedFor: string | null } | undefined;
    },
    case: (subject: string) => parse<Case>(select.case.get(subject)?.content),
    /** Records a handled message with everything it causes, or nothing of it. */
    record(effect: Effect, outcome: { case: Case; rows: readonly NewRow[] } | { refusedFor: string }): void {
      transaction(() => {
        const refusedFor = "refusedFor" in outcome ? outcome.refusedFor : null;
        write.handled.run(effect.messageId, effect.subject, effect.type, effect.at, refusedFor);
        if ("refusedFor" in outcome) return;
        write.effect.run(effect.messageId, effect.subject, effect.type, effect.at);
        write.case.run(effect.subject, JSON.stringify(outcome.case));
        for (const row of outcome.rows) add(row);
      });
    },
    add,
    /** Erases all it knows and still has to say of what begins like this. @returns of how many. */
    forget: (start: string): number =>
      write.forget.reduce((count, statement) => count + Number(statement.run(start).changes), 0),
    /** Whether this message of ours was sent before. */
    known: (id: string) => select.known.get(id) !== undefined,
    /** What has not been answered yet, oldest first. */
    waiting: () => select.waiting.all() as OutgoingRow[],
    sent: (id: string, at: string) => void write.sent.run(at, id),
    acknowledged: (id: string, at: string) => void write.receipt.run(at, null, id),
    refused: (id: string, reason: string) => void write.receipt.run(null, reason, id),
    unreadable: (at: string, reason: string) => void write.unreadable.run(at, reason),
    everything: () => ({
      cases: (select.cases.all() as { subject: string; content: string }[]).map(({ subject, content }) => ({
        subject,
        ...(JSON.parse(content) as Case),
      })),
      handled: select.allHandled.all() as (Effect & { refusedFor: string | null })[],
      effects: select.effects.all() as Effect[],
      outgoing: select.outgoing.all() as OutgoingRow[],
      unreadable: select.unreadable.all() as { at: string; reason: string }[],
    }),
    close: () => database.close(),
  };

  function add(row: NewRow): void {
    write.outgoing.run(row.id, row.subject, row.type, row.at, row.data, row.payload, row.traceparent, row.once ?? 0);
  }

  function transaction(work: () => void): void {
    database.exec("BEGIN IMMEDIATE");
    try {
      work();
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  }
}

function parse<T>(content: unknown): T | undefined {
  return typeof content === "string" ? (JSON.parse(content) as T) : undefined;
}
