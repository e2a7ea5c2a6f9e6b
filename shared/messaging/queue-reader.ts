/** How each queue the application reads is read: whether a text is a message of its sender, and what is done with it. */
import type { CloudEvent } from "./cloud-event.ts";
import type { FailureQueue } from "./failure.ts";

export type QueueReader = {
  /** @throws MessageRejected where the text is no message of its sender. */
  readonly read: (text: string) => Promise<CloudEvent>;
  /** Safe to repeat: a message is known by its id. */
  readonly run: (event: CloudEvent) => Promise<void>;
};

export type QueueReaders = Readonly<Partial<Record<FailureQueue, QueueReader>>>;
