/** The Azurite starter through the real storage SDKs: four accounts, everything declared is there, data outlive a stop. */
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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

  it("keeps no byte of what was deleted or replaced once it has stopped, and what is there whole", async () => {
    const files = () => globSync("storage/__*storage__/*", { cwd: dataDir }).map((name) => join(dataDir, name));
    const holding = (text: string) => files().filter((file) => readFileSync(file).includes(text)).length;
    const first = await startAzurite({ dataDir: join(dataDir, "storage") });
    try {
      await provisionStorage(first.connectionString);
      const container = blobs(first, "keys").getContainerClient("person-keys");
      const put = (name: string, text: string) => container.getBlockBlobClient(name).upload(text, text.length);
      await put("before", "whole-before");
      await put("goes", "deleted-blob");
      await put("changes", "replaced-content");
      await put("changes", "whole-changes");
      await container.deleteBlob("goes");
      const inBlocks = container.getBlockBlobClient("blocks");
      for (const [id, text] of [
        ["AAAA", "whole-block-"],
        ["BBBB", "block-left-out"],
        ["CCCC", "after-block"],
      ] as const)
        await inBlocks.stageBlock(id, text, text.length);
      await inBlocks.commitBlockList(["AAAA", "CCCC"]);
      await container.getBlockBlobClient("staged").stageBlock("AAAA", "whole-staged", 12);
      const appended = container.getAppendBlobClient("appended");
      await appended.create();
      for (const text of ["whole-append-", "appended-later"]) await appended.appendBlock(text, text.length);
      const pages = container.getPageBlobClient("pages");
      await pages.create(1024);
      await pages.uploadPages(Buffer.alloc(512, "page-cleared"), 0, 512);
      await pages.uploadPages(Buffer.alloc(512, "whole-page"), 512, 512);
      await pages.clearPages(0, 512);
      const queue = queueService(first, "exchange").getQueueClient("concierge-inbox");
      const gone = await queue.sendMessage("deleted-message");
      await queue.sendMessage("whole-message");
      await queue.deleteMessage(gone.messageId, gone.popReceipt);
      // Azurite itself keeps them: that is what is mended here.
      for (const text of ["deleted-blob", "replaced-content", "deleted-message"]) expect(holding(text)).toBe(1);
    } finally {
      await first.stop();
    }
    for (const text of ["deleted-blob", "replaced-content", "block-left-out", "page-cleared", "deleted-message"])
      expect([text, holding(text)]).toEqual([text, 0]);

    const again = await startAzurite({ dataDir: join(dataDir, "storage") });
    try {
      const container = blobs(again, "keys").getContainerClient("person-keys");
      const read = async (name: string) => (await container.getBlobClient(name).downloadToBuffer()).toString();
      expect(await read("before")).toBe("whole-before");
      expect(await read("changes")).toBe("whole-changes");
      expect(await read("blocks")).toBe("whole-block-after-block");
      expect(await read("appended")).toBe("whole-append-appended-later");
      const pages = Buffer.concat([Buffer.alloc(512), Buffer.alloc(512, "whole-page")]);
      expect(await container.getBlobClient("pages").downloadToBuffer()).toEqual(pages);
      await container.getBlockBlobClient("staged").commitBlockList(["AAAA"]);
      expect(await read("staged")).toBe("whole-staged");
      const queue = queueService(again, "exchange").getQueueClient("concierge-inbox");
      const { peekedMessageItems } = await queue.peekMessages();
      expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual(["whole-message"]);
      for (const name of ["before", "changes", "blocks", "appended", "pages", "staged"])
        await container.deleteBlob(name);
      await queue.clearMessages();
    } finally {
      await again.stop();
    }
    expect(holding("whole-")).toBe(0);
  });

  it("overwrites nothing where it does not understand what Azurite has saved", async () => {
    const place = join(dataDir, "storage");
    const first = await startAzurite({ dataDir: place });
    try {
      await blobs(first, "keys").getContainerClient("person-keys").getBlockBlobClient("one").upload("kept", 4);
    } finally {
      await first.stop();
    }
    const file = join(place, "__azurite_db_blob__.json");
    const before = readFileSync(file, "utf8");
    for (const [from, to] of [
      ['"persistency"', '"elsewhere"'],
      ["$BLOCKS_COLLECTION$", "$CHUNKS$"],
    ] as const) {
      writeFileSync(file, before.replaceAll(from, to));
      await expect(startAzurite({ dataDir: place })).rejects.toThrow("nothing was overwritten");
    }
    writeFileSync(file, before);
    const again = await startAzurite({ dataDir: place });
    try {
      const kept = blobs(again, "keys").getContainerClient("person-keys").getBlobClient("one");
      expect((await kept.downloadToBuffer()).toString()).toBe("kept");
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
