/** The chain finds whatever was done to it: a thousand seeded mutations, each reported, and where. */
import { describe, expect, test } from "vitest";
import { emptyHead, faultsOfChain, hashOfEntry, link } from "../../../shared/audit/chain.ts";
import { auditEventNames, auditEvents } from "../../../shared/audit/events.ts";
import type { LedgerEntry, LedgerHead } from "../../../shared/audit/ledger-entry.ts";
import { partsOf, sealingDue, streamOf } from "../../../shared/audit/stream.ts";
import { randomFrom } from "../../faults/random.ts";
import { ledgerKeys } from "../../memory/accounts.ts";
import { last, length, mutations, sound, stream } from "./tampering.ts";

const fixed = [
  { sequence: 20, last: hashOfEntry(sound.entries[19] as LedgerEntry) },
  { sequence: length, last: hashOfEntry(last) },
];
const faultsOf = (entries: readonly LedgerEntry[], head: LedgerHead | undefined = sound.head, points = fixed) =>
  faultsOfChain(ledgerKeys, stream, entries, head, points);

const seed = Number(process.env.LEDGER_SEED ?? 20_261_123);

describe(`a thousand mutations, seed ${seed}`, () => {
  test("are all found, at the first number that is wrong", () => {
    const { whole } = randomFrom(seed);
    const pick = (below: number) => whole(0, below - 1);
    const kinds = Object.entries(mutations);
    const missed: string[] = [];
    for (let round = 0; round < 1_000; round += 1) {
      const [name, mutate] = kinds[round % kinds.length] as [string, (typeof mutations)[string]];
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
