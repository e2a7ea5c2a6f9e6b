/** Blobs in memory, with the port's rules: an immutable blob keeps its first content. Counts calls. */
import { type Blobs, BlobTooLarge } from "../../shared/storage/blobs.ts";

export type MemoryBlobs = Blobs & {
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly calls: { readonly putOnce: number; readonly read: number; readonly erase: number };
};

export function memoryBlobs(): MemoryBlobs {
  const contents = new Map<string, Buffer>();
  const calls = { putOnce: 0, read: 0, erase: 0 };
  return {
    contents,
    calls,
    async putOnce(name, content) {
      calls.putOnce += 1;
      const kept = contents.get(name);
      if (kept !== undefined) return Buffer.from(kept);
      contents.set(name, Buffer.from(content));
      return content;
    },
    async read(name, limits) {
      calls.read += 1;
      const kept = contents.get(name);
      if (limits !== undefined && kept !== undefined && kept.byteLength > limits.maximumBytes) throw new BlobTooLarge();
      return kept === undefined ? undefined : Buffer.from(kept);
    },
    async erase(name) {
      calls.erase += 1;
      contents.delete(name);
    },
  };
}
