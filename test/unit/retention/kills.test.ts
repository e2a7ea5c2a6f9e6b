/**
 * Closing an account and moving it to the archive over stores in memory, cut short before and after every single call, and
 * taken up again: one end state. The sampled run on the real parts is test/functions/retention-run.test.ts.
 */

import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { interest } from "../../../shared/members/interest.ts";
import { acceptance, member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { storedRecords } from "../../../shared/model.ts";
import { message, request } from "../../../shared/requests/request.ts";
import { makeAdvanceClosure } from "../../../shared/retention/advance-closure.ts";
import { makeCareFor } from "../../../shared/retention/care-for.ts";
import { makeCloseAccount } from "../../../shared/retention/close-account.ts";
import { closure } from "../../../shared/retention/closure.ts";
import { makeHoldPerson } from "../../../shared/retention/hold-person.ts";
import { hashOfSecret, newSecret, session } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create, erase, type Repository } from "../../../shared/storage/repository.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryLookups } from "../../memory/lookups.ts";
import { memoryRepository } from "../../memory/repository.ts";
import { requestAs } from "../requests/fixtures.ts";

const records = storedRecords.filter(({ container }) => container === "subjects").map(({ record }) => record);
const endedOn = { short: "2026-11-20", long: "2021-11-20" };

type Call = { readonly count: number; readonly run: () => Promise<unknown> };

/** Each method of a port goes through `at`. */
const through = <P extends object>(port: P, at: (run: () => Promise<unknown>) => Promise<unknown>): P =>
  new Proxy(port, {
    get: (target, key) => {
      const value = Reflect.get(target, key);
      return typeof value === "function" ? (...args: unknown[]) => at(() => value.apply(target, args)) : value;
    },
  });

function world(effectiveOn: string, lose: (kind: string) => boolean = () => false) {
  const clock = standingClock("2026-11-23T10:00:00.000Z");
  const { log } = keptLog();
  const [subjects, archived] = [memoryRepository(), memoryRepository()];
  const lookups = memoryLookups(clock);
  const orders: string[] = [];
  let calls = 0;
  let decide: (call: Call) => Promise<unknown> = ({ run }) => run();
  const at = (run: () => Promise<unknown>) => {
    calls += 1;
    return decide({ count: calls, run });
  };
  const repository: Repository = through(subjects, at);
  const archive = through(archived, (run) => at(run));
  const losing: Repository = {
    ...archive,
    commit: async (person, writes) =>
      archive.commit(
        person,
        writes.filter(({ record }) => !lose(record.kind)),
      ),
  };
  const relay = { inline: async () => undefined, due: async () => 0 };
  const queues = { send: async () => undefined };
  const needs = {
    repository,
    archive: losing,
    lookups: through(lookups, at),
    relay,
    queues,
    clock,
    log,
    relaySeconds: 60,
    records,
  };
  const advance = makeAdvanceClosure(needs);
  const closeAccount = makeCloseAccount(needs);
  const startErasure = async ({ subjectId }: Person) => {
    if (!orders.includes(subjectId)) orders.push(subjectId);
    return { erasureId: subjectId };
  };
  const careFor = makeCareFor({ ...needs, advance, closeAccount, startErasure });
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const now = clock.now().toISOString();
  const doc = memberRecord(person, {
    createdAt: "2019-01-01T10:00:00.000Z",
    lastSignedInAt: now,
    dueAt: now,
    termination: { effectiveOn, isRevoked: false, by: "card-issuer", sequence: 1, said: randomUUID(), receivedAt: now },
  });
  const requestId = randomUUID();
  const begin = async () => {
    await lookups.create({ id: doc.addressHash, subjectId: person.subjectId, state: "confirmed" });
    await subjects.commit(person, [
      create(member, doc),
      create(acceptance, {
        id: "charter_2026-01",
        document: "charter",
        version: "2026-01",
        hash: "h".repeat(43),
        channel: "sign-up",
        language: "fr",
        acceptedAt: now,
      }),
      create(request, requestAs({ id: requestId, status: "in-progress" })),
      create(message, { id: randomUUID(), requestId, from: "member", postedAt: now, text: "Bonjour" }),
      create(session, { id: hashOfSecret(newSecret()), startedAt: now, seenAt: now, expiresAt: now }),
    ]);
  };
  const settle = async () => {
    for (const { id } of subjects.all(person, outboxRow)) await subjects.commit(person, [erase(outboxRow, id)]);
  };
  const kindsIn = async (place: Repository) =>
    (await place.contents(person, { limit: 1_000 })).items
      .map(({ kind }) => kind)
      .filter((kind) => kind !== "outbox")
      .toSorted();
  return {
    begin,
    settle,
    careFor: () => careFor(person),
    person,
    subjects,
    holds: makeHoldPerson(needs),
    wait: (seconds: number) => clock.move(seconds),
    /** Dies at the n-th call from now on. @returns whether it was reached. */
    async dieAt(n: number, how: "before" | "after"): Promise<boolean> {
      calls = 0;
      decide = async ({ count, run }) => {
        if (count < n) return run();
        if (count === n && how === "after") await run();
        throw new Error("killed");
      };
      await careFor(person).catch(() => undefined);
      decide = ({ run }) => run();
      return calls >= n;
    },
    state: async () => ({
      subjects: await kindsIn(subjects),
      archive: await kindsIn(archived),
      isFree: lookups.row(doc.addressHash) === undefined,
      stage: subjects.all(person, closure)[0]?.stage,
      orders: orders.length,
    }),
  };
}

