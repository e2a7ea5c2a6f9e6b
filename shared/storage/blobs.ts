/** Blobs of one container, as the product uses them: written once, read whole, erased. */
import type { ContainerClient } from "@azure/storage-blob";
import { countStorageOperation } from "./meter.ts";
import { isTransient, statusOf, Unavailable } from "./unavailable.ts";

export interface Blobs {
  /** Writes unless something is there already. @returns what is there now: an immutable blob keeps its first content. */
  putOnce(name: string, content: Buffer, contentType: string): Promise<Buffer>;
  /** @returns the content, or undefined where there is none. */
  read(name: string): Promise<Buffer | undefined>;
  /** Absent is as good as erased. */
  erase(name: string): Promise<void>;
}

/** Blobs that are also walked through and exchanged one by one: what jobs over all of them need. */
export interface ListedBlobs extends Blobs {
  /** Names that begin with a prefix, in no order anyone may rely on. */
  names(prefix: string): AsyncIterable<string>;
  readVersioned(name: string): Promise<{ readonly content: Buffer; readonly etag: string } | undefined>;
  /** @returns false where the blob has changed or gone since it was read. */
  replace(name: string, content: Buffer, etag: string): Promise<boolean>;
}

export function containerBlobs(container: ContainerClient): ListedBlobs {
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    countStorageOperation();
    try {
      return await run();
    } catch (error) {
      throw isTransient(error) ? new Unavailable("blobs", error) : error;
    }
  };

  const read = async (name: string) => {
    try {
      return await call(() => container.getBlobClient(name).downloadToBuffer());
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  };

  return {
    read,
    async putOnce(name, content, contentType) {
      try {
        await call(() =>
          container.getBlockBlobClient(name).upload(content, content.byteLength, {
            conditions: { ifNoneMatch: "*" },
            blobHTTPHeaders: { blobContentType: contentType },
          }),
        );
        return content;
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
        const kept = await read(name);
        // Erased between the two calls: whoever erased it has the last word, and the caller tries again later.
        if (kept === undefined) throw new Unavailable("blobs", error);
        return kept;
      }
    },
    async *names(prefix) {
      for await (const { name } of container.listBlobsFlat({ prefix })) yield name;
    },
    async readVersioned(name) {
      try {
        const { etag, readableStreamBody } = await call(() => container.getBlobClient(name).download());
        const chunks: Buffer[] = [];
        for await (const chunk of readableStreamBody ?? []) chunks.push(Buffer.from(chunk as Buffer));
        return { content: Buffer.concat(chunks), etag: etag ?? "" };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },
    async replace(name, content, etag) {
      try {
        await call(() =>
          container.getBlockBlobClient(name).upload(content, content.byteLength, {
            conditions: { ifMatch: etag },
            blobHTTPHeaders: { blobContentType: "application/json" },
          }),
        );
        return true;
      } catch (error) {
        if (statusOf(error) === 412 || statusOf(error) === 404) return false;
        throw error;
      }
    },
    async erase(name) {
      await call(() => container.getBlobClient(name).deleteIfExists());
    },
  };
}
