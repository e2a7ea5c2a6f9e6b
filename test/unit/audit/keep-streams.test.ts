/** A stream's life: checkpoints, its seal when the month is over, its end when the rule runs out; and what verification says of it. */

import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeAudited } from "../../../shared/audit/audited.ts";
import { HeadChanged } from "../../../shared/audit/chain.ts";
import { makeKeepStreams } from "../../../shared/audit/keep-streams.ts";
import type { LedgerEntry, LedgerHead } from "../../../shared/audit/ledger-entry.ts";
import { makeLedger } from "../../../shared/audit/record-entry.ts";
import { makeVerifyLedger } from "../../../shared/audit/verify-ledger.ts";
import { makeWatchSettings, type SettingsMemory, type SettingsState } from "../../../shared/audit/watch-settings.ts";
import { expectEntry } from "../../fixtures/recorded.ts";
import { ledgerKeys } from "../../memory/accounts.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryLedger } from "../../memory/ledger.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";
import { memoryRepository } from "../../memory/repository.ts";

const day = 86_400;
const month = "milleis.proof.2026-11";

function start() {
  const clock = standingClock();
  const store = memoryLedger();
  const blobs = memoryBlobs();
  const { log, events } = keptLog();
  const { keys } = memoryPersonKeys(clock);
  const ledger = makeLedger({ store, repository: memoryRepository(), keys, clock, ledgerKeys });
  const needs = { store, blobs, ledgerKeys, clock };
  const write = async (count: number, event: "key.rotated" | "session.opened" = "key.rotated") => {
    for (let index = 0; index < count; index += 1) {
      await ledger.append({ id: randomUUID(), brand: "milleis", event, actor: { role: "ops" } });
    }
  };
  const verify = makeVerifyLedger(needs);
  return {
    clock,
    store,
    blobs,
    ledger,
    events,
    write,
    keep: makeKeepStreams({ ...needs, ledger, log }),
    verify,
    faults: async () => (await verify()).flatMap(({ faults }) => faults),
    /** Everything of a stream as it lies there. */
    stored: async (stream = month) => ({
      entries: (await store.page(stream, 1, 1_000)) as readonly LedgerEntry[],
      head: (await store.head(stream))?.doc as LedgerHead,
    }),
  };
}

describe("a month that is over", () => {
  test("is sealed once, an hour later; nothing more is written in it, and it verifies", async () => {
    const { clock, store, blobs, write, keep, verify } = start();
    await write(5);
    clock.move(7.5 * day);
    expect(await keep()).toEqual({ sealed: 0, dropped: 0 });
    clock.move(day);
    expect(await Promise.all([keep(), keep()])).toEqual(
      expect.arrayContaining([expect.objectContaining({ dropped: 0 })]),
    );
    expect(blobs.contents.has(`${month}/seal`)).toBe(true);
    expect((await store.head(month))?.doc?.sealedAt).toBeDefined();
    await write(1);
    expect((await store.page(month, 1, 10)).length).toBe(5);
    const found = await verify();
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
    expect(found.find(({ stream }) => stream === month)).toMatchObject({ entries: 5, isSealed: true });
    // What was done to the ledger stands in it, once.
    expect(expectEntry("stream.sealed", store.all(), { actor: { role: "system" }, about: month })).toHaveLength(1);
  });

  test("is sealed also after forty missed days, and by a run after one that was cut short", async () => {
    const { clock, store, blobs, write, keep, faults } = start();
    await write(3);
    clock.move(40 * day);
    const put = blobs.putOnce;
    blobs.putOnce = async () => {
      throw new Error("cut short");
    };
    await keep().catch(() => undefined);
    blobs.putOnce = put;
    expect(blobs.contents.has(`${month}/seal`)).toBe(false);
    await keep();
    expect(blobs.contents.has(`${month}/seal`)).toBe(true);
    expect((await store.head(month))?.doc?.dueAt).toBe("2031-12-01T23:00:00.000Z");
    expect(await faults()).toEqual([]);
  });
});

