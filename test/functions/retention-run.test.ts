/**
 * The end of an account on the real parts, cut short at every call to the store, before it and after it, and taken up again:
 * the same end state each time. Then two sweeps at once, forty missed days, a moved date and a hold. Planted bugs are caught.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ports } from "../../shared/compose.ts";
import { acceptance, member } from "../../shared/members/member.ts";
import { outboxRow } from "../../shared/messaging/outbox.ts";
import type { KeyedHash } from "../../shared/privacy/formats.ts";
import { message, request } from "../../shared/requests/request.ts";
import { closure } from "../../shared/retention/closure.ts";
import { hashOfSecret, newSecret, session } from "../../shared/sessions/session.ts";
import type { ContainerName } from "../../shared/storage/containers.ts";
import { cosmosLookups } from "../../shared/storage/cosmos-lookups.ts";
import { cosmosRepository } from "../../shared/storage/cosmos-repository.ts";
import { type Person, personKeys } from "../../shared/storage/person-keys.ts";
import { create, erase, type Repository } from "../../shared/storage/repository.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter, lastDayOf } from "../../shared/time/legal-periods.ts";
import { memberOf } from "../contract/storage/repository-suite.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { type Item, itemsOf } from "../fixtures/stored.ts";
import { requestAs } from "../unit/requests/fixtures.ts";
import { seed } from "../unit/seed.ts";
import { application, bringOn } from "./erasing.ts";

class Killed extends Error {
  override readonly name = "Killed";
}

const functions = useFunctions();
let ports: Ports;
let repository: Repository;
let enrolKey: (person: Person) => Promise<unknown>;
type Call = { readonly container: ContainerName; readonly run: () => Promise<unknown> };
/** What stands between the capabilities and the store, for what runs within it. */
const atCall = new AsyncLocalStorage<(call: Call) => Promise<unknown>>();
let through: Awaited<ReturnType<typeof application>>["retention"];

beforeAll(async () => {
  const { portsOf, capabilitiesOf, concierge } = await import("../../shared/compose.ts");
  ports = await portsOf(concierge.settings);
  const { clock, brandKeys } = ports;
  const keys = personKeys({ blobs: ports.blobs("person-keys"), brandKeys, clock });
  repository = cosmosRepository({ container: ports.container("subjects"), keys, clock });
  enrolKey = (person) => keys.create(person);
  through = capabilitiesOf(concierge.settings, { ...ports, container: watched }).retention;
});
afterAll(() => (ports.clock as { close?: () => void }).close?.());

/** A container whose every call goes through `atCall`. */
function watched(name: ContainerName) {
  const container = ports.container(name);
  const around = <T>(run: () => Promise<T>) =>
    (atCall.getStore()?.({ container: name, run }) as Promise<T> | undefined) ?? run();
  return new Proxy(container, {
    get(target, key) {
      if (key === "item") {
        return (id: string, partition: string) => ({ read: () => around(() => target.item(id, partition).read()) });
      }
      if (key !== "items") return Reflect.get(target, key);
      return {
        batch: (...args: Parameters<typeof target.items.batch>) => around(() => target.items.batch(...args)),
        query: (...args: Parameters<typeof target.items.query>) => {
          const found = target.items.query(...args);
          return { fetchNext: () => around(() => found.fetchNext()) };
        },
      };
    },
  });
}

const today = () => parisDay(functions.of.clock.now());

/** Somebody whose services ended so many days ago, with everything an account holds. */
async function somebody(endedDaysAgo: number): Promise<Person> {
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const now = functions.of.clock.now().toISOString();
  const addressHash = `1.${randomUUID().replaceAll("-", "").padEnd(43, "x")}` as KeyedHash;
  const requestId = randomUUID();
  await enrolKey(person);
  await cosmosLookups(ports.container("lookups")).create({
    id: addressHash,
    subjectId: person.subjectId,
    state: "confirmed",
  });
  await repository.commit(person, [
    create(
      member,
      memberOf(person, {
        addressHash,
        createdAt: "2019-01-01T10:00:00.000Z",
        lastSignedInAt: now,
        dueAt: now,
        termination: {
          effectiveOn: daysAfter(today(), -endedDaysAgo),
          isRevoked: false,
          by: "card-issuer",
          sequence: 1,
          said: randomUUID(),
          receivedAt: now,
        },
      }),
    ),
    ...(["charter", "terms"] as const).map((document) =>
      create(acceptance, {
        id: `${document}_2026-01`,
        document,
        version: "2026-01",
        hash: "h".repeat(43),
        channel: "sign-up",
        language: "fr",
        acceptedAt: now,
      }),
    ),
    create(request, requestAs({ id: requestId, status: "in-progress" })),
    create(message, { id: randomUUID(), requestId, from: "member", postedAt: now, text: "Bonjour" }),
    create(session, { id: hashOfSecret(newSecret()), startedAt: now, seenAt: now, expiresAt: now }),
  ]);
  return person;
}

