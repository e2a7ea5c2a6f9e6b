/** What every store of the ledger does: the same on Cosmos DB's endpoint, and in memory. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { emptyHead, link, signedHead, type Unlinked } from "../../../shared/audit/chain.ts";
import type { LedgerStore, VersionedHead } from "../../../shared/audit/ledger.ts";
import { ledgerKeys } from "../../memory/accounts.ts";

const at = "2026-11-23T10:00:00.000Z";
const entry = (): Unlinked => ({
  id: randomUUID(),
  event: "document.accepted",
  actor: { role: "member" },
  at,
  recordedAt: at,
});

export function ledgerSuite(open: () => LedgerStore): void {
  let month = 0;
  /** A stream of its own for each test. */
  const start = async (count = 3) => {
    month += 1;
    const stream = `milleis.proof.${2000 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    const store = open();
    const linked = link(ledgerKeys, emptyHead(ledgerKeys, stream, at), Array.from({ length: count }, entry));
    expect(await store.append(stream, linked.entries, linked.head, undefined)).not.toBe(false);
    const before = (await store.head(stream)) as VersionedHead;
    return { store, stream, ...linked, before };
  };
  const headsDue = async (store: LedgerStore, until: string) => {
    const streams: string[] = [];
    for await (const { stream } of store.due(new Date(until))) streams.push(stream);
    return streams;
  };

  describe("a stream", () => {
    test("grows behind its head and is read in order, page by page", async () => {
      const { store, stream, entries, head, before } = await start();
      expect(before.doc).toEqual(head);
      const more = link(ledgerKeys, head, Array.from({ length: 90 }, entry));
      const etag = await store.append(stream, more.entries, more.head, before);
      expect(etag).toBe((await store.head(stream))?.etag);
      const read = [...(await store.page(stream, 1, 50)), ...(await store.page(stream, 51, 50))];
      expect(read).toEqual([...entries, ...more.entries]);
      expect(await store.page(stream, 94, 50)).toEqual([]);
    });

    test("takes nothing behind a head that is not the last, and nothing of a batch in part", async () => {
      const { store, stream, entries, head, before } = await start();
      const one = link(ledgerKeys, head, [entry()]);
      expect(await store.append(stream, one.entries, one.head, before)).not.toBe(false);
      const late = link(ledgerKeys, head, [entry()]);
      expect(await store.append(stream, late.entries, late.head, before)).toBe(false);
      expect(await store.append(stream, late.entries, late.head, undefined)).toBe(false);
      const after = (await store.head(stream)) as VersionedHead;
      const twice = link(ledgerKeys, after.doc, [entry(), entries[0] as Unlinked]);
      expect(await store.append(stream, twice.entries, twice.head, after)).toBe(false);
      expect((await store.page(stream, 1, 50)).length).toBe(4);
    });

    test("knows its own entries only", async () => {
      const { store, stream, entries } = await start(1);
      expect(await store.has(stream, entries[0]?.id ?? "")).toBe(true);
      expect(await store.has(stream, randomUUID())).toBe(false);
      expect(await store.has("platinum.proof.1999-01", entries[0]?.id ?? "")).toBe(false);
      expect(await store.head("platinum.proof.1999-01")).toBeUndefined();
    });

    test("is due by its head, whose change is conditional", async () => {
      const { store, stream, before } = await start(1);
      const { mac: _, ...rest } = before.doc;
      const later = signedHead(ledgerKeys, { ...rest, dueAt: "2031-01-01T00:00:00.000Z" });
      expect(await headsDue(store, at)).toContain(stream);
      expect(await headsDue(store, "2026-11-23T09:59:59.999Z")).not.toContain(stream);
      expect(await store.replaceHead(later, before.etag)).toBe(true);
      expect(await store.replaceHead(later, before.etag)).toBe(false);
      expect(await headsDue(store, "2030-12-31T00:00:00.000Z")).not.toContain(stream);
      expect(await headsDue(store, "2031-01-01T00:00:00.000Z")).toContain(stream);
    });

    test("ends whole, also one longer than a page, and again without harm", async () => {
      const { store, stream, head, before } = await start(99);
      const more = link(ledgerKeys, head, Array.from({ length: 60 }, entry));
      await store.append(stream, more.entries, more.head, before);
      for (let rounds = 0; (await store.drop(stream)) && rounds < 10; rounds += 1);
      expect(await store.page(stream, 1, 50)).toEqual([]);
      expect(await store.head(stream)).toBeUndefined();
      expect(await store.drop(stream)).toBe(false);
    });
  });
}
