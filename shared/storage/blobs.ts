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

export function containerBlobs(container: ContainerClient): Blobs {
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
    async erase(name) {
      await call(() => container.getBlobClient(name).deleteIfExists());
    },
  };
}