describe("the end of a stream", () => {
  test("comes by its rule, never before: accesses after twelve months, proofs after five years", async () => {
    const { clock, store, write, keep, faults } = start();
    await write(3, "session.opened");
    await write(3);
    clock.move(9 * day);
    await keep();
    const access = "milleis.access.2026-11";
    clock.move(Date.parse("2027-12-01T22:59:59.000Z") / 1_000 - clock.now().getTime() / 1_000);
    await keep();
    expect(await store.page(access, 1, 10)).toHaveLength(3);
    clock.move(1);
    expect((await keep()).dropped).toBe(1);
    expect(await store.page(access, 1, 10)).toEqual([]);
    expect(await store.head(access)).toBeUndefined();
    expect(await store.page(month, 1, 10)).toHaveLength(3);
    expect(expectEntry("stream.dropped", store.all(), { actor: { role: "system" }, about: access })).toHaveLength(1);
    expect(await faults()).toEqual([]);
    clock.move(Date.parse("2031-12-01T23:00:00.000Z") / 1_000 - clock.now().getTime() / 1_000);
    await keep();
    expect(await store.page(month, 1, 10)).toEqual([]);
    expect(await faults()).toEqual([]);
  });
});

describe("what somebody with the database can do", () => {
  type Stored = { readonly entries: readonly LedgerEntry[]; readonly head: LedgerHead };
  const tamperings: Readonly<Record<string, (now: Stored, then: Stored) => Partial<Stored>>> = {
    "edit an entry": ({ entries }) => ({ entries: entries.with(1, { ...(entries[1] as LedgerEntry), detail: "x" }) }),
    "delete one": ({ entries }) => ({ entries: entries.toSpliced(1, 1) }),
    "cut the end": ({ entries }) => ({ entries: entries.slice(0, 2) }),
    "put the whole stream back": (_, then) => then,
    "delete the whole stream": () => ({ entries: [], head: undefined as never }),
  };
  test.each(Object.entries(tamperings))("%s: is found, and where", async (_, tamper) => {
    const { clock, store, write, keep, faults, stored } = start();
    await write(4);
    const then = await stored();
    await write(4);
    await keep();
    clock.move(3_600);
    expect(await faults()).toEqual([]);
    const now = await stored();
    const { entries = now.entries, head = now.head } = tamper(now, then);
    store.set(month, entries, entries.length === 0 ? undefined : head);
    const found = await faults();
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.stream).toBe(month);
    expect(found[0]?.sequence).toBe([2, 2, 3, 5, 1][Object.values(tamperings).indexOf(tamper)]);
  });

  test("write a seal of their own, or have none written: is found", async () => {
    const { clock, blobs, write, keep, faults } = start();
    await write(2);
    await keep();
    clock.move(12 * day);
    expect(await faults()).toMatchObject([{ stream: month, fault: "seal-missing" }]);
    await keep();
    expect(await faults()).toEqual([]);
    await blobs.erase(`${month}/seal`);
    const forged = { stream: month, sequence: 2, last: "x", at: clock.now().toISOString(), mac: `1.${"x".repeat(43)}` };
    await blobs.putOnce(`${month}/seal`, Buffer.from(JSON.stringify(forged)), "application/json");
    expect((await faults()).map(({ fault }) => fault)).toEqual(expect.arrayContaining(["seal-contradicts"]));
  });
});

