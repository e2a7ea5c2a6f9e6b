/**
 * Gives back the room of what was deleted, as Azure Storage does by itself and Azurite does not: Azurite appends the bytes of
 * blobs and messages to extent files, and forgets where they are when a blob or message goes, but leaves the bytes. Here every
 * byte that no blob, uncommitted block or message refers to any more is overwritten with zeros, and an extent to which nothing
 * refers goes whole, as in Azurite's own collection (BlobGCManager, which never touches half-used extents).
 *
 * Only while Azurite is not running: what it has saved by then is all that it will know when it starts again, and a new start
 * never appends to an old extent (FSExtentStore takes new ids), so what is free stays free.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** Where some bytes lie. Extents of no file, such as Azurite's `*ZERO*`, are named too. */
const chunk = z.object({ id: z.string(), offset: z.int().min(0), count: z.int().min(0) });
type Chunk = z.output<typeof chunk>;

const holder = z.looseObject({ persistency: chunk });
const blob = z.looseObject({
  persistency: chunk.optional(),
  committedBlocksInOrder: z.array(holder).optional(),
  pageRangesInOrder: z.array(holder).optional(),
  properties: z.looseObject({ contentLength: z.int(), blobType: z.string() }),
});

/** Azurite's two stores: what it saves its metadata in (LokiJS), which collections of it refer to bytes, and the extents. */
const stores = [
  {
    metadata: "__azurite_db_blob__.json",
    extents: "__blobstorage__",
    collections: { $BLOBS_COLLECTION$: chunksOfBlob, $BLOCKS_COLLECTION$: chunksOfHolder },
  },
  {
    metadata: "__azurite_db_queue__.json",
    extents: "__queuestorage__",
    collections: { $MESSAGES_COLLECTION$: chunksOfHolder },
  },
] as const;

const saved = z.looseObject({ collections: z.array(z.looseObject({ name: z.string(), data: z.array(z.unknown()) })) });

function chunksOfHolder(document: unknown): readonly Chunk[] {
  return [holder.parse(document).persistency];
}

/** @throws Error for a blob with content whose place is not understood: its bytes would be taken for free. */
function chunksOfBlob(document: unknown): readonly Chunk[] {
  const { persistency, committedBlocksInOrder = [], pageRangesInOrder = [], properties } = blob.parse(document);
  const chunks = [...committedBlocksInOrder, ...pageRangesInOrder].map((part) => part.persistency);
  if (persistency) chunks.push(persistency);
  // A page blob has a length before it has pages.
  if (chunks.length === 0 && properties.contentLength > 0 && properties.blobType !== "PageBlob")
    throw new Error("Azurite's metadata name a blob but not where its bytes are; nothing was overwritten");
  return chunks;
}

export function reclaimDeleted(dataDir: string): void {
  for (const { metadata, extents, collections } of stores) {
    const folder = join(dataDir, extents);
    if (!existsSync(folder)) continue;
    const live = liveChunks(join(dataDir, metadata), collections);
    for (const extent of readdirSync(folder)) reclaimExtent(join(folder, extent), live.get(extent) ?? []);
  }
}

/**
 * By extent, what is still referred to. Without saved metadata Azurite knows of nothing, so nothing is live.
 * @throws Error when a collection is not there: another version of Azurite, whose extents are left alone.
 */
function liveChunks(file: string, readers: Readonly<Record<string, (document: unknown) => readonly Chunk[]>>) {
  if (!existsSync(file)) return new Map<string, Chunk[]>();
  const { collections } = saved.parse(JSON.parse(readFileSync(file, "utf8")));
  const chunks = Object.entries(readers).flatMap(([name, read]) => {
    const collection = collections.find((each) => each.name === name);
    if (!collection) throw new Error(`Azurite's metadata have no ${name}; nothing was overwritten`);
    return collection.data.flatMap(read);
  });
  return Map.groupBy(chunks, ({ id }) => id);
}

function reclaimExtent(file: string, live: readonly Chunk[]): void {
  const handle = openSync(file, "r+");
  try {
    if (!live.some(({ count }) => count > 0)) {
      unlinkSync(file);
      return;
    }
    const { size } = fstatSync(handle);
    let end = 0;
    const inOrder = [...live].sort((one, other) => one.offset - other.offset);
    for (const { offset, count } of [...inOrder, { offset: size, count: 0 }]) {
      if (offset > end) overwrite(handle, end, offset);
      end = Math.max(end, offset + count);
    }
  } finally {
    closeSync(handle);
  }
}

const zeros = Buffer.alloc(1 << 20);

function overwrite(handle: number, from: number, to: number): void {
  for (let at = from; at < to; ) at += writeSync(handle, zeros, 0, Math.min(zeros.length, to - at), at);
}
