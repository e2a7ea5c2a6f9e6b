/**
 * The end of an account on the real parts, cut short at every call to the store, before it and after it, and taken up again:
 * the same end state each time. Then two sweeps at once, forty missed days, a moved date and a hold. Planted bugs are caught.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppendEntry } from "../../shared/audit/entry.ts";
import { outboxRow } from "../../shared/messaging/outbox.ts";
import { closure } from "../../shared/retention/closure.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import { erase, type Repository } from "../../shared/storage/repository.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter, lastDayOf } from "../../shared/time/legal-periods.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry } from "../fixtures/recorded.ts";
import { seed } from "../unit/seed.ts";
import { atCall, type Call, type Closing, closingOf, killedAt } from "./closing.ts";
import { application, bringOn } from "./erasing.ts";

const functions = useFunctions();
let repository: Closing["repository"];
let ports: Closing["ports"];
let through: Closing["through"];
let today: Closing["today"];
let somebody: Closing["somebody"];
let itemsOfPerson: Closing["itemsOfPerson"];
let stateOf: Closing["stateOf"];
let settled: Closing["settled"];
let ended: Closing["ended"];

beforeAll(async () => {
  ({ repository, ports, through, today, somebody, itemsOfPerson, stateOf, settled, ended } = await closingOf(
    functions.of,
  ));
});
afterAll(() => (ports.clock as { close?: () => void }).close?.());

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

  // What comes before it is closing and archive again, which the tests above cut off.
  it("after each from the first that has to do with the order to erase: it is given once", async () => {
    const toBeErased = async () => {
      const person = await somebody(sixYears);
      await through.careFor(person);
      await settled(person);
      return person;
    };
    const places: string[] = [];
    const noting = ({ container, run }: Call) => {
      places.push(container);
      return run();
    };
    const sound = await toBeErased();
    await atCall.run(noting, () => through.careFor(sound));
    const first = places.indexOf("erasures");
    expect(first).toBeGreaterThan(0);
    const people = [sound];
    const last = await untilNotReached(async (n) => {
      const person = await toBeErased();
      const isReached = await killedAt(first + n - 1, "after", () => through.careFor(person));
      await through.careFor(person);
      people.push(person);
      return isReached;
    });
    expect(first + last - 1).toBe(places.length);
    for (let round = 0; round < 3; round += 1) await bringOn(functions.of);
    for (const [index, person] of people.entries())
      expect((await stateOf(person)).erasures, `person ${index} from call ${first}`).toBe(1);
  }, 240_000);
});

/** What the sweeps below wrote into the ledger. */
const told: Parameters<AppendEntry>[0][] = [];

/** A sweep over another store, or with another cap. */
async function sweepOf(needs: { readonly repository: Repository; readonly cap: number }) {
  const { makeSweep } = await import("../../shared/retention/sweep.ts");
  const { log } = await application();
  return makeSweep({
    ...needs,
    queues: ports.queues,
    clock: ports.clock,
    log,
    ledger: { append: async (entry) => void told.push(entry) },
    messageSeconds: 60,
    endShortLived: async () => 0,
    endCases: async () => 0,
    endUnproven: async () => 0,
    endLookUps: async () => 0,
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
    const detail = expect.stringContaining("postponed");
    expectEntry("retention.run", told, { actor: { role: "system" }, about: first.runId, detail });
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
