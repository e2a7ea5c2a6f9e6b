/**
 * The repository in memory, with the port's rules: one partition per person, atomic commits, every write a create or
 * conditional, pages with cursors. The contract suite runs on it as it runs on Cosmos DB, so it may stand in for that.
 */
import { randomUUID } from "node:crypto";
import type { BrandId } from "../../shared/charter/brands.ts";
import { member } from "../../shared/members/member.ts";
import type { AnyRecord, Doc } from "../../shared/privacy/record.ts";
import { closure } from "../../shared/retention/closure.ts";
import { WriteConflict } from "../../shared/storage/cosmos-container.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import type { Due, DueSince, Expired, Repository, Versioned, Write } from "../../shared/storage/repository.ts";

type Item = {
  readonly kind: string;
  readonly brand: BrandId;
  readonly json: string;
  readonly etag: string;
  readonly written: number;
};
type Partition = ReadonlyMap<string, Item>;

export type MemoryRepository = Repository & {
  /** Runs before an operation; what it throws, the operation throws. */
  before?: (operation: "read" | "commit" | "list" | "changes" | "due" | "expired" | "contents") => void | Promise<void>;
  /** All records of a kind in a partition. */
  all<R extends AnyRecord>(person: Person, record: R): readonly Doc<R>[];
};

const keyOf = (record: AnyRecord, id: string) => `${record.kind}.${id}`;
const idOf = (write: Write) => ("doc" in write ? write.doc.id : write.id);

/** The order of writing, over all partitions. */
let written = 0;

function applied(partition: Partition, { brand }: Person, writes: readonly Write[]) {
  const next = new Map(partition);
  const etags = writes.map((write, index) => {
    const key = keyOf(write.record, idOf(write));
    const found = next.get(key);
    if (write.operation === "create" && found !== undefined) throw new WriteConflict("exists", index);
    if (write.operation !== "create" && found === undefined) throw new WriteConflict("absent", index);
    if ("etag" in write && write.etag !== undefined && write.etag !== found?.etag)
      throw new WriteConflict("stale", index);
    if (!("doc" in write)) {
      if (write.operation === "erase") next.delete(key);
      return undefined;
    }
    const json = JSON.stringify(write.record.schema.parse(write.doc));
    const etag = `"${randomUUID()}"`;
    written += 1;
    next.set(key, { kind: write.record.kind, brand, json, etag, written });
    return etag;
  });
  return { next, etags };
}

