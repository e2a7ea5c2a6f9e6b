/**
 * The chain itself, pure: what an entry's hash is, how the next entry is linked, and what is wrong with a stream as it was
 * read back. The key is needed to make an entry and to check one; the hashes alone anybody can follow.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { KeyRing } from "../config.ts";
import { hashUnderKey } from "../storage/keyed-hash.ts";
import { type FoundEntry, type FoundHead, isUnreadable } from "./ledger.ts";
import type { LedgerEntry, LedgerHead } from "./ledger-entry.ts";

export type Unlinked = Omit<LedgerEntry, "sequence" | "previous" | "mac" | "stream">;

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64url");

/** Keys sorted at every depth, so that the same content has one spelling. */
function spelt(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, spelt(inner)]),
  );
}

/** What the entry after it names: everything in it but its own MAC. */
export const hashOfEntry = ({ mac: _, ...content }: LedgerEntry): string => sha256(JSON.stringify(spelt(content)));

/** What the first entry of a stream names. */
export const genesisOf = (stream: string): string => sha256(JSON.stringify(["concierge ledger", stream]));

const hashKey = ({ version, key }: KeyRing[number]) => ({
  version: Number(version),
  bytes: Buffer.from(key, "base64url"),
});

function macWith(keys: KeyRing, use: string, text: string, version?: string): string | undefined {
  const key = version === undefined ? keys[0] : keys.find((one) => one.version === version);
  return key === undefined ? undefined : hashUnderKey(hashKey(key), use, text);
}

export function macOf(keys: KeyRing, use: string, text: string): string {
  const mac = macWith(keys, use, text);
  if (mac === undefined) throw new Error("no ledger key");
  return mac;
}

export function isMacOf(keys: KeyRing, use: string, text: string, mac: string): boolean {
  const expected = macWith(keys, use, text, mac.split(".")[0]);
  // No such key: nothing was made with it.
  if (expected === undefined) return false;
  const [given, wanted] = [Buffer.from(mac), Buffer.from(expected)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const entryUse = "ledger entry";
const headUse = "ledger head";
const spellHead = ({ mac: _, ...content }: LedgerHead) => JSON.stringify(spelt(content));

/** A head with its MAC: what it says cannot be changed without the key. */
export const signedHead = (keys: KeyRing, head: Omit<LedgerHead, "mac">): LedgerHead => ({
  ...head,
  mac: macOf(keys, headUse, spellHead({ ...head, mac: "" })),
});

/** Whether a head was written by us, for this stream. */
const isHeadOf = (keys: KeyRing, stream: string, head: LedgerHead): boolean =>
  head.stream === stream && isMacOf(keys, headUse, spellHead({ ...head, mac: "" }), head.mac);

/** The head of a stream is not as we wrote it: nothing may be built on it, or the fault would carry our signature. */
export class HeadChanged extends Error {
  override readonly name = "HeadChanged";
}

/** @throws HeadChanged unless we wrote this head, for the stream it lies in. */
export function soundHead(keys: KeyRing, { stream, doc }: FoundHead): LedgerHead {
  if (doc === undefined || !isHeadOf(keys, stream, doc)) throw new HeadChanged("the head of a stream was changed");
  return doc;
}

export const headId = "head";

/** The head of a stream nothing was written in yet. */
export const emptyHead = (keys: KeyRing, stream: string, dueAt: string): LedgerHead =>
  signedHead(keys, { id: headId, stream, sequence: 0, last: genesisOf(stream), dueAt });

/** Links entries behind a head. @returns them in order, and the head after them. */
export function link(
  keys: KeyRing,
  head: LedgerHead,
  unlinked: readonly Unlinked[],
): { readonly entries: readonly LedgerEntry[]; readonly head: LedgerHead } {
  let { sequence, last } = head;
  const entries = unlinked.map((one) => {
    sequence += 1;
    const entry: LedgerEntry = { ...one, stream: head.stream, sequence, previous: last, mac: "" };
    last = hashOfEntry(entry);
    return { ...entry, mac: macOf(keys, entryUse, last) };
  });
  const { mac: _, ...rest } = head;
  return { entries, head: signedHead(keys, { ...rest, sequence, last }) };
}

/** What is wrong, and from which number on. */
export type ChainFault = {
  readonly stream: string;
  /** The first entry that is not as it was written; one more than the last where the end is missing. */
  readonly sequence: number;
  readonly fault:
    | "entry-changed"
    | "entry-missing"
    | "entry-added"
    | "order-changed"
    | "end-missing"
    | "head-changed"
    | "head-missing"
    | "seal-missing"
    | "seal-contradicts";
};

/** What was fixed outside the database at some moment: the stream had this many entries, and the last had this hash. */
export type FixedPoint = { readonly sequence: number; readonly last: string };

/**
 * Follows a stream from its first entry.
 * @param entries in the order of their numbers, as the store gave them.
 * @param head what lies in its place; "unreadable" where that is no head.
 * @param fixed seals and checkpoints of the stream, in any order.
 * @returns the first fault of the entries, if any, then those of head and fixed points.
 */
export function faultsOfChain(
  keys: KeyRing,
  stream: string,
  entries: readonly FoundEntry[],
  head: LedgerHead | "unreadable" | undefined,
  fixed: readonly FixedPoint[] = [],
): readonly ChainFault[] {
  const hashes = new Map<number, string>([[0, genesisOf(stream)]]);
  const first = firstFault(keys, stream, entries, hashes);
  if (first !== undefined) return [{ stream, ...first }];
  const count = entries.length;
  const faults: Omit<ChainFault, "stream">[] = [];
  if (head === undefined) {
    if (count > 0) faults.push({ sequence: count, fault: "head-missing" });
  } else if (head === "unreadable" || !isHeadOf(keys, stream, head)) {
    faults.push({ sequence: count, fault: "head-changed" });
  } else if (head.sequence > count) faults.push({ sequence: count + 1, fault: "end-missing" });
  else if (head.sequence < count) faults.push({ sequence: head.sequence + 1, fault: "entry-added" });
  else if (head.last !== hashes.get(count)) faults.push({ sequence: count, fault: "head-changed" });
  for (const point of fixed.toSorted((a, b) => a.sequence - b.sequence)) {
    if (point.sequence > count) faults.push({ sequence: count + 1, fault: "end-missing" });
    else if (hashes.get(point.sequence) !== point.last) {
      faults.push({ sequence: point.sequence, fault: "seal-contradicts" });
    }
  }
  const seen = new Set<string>();
  return faults.flatMap((fault) => {
    const key = `${fault.sequence} ${fault.fault}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ stream, ...fault }];
  });
}

function firstFault(
  keys: KeyRing,
  stream: string,
  entries: readonly FoundEntry[],
  hashes: Map<number, string>,
): Omit<ChainFault, "stream"> | undefined {
  for (const [index, entry] of entries.entries()) {
    const sequence = index + 1;
    if (isUnreadable(entry)) return { sequence, fault: "entry-changed" };
    const hash = hashOfEntry({ ...entry, mac: "" });
    // Its own MAC first: an entry that is authentic and stands elsewhere was moved, one that is not was changed.
    if (!isMacOf(keys, entryUse, hash, entry.mac) || entry.stream !== stream) {
      return { sequence, fault: "entry-changed" };
    }
    if (entry.sequence > sequence) return { sequence, fault: "entry-missing" };
    if (entry.sequence < sequence) return { sequence, fault: "entry-added" };
    if (entry.previous !== hashes.get(index)) return { sequence, fault: "order-changed" };
    hashes.set(sequence, hash);
  }
  return undefined;
}
