/**
 * Writing to the ledger. Entries of one stream that arrive together are written together, one batch after the other; a lost
 * race is tried again behind the new head; an entry that is there already is written already. What cannot be written
 * throws, and its outbox row brings it up again.
 */
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person, PersonKeys } from "../storage/person-keys.ts";
import { referenceOf } from "../storage/person-reference.ts";
import { erase, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { emptyHead, link, soundHead, type Unlinked } from "./chain.ts";
import type { AuditNote } from "./entry.ts";
import type { LedgerStore } from "./ledger.ts";
import { earlierStreams, type StreamName, sealingDue, streamOf } from "./stream.ts";

/** A batch holds 100 writes; one of them is the head. */
const batchSize = 90;
/** Each lost race means that another instance wrote a batch. */
const rounds = 20;

/**
 * What happened, where no person's partition could hold the row: keys, settings, runs, and the end of an erasure, which names
 * its person by the reference computed while the key was there.
 */
export type DirectEntry = AuditNote & {
  readonly id: string;
  readonly brand: BrandId;
  readonly person?: Unlinked["person"];
};

export type Ledger = {
  /** Writes an entry without a row. @param entry its id makes it once, however often it is asked. */
  readonly append: (entry: DirectEntry) => Promise<void>;
  /** The effect of a row of the ledger's channel: its entry, then the row goes. */
  readonly recordRow: (person: Person, row: OutboxRow) => Promise<void>;
};

type Needs = {
  readonly store: LedgerStore;
  readonly repository: Repository;
  readonly keys: PersonKeys;
  readonly clock: Clock;
  readonly ledgerKeys: KeyRing;
};

type TimedNote = AuditNote & { readonly at: string };
type Waiting = { readonly entry: Unlinked; readonly done: () => void; readonly failed: (error: unknown) => void };

export function makeLedger({ store, repository, keys, clock, ledgerKeys }: Needs): Ledger {
  const waiting = new Map<StreamName, Waiting[]>();
  const busy = new Set<StreamName>();

  const write = async (stream: StreamName, entries: readonly Unlinked[]): Promise<void> => {
    let missing = entries;
    for (let round = 0; round < rounds && missing.length > 0; round += 1) {
      const before = await store.head(stream);
      const doc = before === undefined ? undefined : soundHead(ledgerKeys, before);
      if (doc?.sealedAt !== undefined) throw new Error("the stream is sealed");
      const head = doc ?? emptyHead(ledgerKeys, stream, sealingDue(stream).toISOString());
      const linked = link(ledgerKeys, head, missing);
      const behind = before === undefined ? undefined : { ...before, doc: head };
      if ((await store.append(stream, linked.entries, linked.head, behind)) !== false) return;
      const there = await Promise.all(missing.map(({ id }) => store.has(stream, id)));
      missing = missing.filter((_, index) => !there[index]);
    }
    if (missing.length > 0) throw new Error("the stream kept changing");
  };

  const flush = async (stream: StreamName): Promise<void> => {
    if (busy.has(stream)) return;
    busy.add(stream);
    try {
      for (;;) {
        const batch = (waiting.get(stream) ?? []).splice(0, batchSize);
        if (batch.length === 0) return;
        try {
          await write(stream, uniqueOf(batch.map(({ entry }) => entry)));
          for (const { done } of batch) done();
        } catch (error) {
          for (const { failed } of batch) failed(error);
        }
      }
    } finally {
      busy.delete(stream);
      waiting.delete(stream);
    }
  };

  /** Tried before in a month that is over, and written there: a crash may have come before the row went. */
  const isInEarlierMonth = async (brand: BrandId, { event, at }: TimedNote, id: string, now: Date) => {
    const streams = earlierStreams(brand, event, new Date(at), now);
    return (await Promise.all(streams.map((stream) => store.has(stream, id)))).includes(true);
  };

  const put = async (brand: BrandId, note: TimedNote, id: string, person?: Unlinked["person"]): Promise<void> => {
    const now = clock.now();
    if (await isInEarlierMonth(brand, note, id, now)) return;
    await new Promise<void>((done, failed) => {
      const stream = streamOf(brand, note.event, now);
      const entry: Unlinked = {
        ...note,
        id,
        recordedAt: now.toISOString(),
        ...(person === undefined ? {} : { person }),
      };
      waiting.set(stream, [...(waiting.get(stream) ?? []), { entry, done, failed }]);
      void flush(stream);
    });
  };

  return {
    append: ({ id, brand, person, ...note }) => put(brand, { ...note, at: clock.now().toISOString() }, id, person),

    async recordRow(person, row) {
      if (row.entry === undefined) throw new Error("a ledger row without entry");
      await put(person.brand, row.entry, row.id, referenceOf(await keys.open(person), person));
      try {
        await repository.commit(person, [erase(outboxRow, row.id)]);
      } catch (error) {
        // Another instance recorded it too: the same id, so one entry.
        if (!(error instanceof WriteConflict)) throw error;
      }
    },
  };
}

const uniqueOf = (entries: readonly Unlinked[]) => [...new Map(entries.map((entry) => [entry.id, entry])).values()];
