/**
 * The ledger as it lies in the database: a thousand seeded mutations of the stored items, each found by verification at its
 * number; among them items that read as no entry at all. Then what lies at the edge of a page, and pages that come short.
 */
import { randomUUID } from "node:crypto";
import type { Container, OperationInput } from "@azure/cosmos";
import { describe, expect, test } from "vitest";
import { makeAudited } from "../../../shared/audit/audited.ts";
import { emptyHead, link, type Unlinked } from "../../../shared/audit/chain.ts";
import { makeKeepStreams } from "../../../shared/audit/keep-streams.ts";
import type { LedgerEntry, LedgerHead } from "../../../shared/audit/ledger-entry.ts";
import { makeReadLedger } from "../../../shared/audit/read-ledger.ts";
import { makeLedger } from "../../../shared/audit/record-entry.ts";
import { sealingDue } from "../../../shared/audit/stream.ts";
import { makeVerifyLedger } from "../../../shared/audit/verify-ledger.ts";
import { cosmosLedger } from "../../../shared/storage/cosmos-ledger.ts";
import { randomFrom } from "../../faults/random.ts";
import { expectEntry } from "../../fixtures/recorded.ts";
import { ledgerKeys } from "../../memory/accounts.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryCosmos } from "../../memory/cosmos.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";
import { memoryRepository } from "../../memory/repository.ts";
import { length, mutations, sound, stream } from "./tampering.ts";

type Item = { readonly id: string; readonly [field: string]: unknown };

const itemOf = (entry: LedgerEntry): Item => ({ ...entry, id: `ledger-entry.${entry.id}`, kind: "ledger-entry", v: 1 });
const headItem = (head: LedgerHead): Item => ({ ...head, id: "ledger-head.head", kind: "ledger-head", v: 1 });
const soundItems = [...sound.entries.map(itemOf), headItem(sound.head)];

function start(items: readonly Item[] = [], through: (container: Container) => Container = (same) => same) {
  const clock = standingClock();
  const raw = memoryCosmos(clock).open("ledger");
  const store = cosmosLedger(through(raw));
  const { keys } = memoryPersonKeys(clock);
  const { log, events } = keptLog();
  const ledger = makeLedger({ store, repository: memoryRepository(), keys, clock, ledgerKeys });
  const needs = { store, blobs: memoryBlobs(), ledgerKeys, clock };
  const verify = makeVerifyLedger(needs);
  const write = async (operations: readonly OperationInput[]) => {
    for (let from = 0; from < operations.length; from += 100) {
      await raw.items.batch(operations.slice(from, from + 100) as OperationInput[], stream);
    }
  };
  const put = (some: readonly Item[]) =>
    write(some.map((item) => ({ operationType: "Upsert", resourceBody: item }) as unknown as OperationInput));
  return {
    clock,
    store,
    ledger,
    events,
    put,
    filled: put(items),
    keep: makeKeepStreams({ ...needs, ledger, log }),
    verify,
    faults: async () => (await verify()).filter((one) => one.stream === stream).flatMap(({ faults }) => faults),
  };
}

type Pick = (below: number) => number;
const without = ({ ...item }: Record<string, unknown>, field: string): Item => {
  delete item[field];
  return item as Item;
};
const edited =
  (change: (item: Item, pick: Pick) => Item) =>
  (pick: Pick): { readonly items: readonly Item[]; readonly at: number } => {
    const index = pick(length);
    return { items: soundItems.with(index, change(soundItems[index] as Item, pick)), at: index + 1 };
  };
const oneOf = <T>(values: readonly T[], pick: Pick) => values[pick(values.length)] as T;

/** What only stored items can suffer: the database checks nothing of what we would. */
const storedMutations: Readonly<
  Record<string, (pick: Pick) => { readonly items: readonly Item[]; readonly at: number }>
> = {
  "an event nobody knows": edited((item) => ({ ...item, event: "x" })),
  "another version": edited((item, pick) => ({ ...item, v: oneOf([2, 0, "1", null], pick) })),
  "another kind": edited((item) => ({ ...item, kind: "ledger-note" })),
  "a detail that is no word": edited((item, pick) => ({
    ...item,
    detail: oneOf([7, {}, "no such word!", null], pick),
  })),
  "a field taken out": edited((item, pick) =>
    without(item, oneOf(["mac", "previous", "event", "actor", "at", "sequence", "v", "kind"], pick)),
  ),
  "an envelope put in": edited((item) => ({ ...item, sealed: "x" })),
  "a number that is none": edited((item, pick) => ({
    ...item,
    sequence: oneOf(["7", -1, 0, null, 10 ** 12, { n: 1 }], pick),
  })),
  "a number between two": edited((item) => ({ ...item, sequence: Number(item.sequence) - 0.5 })),
  "an item under another id": edited((item) => ({ ...item, id: `x${item.id.slice(1)}` })),
  "an item put in that has no number": () => ({
    items: [...soundItems, { id: "stray", stream, kind: "note" }],
    at: length + 1,
  }),
  "a head that reads as none": (pick) => {
    const head = headItem(sound.head);
    const heads = [
      without(head, "mac"),
      without(head, "dueAt"),
      { ...head, v: 2 },
      { ...head, kind: "x" },
      { ...head, sequence: "60" },
    ];
    return { items: soundItems.with(-1, oneOf(heads, pick)), at: length };
  },
};

