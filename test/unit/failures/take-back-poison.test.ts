/** What the host gave up is parked first and removed after: whatever fails in between, it is still somewhere. */
import { describe, expect, test } from "vitest";
import type { AppendEntry } from "../../../shared/audit/entry.ts";
import { brandIds } from "../../../shared/charter/brands.ts";
import { makeRetryFailures } from "../../../shared/failures/retry-failures.ts";
import { makeTakeBackPoison } from "../../../shared/failures/take-back-poison.ts";
import type { CloudEvent } from "../../../shared/messaging/cloud-event.ts";
import { maximumAttempts } from "../../../shared/messaging/failure.ts";
import { pointerTo } from "../../../shared/messaging/pointer.ts";
import type { PoisonQueues } from "../../../shared/messaging/poison-queues.ts";
import { pointerReader, type QueueReaders } from "../../../shared/messaging/queue-reader.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryFailures } from "../../memory/failures.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryRepository } from "../../memory/repository.ts";

const person: Person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };
const idOf = (index: number) => `0c2f0b52-6c1e-4b3e-9d57-${String(index).padStart(12, "0")}`;
const pointer = (index = 0) =>
  JSON.stringify(pointerTo(person, { id: idOf(index) }, new Date("2026-11-23T10:00:00.000Z")));

function start(run: (rowId: string) => Promise<void> = async () => undefined) {
  const clock = standingClock();
  const failures = memoryFailures(clock);
  const { log, lines, events } = keptLog();
  const waiting: string[] = [];
  const happened: string[] = [];
  const poison: PoisonQueues = {
    take: async (queue) =>
      (queue === "dispatch" ? waiting.slice(0, 32) : []).map((text) => ({
        text,
        remove: async () => {
          happened.push("removed");
          waiting.splice(waiting.indexOf(text), 1);
        },
      })),
  };
  const record = failures.record;
  failures.record = async (failed) => {
    happened.push("parked");
    return record(failed);
  };
  const readers: QueueReaders = {
    dispatch: pointerReader(async (_person, rowId) => run(rowId)),
    notifications: { read: async () => Promise.reject(new Error("not read")), run: async (_: CloudEvent) => undefined },
  };
  const takeBack = makeTakeBackPoison({ poison, failures, readers, log });
  const entries: Parameters<AppendEntry>[0][] = [];
  const ledger: { append: AppendEntry } = { append: async (entry) => void entries.push(entry) };
  const { retryDue } = makeRetryFailures({ failures, readers, repository: memoryRepository(), ledger, clock, log });
  return { clock, failures, lines, events, waiting, happened, entries, ledger, takeBack, retryDue };
}

describe("taking back", () => {
  test("parks before it removes, and goes on until the queue is empty", async () => {
    const { waiting, happened, takeBack, failures } = start();
    waiting.push(...Array.from({ length: 70 }, (_, index) => pointer(index)));
    expect(await takeBack()).toBe(70);
    expect(waiting).toEqual([]);
    expect(failures.all()).toHaveLength(70);
    expect(happened.indexOf("parked")).toBeLessThan(happened.indexOf("removed"));
  });

  test("what cannot be parked stays where it is, and the run says so", async () => {
    const { waiting, takeBack, failures, happened } = start();
    waiting.push(pointer());
    failures.record = async () => {
      throw new Error("store away");
    };
    await expect(takeBack()).rejects.toThrow("store away");
    expect(waiting).toHaveLength(1);
    expect(happened).not.toContain("removed");
  });

  test("cut short between the two, it parks the same message once more, under one id", async () => {
    const { waiting, takeBack, failures } = start();
    waiting.push(pointer(), pointer());
    await takeBack();
    expect(failures.all()).toMatchObject([{ id: idOf(0), attempts: 2, reason: "poisoned" }]);
  });

  test("a text that is no message waits for a person, without what it says", async () => {
    const { waiting, takeBack, failures, lines } = start();
    waiting.push("Zoé", "{}");
    expect(await takeBack()).toBe(2);
    expect(failures.all().map(({ reason }) => reason)).toEqual(["not-a-cloud-event", "not-a-cloud-event"]);
    expect(lines.filter(({ event }) => event === "failure.waits-for-a-person")).toHaveLength(2);
    expect(JSON.stringify([lines, failures.all()])).not.toContain("Zoé");
  });
});

