/**
 * What a stream was at some moment, fixed outside the database in blobs that are written once: the seal at the end of its
 * month, and a checkpoint each day before. Whoever puts the database back to an earlier day contradicts them. In Azure the
 * container cannot be changed either (infra: immutability). Source: DESIGN, section 4; OWASP ASVS 5, 16.4.2.
 */
import * as z from "zod";
import type { KeyRing } from "../config.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import { type FixedPoint, isMacOf, macOf } from "./chain.ts";
import type { LedgerHead } from "./ledger-entry.ts";

const fixedPoint = z.strictObject({
  stream: z.string(),
  sequence: z.int().min(0),
  last: z.string(),
  at: z.iso.datetime(),
  mac: z.string(),
});

const use = "ledger fixed point";
const spell = ({ stream, sequence, last, at }: z.output<typeof fixedPoint>) =>
  JSON.stringify([stream, sequence, last, at]);

const sealName = "seal";

/** Fixes what the head says. Repeated, the first one stays. @param name of the moment within the stream. */
async function fix(blobs: ListedBlobs, keys: KeyRing, head: LedgerHead, name: string, now: Date): Promise<void> {
  const { stream, sequence, last } = head;
  const point = { stream, sequence, last, at: now.toISOString(), mac: "" };
  const content = JSON.stringify({ ...point, mac: macOf(keys, use, spell(point)) });
  await blobs.putOnce(`${stream}/${name}`, Buffer.from(content), "application/json");
}

export const fixSeal = (blobs: ListedBlobs, keys: KeyRing, head: LedgerHead, now: Date): Promise<void> =>
  fix(blobs, keys, head, sealName, now);

/** One for each day: the first that is asked for. */
export const fixCheckpoint = (blobs: ListedBlobs, keys: KeyRing, head: LedgerHead, now: Date): Promise<void> =>
  fix(blobs, keys, head, now.toISOString().slice(0, 10), now);

export type StreamPoints = {
  readonly points: readonly FixedPoint[];
  readonly isSealed: boolean;
  /** Blobs that are no fixed point of this stream, or that somebody without the key wrote. */
  readonly forged: number;
};

/** Everything that was fixed, stream by stream. */
export async function fixedPoints(blobs: ListedBlobs, keys: KeyRing): Promise<ReadonlyMap<string, StreamPoints>> {
  const found = new Map<string, StreamPoints>();
  for await (const name of blobs.names("")) {
    const [stream = "", moment = ""] = name.split("/");
    const before = found.get(stream) ?? { points: [], isSealed: false, forged: 0 };
    const content = await blobs.read(name);
    const point = fixedPoint.safeParse(parsed(content?.toString("utf8") ?? ""));
    const isOurs =
      point.success && point.data.stream === stream && isMacOf(keys, use, spell(point.data), point.data.mac);
    found.set(
      stream,
      isOurs
        ? { ...before, points: [...before.points, point.data], isSealed: before.isSealed || moment === sealName }
        : { ...before, forged: before.forged + 1 },
    );
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