/** The mutations of the chain, as items. What is only another order in a list is the same content in a database. */
const chainMutations = Object.entries(mutations).map(([name, mutate]) => {
  const asItems = (pick: Pick) => {
    const { entries, at, ...rest } = mutate(pick);
    const head = "head" in rest ? rest.head : sound.head;
    const seen = new Set<string>();
    const items = entries.map((entry) => {
      const item = itemOf(entry);
      const id = seen.has(item.id) ? `${item.id}-twice` : item.id;
      seen.add(id);
      return { ...item, id };
    });
    return { items: head === undefined ? items : [...items, headItem(head)], at };
  };
  return [name, asItems] as const;
});
const isSound = (items: readonly Item[]) => {
  const spelt = (all: readonly Item[]) => JSON.stringify(all.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  return spelt(items) === spelt(soundItems);
};

const seed = Number(process.env.LEDGER_SEED ?? 20_261_126);

describe(`a thousand mutations of stored items, seed ${seed}`, () => {
  test("are all found, at the first number that is wrong", async () => {
    const { whole } = randomFrom(seed);
    const pick = (below: number) => whole(0, below - 1);
    const kinds = [...Object.entries(storedMutations), ...chainMutations];
    const missed: string[] = [];
    let tried = 0;
    for (let round = 0; tried < 1_000; round += 1) {
      const [name, mutate] = kinds[round % kinds.length] as (typeof kinds)[number];
      const { items, at } = mutate(pick);
      if (isSound(items)) continue;
      tried += 1;
      const { filled, faults } = start(items);
      await filled;
      const [found] = await faults();
      if (found?.sequence !== at) missed.push(`${round} ${name}: ${at}, found ${JSON.stringify(found)}`);
    }
    expect(missed).toEqual([]);
  }, 300_000);

  test("are needed to find a fault: what was stored has none, and one stream's fault leaves the others their verdict", async () => {
    const { filled, faults, ledger, put, verify } = start(soundItems);
    await filled;
    expect(await faults()).toEqual([]);
    await ledger.append({ id: "run-1", brand: "platinum", event: "key.rotated", actor: { role: "ops" } });
    await put([{ ...itemOf(sound.entries[6] as LedgerEntry), event: "x" }]);
    expect(await verify()).toMatchObject([
      { stream, faults: [{ sequence: 7, fault: "entry-changed" }] },
      { stream: "platinum.proof.2026-11", faults: [] },
    ]);
  });
});

describe("an entry that does not read", () => {
  test("is named to whoever reads the month, and the others are shown", async () => {
    const { filled, store, ledger } = start(
      soundItems.with(6, { ...itemOf(sound.entries[6] as LedgerEntry), event: "x" }),
    );
    await filled;
    const read = makeReadLedger({ store, audited: makeAudited(ledger) });
    const reader = { id: "someone", role: "auditor", brand: "milleis" } as const;
    const page = await read(reader, { class: "proof", month: "2026-11" }, { limit: 10 });
    expect(page.items.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10]);
    expect(page.unreadable).toEqual([7]);
    const said = (await store.page("milleis.access.2026-11", 1, 10)) as readonly LedgerEntry[];
    const by = { role: "auditor", id: reader.id } as const;
    expect(expectEntry("ledger.read", said, { actor: by, detail: "proof" })).toHaveLength(1);
  });
});

/** A longer stream, and an entry somebody put in beside a genuine one. */
function longer(count: number) {
  const unlinked = sound.entries.map(({ stream: _s, sequence: _q, previous: _p, mac: _m, ...entry }) => entry);
  const many = Array.from(
    { length: count },
    (_, index): Unlinked => ({ ...(unlinked[index % length] as Unlinked), id: `long-${index}` }),
  );
  const made = link(ledgerKeys, emptyHead(ledgerKeys, stream, sealingDue(stream).toISOString()), many);
  const forged = (sequence: number) => ({
    ...itemOf(made.entries[sequence - 1] as LedgerEntry),
    id: `ledger-entry.${randomUUID()}`,
  });
  return { items: [...made.entries.map(itemOf), headItem(made.head)], forged };
}

describe("pages", () => {
  const { items, forged } = longer(1_200);
  test.each([1, 501, 1_000, 1_001, 1_200])("an entry added beside number %i is found there", async (sequence) => {
    const { filled, put, faults } = start(items);
    await filled;
    await put([forged(sequence)]);
    expect(await faults()).toMatchObject([{ sequence: sequence + 1, fault: "entry-changed" }]);
  });

  test("that come short are no end: nothing is missed, and nothing is cried over", async () => {
    const short = (container: Container) => {
      const query = (spec: never, options: { readonly maxItemCount?: number }) =>
        container.items.query(spec, { ...options, maxItemCount: Math.min(7, options.maxItemCount ?? 7) });
      return { item: container.item.bind(container), items: { ...container.items, query } } as unknown as Container;
    };
    const { filled, faults, store } = start(soundItems, short);
    await filled;
    expect(await faults()).toEqual([]);
    expect(await store.page(stream, 1, 50)).toHaveLength(50);
    for (let rounds = 0; (await store.drop(stream)) && rounds < 100; rounds += 1) {
      expect(await store.head(stream)).toBeDefined();
    }
    expect(await store.page(stream, 1, 50)).toEqual([]);
  });

  test("given to a reader show an added entry also at their edge", async () => {
    const { filled, put, store, ledger } = start(soundItems);
    await filled;
    await put([{ ...itemOf(sound.entries[9] as LedgerEntry), id: "ledger-entry.beside" }]);
    const read = makeReadLedger({ store, audited: makeAudited(ledger) });
    const reader = { id: "someone", role: "auditor", brand: "milleis" } as const;
    const numbers: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(reader, { class: "proof", month: "2026-11" }, { limit: 10, cursor });
      numbers.push(...page.items.map(({ sequence }) => sequence));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(numbers).toEqual([...sound.entries.map(({ sequence }) => sequence), 10].toSorted((a, b) => a - b));
  });
});
