/** The promises about queues, each as one check that throws when the host breaks it: used by the tests and by the planted bugs. */
import assert from "node:assert/strict";
import { type HostProcess, type HostStart, startHostProcess } from "./host-process.ts";
import { eventually, lengthOf, type Storage, textsIn } from "./storage.ts";

export type Starter = (more?: Partial<HostStart>) => Promise<HostProcess>;

export const starter =
  (storage: Storage, app: string, main?: string): Starter =>
  ({ env, ...more } = {}) =>
    startHostProcess({ app, env: { ...storage.settings, ...env }, ...(main === undefined ? {} : { main }), ...more });

type Failure = { message: unknown; count: number };

/** A handler that always throws runs five times, then the message is in the poison queue as it was, and gone from its own. */
export async function poisonAfterFive(storage: Storage, start: Starter): Promise<void> {
  const [queue, poison] = [await storage.queue("fails"), await storage.queue("fails-poison")];
  await using host = await start();
  await queue.sendMessage('{"n": 1}');
  await host.logged(({ event }) => event === "message-poisoned");
  const tries = (await host.notes("failure")).map(({ detail }) => detail as Failure);
  assert.deepEqual(
    tries,
    [1, 2, 3, 4, 5].map((count) => ({ message: { n: 1 }, count })),
  );
  assert.deepEqual(await textsIn(poison), ['{"n": 1}']);
  assert.equal(await lengthOf(queue), 0);
}

/** After a failure the message stays hidden for `visibilityTimeout`; the app's host.json says two seconds. */
export async function visibilityTimeoutKept(storage: Storage, start: Starter): Promise<void> {
  const queue = await storage.queue("fails-once");
  await using host = await start();
  await queue.sendMessage("twice");
  const [first, second] = await host.notes("once", 2);
  assert.deepEqual([first?.detail, second?.detail], [1, 2]);
  // The service counts whole seconds.
  assert.ok(second!.at - first!.at >= 1000, `tried again after ${second!.at - first!.at} ms instead of 2 s`);
  await eventually(async () => (await lengthOf(queue)) === 0, "the message is deleted");
}

/** Never more at once than `newBatchThreshold + batchSize`, and a new batch at the threshold: host.json says 1 and 4. */
export async function batchesBounded(storage: Storage, start: Starter): Promise<void> {
  const queue = await storage.queue("held");
  for (let index = 0; index < 12; index += 1) await queue.sendMessage(`message ${index}`);
  await using host = await start();
  await host.notes("held-begun", 4);
  // Three go: one is left, which is the threshold, so four more come.
  for (let index = 0; index < 3; index += 1) await host.note("release");
  await host.notes("held-begun", 8);
  for (let index = 0; index < 9; index += 1) await host.note("release");
  await host.notes("held-ended", 12);
  const begun = (await host.notes("held-begun")).map(({ detail }) => (detail as { active: number }).active);
  assert.equal(begun.length, 12);
  assert.equal(Math.max(...begun), 5);
  assert.ok(begun.slice(0, 4).every((active) => active <= 4));
}

/** A message taken by a host that dies shows up again when its time is over, not before, and is then handled. */
export async function handledAfterCrash(storage: Storage, start: Starter): Promise<void> {
  const queue = await storage.queue("slow");
  await queue.sendMessage("survivor");
  const env = { LOCAL_HOST_CRASH_HIDE_SECONDS: "3", SLOW_MS: "600000" };
  const first = await start({ env });
  const [begun] = await first.notes("slow-begun", 1);
  await first[Symbol.asyncDispose]();
  assert.equal(await lengthOf(queue), 1);
  await using second = await start({ env: { ...env, SLOW_MS: "0" } });
  const [again] = await second.notes("slow-ended", 1);
  assert.deepEqual(again?.detail, { message: "survivor", count: 2 });
  assert.ok(again!.at - begun!.at >= 2000, `shown again after ${again!.at - begun!.at} ms instead of 3 s`);
  await eventually(async () => (await lengthOf(queue)) === 0, "the message is deleted");
}

/** A message stays hidden for as long as its handler runs, however short the hide is. */
export async function hiddenWhileHandled(storage: Storage, start: Starter): Promise<void> {
  const queue = await storage.queue("slow");
  await queue.sendMessage("long");
  await using host = await start({ env: { LOCAL_HOST_CRASH_HIDE_SECONDS: "4", SLOW_MS: "7000" } });
  await host.notes("slow-ended", 1);
  assert.deepEqual(
    (await host.notes("slow-begun")).map(({ detail }) => (detail as Failure).count),
    [1],
  );
  await eventually(async () => (await lengthOf(queue)) === 0, "the message is deleted");
}

/** What is not base64, where host.json says base64, goes to the poison queue as it is and never to the handler. */
export async function undecodableToPoison(storage: Storage, start: Starter): Promise<void> {
  const [queue, poison] = [await storage.queue("records"), await storage.queue("records-poison")];
  await using host = await start();
  await queue.sendMessage("not base64!");
  await queue.sendMessage(Buffer.from([0xff, 0xfe]).toString("base64"));
  await queue.sendMessage(Buffer.from('{"a":"é"}').toString("base64"));
  const poisoned = host.logged(({ event }) => event === "message-poisoned", 2);
  // A second record would be one too many: then there is nothing left to wait for.
  await Promise.race([poisoned, host.notes("record", 2).catch(() => poisoned)]);
  const records = (await host.notes("record", 1)).map(({ detail }) => (detail as { message: unknown }).message);
  assert.deepEqual(records, [{ a: "é" }]);
  assert.deepEqual((await textsIn(poison)).sort(), ["//4=", "not base64!"]);
  await eventually(async () => (await lengthOf(queue)) === 0, "the messages are deleted");
}

/** A stop lets the handler finish and deletes its message. */
export async function stopFinishesMessages(storage: Storage, start: Starter): Promise<void> {
  const queue = await storage.queue("slow");
  await queue.sendMessage("last");
  await using host = await start({ env: { SLOW_MS: "1000" } });
  await host.notes("slow-begun", 1);
  assert.equal(await host.stop(), 0);
  assert.equal(host.invocationsOf("slow", "succeeded").length, 1);
  assert.equal(await lengthOf(queue), 0);
}
