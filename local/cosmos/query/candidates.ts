/** Reads the candidates of a plan from SQLite, lazily and from any place where an earlier page stopped. */
import type { Container } from "../store/container.ts";
import type { Connection } from "../store/database.ts";
import { pathText } from "../store/indexing-policy.ts";
import { slotOf } from "../store/items.ts";
import type { KeyRange, Restriction } from "./planner.ts";

/** What part of a container is asked: positions from `min` up to, without, `max`, and one exact key where there is one. */
export type Extent = { readonly min: string; readonly max: string; readonly key: string | undefined };

export type Candidate = {
  readonly item: number;
  readonly position: string;
  readonly body: string;
  /** Present when read from an index. */
  readonly term?: Buffer;
};

/** Where reading goes on: at this candidate itself. */
export type Place = { readonly item: number; readonly position: string; readonly term: Buffer };

export type CandidateSource = {
  readonly connection: Connection;
  readonly container: Container;
  readonly extent: Extent;
  /** Second before which an expiry has passed. */
  readonly now: number;
  readonly pathNumber: (names: string) => number | undefined;
};

export const wholeExtent: Extent = { min: "", max: "FF", key: undefined };

type Row = { readonly item: number; readonly position: string; readonly body: string; readonly term?: Uint8Array };

/** Every live item of the extent, by position and creation. */
export function* scan(source: CandidateSource, from: Place | undefined): Generator<Candidate> {
  const { connection, container, extent, now } = source;
  const exact = extent.key !== undefined;
  const sql = `SELECT item, position, body FROM items WHERE container = ? AND (expires IS NULL OR expires > ?)
    AND ${exact ? "position = ? AND key = ?" : "position >= ? AND position < ?"} AND (position, item) >= (?, ?)
    ORDER BY position, item`;
  const bounds = exact ? [extent.min, extent.key as string] : [extent.min, extent.max];
  const start = [from?.position ?? "", from?.item ?? 0] as const;
  yield* connection.prepare(sql).iterate(container.number, now, ...bounds, ...start) as Iterable<Row & Candidate>;
}

/** The items of the extent whose indexed value lies in the ranges, in the order of the index. */
export function* walkIndex(
  source: CandidateSource,
  restriction: Restriction,
  from: Place | undefined,
  descending = false,
): Generator<Candidate> {
  const { connection, container, extent, now } = source;
  const path = source.pathNumber(pathText(restriction.names));
  if (path === undefined) return;
  const exact = extent.key !== undefined;
  const direction = descending ? "DESC" : "ASC";
  const sql = `SELECT terms.item, position, body, terms.key AS term FROM terms ${exact ? "INDEXED BY terms_by_slot" : ""}
    CROSS JOIN items ON items.item = terms.item
    WHERE terms.path = ? AND terms.key >= ? AND terms.key < ? ${exact ? "AND terms.slot = ?" : ""}
    ${from ? `AND (terms.key, terms.item) ${descending ? "<=" : ">="} (?, ?)` : ""}
    AND items.container = ? AND (expires IS NULL OR expires > ?)
    AND ${exact ? "position = ? AND items.key = ?" : "position >= ? AND position < ?"}
    ORDER BY terms.key ${direction}, terms.item ${direction}`;
  const bounds = exact ? [extent.min, extent.key as string] : [extent.min, extent.max];
  const ranges = descending ? [...restriction.ranges].reverse() : restriction.ranges;
  for (const range of ranges) {
    const rows = connection
      .prepare(sql)
      .iterate(
        ...[path, range.low, range.high, ...(exact ? [slotOf(extent.min)] : [])],
        ...(from ? [from.term, from.item] : []),
        ...[container.number, now, ...bounds],
      ) as Iterable<Row>;
    for (const row of rows) yield { ...row, term: Buffer.from(row.term as Uint8Array) };
  }
}

/** How many index entries the ranges hold within the extent, counted up to `most`. */
export function countEntries(source: CandidateSource, restriction: Restriction, most: number): number {
  const path = source.pathNumber(pathText(restriction.names));
  if (path === undefined) return 0;
  const exact = source.extent.key !== undefined;
  const sql = `SELECT count(*) AS entries FROM (SELECT 1 FROM terms ${exact ? "INDEXED BY terms_by_slot" : ""}
    WHERE path = ? AND key >= ? AND key < ? ${exact ? "AND slot = ?" : ""} LIMIT ?)`;
  const slot = exact ? [slotOf(source.extent.min)] : [];
  let entries = 0;
  for (const range of restriction.ranges) {
    const left = most - entries;
    if (left <= 0) break;
    const row = source.connection.prepare(sql).get(path, range.low, range.high, ...slot, left) as { entries: number };
    entries += row.entries;
  }
  return entries;
}

/** All values of a path. */
export const everyKey: KeyRange = { low: Buffer.from([0]), high: Buffer.from([255]) };
