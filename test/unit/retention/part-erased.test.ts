/**
 * Archived data whose period is shorter than the others' go at their own end, once, and the ledger says under which rule. No brand
 * has such a period today, so one is given here.
 */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { acceptance } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { storedRecords } from "../../../shared/model.ts";
import { makeCareFor } from "../../../shared/retention/care-for.ts";
import { closure } from "../../../shared/retention/closure.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryRepository } from "../../memory/repository.ts";

const closedAt = "2026-11-23T10:00:00.000Z";
const person: Person = { brand: "milleis", subjectId: randomUUID() };

async function archivedAccount(years: number) {
  const clock = standingClock("2029-11-23T22:59:00.000Z");
  const [repository, archive] = [memoryRepository(), memoryRepository()];
  await repository.commit(person, [
    create(closure, {
      id: person.subjectId,
      cause: "member",
      closedAt,
      openedAt: "2026-01-01T10:00:00.000Z",
      stage: "archived",
      archivedAt: closedAt,
      gone: [],
      dueAt: closedAt,
    }),
  ]);
  await archive.commit(person, [
    create(acceptance, {
      id: "terms_2026-01",
      document: "terms",
      version: "2026-01",
      hash: "h".repeat(43),
      channel: "sign-up",
      language: "fr",
      acceptedAt: "2026-01-01T10:00:00.000Z",
    }),
  ]);
  const never = async () => {
    throw new Error("not due");
  };
  const careFor = makeCareFor({
    repository,
    archive,
    clock,
    log: keptLog().log,
    relay: { inline: never, due: never },
    relaySeconds: 60,
    records: storedRecords.map(({ record }) => record),
    closeAccount: never,
    advance: never,
    startErasure: never,
    own: { milleis: { acceptance: { period: { years }, by: "our choice", source: "a test" } } },
  });
  const state = () => ({
    acceptances: archive.all(person, acceptance).length,
    gone: repository.all(person, closure)[0]?.gone,
    entries: entriesIn(repository.all(person, outboxRow)),
  });
  return { clock, careFor, state };
}

it("an acceptance kept for three years goes when they are over, with its entry, and nothing else does", async () => {
  const { clock, careFor, state } = await archivedAccount(3);
  await careFor(person);
  expect(state()).toEqual({ acceptances: 1, gone: [], entries: [] });
  clock.move(60);
  await careFor(person);
  await careFor(person);
  const { acceptances, gone, entries } = state();
  expect({ acceptances, gone }).toEqual({ acceptances: 0, gone: ["acceptance"] });
  const like = { actor: { role: "system" }, detail: "acceptance" } as const;
  expect(expectEntry("archive.part-erased", entries, like)).toEqual(entries);
  expect(entries).toHaveLength(1);
});

it("and stays with the others where its period is theirs", async () => {
  const { clock, careFor, state } = await archivedAccount(5);
  clock.move(60);
  await careFor(person);
  expect(state()).toEqual({ acceptances: 1, gone: [], entries: [] });
});
