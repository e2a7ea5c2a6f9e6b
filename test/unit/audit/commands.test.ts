/**
 * What an operator's commands leave in the ledger: a look before anything is shown, a change before and after, with who gave it,
 * in each brand it concerns. The commands are the real ones; what they call is not asked here.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeAudited } from "../../../shared/audit/audited.ts";
import { makeLedger } from "../../../shared/audit/record-entry.ts";
import { brandIds } from "../../../shared/charter/brands.ts";
import type { Commands } from "../../../tools/ops/command.ts";
import { dispatchCommands } from "../../../tools/ops/dispatch.ts";
import { erasureCommands } from "../../../tools/ops/erasures.ts";
import { keyCommands } from "../../../tools/ops/keys.ts";
import { retentionCommands } from "../../../tools/ops/retention.ts";
import { expectEntry } from "../../fixtures/recorded.ts";
import { ledgerKeys } from "../../memory/accounts.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryLedger } from "../../memory/ledger.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";
import { memoryRepository } from "../../memory/repository.ts";

const operator = { role: "ops", id: "someone" } as const;
const commands: Commands = { ...dispatchCommands, ...erasureCommands, ...keyCommands, ...retentionCommands };
const erasureId = "7d0f5c1e-3b8a-4f5e-9d55-0c2b8e1f6a90";
const doc = { id: erasureId, brand: "platinum", steps: [], kept: [], proofs: [], rounds: 0, step: "order" };

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

/** @returns the ledger after the command, and how much it had printed when the first entry was written. */
async function after(name: string, words: readonly string[] = []) {
  const clock = standingClock();
  const store = memoryLedger();
  const { keys } = memoryPersonKeys(clock);
  const ledger = makeLedger({ store, repository: memoryRepository(), keys, clock, ledgerKeys });
  let printedFirst: number | undefined;
  printed = [];
  const append: typeof ledger.append = (entry) => {
    printedFirst ??= printed.length;
    return ledger.append(entry);
  };
  const concierge = {
    audited: makeAudited({ append }),
    rotateBrandKey: async () => "2",
    rewrapKeys: async () => 3,
    reindexAddresses: async () => ({ changed: 1, again: 0, conflicts: 0 }),
    switchDispatch: async () => true,
    retention: { preview: { people: async function* () {}, ends: async function* () {} } },
    listErasures: async () => ({ items: [doc], cursor: undefined }),
    readErasure: async () => ({ doc, etag: "1" }),
    replayRestore: async () => ({ people: 0, erased: 0, payloads: 0 }),
  };
  await commands[name]?.run({ concierge, operator, words, options: { at: "2032-04-01" } } as never);
  return { entries: store.all(), printedFirst };
}
const brandsOf = (entries: readonly { readonly stream: string }[]) =>
  entries.map(({ stream }) => stream.split(".")[0]).toSorted();

test("keys and addresses: before and after, in the brand", async () => {
  const { entries } = await after("keys rotate", ["milleis"]);
  for (const detail of ["intended", "done"]) {
    expect(brandsOf(expectEntry("key.rotated", entries, { actor: operator, detail }))).toEqual(["milleis"]);
    expect(brandsOf(expectEntry("keys.rewrapped", entries, { actor: operator, detail }))).toEqual(["milleis"]);
  }
  const { entries: alone } = await after("keys rewrap", ["platinum"]);
  expect(brandsOf(expectEntry("keys.rewrapped", alone, { actor: operator }))).toEqual(["platinum", "platinum"]);
  const { entries: addresses } = await after("addresses reindex", ["milleis"]);
  for (const detail of ["intended", "done"]) {
    expect(expectEntry("addresses.reindexed", addresses, { actor: operator, detail })).toHaveLength(1);
  }
});

test("the pause and its end", async () => {
  const { entries: paused } = await after("dispatch pause", ["milleis"]);
  const { entries: resumed } = await after("dispatch resume", ["milleis"]);
  for (const detail of ["intended", "done"]) {
    expect(expectEntry("dispatch.paused", paused, { actor: operator, detail })).toHaveLength(1);
    expect(expectEntry("dispatch.resumed", resumed, { actor: operator, detail })).toHaveLength(1);
  }
});

test("a look at what retention would do, and at erasures, is written down before anything is shown", async () => {
  const preview = await after("retention preview");
  expect(brandsOf(expectEntry("retention.previewed", preview.entries, { actor: operator }))).toEqual([...brandIds]);
  const list = await after("erasures list");
  expect(brandsOf(expectEntry("erasures.listed", list.entries, { actor: operator }))).toEqual([...brandIds]);
  const show = await after("erasures show", [erasureId]);
  const shown = expectEntry("erasure.shown", show.entries, { actor: operator, about: erasureId });
  expect(brandsOf(shown)).toEqual(["platinum"]);
  expect([preview, list, show].map(({ printedFirst }) => printedFirst)).toEqual([0, 0, 0]);
});

test("erasing again after a restore concerns every brand, before and after", async () => {
  const { entries } = await after("restore replay");
  for (const detail of ["intended", "done"]) {
    const replayed = expectEntry("restore.replayed", entries, { actor: operator, detail });
    expect(brandsOf(replayed)).toEqual([...brandIds]);
  }
});
