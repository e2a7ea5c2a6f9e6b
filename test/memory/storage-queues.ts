/**
 * Storage queues in memory: a message taken is hidden, comes back when its time is over unless it is deleted with the receipt
 * of that taking, counts how often it was taken, and expires. In no promised order: who takes chooses among the visible ones.
 */
import type { Clock } from "../../shared/time/clock.ts";

export type QueueMessage = {
  readonly id: number;
  readonly text: string;
  readonly expiresAt: number;
  visibleAt: number;
  dequeueCount: number;
  receipt: number;
};

export type MemoryStorageQueues = ReturnType<typeof memoryStorageQueues>;

export function memoryStorageQueues(clock: Clock) {
  const queues = new Map<string, QueueMessage[]>();
  let count = 0;
  const next = () => {
    count += 1;
    return count;
  };
  const messagesOf = (queue: string): QueueMessage[] => {
    const now = clock.now().getTime();
    const alive = (queues.get(queue) ?? []).filter(({ expiresAt }) => expiresAt > now);
    queues.set(queue, alive);
    return alive;
  };
  const held = (queue: string, { id, receipt }: Pick<QueueMessage, "id" | "receipt">) =>
    messagesOf(queue).find((message) => message.id === id && message.receipt === receipt);

  return {
    put(queue: string, text: string, lifeSeconds: number): void {
      const now = clock.now().getTime();
      messagesOf(queue).push({
        id: next(),
        text,
        expiresAt: now + lifeSeconds * 1_000,
        visibleAt: now,
        dequeueCount: 0,
        receipt: next(),
      });
    },
    /** @returns a copy of the message as it was taken. */
    take(
      queue: string,
      hideSeconds: number,
      choose: (visible: readonly QueueMessage[]) => QueueMessage | undefined = ([first]) => first,
    ): QueueMessage | undefined {
      const now = clock.now().getTime();
      const chosen = choose(messagesOf(queue).filter(({ visibleAt }) => visibleAt <= now));
      if (chosen === undefined) return undefined;
      chosen.visibleAt = now + hideSeconds * 1_000;
      chosen.dequeueCount += 1;
      chosen.receipt = next();
      return { ...chosen };
    },
    /** @returns false where it was taken again, deleted or has expired since. */
    delete(queue: string, taken: Pick<QueueMessage, "id" | "receipt">): boolean {
      const message = held(queue, taken);
      if (message === undefined) return false;
      queues.set(
        queue,
        messagesOf(queue).filter((one) => one !== message),
      );
      return true;
    },
    /** Says again when it comes back. @returns false as `delete` does. */
    hide(queue: string, taken: Pick<QueueMessage, "id" | "receipt">, seconds: number): boolean {
      const message = held(queue, taken);
      if (message !== undefined) message.visibleAt = clock.now().getTime() + seconds * 1_000;
      return message !== undefined;
    },
    all: (queue: string): readonly QueueMessage[] => messagesOf(queue),
    names: (): readonly string[] => [...queues.keys()],
  };
}