/** Read as stored; one partition where the person has one. */
async function itemsOfPerson({ subjectId }: Person, name: "subjects" | "archive" | "lookups" | "erasures") {
  const query = { query: "SELECT * FROM c WHERE c.subjectId = @id", parameters: [{ name: "@id", value: subjectId }] };
  const isPartition = name === "subjects" || name === "archive";
  const found = ports.container(name).items.query<Item>(query, isPartition ? { partitionKey: subjectId } : {});
  return (await found.fetchAll()).resources;
}

/** What is to be seen of somebody, without what differs by chance. */
async function stateOf(person: Person) {
  const kinds = async (name: "subjects" | "archive") =>
    (await itemsOfPerson(person, name))
      .map(({ kind }) => String(kind))
      .filter((kind) => kind !== "outbox")
      .toSorted();
  const [closed] = (await itemsOfPerson(person, "subjects")).filter(({ kind }) => kind === closure.kind);
  return {
    subjects: await kinds("subjects"),
    archive: await kinds("archive"),
    lookups: (await itemsOfPerson(person, "lookups")).length,
    stage: closed?.stage,
    cause: closed?.cause,
    // One order, however often it was given: those that lost the race are gone.
    erasures: (await itemsOfPerson(person, "erasures")).length,
  };
}

/** What was on its way out has arrived. */
async function settled(person: Person): Promise<void> {
  for (const { id } of (await itemsOfPerson(person, "subjects")).filter(({ kind }) => kind === "outbox")) {
    await repository.commit(person, [erase(outboxRow, id.slice("outbox.".length))]);
  }
}

/** Both halves of an end: closing until it waits for receivers, then archive and the order to erase where that is due. */
async function ended(person: Person, careFor: (of: Person) => Promise<void>): Promise<void> {
  await careFor(person);
  await settled(person);
  await careFor(person);
}

const atOnce = 6;
const stride = 4;
const sixYears = 6 * 366;
const archivedOnly = {
  subjects: ["closure"],
  archive: ["acceptance", "acceptance", "member", "message", "request"],
  lookups: 0,
  stage: "archived",
  cause: "termination",
  erasures: 0,
};

/** Runs with a death at the n-th call. @returns whether that call was reached. */
async function killedAt(n: number, how: "before" | "after", run: () => Promise<void>): Promise<boolean> {
  let calls = 0;
  const dying = async ({ run: call }: Call) => {
    calls += 1;
    if (calls > n) throw new Killed();
    if (calls < n) return call();
    if (how === "after") await call();
    throw new Killed();
  };
  await atCall.run(dying, run).catch(() => undefined);
  return calls >= n;
}

/** What is done for n = 1, 2, 3, … until a call is not reached any more; some at once. @returns the last n that was. */
async function untilNotReached(once: (n: number) => Promise<boolean>): Promise<number> {
  for (let n = 1; ; n += atOnce) {
    const reached = await Promise.all(Array.from({ length: atOnce }, (_, index) => once(n + index)));
    const first = reached.indexOf(false);
    if (first >= 0) return n + first - 1;
  }
}

/** Closing and archive, with a death at the n-th call of each. @returns whether there was such a call. */
async function closedInSpiteOf(n: number, how: "before" | "after"): Promise<boolean> {
  const person = await somebody(3);
  const isReached = await killedAt(n, how, () => through.careFor(person));
  await through.careFor(person);
  await settled(person);
  const isReachedAgain = await killedAt(n, how, () => through.careFor(person));
  await through.careFor(person);
  await settled(person);
  await through.careFor(person);
  expect(await stateOf(person), `killed ${how} call ${n}, SEED=${seed}`).toEqual(archivedOnly);
  return isReached || isReachedAgain;
}

