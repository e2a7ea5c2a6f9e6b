/** Every timer: it takes up what is due by now, wherever it was left, and twice does no more than once. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { maximumDequeueCount } from "../../shared/messaging/queue-handler.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { failureOf, ledgerItems, tamper } from "../fixtures/stored.ts";
import { application, untilOver } from "./erasing.ts";
import { type Person, processorMessage, signedUp, submitted } from "./person.ts";

const functions = useFunctions();
let person: Person;
beforeAll(async () => {
  person = await signedUp(functions.of);
});

const timers: Readonly<Record<string, string>> = {
  "advance-erasures": "%ERASURE_SCHEDULE%",
  "announce-versions": "0 0 7 * * *",
  "expire-requests": "0 */15 * * * *",
  "keep-ledger": "0 12 * * * *",
  "overdue-reviews": "0 0 6 * * *",
  "relay-outbox": "%RELAY_SCHEDULE%",
  "sweep-retention": "%RETENTION_SCHEDULE%",
  "take-back-poison": "%RELAY_SCHEDULE%",
};

it("every timer has its tests here", () => {
  expect(functions.of.registered("timerTrigger")).toEqual(Object.keys(timers).toSorted());
  for (const [name, schedule] of Object.entries(timers))
    expect(functions.of.bindingOf(name)).toMatchObject({ schedule });
});

const seconds = (count: number) => functions.of.clock.move({ advanceMs: count * 1_000 });
const idsOn = async (queue: "dispatch" | "notifications") =>
  (await functions.of.drain(queue)).map((text) => (JSON.parse(text) as { id: string; subject: string }).id);

describe("relay-outbox", () => {
  it("takes up rows whose pointers were lost, once per interval, until they are settled", async () => {
    await functions.of.drain("dispatch");
    await functions.of.drain("notifications");
    await submitted(functions.of, person);
    const [dispatch, notification] = [await idsOn("dispatch"), await idsOn("notifications")];
    expect([dispatch.length, notification.length]).toEqual([1, 1]);

    // Not due yet: the pointers just sent have time to be followed.
    await functions.of.runTimer("relay-outbox");
    expect([await idsOn("dispatch"), await idsOn("notifications")]).toEqual([[], []]);

    await seconds(6);
    await functions.of.runTimer("relay-outbox");
    expect(await idsOn("dispatch")).toEqual(expect.arrayContaining(dispatch));
    expect(await idsOn("notifications")).toEqual(expect.arrayContaining(notification));
    await functions.of.runTimer("relay-outbox");
    expect([await idsOn("dispatch"), await idsOn("notifications")]).toEqual([[], []]);

    // Forty days without a timer, and two of them at once.
    await seconds(40 * 86_400);
    await Promise.all([functions.of.runTimer("relay-outbox"), functions.of.runTimer("relay-outbox")]);
    expect(new Set(await idsOn("dispatch"))).toEqual(new Set(dispatch));
  });

  it("tries parked messages again with a growing back-off", async () => {
    const about = { subject: `${person.subjectId}/${randomUUID()}`, type: "concierge.request.started.v1", data: {} };
    const { id, text } = await processorMessage(functions.of, about);
    await functions.of.take("take-update", text, maximumDequeueCount);
    for (const [attempts, wait] of [
      [2, 61],
      [3, 121],
      [4, 241],
    ] as const) {
      await functions.of.runTimer("relay-outbox");
      expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ attempts: attempts - 1 });
      await seconds(wait);
      await functions.of.runTimer("relay-outbox");
      expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ attempts });
    }
  });

  it("settles a parked message once it can be handled", async () => {
    const member = await signedUp(functions.of);
    const requestId = await submitted(functions.of, member);
    const about = { subject: `${member.subjectId}/${requestId}`, type: "concierge.request.started.v1", data: {} };
    const { id, text } = await processorMessage(functions.of, about);
    await functions.of.stopCosmos();
    await expect(functions.of.take("take-update", text)).rejects.toThrow("unavailable");
    await functions.of.startCosmos();
    await functions.of.take("take-update", text, maximumDequeueCount);
    expect(await failureOf(functions.of.cosmos, id)).toBeUndefined();
    expect((await member.ask("read-request", { params: { requestId } })).json()).toMatchObject({
      status: "in-progress",
    });
  });
});

describe("announce-versions", () => {
  it("has nothing to tell while no new version is near, and says so", async () => {
    const before = functions.of.mailbox.list(person.email, 0).length;
    await functions.of.runTimer("announce-versions");
    expect(functions.of.lines.at(-1)).toMatchObject({ event: "versions.announced", count: 0 });
    await functions.of.deliver("notifications", "send-notification");
    expect(
      functions.of.mailbox
        .list(person.email, 0)
        .slice(before)
        .filter(({ subject }) => /charte|conditions/i.test(subject)),
    ).toEqual([]);
  });
});

describe("keep-ledger", () => {
  const verify = async () => (await import("../../shared/compose.ts")).concierge.verifyLedger();
  const faults = async () => (await verify()).flatMap((verdict) => verdict.faults);

  it("records the settings once, fixes the day, and seals the month when it is over", async () => {
    await functions.of.runTimer("keep-ledger");
    const first = await verify();
    expect(first.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThan(10);
    await functions.of.runTimer("keep-ledger");
    expect(await verify()).toEqual(first);
    await seconds(32 * 86_400);
    await Promise.all([functions.of.runTimer("keep-ledger"), functions.of.runTimer("keep-ledger")]);
    const later = await verify();
    for (const { stream, entries } of first)
      expect(later).toContainEqual(expect.objectContaining({ stream, entries, isSealed: true }));
    expect(later.length).toBeGreaterThan(first.length);
    const known = new Set(first.map(({ stream }) => stream));
    expect(later.filter(({ stream }) => !known.has(stream)).some(({ isSealed }) => !isSealed)).toBe(true);
    expect(await faults()).toEqual([]);
  });

  it("leaves a ledger in which a change to the database is found", async () => {
    const { stream = "" } = (await verify()).find(({ entries }) => entries > 3) ?? {};
    const [entry] = await ledgerItems(functions.of.cosmos, stream, 2);
    if (entry === undefined) throw new Error("no second entry");
    await tamper(functions.of.cosmos, stream, { ...entry, detail: "another" });
    expect(await faults()).toEqual([{ stream, sequence: 2, fault: "entry-changed" }]);
    await tamper(functions.of.cosmos, stream, entry);
    expect(await faults()).toEqual([]);
  });
});

describe("advance-erasures", () => {
  it("puts what is due on the queue, by its id only, and comes to the same end after forty days without a timer", async () => {
    const gone = await signedUp(functions.of);
    const { startErasure } = await application();
    const of = { brand: "milleis", subjectId: gone.subjectId } as const;
    const { erasureId } = await startErasure(of, { cause: "inactive", at: functions.of.clock.now() });
    await functions.of.drain("erasure-work");
    // Not due: what was running when it began may still run.
    await functions.of.runTimer("advance-erasures");
    expect(await functions.of.drain("erasure-work")).toEqual([]);
    await seconds(40 * 86_400);
    await Promise.all([functions.of.runTimer("advance-erasures"), functions.of.runTimer("advance-erasures")]);
    const texts = await functions.of.drain("erasure-work");
    expect(texts.map((text) => (JSON.parse(text) as { id: string }).id)).toContain(erasureId);
    for (const text of texts) expect(text).not.toContain(gone.subjectId);
    for (const text of texts) await functions.of.take("advance-erasure", text);
    expect(await untilOver(functions.of, erasureId)).toBe(true);
  });
});
