/** Queues in memory: what was put on them, in order. */
import type { QueueSender } from "../../shared/messaging/queue-sender.ts";
import type { QueueName } from "../../shared/messaging/queues.ts";

export type Sent = { readonly queue: QueueName; readonly text: string; readonly lifeSeconds: number };

export function memoryQueues(): QueueSender & { readonly sent: readonly Sent[]; fail?: (sent: Sent) => boolean } {
  const sent: Sent[] = [];
  return {
    sent,
    async send(queue, text, lifeSeconds) {
      const message = { queue, text, lifeSeconds };
      if (this.fail?.(message)) throw Object.assign(new Error("no answer"), { code: "ECONNRESET" });
      sent.push(message);
    },
  };
}