describe("cut short at every call to the store, and taken up again", () => {
  it("after each: closing and archive come to the same end", async () => {
    expect(await untilNotReached((n) => closedInSpiteOf(n, "after"))).toBeGreaterThan(20);
  }, 240_000);

  // The store is then as after the call before, but queues have been written to; all of them in test/unit/retention/kills.test.ts.
  it("before every fourth, another fourth with each seed: the same end", async () => {
    const last = await untilNotReached((n) => closedInSpiteOf(stride * (n - 1) + 1 + (seed % stride), "before"));
    expect(last).toBeGreaterThan(20 / stride);
  }, 240_000);

  it("after each: the order to erase is given once", async () => {
    const ordered: { readonly person: Person; readonly n: number }[] = [];
    const last = await untilNotReached(async (n) => {
      const person = await somebody(sixYears);
      await through.careFor(person);
      await settled(person);
      const isReached = await killedAt(n, "after", () => through.careFor(person));
      await through.careFor(person);
      ordered.push({ person, n });
      return isReached;
    });
    expect(last).toBeGreaterThan(20);
    for (let round = 0; round < 3; round += 1) await bringOn(functions.of);
    for (const { person, n } of ordered) {
      expect((await stateOf(person)).erasures, `killed after call ${n}`).toBe(1);
    }
  }, 240_000);
});

/** A sweep over another store, or with another cap. */
async function sweepOf(needs: { readonly repository: Repository; readonly cap: number }) {
  const { makeSweep } = await import("../../shared/retention/sweep.ts");
  const { recordDirectly, log } = await application();
  return makeSweep({
    ...needs,
    queues: ports.queues,
    clock: ports.clock,
    log,
    ledger: { append: recordDirectly },
    messageSeconds: 60,
    endShortLived: async () => 0,
    endCases: async () => 0,
    endUnproven: async () => 0,
  });
}

/** Due work in pages of two, as the real ones of a hundred are. */
const inPages: Repository["due"] = (record, now, at) => repository.due(record, now, { ...at, limit: 2 });

/** Of whom the queue speaks; empty afterwards. */
async function drained(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let some = await functions.of.drain("retention-work"); some.length > 0; ) {
    texts.push(...some);
    some = await functions.of.drain("retention-work");
  }
  return texts.map((text) => JSON.parse(text).subject);
}

/** Whom of seven a sweep that finds its due work so leaves out. */
async function leftOut(due: Repository["due"]): Promise<number> {
  await drained();
  const people = await Promise.all(Array.from({ length: 7 }, () => somebody(3)));
  await (await sweepOf({ repository: { ...repository, due }, cap: 1_000 }))();
  const told = await drained();
  for (const person of people) await ended(person, through.careFor);
  return people.filter(({ subjectId }) => !told.includes(subjectId)).length;
}