async function ended(of: ReturnType<typeof world>): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await of.careFor();
    await of.settle();
  }
}

const end = {
  short: { stage: "archived", orders: 0 },
  long: { stage: "erasing", orders: 1 },
} as const;
const common = {
  subjects: ["closure"],
  archive: ["acceptance", "member", "message", "request"],
  isFree: true,
};

it.each([
  ["short", "before"],
  ["short", "after"],
  ["long", "before"],
  ["long", "after"],
] as const)("%s ago, killed %s every call: the same end", async (ago, how) => {
  let calls = 0;
  for (let n = 1, isReached = true; isReached; n += 1) {
    const of = world(endedOn[ago]);
    await of.begin();
    const first = await of.dieAt(n, how);
    await of.careFor();
    await of.settle();
    isReached = (await of.dieAt(n, how)) || first;
    await ended(of);
    expect(await of.state(), `killed ${how} call ${n}`).toEqual({ ...common, ...end[ago] });
    calls = n;
  }
  expect(calls).toBeGreaterThan(25);
});

it("is the same when nothing is cut short, and a record that gets lost on its way is noticed", async () => {
  const sound = world(endedOn.short);
  await sound.begin();
  await ended(sound);
  expect(await sound.state()).toEqual({ ...common, ...end.short });
  const losing = world(endedOn.short, (kind) => kind === "message");
  await losing.begin();
  await ended(losing);
  expect(await losing.state()).not.toEqual({ ...common, ...end.short });
});

it("does not wait for a silent receiver beyond the end of the data: the erasure is ordered", async () => {
  const of = world(endedOn.long);
  await of.begin();
  await of.careFor();
  expect(await of.state()).toMatchObject({ stage: "closing", orders: 0 });
  of.wait(86_400 - 1);
  await of.careFor();
  expect(await of.state()).toMatchObject({ stage: "closing", orders: 0 });
  of.wait(1);
  await of.careFor();
  expect(await of.state()).toMatchObject({ stage: "erasing", orders: 1 });
});

it("waits for a silent receiver as long as the data have not ended", async () => {
  const of = world(endedOn.short);
  await of.begin();
  await of.careFor();
  of.wait(30 * 86_400);
  await of.careFor();
  expect(await of.state()).toMatchObject({ stage: "closing", orders: 0 });
});

it("erases nothing that the person gave while a hold stands at the closing, and does once it is lifted", async () => {
  const of = world(endedOn.short);
  await of.begin();
  const at = "2026-11-01T10:00:00.000Z";
  await of.subjects.commit(of.person, [create(interest, { id: randomUUID(), topic: "opera", declaredAt: at })]);
  const dpo = { role: "dpo", id: randomUUID() } as const;
  const terms = { reason: "litigation", reference: "TJ Paris 27/00871", reviewOn: "2099-01-04" } as const;
  const holdId = await of.holds.set(of.person, terms, dpo);
  await ended(of);
  expect(of.subjects.all(of.person, session)).toEqual([]);
  expect(await of.state()).toMatchObject({ stage: "archived", subjects: ["closure", "interest", "legal-hold"] });
  await of.holds.lift(of.person, holdId, dpo);
  await ended(of);
  expect(await of.state()).toMatchObject({ stage: "archived", subjects: ["closure", "legal-hold"] });
  expect(of.subjects.all(of.person, closure)[0]).not.toHaveProperty("isHeldBack");
});
