/**
 * The places that may hold something of a person, on Cosmos DB and blobs. Every search is by partition or by an index: its
 * cost does not grow with the number of people.
 */
import type { Container, SqlQuerySpec } from "@azure/cosmos";
import { type BrandId, brandIds } from "../charter/brands.ts";
import { type LimitRow, limit } from "../limits/limit.ts";
import { countsBefore } from "../limits/mailbox-counter.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import type { Blobs } from "./blobs.ts";
import { queryItems, readItem, type StoredItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { keyBlobName, noteBlobName, type Person, type PersonKeys } from "./person-keys.ts";
import type { Names, NamingItem, PersonStore, PersonStores, Place, Trace } from "./person-stores.ts";

/** A batch takes 100 writes. */
const pageSize = 100;

const isOwn = (name: string) => !name.startsWith("_") && name !== "sealed" && name !== "id" && name !== "kind";

const traceOf = (place: Place, { id, kind, ...item }: StoredItem, partition?: string): Trace => ({
  place,
  id,
  ...(partition === undefined ? {} : { partition }),
  ...(typeof kind === "string" ? { kind } : {}),
  fields: Object.fromEntries(Object.entries(item).filter(([name]) => isOwn(name))),
});

async function eraseItems(container: Container, partition: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    await writeItems(
      container,
      partition,
      ids.map((id) => ({ operation: "erase", id })),
    );
  } catch (error) {
    if (!(error instanceof WriteConflict)) throw error;
    // One of them has gone meanwhile, and a batch is all or nothing: each by itself.
    if (ids.length > 1) for (const id of ids) await eraseItems(container, partition, [id]);
  }
}

