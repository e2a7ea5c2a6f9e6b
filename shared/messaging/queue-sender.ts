/** Puts messages on queues. Their life is always the resend interval: a queue never keeps what the outbox sends again. */
import type { LateQueues } from "../storage/credentials.ts";
import { countStorageOperation } from "../storage/meter.ts";
import { isTransient, Unavailable } from "../storage/unavailable.ts";
import { type QueueName, queues } from "./queues.ts";

export interface QueueSender {
  /** @param lifeSeconds how long the message may wait to be read before it expires. */
  send(queue: QueueName, text: string, lifeSeconds: number): Promise<void>;
}

export function queueSender(clients: { readonly data: LateQueues; readonly exchange: LateQueues }): QueueSender {
  return {
    async send(queue, text, lifeSeconds) {
      countStorageOperation();
      try {
        const client = (await clients[queues[queue].account]()).getQueueClient(queue);
        await client.sendMessage(text, { messageTimeToLive: Math.max(1, Math.ceil(lifeSeconds)) });
      } catch (error) {
        throw isTransient(error) ? new Unavailable("queue", error) : error;
      }
    },
  };
}