describe("a head that is not ours", () => {
  const junk = (head: LedgerHead): LedgerHead => ({ ...head, mac: `1.${"x".repeat(43)}` });

  test("is built on by nothing of ours: no entry, checkpoint or seal covers what was done", async () => {
    const { clock, store, blobs, write, keep, faults, stored, events } = start();
    await write(8);
    await write(2, "session.opened");
    const { entries, head } = await stored();
    // The end cut off, and a head that says so, written without the key.
    const cut = entries.slice(0, 5);
    store.set(month, cut, junk({ ...head, sequence: 5, last: entries[5]?.previous ?? "" }));
    await expect(write(1)).rejects.toThrow(HeadChanged);
    await keep();
    expect([...blobs.contents.keys()]).toEqual(["milleis.access.2026-11/2026-11-23"]);
    expect(await faults()).toMatchObject([{ stream: month, sequence: 5, fault: "head-changed" }]);
    clock.move(8.5 * day);
    expect((await keep()).sealed).toBe(1);
    expect(blobs.contents.has(`${month}/seal`)).toBe(false);
    expect((await store.head(month))?.doc?.sealedAt).toBeUndefined();
    expect(events()).toContain("ledger.stream-failed");
    // Put back from a backup, the stream goes on.
    store.set(month, entries, head);
    await keep();
    expect(blobs.contents.has(`${month}/seal`)).toBe(true);
    expect(await faults()).toEqual([]);
  });

  test("of another stream is not ours here", async () => {
    const { store, write, faults, stored } = start();
    await write(2, "session.opened");
    const { head } = await stored("milleis.access.2026-11");
    store.set(month, [], head);
    await expect(write(1)).rejects.toThrow(HeadChanged);
    expect(await faults()).toMatchObject([{ stream: month, fault: "head-changed" }]);
  });
});

describe("an act that no record carries", () => {
  test("leaves its intent and its outcome, also when it fails", async () => {
    const { store, ledger } = start();
    const { changed, looked } = makeAudited(ledger);
    const what = { brand: "milleis", event: "key.rotated", actor: { role: "ops", id: "someone" } } as const;
    expect(
      await changed(
        what,
        async () => 7,
        (count) => `wrapped-${count}`,
      ),
    ).toBe(7);
    const failing = async () => {
      throw new Error("no");
    };
    await expect(changed(what, failing, () => "done")).rejects.toThrow("no");
    await looked({ ...what, brand: undefined });
    expect(store.all().map(({ stream, detail }) => `${stream.split(".")[0]} ${detail}`)).toEqual([
      "milleis intended",
      "milleis wrapped-7",
      "milleis intended",
      "milleis not-done",
      "milleis undefined",
      "platinum undefined",
    ]);
  });
});

describe("settings", () => {
  const memory = (): SettingsMemory => {
    let kept: { doc: SettingsState; etag: string } | undefined;
    return {
      read: async () => kept,
      write: async (doc, etag) => {
        if (kept?.etag !== etag) return false;
        kept = { doc, etag: `"${doc.change}"` };
        return true;
      },
    };
  };
  test("that changed stand in the ledger by name and never by value, each change once", async () => {
    const { store, ledger } = start();
    const of = memory();
    const watch = (settings: Record<string, unknown>) =>
      makeWatchSettings({ memory: of, ledger, ledgerKeys, settings })();
    const settings = { RELAY_INTERVAL_SECONDS: 60, DataStorage__queueServiceUri: "https://canary.example", GONE: "a" };
    expect(await watch(settings)).toBe(3);
    expect(await watch(settings)).toBe(0);
    const { GONE: _, ...fewer } = settings;
    expect(await watch({ ...fewer, RELAY_INTERVAL_SECONDS: 30 })).toBe(2);
    expect(await watch(settings)).toBe(2);
    const namedIn = (brand: string) =>
      store
        .all()
        .filter((entry) => entry.stream.startsWith(brand))
        .map(({ detail }) => detail);
    const named = namedIn("milleis");
    expect(namedIn("platinum")).toEqual(named);
    expect(named.slice(0, 3).toSorted()).toEqual(["DataStorage_queueServiceUri", "GONE", "RELAY_INTERVAL_SECONDS"]);
    expect(named).toHaveLength(7);
    const changed = { actor: { role: "ops" }, detail: "RELAY_INTERVAL_SECONDS" } as const;
    expect(expectEntry("settings.changed", store.all(), changed)).toHaveLength(6);
    expect(JSON.stringify([store.all(), await of.read()])).not.toMatch(/canary|"60"|:60/);
  });
});
