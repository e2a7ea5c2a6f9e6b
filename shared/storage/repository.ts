/**
 * The port to a person's partition: typed records in, typed records out. Sealing happens behind it, so no capability
 * ever handles an envelope, and every write is a create or conditional (DESIGN, section 4).
 */
import type { BrandId } from "../charter/brands.ts";
import type { AnyRecord, Doc } from "../privacy/record.ts";
import type { Refusal } from "../refusal.ts";
import type { Person } from "./person-keys.ts";

/** A record as read: its content and the version it was read in. */
export type Versioned<R extends AnyRecord> = { readonly doc: Doc<R>; readonly etag: string };

/** One write of a commit. Made by `create`, `replace`, `erase` and `requirePresence` below, which check the document's type. */
export type Write =
  | { readonly operation: "create"; readonly record: AnyRecord; readonly doc: { readonly id: string } }
  | {
      readonly operation: "replace";
      readonly record: AnyRecord;
      readonly doc: { readonly id: string };
      readonly etag: string;
    }
  | { readonly operation: "erase"; readonly record: AnyRecord; readonly id: string; readonly etag?: string }
  | { readonly operation: "require"; readonly record: AnyRecord; readonly id: string; readonly otherwise: Refusal };

export const create = <R extends AnyRecord>(record: R, doc: Doc<R> & { id: string }): Write => ({
  operation: "create",
  record,
  doc,
});

export const replace = <R extends AnyRecord>(record: R, doc: Doc<R> & { id: string }, etag: string): Write => ({
  operation: "replace",
  record,
  doc,
  etag,
});

export const erase = (record: AnyRecord, id: string, etag?: string): Write => ({
  operation: "erase",
  record,
  id,
  ...(etag === undefined ? {} : { etag }),
});

/**
 * Nothing of the commit happens unless this record is there: a condition on another record, without reading it first.
 * @param otherwise what the person is told where it is not.
 */
export const requirePresence = (record: AnyRecord, id: string, otherwise: Refusal): Write => ({
  operation: "require",
  record,
  id,
  otherwise,
});

/** One record of a partition, by its exact id. */
export type RecordAt<R extends AnyRecord> = { readonly record: R; readonly id: string };

/** How a partition is listed: one record kind, equal on some clear fields, ordered by an indexed one or as it comes. */
export type Listing = {
  readonly equal?: Readonly<Record<string, string>>;
  /** One of several values of a clear field. */
  readonly oneOf?: { readonly field: string; readonly values: readonly string[] };
  readonly orderBy?: string;
  readonly descending?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Leaves out what carries this field with a later value: what may not be shown yet. */
  readonly notYet?: { readonly field: string; readonly after: string };
};

export type Page<R extends AnyRecord> = {
  readonly items: readonly Versioned<R>[];
  readonly cursor: string | undefined;
};

/** What was written since a place in the order of writing. */
export type Changes<R extends AnyRecord> = {
  readonly items: readonly (Versioned<R> & { readonly record: R })[];
  /** Where the next reading begins, also when nothing was found. */
  readonly cursor: string;
  /** Whether more may have been written already. */
  readonly hasMore: boolean;
};

/** One piece of due work, found by the scan: whose it is and which record. */
export type Due = { readonly person: Person; readonly id: string };

/** One record of a brand's work, found by its state: its clear fields, so that finding it opens no key. */
export type Found<R extends AnyRecord, F extends keyof Doc<R> & string> = Due & { readonly clear: Pick<Doc<R>, F> };
/** What lies in a partition, without opening it. */
export type Content = { readonly kind: string; readonly id: string };
/** Due work with its date. */
export type DueSince = Due & { readonly dueAt: string };
/** A record that has passed its own end, in the version it was found in. */
export type Expired = Due & { readonly etag: string; readonly expiresAt: string };

export interface Repository {
  /** Whose partition it is, for messages that name the subject only. @returns undefined where nobody is (visible) there. */
  owner(subjectId: string): Promise<Person | undefined>;
  /** One point read. @returns undefined where there is none. @throws KeyShredded, Unavailable */
  read<R extends AnyRecord>(person: Person, record: R, id: string): Promise<Versioned<R> | undefined>;
  /**
   * Two records in one operation, where the one without the other is of no use.
   * @returns both, or undefined where either is not there, without saying which. @throws KeyShredded, Unavailable
   */
  readBoth<A extends AnyRecord, B extends AnyRecord>(
    person: Person,
    one: RecordAt<A>,
    other: RecordAt<B>,
  ): Promise<readonly [Versioned<A>, Versioned<B>] | undefined>;
  /** All or nothing in one partition. @returns each write's new ETag. @throws WriteConflict, Unavailable */
  commit(person: Person, writes: readonly Write[]): Promise<readonly (string | undefined)[]>;
  /** One page inside the partition. */
  list<R extends AnyRecord>(person: Person, record: R, listing: Listing): Promise<Page<R>>;
  /**
   * What was written in the partition since a cursor, or from its beginning: each record of these kinds once, in its newest
   * version, in the order the store wrote it in, so that no concurrent write is passed over. Erasures do not appear.
   * `limit` counts what is looked at; a page may hold less.
   */
  changes<R extends AnyRecord>(
    person: Person,
    records: readonly R[],
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Changes<R>>;
  /** The scan: records of a kind whose `dueAt` is at or before `now`, over all partitions, in no order. */
  due(
    record: AnyRecord,
    now: Date,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly items: readonly DueSince[]; readonly cursor: string | undefined }>;
  /** The scan for open work of one brand: records in one of these states, over all partitions, in no order. */
  inState<R extends AnyRecord, F extends keyof Doc<R> & string>(
    record: R,
    brand: BrandId,
    options: {
      readonly statuses: readonly string[];
      /** Clear fields to bring along. */
      readonly fields: readonly F[];
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ): Promise<{ readonly items: readonly Found<R, F>[]; readonly cursor: string | undefined }>;
  /** Whose record this is, by its exact id. @returns undefined where the brand has none. */
  locate(record: AnyRecord, brand: BrandId, id: string): Promise<Person | undefined>;
  /** The scan for short-lived records: those of a kind whose own `expiresAt` is at or before an instant, in no order. */
  expired(
    record: AnyRecord,
    before: Date,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly items: readonly Expired[]; readonly cursor: string | undefined }>;
  /** A page of everything in the partition, in no order. Needs no key. */
  contents(
    person: Person,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly items: readonly Content[]; readonly cursor: string | undefined }>;
}
