/** Entries on their way into the ledger: once each, in one chain, whoever writes at the same time, also after a crash. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { faultsOfChain } from "../../../shared/audit/chain.ts";
import { newLedgerRow } from "../../../shared/audit/entry.ts";
import { makeLedger } from "../../../shared/audit/record-entry.ts";
import { type OutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { ledgerKeys } from "../../memory/accounts.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryLedger } from "../../memory/ledger.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";
import { memoryRepository } from "../../memory/repository.ts";

const month = "milleis.proof.2026-11";

async function start() {
  const clock = standingClock();
  const repository = memoryRepository();
  const { keys } = memoryPersonKeys(clock);
  const store = memoryLedger();
  const instance = () => makeLedger({ store, repository, keys, clock, ledgerKeys });
  const people: Person[] = [];
  for (let index = 0; index < 3; index += 1) {
    const person: Person = { brand: "milleis", subjectId: randomUUID() };
    await keys.create(person);
    people.push(person);
  }
  const rows = async (person: Person, count: number): Promise<readonly OutboxRow[]> => {
    const made = Array.from({ length: count }, () =>
      newLedgerRow({ event: "document.accepted", actor: { role: "member" }, detail: "charter" }, clock.now()),
    );
    await repository.commit(
      person,
      made.map((row) => create(outboxRow, row)),
    );
    return made;
  };
  const faults = async (stream = month) =>
    faultsOfChain(ledgerKeys, stream, await store.page(stream, 1, 10_000), (await store.head(stream))?.doc);
  return { clock, repository, keys, store, people, instance, rows, faults };
}

describe("rows of many people, taken up by two instances at once", () => {
  test("become one chain, each entry once, and go", async () => {
    const { people, instance, rows, store, repository, faults } = await start();
    const ledgers = [instance(), instance()];
    const all = await Promise.all(people.map(async (person) => ({ person, made: await rows(person, 80) })));
    await Promise.all(
      all.flatMap(({ person, made }) => made.flatMap((row) => ledgers.map((ledger) => ledger.recordRow(person, row)))),
    );
    const entries = store.all();
    expect(entries).toHaveLength(240);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(240);
    expect(await faults()).toEqual([]);
    for (const person of people) expect(repository.all(person, outboxRow)).toEqual([]);
  });
});

describe("what an entry says", () => {
  test("is the row's, with the person under their own key and nothing that names them", async () => {
    const { people, instance, rows, store } = await start();
    const ledger = instance();
    for (const person of people.slice(0, 2))
      for (const row of await rows(person, 2)) await ledger.recordRow(person, row);
    const entries = store.all();
    expect(entries[0]).toMatchObject({ event: "document.accepted", actor: { role: "member" }, detail: "charter" });
    const references = entries.map(({ person }) => person);
    expect(references[0]).toBe(references[1]);
    expect(references[0]).not.toBe(references[2]);
    for (const { subjectId } of people) expect(JSON.stringify(entries)).not.toContain(subjectId);
  });

  test("about nobody has no person", async () => {
    const { instance, store } = await start();
    const entry = { id: "run-1", brand: "milleis", event: "key.rotated", actor: { role: "ops" } } as const;
    await instance().append(entry);
    await instance().append(entry);
    expect(store.all()).toHaveLength(1);
    expect(store.all()[0]).not.toHaveProperty("person");
  });
});

describe("a crash between the entry and its row", () => {
  test("leaves one entry when the row comes again, also in the next month", async () => {
    const { clock, people, instance, rows, store, repository } = await start();
    const [person] = people as [Person];
    const [row] = (await rows(person, 1)) as [OutboxRow];
    let isDown = true;
    repository.before = (operation) => {
      if (operation === "commit" && isDown) throw new Error("down");
    };
    await expect(instance().recordRow(person, row)).rejects.toThrow("down");
    isDown = false;
    clock.move(10 * 86_400);
    await instance().recordRow(person, row);
    expect(store.all()).toHaveLength(1);
    expect(repository.all(person, outboxRow)).toEqual([]);
  });
});

test("a row of last month goes into the month it is written in", async () => {
  const { clock, people, instance, rows, store, faults } = await start();
  const [person] = people as [Person];
  const [row] = (await rows(person, 1)) as [OutboxRow];
  clock.move(40 * 86_400);
  await instance().recordRow(person, row);
  expect(store.all()).toMatchObject([{ stream: "milleis.proof.2027-01", at: "2026-11-23T10:00:00.000Z" }]);
  expect(await faults("milleis.proof.2027-01")).toEqual([]);
});

test("a person whose key is gone leaves no entry, and the row says so by failing", async () => {
  const { people, keys, instance, rows, store } = await start();
  const [person] = people as [Person];
  const [row] = (await rows(person, 1)) as [OutboxRow];
  await keys.shred(person);
  await expect(instance().recordRow(person, row)).rejects.toThrow();
  expect(store.all()).toEqual([]);
});
