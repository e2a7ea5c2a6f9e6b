/** The chain finds whatever was done to it: a thousand seeded mutations, each reported, and where. */
import { describe, expect, test } from "vitest";
import { emptyHead, faultsOfChain, hashOfEntry, link, type Unlinked } from "../../../shared/audit/chain.ts";
import { auditEventNames, auditEvents } from "../../../shared/audit/events.ts";
import type { LedgerEntry, LedgerHead } from "../../../shared/audit/ledger-entry.ts";
import { partsOf, sealingDue, streamOf } from "../../../shared/audit/stream.ts";
import { randomFrom } from "../../faults/random.ts";
import { ledgerKeys } from "../../memory/accounts.ts";

const stream = "milleis.proof.2026-11";
const length = 60;

function chain(): { entries: readonly LedgerEntry[]; head: LedgerHead } {
  const unlinked = Array.from({ length }, (_, index): Unlinked => {
    const at = new Date(Date.UTC(2026, 10, 23, 10, index)).toISOString();
    return {
      id: `row-${index}`,
      event: auditEventNames[index % auditEventNames.length] ?? "key.rotated",
      at,
      recordedAt: at,
      actor: index % 3 === 0 ? { role: "dpo", id: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10" } : { role: "member" },
      detail: "charter",
    };
  });
  return link(ledgerKeys, emptyHead(ledgerKeys, stream, sealingDue(stream).toISOString()), unlinked);
}

const sound = chain();
const last = sound.entries.at(-1) as LedgerEntry;
const fixed = [
  { sequence: 20, last: hashOfEntry(sound.entries[19] as LedgerEntry) },
  { sequence: length, last: hashOfEntry(last) },
];
const faultsOf = (entries: readonly LedgerEntry[], head: LedgerHead | undefined = sound.head, points = fixed) =>
  faultsOfChain(ledgerKeys, stream, entries, head, points);

type Tampered = {
  readonly entries: readonly LedgerEntry[];
  readonly head?: LedgerHead | undefined;
  /** The first number that is wrong. */
  readonly at: number;
};
type Mutation = (pick: (below: number) => number) => Tampered;

const replaced = (index: number, change: Partial<LedgerEntry>) =>
  sound.entries.map((entry, at) => (at === index ? ({ ...entry, ...change } as LedgerEntry) : entry));

/** What somebody with the database and without the key could do. */
const mutations: Readonly<Record<string, Mutation>> = {
  "an entry edited": (pick) => {
    const index = pick(length);
    const changes: Partial<LedgerEntry>[] = [
      { event: "session.ended" === sound.entries[index]?.event ? "session.opened" : "session.ended" },
      { at: "2026-11-01T00:00:00.000Z" },
      { recordedAt: "2026-11-01T00:00:00.000Z" },
      { actor: { role: "system" } },
      { detail: "terms" },
      { person: `1.${"x".repeat(43)}` as never },
      { id: "another" },
    ];
    return { entries: replaced(index, changes[pick(changes.length)] ?? {}), at: index + 1 };
  },
  "an entry edited and its follower linked anew": (pick) => {
    const index = pick(length - 1);
    const edited = { ...(sound.entries[index] as LedgerEntry), detail: "terms" };
    const entries = replaced(index, edited).map((entry, at) =>
      at === index + 1 ? { ...entry, previous: hashOfEntry(edited) } : entry,
    );
    return { entries, at: index + 1 };
  },
  "a MAC edited": (pick) => {
    const index = pick(length);
    const macs = [`1.${"y".repeat(43)}`, `2.${"y".repeat(43)}`, "", "1."];
    return { entries: replaced(index, { mac: macs[pick(macs.length)] ?? "" }), at: index + 1 };
  },
  "an entry deleted": (pick) => {
    const index = pick(length);
    return { entries: sound.entries.filter((_, at) => at !== index), at: index + 1 };
  },
  "an entry deleted and the rest numbered anew": (pick) => {
    const index = pick(length - 1);
    const entries = sound.entries.filter((_, at) => at !== index).map((entry, at) => ({ ...entry, sequence: at + 1 }));
    return { entries, at: index + 1 };
  },
  "two entries swapped": (pick) => {
    const [one, other] = [pick(length), pick(length)].toSorted((a, b) => a - b) as [number, number];
    if (one === other) return { entries: sound.entries.slice(1), at: 1 };
    const entries = [...sound.entries];
    entries[one] = sound.entries[other] as LedgerEntry;
    entries[other] = sound.entries[one] as LedgerEntry;
    return { entries, at: one + 1 };
  },
  "two entries swapped with their numbers": (pick) => {
    const index = pick(length - 1);
    const [a, b] = [sound.entries[index], sound.entries[index + 1]] as [LedgerEntry, LedgerEntry];
    const entries = sound.entries
      .with(index, { ...b, sequence: index + 1 })
      .with(index + 1, { ...a, sequence: index + 2 });
    return { entries, at: index + 1 };
  },
  "the end cut off": (pick) => {
    const kept = pick(length);
    return { entries: sound.entries.slice(0, kept), at: kept + 1 };
  },
  "an entry twice": (pick) => {
    const index = pick(length);
    const entry = sound.entries[index] as LedgerEntry;
    return { entries: [...sound.entries.slice(0, index + 1), entry, ...sound.entries.slice(index + 1)], at: index + 2 };
  },
  "an entry forged at the end": () => ({
    entries: [...sound.entries, { ...last, id: "forged", sequence: length + 1, previous: hashOfEntry(last) }],
    at: length + 1,
  }),
  "the head edited": (pick) => {
    const changes = [{ sequence: pick(length) }, { last: hashOfEntry(sound.entries[0] as LedgerEntry) }, { mac: "" }];
    return { entries: sound.entries, head: { ...sound.head, ...changes[pick(3)] }, at: length };
  },
  "the head gone": () => ({ entries: sound.entries, head: undefined, at: length }),
};

const seed = Number(process.env.LEDGER_SEED ?? 20_261_123);

describe(`a thousand mutations, seed ${seed}`, () => {
  test("are all found, at the first number that is wrong", () => {
    const { whole } = randomFrom(seed);
    const pick = (below: number) => whole(0, below - 1);
    const kinds = Object.entries(mutations);
    const missed: string[] = [];
    for (let round = 0; round < 1_000; round += 1) {
      const [name, mutate] = kinds[round % kinds.length] as [string, Mutation];
      const { entries, at, ...rest } = mutate(pick);
      const head = "head" in rest ? rest.head : sound.head;
      const found = faultsOfChain(ledgerKeys, stream, entries, head);
      if (found[0]?.sequence !== at) missed.push(`${round} ${name}: ${at}, found ${JSON.stringify(found[0])}`);
    }
    expect(missed).toEqual([]);
  });

  test("are needed to find a fault: the chain itself has none", () => {
    expect(faultsOf(sound.entries)).toEqual([]);
    expect(faultsOfChain(ledgerKeys, stream, [], undefined)).toEqual([]);
  });
});

describe("the whole database put back to an earlier moment", () => {
  const earlier = link(
    ledgerKeys,
    emptyHead(ledgerKeys, stream, sealingDue(stream).toISOString()),
    sound.entries.slice(0, 30).map(({ stream: _s, sequence: _q, previous: _p, mac: _m, ...entry }) => entry),
  );
  test("is a sound chain by itself, and contradicts what was fixed outside it", () => {
    expect(faultsOf(earlier.entries, earlier.head, [])).toEqual([]);
    expect(faultsOf(earlier.entries, earlier.head)).toEqual([{ stream, sequence: 31, fault: "end-missing" }]);
  });
});

test("a chain made with another key is no chain", () => {
  const other = [{ version: "1", key: "b".repeat(43) }];
  expect(faultsOfChain(other, stream, sound.entries, sound.head)[0]).toMatchObject({
    sequence: 1,
    fault: "entry-changed",
  });
  const rotated = [{ version: "2", key: "b".repeat(43) }, ...ledgerKeys];
  expect(faultsOfChain(rotated, stream, sound.entries, sound.head, fixed)).toEqual([]);
});

test("every event has a class, and its stream a month that ends", () => {
  for (const event of auditEventNames) {
    const name = streamOf("platinum", event, new Date("2026-12-31T23:59:59.999Z"));
    expect(name).toBe(`platinum.${auditEvents[event].class}.2026-12`);
    expect(partsOf(name).endsAt.toISOString()).toBe("2027-01-01T00:00:00.000Z");
  }
  expect(() => partsOf("milleis.proof.2026-13")).toThrow();
});