describe("the sweep", () => {
  const sweepAndCare = async () => {
    await functions.of.runTimer("sweep-retention");
    await functions.of.deliver("retention-work", "care-for-person");
  };

  it("twice at once does no more than once", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => somebody(3)));
    await Promise.all([functions.of.runTimer("sweep-retention"), functions.of.runTimer("sweep-retention")]);
    const texts = await functions.of.drain("retention-work");
    await Promise.all(
      [...texts, ...texts].map((text) => functions.of.take("care-for-person", text).catch(() => undefined)),
    );
    for (const person of people) {
      await settled(person);
      await ended(person, through.careFor);
      expect(await stateOf(person)).toEqual(archivedOnly);
    }
  });

  it("takes every page of due work", async () => {
    expect(await leftOut(inPages)).toBe(0);
  });

  it("after forty missed days catches up; a moved date moves the end; a hold stands in its way until it is lifted", async () => {
    const moved = await somebody(3);
    const held = await somebody(3);
    for (const person of [moved, held]) await ended(person, through.careFor);
    const dueOn = async (person: Person) => {
      const [closed] = (await itemsOfPerson(person, "subjects")).filter(({ kind }) => kind === closure.kind);
      return parisDay(new Date(String(closed?.dueAt)));
    };
    const last = lastDayOf(daysAfter(today(), -3), { years: 5 });
    expect(await dueOn(moved)).toBe(daysAfter(last, 1));

    const { retention } = await application();
    const actor = { role: "dpo", id: "dpo-1" } as const;
    const earlier = daysAfter(today(), -400);
    await retention.terminations.announce(
      moved,
      { effectiveOn: earlier, isRevoked: false, approvalId: randomUUID() },
      actor,
    );
    await retention.careFor(moved);
    expect(await dueOn(moved)).toBe(daysAfter(lastDayOf(earlier, { years: 5 }), 1));

    const order = { reason: "litigation", reference: "TJ 27/01", reviewOn: daysAfter(today(), 60) } as const;
    const holdId = await retention.holds.set(held, order, actor);
    await expect(retention.holds.set(held, order, actor)).rejects.toThrow("state-conflict");
    for (const { id, subjectId } of (await itemsOfPerson(held, "subjects")).filter(({ kind }) => kind === "outbox")) {
      expect(subjectId).toBe(held.subjectId);
      await repository.commit(held, [erase(outboxRow, id.slice("outbox.".length))]);
    }

    // Past both ends, and forty days more.
    functions.of.clock.move({ advanceMs: (5 * 366 + 40) * 86_400_000 });
    await sweepAndCare();
    expect(await stateOf(moved)).toMatchObject({ stage: "erasing", erasures: 1 });
    expect(await stateOf(held)).toMatchObject({ ...archivedOnly, subjects: ["closure", "legal-hold"] });
    const { startErasure } = await application();
    await expect(startErasure(held, { cause: "member", at: functions.of.clock.now() })).rejects.toThrow("legal-hold");
    expect(
      functions.of.lines.some(({ event, subjectId }) => event === "hold.review-due" && subjectId === held.subjectId),
    ).toBe(true);

    await retention.holds.lift(held, holdId, actor);
    await sweepAndCare();
    expect(await stateOf(held)).toMatchObject({ stage: "erasing", erasures: 1 });
  });

  it("ends no more than its cap in a run, says so, and goes on with the next", async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => somebody(3)));
    const capped = await sweepOf({ repository, cap: 2 });
    const first = await capped();
    expect(first.steps.close + first.steps.erase + first.steps["end-sign-up"] + first.steps.drop).toBe(2);
    expect(first.postponed).toBeGreaterThanOrEqual(3);
    expect(functions.of.lines.some(({ event }) => event === "retention.cap-reached")).toBe(true);
    const entry = (await itemsOf(functions.of.cosmos, "ledger")).find(({ about }) => about === first.runId);
    expect(entry).toMatchObject({ event: "retention.run", detail: expect.stringContaining("postponed") });
    for (let round = 0; round < 5; round += 1) {
      await functions.of.deliver("retention-work", "care-for-person");
      await capped();
    }
    for (const person of people) expect(await stateOf(person)).toMatchObject({ cause: "termination" });
  });
});

describe("a planted bug is caught", () => {
  it("deleted too much: a record that never reached the archive", async () => {
    const person = await somebody(3);
    const losing = async ({ container, run }: Call) => (container === "archive" ? { result: [], headers: {} } : run());
    await atCall.run(losing, () => ended(person, through.careFor)).catch(() => undefined);
    expect(await stateOf(person)).not.toEqual(archivedOnly);
  });

  it("a page skipped: what comes after the first page, and a page between two others", async () => {
    const withoutRest: Repository["due"] = async (...args) => ({ ...(await inPages(...args)), cursor: undefined });
    expect(await leftOut(withoutRest)).toBeGreaterThan(0);
    const withoutEverySecond: Repository["due"] = async (record, now, at) => {
      const page = await inPages(record, now, at);
      const next = page.cursor === undefined ? page : await inPages(record, now, { ...at, cursor: page.cursor });
      return { ...page, cursor: next.cursor };
    };
    expect(await leftOut(withoutEverySecond)).toBeGreaterThan(0);
  });
});
