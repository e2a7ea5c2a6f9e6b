/** Blobs in memory, with the port's rules: an immutable blob keeps its first content. Counts calls. */
import { BlobTooLarge, type ListedBlobs } from "../../shared/storage/blobs.ts";

export type MemoryBlobs = ListedBlobs & {
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly calls: { readonly putOnce: number; readonly read: number; readonly erase: number };
};

export function memoryBlobs(): MemoryBlobs {
  const contents = new Map<string, Buffer>();
  const etags = new Map<string, string>();
  const calls = { putOnce: 0, read: 0, erase: 0 };
  let version = 0;
  const write = (name: string, content: Buffer) => {
    version += 1;
    contents.set(name, Buffer.from(content));
    etags.set(name, `"${version}"`);
  };
  return {
    contents,
    calls,
    async putOnce(name, content) {
      calls.putOnce += 1;
      const kept = contents.get(name);
      if (kept !== undefined) return Buffer.from(kept);
      write(name, content);
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
    async *names(prefix) {
      for (const name of [...contents.keys()]) if (name.startsWith(prefix)) yield name;
    },
    async readVersioned(name) {
      const kept = contents.get(name);
      return kept === undefined ? undefined : { content: Buffer.from(kept), etag: etags.get(name) as string };
    },
    async replace(name, content, etag) {
      if (!contents.has(name) || etags.get(name) !== etag) return false;
      write(name, content);
      return true;
    },
  };
}
