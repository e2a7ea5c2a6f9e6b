/** How each queue the application reads is read: whether a text is a message of its sender, and what is done with it. */
import type { Person } from "../storage/person-keys.ts";
import type { CloudEvent } from "./cloud-event.ts";
import type { FailureQueue } from "./failure.ts";
import { personOf } from "./pointer.ts";
import { readPointer } from "./queue-handler.ts";
import { MessageRejected } from "./signing.ts";

export type QueueReader = {
  /** @throws MessageRejected where the text is no message of its sender. */
  readonly read: (text: string) => Promise<CloudEvent>;
  /** Safe to repeat: a message is known by its id. */
  readonly run: (event: CloudEvent) => Promise<void>;
};

export type QueueReaders = Readonly<Partial<Record<FailureQueue, QueueReader>>>;

/** A queue of pointers to outbox rows. */
export const pointerReader = (run: (person: Person, rowId: string) => Promise<void>): QueueReader => ({
  read: async (text) => {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (error) {
      throw new MessageRejected("not-a-cloud-event", error);
    }
    return readPointer(message);
  },
  run: (event) => run(personOf(event), event.id),
});
