/**
 * How a queue function ends. Done: the message goes. Permanent (it is not a message of its sender): recorded, the message
 * goes. Anything else is taken to be transient: thrown, so that the host tries again; at the last try it is settled here
 * instead of falling into the poison queue (DESIGN, section 6).
 */
import { createHash } from "node:crypto";
import type { InvocationContext } from "@azure/functions";
import type { Logger } from "../privacy/log.ts";
import { metered } from "../storage/meter.ts";
import { type CloudEvent, cloudEventSchema } from "./cloud-event.ts";
import { type Failure, type FailureQueue, type Failures, stateOf } from "./failure.ts";
import type { QueueName } from "./queues.ts";
import { MessageRejected } from "./signing.ts";
import { traced } from "./trace.ts";

/** `maxDequeueCount` of host.json; a test holds the two together. */
export const maximumDequeueCount = 5;

export type QueueFunction = (message: unknown, context: InvocationContext) => Promise<void>;

type Handling = {
  readonly queue: QueueName;
  readonly log: Logger;
  /** @throws MessageRejected where the text is no message of its sender. */
  readonly read: (message: unknown) => Promise<CloudEvent>;
  readonly run: (event: CloudEvent) => Promise<void>;
  readonly onRejected: (rejected: MessageRejected, digest: string) => Promise<void>;
  readonly onLastTry: (error: unknown, event: CloudEvent) => Promise<void>;
};

function queueFunction({ queue, log, read, run, onRejected, onLastTry }: Handling): QueueFunction {
  return async (message, context) => {
    const invocation = log.with({ invocationId: context.invocationId, function: context.functionName, queue });
    const attempts = Number(context.triggerMetadata?.dequeueCount ?? 1);
    let event: CloudEvent;
    try {
      event = await read(message);
    } catch (error) {
      if (!(error instanceof MessageRejected)) throw error;
      const digest = createHash("sha256").update(textOf(message)).digest("base64url");
      invocation.warn("queue.message-rejected", { code: error.reason, digest });
      return onRejected(error, digest);
    }
    const known = { messageId: event.id, type: event.type, attempts };
    await traced(event.traceparent, () =>
      metered(async (meter) => {
        try {
          await run(event);
          const { dataOperations, requestUnits } = meter;
          invocation.event("queue.message-handled", { ...known, dataOperations, requestCharge: requestUnits });
        } catch (error) {
          invocation.error("queue.message-failed", error, known);
          if (attempts < maximumDequeueCount) throw error;
          await onLastTry(error, event);
        }
      }),
    );
  };
}

/** A pointer as the host gives it: parsed. @throws MessageRejected where it is none. */
export async function readPointer(message: unknown): Promise<CloudEvent> {
  const parsed = cloudEventSchema.safeParse(message);
  if (!parsed.success) throw new MessageRejected("not-a-cloud-event");
  return parsed.data;
}

/** What is kept about why it failed: a class, never a message. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");

/** From now on nothing tries it again by itself: that is told, once. */
export function tellWhereWaiting(log: Logger, { id, queue, reason, attempts, ...rest }: Failure): void {
  if (stateOf(rest) === "waiting")
    log.warn("failure.waits-for-a-person", { recordId: id, queue, code: reason, attempts });
}

/**
 * What was rejected, as a text: the host hands JSON over parsed. Nested thousands deep it cannot be written down again,
 * and must not come back as trouble of ours for that.
 */
function textOf(message: unknown): string {
  if (typeof message === "string") return message;
  try {
    return JSON.stringify(message) ?? "";
  } catch {
    return "nested too deeply";
  }
}

/**
 * A queue of pointers to outbox rows. The row is the truth and stays due, so a pointer that cannot be followed, or that
 * failed to the end, is let go: the timer brings the row up again.
 */
export const pointerHandler = (
  needs: { readonly log: Logger },
  queue: QueueName,
  run: (event: CloudEvent) => Promise<void>,
): QueueFunction =>
  queueFunction({
    queue,
    log: needs.log,
    run,
    read: readPointer,
    onRejected: async () => undefined,
    onLastTry: async () => undefined,
  });

/** A queue another party writes. What it sends is verified; what fails is kept, tried again later, and then shown. */
export const partnerHandler = (
  needs: {
    readonly log: Logger;
    readonly failures: Failures;
    readonly verify: (text: string) => Promise<CloudEvent>;
  },
  queue: FailureQueue,
  run: (event: CloudEvent) => Promise<void>,
): QueueFunction =>
  queueFunction({
    queue,
    log: needs.log,
    run,
    read: async (message) => {
      if (typeof message !== "string") throw new MessageRejected("not-a-jws");
      return needs.verify(message);
    },
    onRejected: async ({ reason }, digest) => {
      tellWhereWaiting(needs.log, await needs.failures.record({ id: digest, queue, reason }));
    },
    onLastTry: async (error, event) => {
      tellWhereWaiting(needs.log, await needs.failures.record({ id: event.id, queue, reason: reasonOf(error), event }));
    },
  });
