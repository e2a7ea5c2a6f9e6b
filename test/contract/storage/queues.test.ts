/** What the product relies on in a storage queue, held against the queue service and against the one in memory of the simulation. */
import { randomUUID } from "node:crypto";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../../../local/azurite/azurite.ts";
import { provisionStorage } from "../../../local/system/provision.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryStorageQueues } from "../../memory/storage-queues.ts";

type Taken = { readonly text: string; readonly count: number; readonly remove: () => Promise<boolean> };
type Queue = {
  readonly put: (text: string, lifeSeconds: number) => Promise<void>;
  readonly take: (hideSeconds: number) => Promise<Taken | undefined>;
  /** Lets so many seconds go by, or does nothing where they go by themselves. */
  readonly wait: (seconds: number) => void;
};

const inService = (azurite: Azurite): Queue => {
  const client = QueueServiceClient.fromConnectionString(azurite.connectionString("data")).getQueueClient("dispatch");
  return {
    put: async (text, messageTimeToLive) => void (await client.sendMessage(text, { messageTimeToLive })),
    async take(visibilityTimeout) {
      const [message] = (await client.receiveMessages({ visibilityTimeout })).receivedMessageItems;
      if (message === undefined) return undefined;
      const { messageText: text, dequeueCount: count, messageId, popReceipt } = message;
      const remove = async () => {
        try {
          await client.deleteMessage(messageId, popReceipt);
          return true;
        } catch {
          return false;
        }
      };
      return { text, count, remove };
    },
    wait: () => undefined,
  };
};

const inMemory = (): Queue => {
  const clock = standingClock();
  const service = memoryStorageQueues(clock);
  return {
    put: async (text, life) => service.put("dispatch", text, life),
    async take(seconds) {
      const taken = service.take("dispatch", seconds);
      if (taken === undefined) return undefined;
      const remove = async () => service.delete("dispatch", taken);
      return { text: taken.text, count: taken.dequeueCount, remove };
    },
    wait: (seconds) => clock.move(seconds),
  };
};

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
  await provisionStorage(azurite.connectionString);
});
afterAll(() => azurite.stop());

const made: readonly (readonly [string, () => Queue])[] = [
  ["the queue service", () => inService(azurite)],
  ["memory", inMemory],
];

describe.each(made)("%s", (_name, make) => {
  test("hides what was taken, gives it again when its time is over, and counts", async () => {
    const queue = make();
    const text = randomUUID();
    await queue.put(text, 60);
    expect(await queue.take(1)).toMatchObject({ text, count: 1 });
    expect(await queue.take(1)).toBeUndefined();
    queue.wait(1);
    const again = await eventually(() => queue.take(60));
    expect(again).toMatchObject({ text, count: 2 });
    expect(await again?.remove()).toBe(true);
    expect(await queue.take(1)).toBeUndefined();
  });

  test("a receipt is good until somebody else takes the message", async () => {
    const queue = make();
    await queue.put(randomUUID(), 60);
    const first = await queue.take(1);
    queue.wait(1);
    const second = await eventually(() => queue.take(60));
    expect(await first?.remove()).toBe(false);
    expect(await second?.remove()).toBe(true);
    expect(await second?.remove()).toBe(false);
  });

  test("what is not taken in its life is gone", async () => {
    const queue = make();
    await queue.put("short", 1);
    await queue.put("long", 60);
    const isOver = async () => {
      queue.wait(1);
      const all: Taken[] = [];
      for (let taken = await queue.take(1); taken !== undefined; taken = await queue.take(1)) all.push(taken);
      return all.length === 1 ? all : undefined;
    };
    const [left] = (await eventually(isOver)) ?? [];
    expect(left?.text).toBe("long");
    await left?.remove();
  });
});
