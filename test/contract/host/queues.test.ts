/** Queue triggers by the semantics of host.json, through the real queue SDK on both sides. Needs the queue app and control of the host. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSettings } from "../../../local/host/settings.ts";
import { AppFolders, emptyFolder } from "./app-folder.ts";
import * as checks from "./queue-checks.ts";
import { eventually, lengthOf, type Storage, startStorage, textsIn } from "./storage.ts";
import { describeOwnHost } from "./target.ts";

let storage: Storage;
const folders = new AppFolders();
const app = (queues: object = {}): Promise<string> => folders.path("queue-app", { extensions: { queues } });

describeOwnHost("queue triggers", () => {
  beforeAll(async () => {
    storage = await startStorage();
  });
  afterAll(async () => {
    await storage[Symbol.asyncDispose]();
    await folders[Symbol.asyncDispose]();
  });

  it("hand over plain text, JSON parsed, and the message's metadata", async () => {
    const queue = await storage.queue("records");
    await using host = await checks.starter(storage, await app())();
    const sent = await queue.sendMessage('{"a":[1]}');
    await queue.sendMessage("just text");
    const details = (await host.notes("record", 2)).map(
      ({ detail }) => detail as { message: unknown; metadata: object },
    );
    expect(details.map(({ message }) => message)).toEqual(expect.arrayContaining([{ a: [1] }, "just text"]));
    const { metadata } = details.find(({ message }) => message !== "just text")!;
    expect(metadata).toEqual({
      queueTrigger: { a: [1] },
      id: sent.messageId,
      dequeueCount: 1,
      popReceipt: expect.any(String),
      insertionTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\+00:00$/),
      expirationTime: expect.stringMatching(/\+00:00$/),
      nextVisibleTime: expect.stringMatching(/\+00:00$/),
    });
  });

  it("hide a taken message for ten minutes unless the setting says otherwise", async () => {
    expect(readSettings({}).crashHideSeconds).toBe(600);
    const queue = await storage.queue("records");
    await using host = await checks.starter(storage, await app())();
    const sent = await queue.sendMessage("hide me");
    const [noted] = await host.notes("record", 1);
    const { nextVisibleTime } = (noted!.detail as { metadata: { nextVisibleTime: string } }).metadata;
    const hidden = Date.parse(nextVisibleTime) - sent.insertedOn.getTime();
    expect(hidden).toBeGreaterThanOrEqual(600_000);
    expect(hidden).toBeLessThan(640_000);
  });

  it("run a throwing handler five times, then copy the message to poison and delete it", async () =>
    checks.poisonAfterFive(storage, checks.starter(storage, await app())));

  it("keep a failed message hidden for visibilityTimeout", async () =>
    checks.visibilityTimeoutKept(storage, checks.starter(storage, await app({ visibilityTimeout: "00:00:02" }))));

  it("take batches by batchSize and newBatchThreshold", async () =>
    checks.batchesBounded(storage, checks.starter(storage, await app({ batchSize: 4, newBatchThreshold: 1 }))));

  it("send what cannot be decoded to poison without calling the handler", async () =>
    checks.undecodableToPoison(storage, checks.starter(storage, await app({ messageEncoding: "base64" }))));

  it("decode base64 unless host.json says none", async () => {
    const queue = await storage.queue("records");
    await using host = await checks.starter(storage, await app({ messageEncoding: undefined }))();
    await queue.sendMessage(Buffer.from("decoded").toString("base64"));
    const [noted] = await host.notes("record", 1);
    expect((noted!.detail as { message: unknown }).message).toBe("decoded");
  });

  it("make the poison queue where there is none", async () => {
    await (await storage.queue("fails-poison")).delete();
    const queue = await storage.queue("fails");
    await using host = await checks.starter(storage, await app({ maxDequeueCount: 1 }))();
    await queue.sendMessage("once");
    await host.logged(({ event }) => event === "message-poisoned");
    expect(await host.notes("failure")).toHaveLength(1);
  });

  it("send a message that was taken too often to poison without calling the handler", async () => {
    const [queue, poison] = [await storage.queue("fails"), await storage.queue("fails-poison")];
    await queue.sendMessage("worn");
    for (let count = 0; count < 5; count += 1) {
      const { receivedMessageItems } = await queue.receiveMessages({ visibilityTimeout: 30 });
      const [taken] = receivedMessageItems;
      await queue.updateMessage(taken!.messageId, taken!.popReceipt, undefined, 0);
    }
    await using host = await checks.starter(storage, await app())();
    await host.logged(({ event }) => event === "message-poisoned");
    expect(await host.notes("failure")).toEqual([]);
    expect(await textsIn(poison)).toEqual(["worn"]);
  });

  it("hand a message out again after a crash of the host, when its time is over", async () =>
    checks.handledAfterCrash(storage, checks.starter(storage, await app())));

  it("keep a message hidden while its handler runs", async () =>
    checks.hiddenWhileHandled(storage, checks.starter(storage, await app())));

  it("let a handler finish when the host is stopped", async () =>
    checks.stopFinishesMessages(storage, checks.starter(storage, await app())));

  it("try again when the worker died under a message", async () => {
    const queue = await storage.queue("ends-worker");
    await using host = await checks.starter(storage, await app())();
    await queue.sendMessage("deadly");
    await host.logged((entry) => entry.function === "ends-worker" && entry.outcome === "succeeded");
    expect(host.invocationsOf("ends-worker", "worker-lost")).toHaveLength(1);
    expect((await host.notes("survived", 1)).map(({ detail }) => detail)).toEqual([2]);
    await eventually(async () => (await lengthOf(queue)) === 0, "the message is deleted");
  });

  it("run a message twice when it could not be deleted after the first success", async () => {
    const queue = await storage.queue("held");
    await using host = await checks.starter(storage, await app())();
    await queue.sendMessage("twice");
    const [begun] = await host.notes("held-begun", 1);
    const { id, popReceipt } = begun!.detail as { id: string; popReceipt: string };
    // Shown again under another receipt: the host's own no longer deletes it.
    await queue.updateMessage(id, popReceipt, undefined, 0);
    await host.notes("held-begun", 2);
    for (const _ of [1, 2]) await host.note("release");
    expect((await host.notes("held-ended", 2)).map(({ detail }) => detail)).toEqual(["twice", "twice"]);
    await host.logged(({ event }) => event === "message-not-settled");
    await eventually(async () => (await lengthOf(queue)) === 0, "the second success deletes it");
  });

  it("run by hand with any input", async () => {
    await storage.queue("records");
    await using host = await checks.starter(storage, await app())();
    expect(await host.runByHand("records", '{"by":"hand"}')).toBe(202);
    expect(await host.runByHand("no-such-function")).toBe(404);
    const [noted] = await host.notes("record", 1);
    expect((noted!.detail as { message: unknown }).message).toEqual({ by: "hand" });
  });

  it("wait for a queue that does not exist yet", async () => {
    await (await storage.queue("records")).delete();
    await using host = await checks.starter(storage, await app())();
    const queue = await storage.queue("records");
    await queue.sendMessage("late");
    expect(await host.notes("record", 1)).toHaveLength(1);
    expect(host.log.filter(({ event }) => event === "queue-unreachable")).toEqual([]);
  });

  it("are shared by two hosts, each message to one of them", async () => {
    const queue = await storage.queue("held");
    const start = checks.starter(storage, await app({ batchSize: 1, newBatchThreshold: 0 }));
    await using one = await start();
    await using two = await start();
    await queue.sendMessage("first");
    await queue.sendMessage("second");
    // Each handler waits to be released, so neither host can take both.
    const begun = [...(await one.notes("held-begun", 1)), ...(await two.notes("held-begun", 1))];
    expect(begun.map(({ detail }) => (detail as { message: string }).message).sort()).toEqual(["first", "second"]);
    for (const host of [one, two]) await host.note("release");
    for (const host of [one, two]) await host.notes("held-ended", 1);
    await eventually(async () => (await lengthOf(queue)) === 0, "both are deleted");
  });

  it("survive a storage account that goes away, and go on when it is back", async () => {
    const dataDir = emptyFolder();
    const before = await startStorage({ dataDir });
    const { blobPort, queuePort } = before.azurite;
    await before[Symbol.asyncDispose]();
    await using host = await checks.starter(before, await app())();
    await host.logged(({ event, queue }) => event === "queue-unreachable" && queue === "records");
    expect((await fetch(`${host.url}/notes/record`)).status).toBe(200);
    await using after = await startStorage({ dataDir, blobPort, queuePort });
    await (await after.queue("records")).sendMessage("back");
    expect(await host.notes("record", 1)).toHaveLength(1);
    await host[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
