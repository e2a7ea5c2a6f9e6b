/** Blobs through the real SDK: created once, read whole, erased; and the one in memory keeps the same contract. */
import { randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../../../local/azurite/azurite.ts";
import { provisionStorage } from "../../../local/system/provision.ts";
import { type Blobs, BlobTooLarge, containerBlobs } from "../../../shared/storage/blobs.ts";
import { Unavailable } from "../../../shared/storage/unavailable.ts";
import { memoryBlobs } from "../../memory/blobs.ts";

let azurite: Azurite;
const container = () =>
  BlobServiceClient.fromConnectionString(azurite.connectionString("exchange"), {
    retryOptions: { maxTries: 1 },
  }).getContainerClient("to-processor");
beforeAll(async () => {
  azurite = await startAzurite();
  await provisionStorage(azurite.connectionString);
});
afterAll(() => azurite.stop());

const made: readonly (readonly [string, () => Blobs])[] = [
  ["the blob service", () => containerBlobs(container())],
  ["memory", () => memoryBlobs()],
];

describe.each(made)("%s", (_name, make) => {
  const put = (blobs: Blobs, name: string, text: string) => blobs.putOnce(name, Buffer.from(text), "application/json");

  test("keeps the first content, whoever comes later", async () => {
    const blobs = make();
    const name = `${randomUUID()}/${randomUUID()}`;
    expect(String(await put(blobs, name, "first"))).toBe("first");
    expect(String(await put(blobs, name, "second"))).toBe("first");
    expect(String(await blobs.read(name))).toBe("first");
  });

  test("keeps one of those that come at once, and tells all of them which", async () => {
    const blobs = make();
    const name = randomUUID();
    const kept = await Promise.all(["a", "b", "c", "d"].map((text) => put(blobs, name, text)));
    expect(new Set(kept.map(String)).size).toBe(1);
    expect(String(await blobs.read(name))).toBe(String(kept[0]));
  });

  test("gives back the very buffer only where it was the first", async () => {
    const blobs = make();
    const [name, content, again] = [randomUUID(), Buffer.from("x"), Buffer.from("x")];
    expect(await blobs.putOnce(name, content, "text/plain")).toBe(content);
    expect(await blobs.putOnce(name, again, "text/plain")).not.toBe(again);
  });

  test("is read up to a size, and not at all beyond", async () => {
    const blobs = make();
    const [name, content] = [randomUUID(), Buffer.alloc(300_000, "é")];
    await blobs.putOnce(name, content, "application/octet-stream");
    expect((await blobs.read(name, { maximumBytes: 300_000 }))?.equals(content)).toBe(true);
    await expect(blobs.read(name, { maximumBytes: 299_999 })).rejects.toThrow(BlobTooLarge);
    expect(await blobs.read(randomUUID(), { maximumBytes: 1 })).toBeUndefined();
    const empty = randomUUID();
    await blobs.putOnce(empty, Buffer.alloc(0), "application/octet-stream");
    expect((await blobs.read(empty, { maximumBytes: 1 }))?.byteLength).toBe(0);
  });

  test("any bytes, none included", async () => {
    const blobs = make();
    for (const content of [Buffer.alloc(0), Buffer.from([0, 255, 10, 13]), Buffer.alloc(300_000, "é")]) {
      const name = randomUUID();
      await blobs.putOnce(name, content, "application/octet-stream");
      expect((await blobs.read(name))?.equals(content)).toBe(true);
    }
  });

  test("has nothing where nothing is, and erasing that is well", async () => {
    const blobs = make();
    const name = randomUUID();
    expect(await blobs.read(name)).toBeUndefined();
    await blobs.erase(name);
    await put(blobs, name, "x");
    await blobs.erase(name);
    await blobs.erase(name);
    expect(await blobs.read(name)).toBeUndefined();
    expect(String(await put(blobs, name, "new"))).toBe("new");
  });
});

describe("the blob service", () => {
  test("away is Unavailable, not absent", async () => {
    const away = azurite.connectionString("exchange").replace(/:\d+\//g, ":1/");
    const blobs = containerBlobs(
      BlobServiceClient.fromConnectionString(away, { retryOptions: { maxTries: 1 } }).getContainerClient(
        "to-processor",
      ),
    );
    await expect(blobs.read("x")).rejects.toThrow(Unavailable);
    await expect(blobs.putOnce("x", Buffer.from("x"), "text/plain")).rejects.toThrow(Unavailable);
    await expect(blobs.erase("x")).rejects.toThrow(Unavailable);
  });

  test("without the container is a fault of ours, not absence", async () => {
    const blobs = containerBlobs(
      BlobServiceClient.fromConnectionString(azurite.connectionString("exchange")).getContainerClient(
        "no-such-container",
      ),
    );
    await expect(blobs.putOnce("x", Buffer.from("x"), "text/plain")).rejects.toThrow();
  });
});
