/** Blobs of one container, as the product uses them: written once, read whole, erased. */
import { Readable } from "node:stream";
import type { ContainerClient } from "@azure/storage-blob";
import { countStorageOperation } from "./meter.ts";
import { isTransient, statusOf, Unavailable } from "./unavailable.ts";

/** A blob has more bytes than its reader takes. */
export class BlobTooLarge extends Error {
  override readonly name = "BlobTooLarge";
}

export interface Blobs {
  /** Writes unless something is there already. @returns what is there now: an immutable blob keeps its first content. */
  putOnce(name: string, content: Buffer, contentType: string): Promise<Buffer>;
  /**
   * @param limits what another party wrote is read only up to a size, told before its content is taken.
   * @returns the content, or undefined where there is none.
   * @throws BlobTooLarge where it has more than `maximumBytes`.
   */
  read(name: string, limits?: { readonly maximumBytes: number }): Promise<Buffer | undefined>;
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

async function contentOf(stream: NodeJS.ReadableStream | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
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

  const readUpTo = async (name: string, maximumBytes: number) => {
    const { contentLength = Number.POSITIVE_INFINITY, readableStreamBody } = await container
      .getBlobClient(name)
      .download();
    if (contentLength <= maximumBytes) return contentOf(readableStreamBody);
    if (readableStreamBody instanceof Readable) readableStreamBody.destroy();
    throw new BlobTooLarge();
  };

  const read: Blobs["read"] = async (name, limits) => {
    try {
      return await call(() =>
        limits === undefined ? container.getBlobClient(name).downloadToBuffer() : readUpTo(name, limits.maximumBytes),
      );
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
        return { content: await contentOf(readableStreamBody), etag: etag ?? "" };
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
