/** Doing a thing once, however often it is asked: replayed, told apart, and right when two ask at the same moment. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { intentOf } from "../../../shared/http/idempotency-key.ts";
import { plain, record } from "../../../shared/privacy/record.ts";
import { Refusal } from "../../../shared/refusal.ts";
import { commitOnce, idempotencyRow } from "../../../shared/storage/commit-once.ts";
import { WriteConflict } from "../../../shared/storage/cosmos-container.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create, replace, requirePresence } from "../../../shared/storage/repository.ts";
import { Unavailable } from "../../../shared/storage/unavailable.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryRepository } from "../../memory/repository.ts";

const thing = record("thing", 1, { id: plain(z.uuid(), []), count: plain(z.int(), []) }, { kept: "idempotency" });
const person: Person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };
const intent = (body: unknown, key = "k".repeat(20)) => intentOf(key, "make-thing", {}, body);

function start() {
  const clock = standingClock();
  const repository = memoryRepository();
  const needs = { clock, repository };
  const make = (of = intent("a"), who = person) =>
    commitOnce(needs, who, of, async () => {
      const id = randomUUID();
      return { answer: { id }, writes: [create(thing, { id, count: 0 })] };
    });
  return { ...needs, needs, make, things: (who = person) => repository.all(who, thing) };
}

describe("asked again", () => {
  test("with the same key and content, gives the first answer and does nothing", async () => {
    const { make, things } = start();
    const first = await make();
    expect(await make()).toEqual(first);
    expect(things().map(({ id }) => id)).toEqual([first.id]);
  });

  test("with the same key and other content is refused, and does nothing", async () => {
    const { make, things } = start();
    await make();
    await expect(make(intent("b"))).rejects.toMatchObject({ code: "idempotency-key-reused" });
    expect(things()).toHaveLength(1);
  });

  test("while the first answer is kept and cannot be read yet, is asked to come back, not told of a conflict", async () => {
    const { make, things, repository } = start();
    const first = await make();
    const read = repository.read.bind(repository);
    repository.read = async () => undefined;
    await expect(make()).rejects.toThrow(Unavailable);
    repository.read = read;
    expect(await make()).toEqual(first);
    expect(things()).toHaveLength(1);
  });

  test("with another key, or by another person, is another matter", async () => {
    const { make, things } = start();
    const other: Person = { ...person, subjectId: "00000000-6c1e-4b3e-9d57-0c1f6d1f8a11" };
    const answers = [await make(), await make(intent("a", "o".repeat(20))), await make(intent("a"), other)];
    expect(new Set(answers.map(({ id }) => id)).size).toBe(3);
    expect([things(), things(other)].map((all) => all.length)).toEqual([2, 1]);
  });

  test("after its time is over, is a new matter, though the old row still lies there", async () => {
    const { make, things, clock } = start();
    const first = await make();
    clock.move(49 * 3_600);
    const second = await make(intent("b"));
    expect(second.id).not.toBe(first.id);
    expect(await make(intent("b"))).toEqual(second);
    expect(things()).toHaveLength(2);
  });

  test("at the same moment, ten times: one effect, one answer", async () => {
    const { make, things } = start();
    const answers = await Promise.all(Array.from({ length: 10 }, () => make()));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(things()).toHaveLength(1);
  });

  test("at the same moment with different contents: one wins, the others are refused", async () => {
    const { make, things } = start();
    const answers = await Promise.allSettled(["a", "b", "c"].map((body) => make(intent(body))));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "idempotency-key-reused" });
    }
    expect(things()).toHaveLength(1);
  });
});

describe("a refusal", () => {
  test("is given where nothing was done before, and nothing is kept of it", async () => {
    const { needs, repository } = start();
    const refuse = async () => {
      throw new Refusal("state-conflict");
    };
    await expect(commitOnce(needs, person, intent("a"), refuse)).rejects.toMatchObject({ code: "state-conflict" });
    expect(repository.all(person, idempotencyRow)).toEqual([]);
  });

  test("that is only the echo of our own first try gives the first answer", async () => {
    const { needs } = start();
    let isDone = false;
    const cancel = async () => {
      if (isDone) throw new Refusal("state-conflict");
      isDone = true;
      return { answer: "cancelled", writes: [] };
    };
    expect(await commitOnce(needs, person, intent("a"), cancel)).toBe("cancelled");
    expect(await commitOnce(needs, person, intent("a"), cancel)).toBe("cancelled");
    await expect(commitOnce(needs, person, intent("a", "o".repeat(20)), cancel)).rejects.toMatchObject({
      code: "state-conflict",
    });
    await expect(commitOnce(needs, person, intent("b"), cancel)).rejects.toMatchObject({
      code: "idempotency-key-reused",
    });
  });
});

describe("a lost race", () => {
  test("against something else is told as stale, and nothing is kept", async () => {
    const { needs, repository } = start();
    const id = randomUUID();
    await repository.commit(person, [create(thing, { id, count: 0 })]);
    const stale = async () => ({ answer: 1, writes: [replace(thing, { id, count: 1 }, '"old"')] });
    const error = await commitOnce(needs, person, intent("a"), stale).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "stale-version" });
    expect((error as Error).cause).toBeInstanceOf(WriteConflict);
    expect(repository.all(person, idempotencyRow)).toEqual([]);
    expect(repository.all(person, thing)).toEqual([{ id, count: 0 }]);
  });

  test("against a condition is told as that condition says", async () => {
    const { needs, repository } = start();
    const plan = async () => ({
      answer: 1,
      writes: [
        create(thing, { id: randomUUID(), count: 0 }),
        requirePresence(thing, randomUUID(), new Refusal("documents-outdated")),
      ],
    });
    await expect(commitOnce(needs, person, intent("a"), plan)).rejects.toMatchObject({ code: "documents-outdated" });
    expect(repository.all(person, thing)).toEqual([]);
  });
});

describe("what is not known is not answered", () => {
  test.each([new Unavailable("store", undefined), new TypeError("fault of ours")])("%s is passed on", async (error) => {
    const { make, repository, things } = start();
    repository.before = (operation) => {
      if (operation === "commit") throw error;
    };
    await expect(make()).rejects.toBe(error);
    delete repository.before;
    await make();
    expect(things()).toHaveLength(1);
  });

  test("a crash after the commit: the retry gets the answer that was never given", async () => {
    const { make, repository, things } = start();
    const commit = repository.commit.bind(repository);
    repository.commit = async (...args) => {
      await commit(...args);
      throw new Unavailable("store", undefined);
    };
    await expect(make()).rejects.toThrow(Unavailable);
    repository.commit = commit;
    const answer = await make();
    expect(things().map(({ id }) => id)).toEqual([answer.id]);
  });
});

describe("two days later", () => {
  test("an answer can be asked for up to the last second; then the key counts as new", async () => {
    const { make, clock, things } = start();
    const first = await make();
    clock.move(48 * 3_600 - 1);
    expect(await make()).toEqual(first);
    clock.move(1);
    const second = await make(intent("b"));
    expect(second).not.toEqual(first);
    expect(await make(intent("b"))).toEqual(second);
    expect(things()).toHaveLength(2);
  });

  test("twins still get one effect", async () => {
    const { make, clock, things } = start();
    const first = await make();
    clock.move(48 * 3_600);
    const answers = await Promise.all([make(), make(), make()]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(things()).toHaveLength(2);
    expect(things().map(({ id }) => id)).toContain(first.id);
  });
});
