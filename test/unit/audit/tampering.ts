/** A sound chain, and what somebody with the database and without the key could do to it: each with the first number that is wrong. */
import { emptyHead, hashOfEntry, link, type Unlinked } from "../../../shared/audit/chain.ts";
import { auditEventNames } from "../../../shared/audit/events.ts";
import type { LedgerEntry, LedgerHead } from "../../../shared/audit/ledger-entry.ts";
import { sealingDue } from "../../../shared/audit/stream.ts";
import { ledgerKeys } from "../../memory/accounts.ts";

export const stream = "milleis.proof.2026-11";
export const length = 60;

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

export const sound = chain();
export const last = sound.entries.at(-1) as LedgerEntry;
export type Tampered = {
  readonly entries: readonly LedgerEntry[];
  readonly head?: LedgerHead | undefined;
  /** The first number that is wrong. */
  readonly at: number;
};
type Mutation = (pick: (below: number) => number) => Tampered;

const replaced = (index: number, change: Partial<LedgerEntry>) =>
  sound.entries.map((entry, at) => (at === index ? ({ ...entry, ...change } as LedgerEntry) : entry));

/** What somebody with the database and without the key could do. */
export const mutations: Readonly<Record<string, Mutation>> = {
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
