/** The session behind a cookie: open, idle, over, ended; written at most every five minutes. */
import { describe, expect, test } from "vitest";
import { makeEndSession } from "../../../shared/sessions/end-sessions.ts";
import { makeOpenSession } from "../../../shared/sessions/open-session.ts";
import { hashOfSecret, newSecret, type Session, session, sessionRules } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryRepository } from "../../memory/repository.ts";

const person: Person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };

async function start() {
  const clock = standingClock();
  const repository = memoryRepository();
  const secret = newSecret();
  const now = clock.now();
  await repository.commit(person, [
    create(session, {
      id: hashOfSecret(secret),
      startedAt: now.toISOString(),
      seenAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + sessionRules.absolute).toISOString(),
    }),
  ]);
  let commits = 0;
  repository.before = (operation) => {
    if (operation === "commit") commits += 1;
  };
  return {
    clock,
    repository,
    secret,
    open: makeOpenSession({ repository, clock }),
    end: makeEndSession({ repository, clock }),
    commits: () => commits,
  };
}

test("opens with its secret, on its brand, in its partition", async () => {
  const { open, secret } = await start();
  expect(await open(person, secret)).toMatchObject({ id: hashOfSecret(secret) });
  expect(await open(person, newSecret())).toBeUndefined();
  expect(await open(person, hashOfSecret(secret))).toBeUndefined();
  expect(await open({ ...person, brand: "platinum" }, secret)).toBeUndefined();
  expect(await open({ ...person, subjectId: "00000000-6c1e-4b3e-9d57-0c1f6d1f8a11" }, secret)).toBeUndefined();
});

describe("with what has to be there", () => {
  const beneath = { record: session, id: hashOfSecret(newSecret()) };
  test("opens as alone, in one read", async () => {
    const { open, secret, repository } = await start();
    const reads: string[] = [];
    repository.before = (operation) => void reads.push(operation);
    expect(await open(person, secret, { record: session, id: hashOfSecret(secret) })).toMatchObject({
      id: hashOfSecret(secret),
    });
    expect(reads).toEqual(["read"]);
  });

  test("without it nothing is found, and without a session nothing else is told", async () => {
    const { open, secret, clock } = await start();
    await expect(open(person, secret, beneath)).rejects.toMatchObject({ code: "not-found" });
    expect(await open(person, newSecret(), beneath)).toBeUndefined();
    expect(await open({ ...person, brand: "platinum" }, secret, beneath)).toBeUndefined();
    clock.move(1_800);
    expect(await open(person, secret, beneath)).toBeUndefined();
    expect(await open(person, secret, { record: session, id: hashOfSecret(secret) })).toBeUndefined();
  });
});

describe("the idle time", () => {
  test("is written after five minutes, not before", async () => {
    const { open, secret, clock, commits, repository } = await start();
    clock.move(299);
    await open(person, secret);
    expect(commits()).toBe(0);
    clock.move(1);
    expect(await open(person, secret)).toMatchObject({ seenAt: clock.now().toISOString() });
    expect(commits()).toBe(1);
    expect(repository.all(person, session)).toMatchObject([{ seenAt: clock.now().toISOString() }]);
  });

  test("ends a session nobody used, and keeps one alive that is used, for twelve hours", async () => {
    const idle = await start();
    idle.clock.move(1_800);
    expect(await idle.open(person, idle.secret)).toBeUndefined();

    const busy = await start();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      busy.clock.move(20 * 60);
      expect(await busy.open(person, busy.secret), `${minutes} minutes`).toBeDefined();
    }
    busy.clock.move(20 * 60);
    expect(await busy.open(person, busy.secret)).toBeUndefined();
  });

  test("is somebody else's to write when two requests come at once", async () => {
    const { open, secret, clock, repository } = await start();
    clock.move(400);
    const both = await Promise.all([open(person, secret), open(person, secret)]);
    expect(both.every((opened) => opened !== undefined)).toBe(true);
    expect(repository.all(person, session)).toHaveLength(1);
  });

  test("is not the reason to hide that the store is away", async () => {
    const { open, secret, clock, repository } = await start();
    clock.move(400);
    repository.before = (operation) => {
      if (operation === "commit") throw new Error("store away");
    };
    await expect(open(person, secret)).rejects.toThrow("store away");
  });
});

describe("ending", () => {
  test("erases it; the cookie proves nothing any more", async () => {
    const { open, end, secret, repository } = await start();
    const opened = await open(person, secret);
    await end(person, opened!);
    expect(await open(person, secret)).toBeUndefined();
    expect(repository.all(person, session)).toEqual([]);
  });

  test("twice is as good as once, another fault is not", async () => {
    const { open, end, secret, repository } = await start();
    const opened = await open(person, secret);
    await end(person, opened!);
    await expect(end(person, opened!)).resolves.toBeUndefined();
    repository.before = () => {
      throw new Error("store away");
    };
    await expect(end(person, opened!)).rejects.toThrow("store away");
  });

  test("between a refresh's read and its write: the refresh does not bring it back", async () => {
    const { open, end, secret, clock, repository } = await start();
    clock.move(400);
    repository.before = async (operation) => {
      if (operation !== "commit") return;
      delete repository.before;
      await end(person, { id: hashOfSecret(secret) } as Session);
    };
    await open(person, secret);
    expect(repository.all(person, session)).toEqual([]);
    expect(await open(person, secret)).toBeUndefined();
  });
});
