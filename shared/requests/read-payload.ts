/**
 * The payload of a message of the processor: from the event itself or from the blob it names, which must be the one that
 * was signed for. Whatever it costs to look at it is bounded before it is looked at.
 */
import { withoutCardNumbers } from "../members/card-number.ts";
import { type CloudEvent, digestOf } from "../messaging/cloud-event.ts";
import type { Doc } from "../privacy/record.ts";
import type { Blobs } from "../storage/blobs.ts";
import type * as contract from "./contract.ts";
import type { Effect } from "./effects.ts";

export type Payload = { readonly value: unknown } | { readonly reason: Doc<typeof contract.messageRefused>["reason"] };

/** @returns the payload as its schema reads it, card numbers masked, or why it is refused. */
export async function readPayload(incoming: Blobs, event: CloudEvent, effect: Effect): Promise<Payload> {
  let content: unknown = event.data ?? {};
  if (event.dataref !== undefined) {
    const [, container, name] = /^([a-z0-9-]+)\/(.+)$/.exec(event.dataref) ?? [];
    if (container !== "from-processor" || name === undefined || event.datadigest === undefined)
      return { reason: "schema" };
    const blob = await incoming.read(name);
    if (blob === undefined || digestOf(blob) !== event.datadigest) return { reason: "digest" };
    try {
      content = JSON.parse(blob.toString("utf8"));
    } catch {
      return { reason: "schema" };
    }
  }
  const parsed = effect.payload.schema.safeParse(withoutCardNumbers(content));
  return parsed.success ? { value: parsed.data } : { reason: "schema" };
}
