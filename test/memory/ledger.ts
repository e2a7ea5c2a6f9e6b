/** The ledger's store in memory, with the port's rules: conditional appends, all or nothing, an entry once by its id. */
import type { LedgerStore, VersionedHead } from "../../shared/audit/ledger.ts";
import { type LedgerEntry, type LedgerHead, ledgerEntry, ledgerHead } from "../../shared/audit/ledger-entry.ts";

export type MemoryLedger = LedgerStore & {
  /** Every entry, stream by stream. */
  readonly all: () => readonly LedgerEntry[];
  /** For tests that tamper: what lies there is what is given. */
  readonly set: (stream: string, entries: readonly LedgerEntry[], head: LedgerHead | undefined) => void;
};

export function memoryLedger(): MemoryLedger {
  const streams = new Map<string, { entries: readonly LedgerEntry[]; head: VersionedHead | undefined }>();
  let version = 0;
  const versioned = (stream: string, doc: LedgerHead): VersionedHead => {
    version += 1;
    return { stream, doc: ledgerHead.schema.parse(doc), etag: `"${version}"` };
  };
  return {
    all: () => [...streams.values()].flatMap(({ entries }) => entries),
    set: (stream, entries, head) =>
      void streams.set(stream, { entries, head: head === undefined ? undefined : versioned(stream, head) }),
    head: async (stream) => streams.get(stream)?.head,
    has: async (stream, id) => streams.get(stream)?.entries.some((entry) => entry.id === id) ?? false,
    async append(stream, entries, head, before) {
      const found = streams.get(stream);
      if (found?.head?.etag !== before?.etag) return false;
      const known = new Set(found?.entries.map(({ id }) => id));
      if (entries.some(({ id }) => known.has(id))) return false;
      const next = versioned(stream, head);
      streams.set(stream, {
        entries: [...(found?.entries ?? []), ...entries.map((entry) => ledgerEntry.schema.parse(entry))],
        head: next,
      });
      return next.etag;
    },
    page: async (stream, from, limit) =>
      (streams.get(stream)?.entries ?? [])
        .filter(({ sequence }) => sequence >= from)
        .toSorted((a, b) => a.sequence - b.sequence)
        .slice(0, limit),
    async *everything(stream) {
      yield* streams.get(stream)?.entries ?? [];
    },
    async replaceHead(head, etag) {
      const found = streams.get(head.stream);
      if (found?.head?.etag !== etag) return false;
      streams.set(head.stream, { ...found, head: versioned(head.stream, head) });
      return true;
    },
    async *due(until) {
      for (const { head } of [...streams.values()]) {
        if (head !== undefined && head.doc.dueAt <= until.toISOString()) yield head;
      }
    },
    async drop(stream) {
      streams.delete(stream);
      return false;
    },
  };
}
