/**
 * The payload of a message of the processor: from the event itself or from the blob it names, which must be the one that
 * was signed for. Whatever it costs to look at it is bounded before it is looked at.
 */
import { withoutCardNumbers } from "../members/card-number.ts";
import { type CloudEvent, digestOf } from "../messaging/cloud-event.ts";
import type { Doc } from "../privacy/record.ts";
import { readStrictJson } from "../privacy/strict-json.ts";
import { type Blobs, BlobTooLarge } from "../storage/blobs.ts";
import type * as contract from "./contract.ts";
import type { Effect } from "./effects.ts";

export type Payload = { readonly value: unknown } | { readonly reason: Doc<typeof contract.messageRefused>["reason"] };

/** Bytes of the largest payload: a proposal as large as the schema lets it be has about half of that. */
export const maximumPayloadBytes = 256 * 1_024;
/** Levels of objects and lists in a payload; the deepest one of the contract has five. */
export const maximumPayloadDepth = 16;

/** @returns the payload as its schema reads it, card numbers masked, or why it is refused. */
export async function readPayload(incoming: Blobs, event: CloudEvent, effect: Effect): Promise<Payload> {
  let content: unknown = event.data ?? {};
  if (event.dataref !== undefined) {
    const [, container, name] = /^([a-z0-9-]+)\/(.+)$/.exec(event.dataref) ?? [];
    if (container !== "from-processor" || name === undefined || event.datadigest === undefined)
      return { reason: "schema" };
    const blob = await readBlob(incoming, name);
    if (blob === "too-large") return { reason: "schema" };
    if (blob === undefined || digestOf(blob) !== event.datadigest) return { reason: "digest" };
    const read = readStrictJson(blob.toString("utf8"), maximumPayloadDepth);
    if ("fault" in read) return { reason: "schema" };
    content = read.value;
  }
  const parsed = effect.payload.schema.safeParse(withoutCardNumbers(content));
  if (!parsed.success || effect.isSound?.(parsed.data as never) === false) return { reason: "schema" };
  return { value: parsed.data };
}

/** Takes away the blob that an event signed for, and no other; its sender may have done so already. */
export async function erasePayload(incoming: Blobs, { dataref = "", datadigest }: CloudEvent): Promise<void> {
  if (!dataref.startsWith("from-processor/")) return;
  const name = dataref.slice("from-processor/".length);
  const blob = await readBlob(incoming, name);
  if (blob === undefined || blob === "too-large" || digestOf(blob) !== datadigest) return;
  await incoming.erase(name);
}

async function readBlob(incoming: Blobs, name: string): Promise<Buffer | "too-large" | undefined> {
  try {
    return await incoming.read(name, { maximumBytes: maximumPayloadBytes });
  } catch (error) {
    if (error instanceof BlobTooLarge) return "too-large";
    throw error;
  }
}
