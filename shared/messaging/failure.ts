/**
 * A message that could not be handled. With its event it is tried again with a growing back-off and then shown; without
 * one (it was no message of its sender) it is only shown. It holds ids and closed words, never what a message says.
 */
import * as z from "zod";
import { code, opaqueId, reference, traceparent } from "../privacy/formats.ts";
import { type Doc, plain, record } from "../privacy/record.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { growingInterval } from "./growing-interval.ts";

const ops = ["ops", "dpo"] as const;

export const failure = record(
  "failure",
  1,
  {
    /** The event's id, or the digest of a text that is no event. */
    id: plain(opaqueId(), ops),
    queue: plain(z.enum(["concierge-updates", "card-services"]), ops),
    reason: plain(code(), ops),
    attempts: plain(z.int().min(1), ops),
    firstAt: plain(z.iso.datetime(), ops),
    lastAt: plain(z.iso.datetime(), ops),
    /** When it is tried again. Absent: it waits for a person. */
    dueAt: z.exactOptional(plain(z.iso.datetime(), ops)),
    event: z.exactOptional(
      z.strictObject({
        id: plain(z.uuid(), ops),
        source: plain(reference(), ops),
        type: plain(code(), ops),
        subject: plain(reference(), ops),
        time: plain(z.iso.datetime(), ops),
        dataref: z.exactOptional(plain(reference(), ops)),
        datadigest: z.exactOptional(plain(reference(), ops)),
        messageId: z.exactOptional(plain(opaqueId(), ops)),
        reason: z.exactOptional(plain(opaqueId(), ops)),
        traceparent: z.exactOptional(plain(traceparent(), ops)),
      }),
    ),
  },
  { kept: "failure" },
);
export type Failure = Doc<typeof failure>;
export type FailureQueue = Failure["queue"];

export interface Failures {
  /** Records a failure, or one more attempt of the same message. */
  record(failed: Pick<Failure, "id" | "queue" | "reason"> & { readonly event?: CloudEvent }): Promise<void>;
  /** Failures to try again at or before `now`. */
  due(now: Date): Promise<readonly Failure[]>;
  /** It was handled in the end. */
  settle(failed: Pick<Failure, "id" | "queue">): Promise<void>;
}

const firstBackOffSeconds = 60;
const longestBackOffSeconds = 86_400;
/** With doubling from a minute: about four days. */
export const maximumAttempts = 14;

export const backOffSeconds = (attempts: number): number =>
  growingInterval({ first: firstBackOffSeconds, maximum: longestBackOffSeconds }, attempts - 1);

export const storedEvent = ({
  data,
  specversion: _v,
  datacontenttype: _c,
  ...event
}: CloudEvent): Failure["event"] => ({
  ...event,
  ...(data?.messageId === undefined ? {} : { messageId: data.messageId }),
  ...(data?.reason === undefined ? {} : { reason: data.reason }),
});

export function restoredEvent({ messageId, reason, ...event }: NonNullable<Failure["event"]>): CloudEvent {
  const data = { ...(messageId === undefined ? {} : { messageId }), ...(reason === undefined ? {} : { reason }) };
  return { specversion: "1.0", ...event, ...(Object.keys(data).length === 0 ? {} : { data }) };
}
