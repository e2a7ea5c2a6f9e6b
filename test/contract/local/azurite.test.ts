/** The Azurite starter through the real storage SDKs: four accounts, everything declared is there, data outlive a stop. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Azurite, startAzurite } from "../../../local/azurite/azurite.ts";
import { provisionStorage } from "../../../local/system/provision.ts";
import { queues } from "../../../shared/messaging/queues.ts";
import { blobContainers, type StorageConnection } from "../../../shared/storage/containers.ts";

const accounts: StorageConnection[] = ["host", "data", "keys", "exchange"];
const blobs = (azurite: Azurite, account: StorageConnection) =>
  BlobServiceClient.fromConnectionString(azurite.connectionString(account));
const queueService = (azurite: Azurite, account: StorageConnection) =>
  QueueServiceClient.fromConnectionString(azurite.connectionString(account));

async function names(list: AsyncIterable<{ name: string }>): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of list) found.push(name);
  return found.sort();
}

describe("in memory", () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
    await provisionStorage(azurite.connectionString);
    await provisionStorage(azurite.connectionString);
  });
  afterAll(() => azurite.stop());

  it("holds exactly the declared blob containers, each in its account", async () => {
    for (const account of accounts) {
      const declared = Object.entries(blobContainers).filter(([, container]) => container.account === account);
      expect(await names(blobs(azurite, account).listContainers())).toEqual(declared.map(([name]) => name).sort());
    }
  });

  it("holds exactly the declared queues, and a poison queue for each that the application reads", async () => {
    for (const account of accounts) {
      const declared = Object.entries(queues).filter(([, queue]) => queue.account === account);
      const expected = declared.flatMap(([name, { to }]) => (to === "application" ? [name, `${name}-poison`] : [name]));
      expect(await names(queueService(azurite, account).listQueues())).toEqual(expected.sort());
    }
  });

  it("opens an account with its own key only", async () => {
    const [data = "", keys = ""] = [azurite.connectionString("data"), azurite.connectionString("keys")];
    const key = (connection: string) => /AccountKey=([^;]+)/.exec(connection)?.[1] ?? "";
    expect(key(data)).not.toBe(key(keys));
    const wrong = BlobServiceClient.fromConnectionString(data.replace(key(data), key(keys)), {
      retryOptions: { maxTries: 1 },
    });
    await expect(names(wrong.listContainers())).rejects.toMatchObject({ statusCode: 403 });
  });
});

describe("with a data directory", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "azurite-test-"));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it("keeps blobs, messages and keys over SIGTERM, and its keys to its owner", async () => {
    const first = await startAzurite({ dataDir });
    const { blobPort, queuePort } = first;
    try {
      await provisionStorage(first.connectionString);
      await blobs(first, "keys").getContainerClient("person-keys").getBlockBlobClient("one").upload("kept", 4);
      await queueService(first, "exchange").getQueueClient("concierge-inbox").sendMessage("kept too");
    } finally {
      await first.stop();
    }
    const again = await startAzurite({ dataDir, blobPort, queuePort });
    try {
      expect(again).toMatchObject({ blobPort, queuePort });
      expect(again.connectionString("keys")).toBe(first.connectionString("keys"));
      const blob = blobs(again, "keys").getContainerClient("person-keys").getBlobClient("one");
      expect((await blob.downloadToBuffer()).toString()).toBe("kept");
      const { receivedMessageItems } = await queueService(again, "exchange")
        .getQueueClient("concierge-inbox")
        .receiveMessages();
      expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual(["kept too"]);
      expect(statSync(join(dataDir, "account-keys.json")).mode & 0o077).toBe(0);
    } finally {
      await again.stop();
    }
  });

  it("says so when its port is taken", async () => {
    const first = await startAzurite();
    try {
      await expect(startAzurite({ blobPort: first.blobPort })).rejects.toThrow("EADDRINUSE");
    } finally {
      await first.stop();
    }
  });
});
