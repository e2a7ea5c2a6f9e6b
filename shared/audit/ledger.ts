/** The port to the ledger's store: streams that only grow, and end whole. */
import type { LedgerEntry, LedgerHead } from "./ledger-entry.ts";

export type VersionedHead = { readonly stream: string; readonly doc: LedgerHead; readonly etag: string };
/** What lies where the head belongs, also where it does not read as one: then nobody of us wrote it. */
export type FoundHead = VersionedHead | (Omit<VersionedHead, "doc"> & { readonly doc: undefined });

/** Something in a stream that does not read as an entry, and the number it claims, if it claims one. */
export type Unreadable = { readonly unreadable: true; readonly sequence: number | undefined };
export type FoundEntry = LedgerEntry | Unreadable;
export const isUnreadable = (found: FoundEntry): found is Unreadable => "unreadable" in found;

export interface LedgerStore {
  head(stream: string): Promise<FoundHead | undefined>;
  /** Whether an entry was written in this stream already. */
  has(stream: string, id: string): Promise<boolean>;
  /**
   * Entries and the head after them, all or nothing.
   * @param before the head they follow; undefined where there was none.
   * @returns the new ETag of the head, or false where somebody else wrote meanwhile or one of the entries is there already.
   */
  append(
    stream: string,
    entries: readonly LedgerEntry[],
    head: LedgerHead,
    before: VersionedHead | undefined,
  ): Promise<string | false>;
  /**
   * Entries in the order of their numbers, from a number on; fewer than the limit only at the end. As they lie there: whoever
   * reads checks them.
   */
  page(stream: string, from: number, limit: number): Promise<readonly FoundEntry[]>;
  /** Everything in the stream but its head, in no order, also what no page shows: something without a number. */
  everything(stream: string): AsyncIterable<FoundEntry>;
  /** Writes a head alone. @returns false where somebody else wrote meanwhile. */
  replaceHead(head: LedgerHead, etag: string): Promise<boolean>;
  /** Heads due at or before an instant, in no order. */
  due(until: Date): AsyncIterable<FoundHead>;
  /** Erases entries, and with the last of them the head. Safe to repeat. @returns whether anything is left. */
  drop(stream: string): Promise<boolean>;
}
