/** The port to the ledger's store: streams that only grow, and end whole. */
import type { LedgerEntry, LedgerHead } from "./ledger-entry.ts";

export type VersionedHead = { readonly doc: LedgerHead; readonly etag: string };

export interface LedgerStore {
  head(stream: string): Promise<VersionedHead | undefined>;
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
  /** A page of entries in the order of their numbers, from a number on. As they lie there: whoever reads checks them. */
  page(stream: string, from: number, limit: number): Promise<readonly LedgerEntry[]>;
  /** Writes a head alone. @returns false where somebody else wrote meanwhile. */
  replaceHead(head: LedgerHead, etag: string): Promise<boolean>;
  /** Heads due at or before an instant, in no order. */
  due(until: Date): AsyncIterable<VersionedHead>;
  /** Erases entries, and with the last of them the head. Safe to repeat. @returns whether anything is left. */
  drop(stream: string): Promise<boolean>;
}