async function* pagesOf(container: Container, query: SqlQuerySpec, partition?: string) {
  let cursor: string | undefined;
  do {
    const where = partition === undefined ? {} : { partition };
    const page = await queryItems(container, query, { ...where, limit: pageSize, cursor });
    yield page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** A container whose partitions are people. */
const personPartitions = (place: Place, container: Container): PersonStore => ({
  async *find({ subjectId }) {
    for await (const items of pagesOf(container, { query: "SELECT * FROM c" }, subjectId))
      yield items.map((item) => traceOf(place, item));
  },
  erase: ({ subjectId }, traces) =>
    eraseItems(
      container,
      subjectId,
      traces.map(({ id }) => id),
    ),
});

/** A container in which an indexed field names people. */
const namingItems = (
  place: Place,
  container: Container,
  partitionOf: (item: StoredItem) => string,
  naming: (person: Person) => SqlQuerySpec,
): PersonStore => ({
  async *find(person) {
    for await (const items of pagesOf(container, naming(person)))
      yield items.map((item) => traceOf(place, item, partitionOf(item)));
  },
  async erase(_person, traces) {
    for (const [partition, group] of Map.groupBy(traces, (trace) => trace.partition ?? trace.id)) {
      await eraseItems(
        container,
        partition,
        group.map(({ id }) => id),
      );
    }
  },
});

/** Whom a hash of the card issuer names. */
type HoldersOf = (brand: BrandId, join: KeyedHash) => Promise<readonly Person[]>;

/** Where such a hash stands: in an announcement that waits for the desk, and in a parked message. */
const joinPaths = ["c.join", "c.event.join"] as const;
/** Whom an item speaks of, and on whose site: its own word, because after a restore the person's may not be known. */
const saidIn = (item: StoredItem) =>
  ("join" in item ? item : item.event) as { readonly brand: BrandId; readonly join: KeyedHash };

/** Each path by itself: an index answers that, and not the one or the other. */
const namingQueries = ({ joins = [] }: Names): readonly SqlQuerySpec[] => {
  const parameters = joins.map((value, index) => ({ name: `@join${index}`, value }));
  const among = parameters.map(({ name }) => name).join(", ");
  return joins.length === 0
    ? []
    : joinPaths.map((path) => ({ query: `SELECT * FROM c WHERE ${path} IN (${among})`, parameters }));
};

/**
 * What could not be handled and what waits for the desk: by the person's id, and by the card issuer's hash. A hash may fit
 * several people: then what it names stays for the others, and says no more of this person than of them.
 */
function failedItems(container: Container, holdersOf: HoldersOf): PersonStore {
  const byId = namingItems(
    "failures",
    container,
    ({ queue }) => String(queue),
    ({ subjectId }) => ({
      query: "SELECT * FROM c WHERE STARTSWITH(c.event.subject, @person)",
      parameters: [{ name: "@person", value: subjectId }],
    }),
  );
  const isOthers = async ({ subjectId }: Person, item: StoredItem): Promise<boolean> => {
    const { brand, join } = saidIn(item);
    return (await holdersOf(brand, join)).some((holder) => holder.subjectId !== subjectId);
  };
  return {
    async *find(person, names) {
      yield* byId.find(person, names);
      for (const query of namingQueries(names)) {
        for await (const items of pagesOf(container, query)) {
          const theirs: Trace[] = [];
          for (const item of items) {
            if (!(await isOthers(person, item))) theirs.push(traceOf("failures", item, String(item.queue)));
          }
          yield theirs;
        }
      }
    },
    erase: byId.erase,
  };
}

/**
 * Counters of codes for the person's mailbox, each read by its name. One in which nothing is left from before the erasure
 * is none of theirs: it keeps whoever asks now from flooding the mailbox, and ends by its own day.
 */
async function* countersIn(
  container: Container,
  { counters = [], quietFrom }: Names,
): AsyncGenerator<readonly Trace[]> {
  if (quietFrom === undefined) return;
  for (const id of counters) {
    const item = await readItem(container, id, id);
    if (item?.kind !== limit.kind || !countsBefore(item as unknown as LimitRow, quietFrom)) continue;
    yield [traceOf("lookups", item, id)];
  }
}

/** Look-ups name one person, or, by the card's holder, perhaps several: then only this one is taken out. */
function lookupItems(container: Container): PersonStore {
  const { find, erase } = namingItems(
    "lookups",
    container,
    ({ id }) => id,
    ({ subjectId }) => ({
      query: "SELECT * FROM c WHERE c.subjectId = @person OR ARRAY_CONTAINS(c.subjectIds, @person)",
      parameters: [{ name: "@person", value: subjectId }],
    }),
  );
  const takeOut = async ({ subjectId }: Person, id: string): Promise<void> => {
    const item = await readItem(container, id, id);
    const others = (item?.subjectIds as readonly string[] | undefined)?.filter((one) => one !== subjectId) ?? [];
    if (item === undefined) return;
    const { _etag: etag } = item;
    await writeItems(container, id, [
      others.length === 0
        ? { operation: "erase", id, etag }
        : { operation: "replace", item: { ...item, subjectIds: others }, etag },
    ]);
  };
  return {
    async *find(person, names) {
      yield* find(person, names);
      yield* countersIn(container, names);
    },
    async erase(person, traces) {
      const isShared = ({ fields }: Trace) => Array.isArray(fields?.subjectIds);
      const shared = traces.filter(isShared);
      const own = traces.filter((trace) => !isShared(trace));
      await erase(person, own);
      // A lost race is found again by the next round.
      for (const { id } of shared) await takeOut(person, id).catch(unlessLost);
    },
  };
}

function unlessLost(error: unknown): void {
  if (!(error instanceof WriteConflict)) throw error;
}

/** Blobs that belong to a person's messages: known by the names the erasure has gathered. */
const namedBlobs = (place: Place, blobs: Blobs): PersonStore => ({
  async *find(_person, { payloads }) {
    for (const name of payloads) {
      const id = name.startsWith(`${place}/`) ? name.slice(place.length + 1) : undefined;
      if (id !== undefined && (await blobs.read(id)) !== undefined) yield [{ place, id }];
    }
  },
  async erase(_person, traces) {
    for (const { id } of traces) await blobs.erase(id);
  },
});

const keyBlobs = (blobs: Blobs, keys: PersonKeys): PersonStore => ({
  async *find(person) {
    for (const id of [keyBlobName(person), noteBlobName(person)]) {
      if ((await blobs.read(id)) !== undefined) yield [{ place: "person-keys", id }];
    }
  },
  erase: async (person, traces) => (traces.length === 0 ? undefined : keys.shred(person)),
});

export function cosmosPersonStores(needs: {
  readonly container: (name: "subjects" | "archive" | "lookups" | "failures" | "erasures") => Container;
  readonly blobs: (name: "person-keys" | "to-processor" | "from-processor") => Blobs;
  readonly keys: PersonKeys;
  readonly holdersOf: HoldersOf;
}): PersonStores {
  const { container, blobs, keys, holdersOf } = needs;
  return {
    subjects: personPartitions("subjects", container("subjects")),
    archive: personPartitions("archive", container("archive")),
    lookups: lookupItems(container("lookups")),
    failures: failedItems(container("failures"), holdersOf),
    erasures: namingItems(
      "erasures",
      container("erasures"),
      ({ id }) => id,
      ({ subjectId }) => ({
        query: "SELECT * FROM c WHERE c.subjectId = @person",
        parameters: [{ name: "@person", value: subjectId }],
      }),
    ),
    ledger: { neverHolds: "pseudonyms-only" },
    statistics: { neverHolds: "anonymous-only" },
    controls: { neverHolds: "anonymous-only" },
    "person-keys": keyBlobs(blobs("person-keys"), keys),
    "to-processor": namedBlobs("to-processor", blobs("to-processor")),
    "from-processor": namedBlobs("from-processor", blobs("from-processor")),
    "ledger-seals": { neverHolds: "hashes-only" },
  };
}

/** Every item that names a person, container by container: for whoever has to look at all of them once. */
export const everyItemOf = (container: (name: "subjects" | "archive" | "lookups") => Container) =>
  async function* everyItem(name: "subjects" | "archive" | "lookups"): AsyncGenerator<NamingItem> {
    const query = { query: "SELECT c.id, c.kind, c.brand, c.subjectId, c.subjectIds FROM c" };
    for await (const items of pagesOf(container(name), query)) {
      for (const { id, kind, brand, subjectId, subjectIds } of items) {
        for (const named of Array.isArray(subjectIds) ? subjectIds : [subjectId]) {
          if (typeof named !== "string") continue;
          yield {
            id,
            subjectId: named,
            ...(typeof kind === "string" ? { kind } : {}),
            ...(isBrand(brand) ? { brand } : {}),
          };
        }
      }
    }
  };

const isBrand = (value: unknown): value is BrandId => brandIds.includes(value as BrandId);
