/** Taking messages out of poison queues, where the host puts what it has given up. */
import type { LateQueues } from "../storage/credentials.ts";
import { countStorageOperation } from "../storage/meter.ts";
import { isTransient, statusOf, Unavailable } from "../storage/unavailable.ts";
import type { FailureQueue } from "./failure.ts";
import { poisonQueue, queues } from "./queues.ts";

export type Poisoned = {
  readonly text: string;
  /** Takes it off for good. Gone already is as good. */
  readonly remove: () => Promise<void>;
};

export interface PoisonQueues {
  /** Up to 32 messages that wait in a queue's poison queue, hidden from others until they are removed or a while has passed. */
  take(queue: FailureQueue): Promise<readonly Poisoned[]>;
}

/** After a run that was cut short, a message is seen again this many seconds later. */
const hiddenSeconds = 120;

export function poisonQueues(clients: { readonly data: LateQueues; readonly exchange: LateQueues }): PoisonQueues {
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    countStorageOperation();
    try {
      return await run();
    } catch (error) {
      throw isTransient(error) ? new Unavailable("queue", error) : error;
    }
  };
  return {
    async take(queue) {
      const client = (await clients[queues[queue].account]()).getQueueClient(poisonQueue(queue));
      const options = { numberOfMessages: 32, visibilityTimeout: hiddenSeconds };
      const { receivedMessageItems } = await call(() => client.receiveMessages(options));
      return receivedMessageItems.map(({ messageText, messageId, popReceipt }) => ({
        text: messageText,
        remove: () =>
          call(async () => {
            try {
              await client.deleteMessage(messageId, popReceipt);
            } catch (error) {
              if (statusOf(error) !== 404) throw error;
            }
          }),
      }));
    },
  };
}