export function memoryRepository(): MemoryRepository {
  const partitions = new Map<string, Partition>();
  const partitionOf = (subjectId: string): Partition => partitions.get(subjectId) ?? new Map();

  const itemsOf = ({ brand, subjectId }: Person, record: AnyRecord) =>
    [...partitionOf(subjectId).values()].filter((item) => item.kind === record.kind && item.brand === brand);

  const open = <R extends AnyRecord>({ json, etag }: Item): Versioned<R> => ({ doc: JSON.parse(json), etag });

  /** The cursor is the last item's key, so that what changes between two pages moves no other item. */
  const pageOf = <T>(
    items: readonly T[],
    keyOfItem: (item: T) => string,
    limit: number,
    cursor: string | undefined,
  ) => {
    const from = cursor === undefined ? 0 : items.findIndex((item) => keyOfItem(item) === cursor) + 1;
    const page = items.slice(from, from + limit);
    return { page, cursor: from + limit < items.length ? keyOfItem(page.at(-1) as T) : undefined };
  };

  return {
    all: <R extends AnyRecord>(person: Person, record: R) => itemsOf(person, record).map((item) => open<R>(item).doc),

    async owner(subjectId) {
      await this.before?.("read");
      const item =
        partitionOf(subjectId).get(keyOf(member, subjectId)) ?? partitionOf(subjectId).get(keyOf(closure, subjectId));
      return item === undefined ? undefined : { brand: item.brand, subjectId };
    },

    async read(person, record, id) {
      await this.before?.("read");
      const item = partitionOf(person.subjectId).get(keyOf(record, id));
      return item === undefined || item.brand !== person.brand ? undefined : open(item);
    },

    async readBoth(person, one, other) {
      await this.before?.("read");
      const partition = partitionOf(person.subjectId);
      const [first, second] = [one, other].map(({ record, id }) => partition.get(keyOf(record, id)));
      if (first?.brand !== person.brand || second?.brand !== person.brand) return undefined;
      return [open(first), open(second)];
    },

    async commit(person, writes) {
      await this.before?.("commit");
      const { next, etags } = applied(partitionOf(person.subjectId), person, writes);
      partitions.set(person.subjectId, next);
      return etags;
    },

    async list(person, record, { equal = {}, oneOf, orderBy, descending, limit, cursor, notYet }) {
      await this.before?.("list");
      const field = (item: Versioned<AnyRecord>, name: string) => String((item.doc as Record<string, unknown>)[name]);
      const matching = itemsOf(person, record)
        .map((item) => open<typeof record>(item))
        .filter((item) => {
          const value = notYet === undefined ? undefined : (item.doc as Record<string, unknown>)[notYet.field];
          return value === undefined || String(value) <= (notYet?.after ?? "");
        })
        .filter((item) => Object.entries(equal).every(([name, value]) => field(item, name) === value))
        .filter((item) => oneOf === undefined || oneOf.values.includes(field(item, oneOf.field)))
        .sort((a, b) =>
          orderBy === undefined ? 0 : field(a, orderBy).localeCompare(field(b, orderBy)) * (descending ? -1 : 1),
        );
      const { page, cursor: next } = pageOf(matching, (item) => field(item, "id"), limit, cursor);
      return { items: page, cursor: next };
    },

    async inState(record, brand, { statuses, fields, limit, cursor }) {
      await this.before?.("due");
      const found = [...partitions].flatMap(([subjectId, partition]) =>
        [...partition.values()]
          .filter((item) => item.kind === record.kind && item.brand === brand)
          .map(({ json }) => JSON.parse(json))
          .filter(({ status }) => statuses.includes(status))
          .map((doc) => ({
            person: { brand, subjectId },
            id: String(doc.id),
            clear: Object.fromEntries(
              fields.filter((field) => field in doc).map((field) => [field, doc[field]]),
            ) as never,
          })),
      );
      const { page, cursor: next } = pageOf(found, ({ person, id }) => `${person.subjectId}/${id}`, limit, cursor);
      return { items: page, cursor: next };
    },

    async locate(record, brand, id) {
      await this.before?.("due");
      const key = keyOf(record, id);
      const [subjectId] = [...partitions].find(([, partition]) => partition.get(key)?.brand === brand) ?? [];
      return subjectId === undefined ? undefined : { brand, subjectId };
    },

    async changes(person, records, { limit, cursor }) {
      await this.before?.("changes");
      const since = Number(cursor ?? 0);
      const page = [...partitionOf(person.subjectId).values()]
        .filter((item) => item.written > since)
        .sort((a, b) => a.written - b.written)
        .slice(0, limit);
      const items = page.flatMap((item) => {
        const record = records.find(({ kind }) => kind === item.kind);
        return record === undefined || item.brand !== person.brand ? [] : [{ record, ...open<typeof record>(item) }];
      });
      return { items, cursor: String(page.at(-1)?.written ?? since), hasMore: page.length > 0 };
    },

    async due(record, now, { limit, cursor }) {
      await this.before?.("due");
      const place = ({ person, id }: Due) => `${person.subjectId}/${id}`;
      const found = [...partitions]
        .flatMap(([subjectId, partition]) =>
          [...partition.values()]
            .filter(({ kind }) => kind === record.kind)
            .flatMap(({ brand, json }): DueSince[] => {
              const { id, dueAt } = JSON.parse(json);
              return dueAt === undefined ? [] : [{ person: { brand, subjectId }, id, dueAt }];
            }),
        )
        .filter((row) => row.dueAt <= now.toISOString())
        .filter((row) => cursor === undefined || place(row) > cursor)
        .sort((a, b) => (place(a) < place(b) ? -1 : 1));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { items: page, cursor: found.length > limit && last !== undefined ? place(last) : undefined };
    },

    async expired(record, before, { limit, cursor }) {
      await this.before?.("expired");
      const found = [...partitions].flatMap(([subjectId, partition]) =>
        [...partition.values()].flatMap(({ kind, brand, json, etag }): Expired[] => {
          const { id, expiresAt } = JSON.parse(json);
          const isOver = kind === record.kind && expiresAt !== undefined && expiresAt <= before.toISOString();
          return isOver ? [{ person: { brand, subjectId }, id, etag, expiresAt }] : [];
        }),
      );
      const { page, cursor: next } = pageOf(found, ({ person, id }) => `${person.subjectId}/${id}`, limit, cursor);
      return { items: page, cursor: next };
    },

    async contents({ brand, subjectId }, { limit, cursor }) {
      await this.before?.("contents");
      const found = [...partitionOf(subjectId)]
        .filter(([, item]) => item.brand === brand)
        .map(([key, { kind }]) => ({ kind, id: key.slice(kind.length + 1) }));
      const { page, cursor: next } = pageOf(found, ({ kind, id }) => `${kind}.${id}`, limit, cursor);
      return { items: page, cursor: next };
    },
  };
}