describe("trying again", () => {
  test("one message's trouble holds up no other, and each is handled once", async () => {
    const handled: string[] = [];
    const { waiting, takeBack, retryDue, clock, failures } = start(async (rowId) => {
      if (rowId === idOf(0)) throw new TypeError("Zoé");
      handled.push(rowId);
    });
    waiting.push(pointer(0), pointer(1), pointer(2));
    await takeBack();
    expect(await retryDue()).toBe(0);
    clock.move(60);
    expect(await retryDue()).toBe(2);
    expect(await retryDue()).toBe(0);
    expect(handled.toSorted()).toEqual([idOf(1), idOf(2)]);
    expect(failures.all().find(({ id }) => id === idOf(0))).toMatchObject({ reason: "TypeError", attempts: 2 });
  });

  test("at last it waits for a person, and that is told once", async () => {
    const { waiting, takeBack, retryDue, clock, failures, lines } = start(async () => {
      throw new TypeError("never");
    });
    waiting.push(pointer());
    await takeBack();
    for (let times = 0; times < 2 * maximumAttempts; times += 1) {
      clock.move(86_400);
      await retryDue();
    }
    expect(failures.all()).toMatchObject([{ attempts: maximumAttempts }]);
    expect(failures.all()[0]).not.toHaveProperty("dueAt");
    expect(lines.filter(({ event }) => event === "failure.waits-for-a-person")).toHaveLength(1);
  });

  test("resolved, it goes after its thirty days and not before", async () => {
    const { waiting, takeBack, retryDue, clock, failures } = start();
    waiting.push(pointer());
    await takeBack();
    clock.move(60);
    await retryDue();
    clock.move(29 * 86_400);
    await retryDue();
    expect(failures.all()).toMatchObject([{ outcome: "handled" }]);
    clock.move(2 * 86_400);
    await retryDue();
    expect(failures.all()).toEqual([]);
  });
});

describe("what nobody resolves", () => {
  const year = 366 * 86_400;

  test("is given up a year after it first failed: written down for whom it may concern, told, and gone", async () => {
    const { clock, failures, retryDue, entries, lines } = start();
    const known = pointerTo(person, { id: idOf(0) }, clock.now());
    await failures.record({ id: idOf(0), queue: "dispatch", reason: "TypeError", event: known });
    await failures.record({ id: "d".repeat(43), queue: "card-services", reason: "bad-signature" });
    clock.move(year - 3 * 86_400);
    await failures.record({ id: "d".repeat(43), queue: "card-services", reason: "bad-signature" });
    await retryDue();
    expect(entries).toEqual([]);
    expect(failures.all()).toHaveLength(2);
    clock.move(4 * 86_400);
    await retryDue();
    // The first one was handled meanwhile; its thirty days are not over.
    expect(failures.all().map(({ outcome }) => outcome)).toEqual(["handled"]);
    // It names nobody: it stands in every brand's ledger.
    expect(entries).toMatchObject(
      brandIds.map((brand) => ({ event: "failure.given-up", brand, about: "d".repeat(43), detail: "bad-signature" })),
    );
    expect(lines.filter(({ event }) => event === "failure.given-up")).toMatchObject([
      { queue: "card-services", recordId: "d".repeat(43), code: "bad-signature", attempts: 2 },
    ]);
  });

  test("stays where that cannot be written down, and is written down once however often it is tried", async () => {
    const { clock, failures, retryDue, entries, ledger } = start();
    await failures.record({ id: "d".repeat(43), queue: "card-services", reason: "bad-signature" });
    clock.move(year);
    const { append } = ledger;
    ledger.append = async () => Promise.reject(new Error("away"));
    await retryDue();
    expect(failures.all()).toHaveLength(1);
    ledger.append = append;
    const { erase } = failures;
    failures.erase = async () => Promise.reject(new Error("killed"));
    await retryDue();
    failures.erase = erase;
    await retryDue();
    expect(failures.all()).toEqual([]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(brandIds.length);
  });
});
