/**
 * What the host gave up is taken back: read as its handler would have read it, parked in `failures`, and only then removed
 * from its poison queue. So nothing ends there silently; a run that is cut short parks the same message once more under
 * the same id (DESIGN, section 6).
 */
import { createHash } from "node:crypto";
import type { FailureQueue, Failures } from "../messaging/failure.ts";
import type { Poisoned, PoisonQueues } from "../messaging/poison-queues.ts";
import { tellWhereWaiting } from "../messaging/queue-handler.ts";
import type { QueueReader, QueueReaders } from "../messaging/queue-reader.ts";
import { MessageRejected } from "../messaging/signing.ts";
import type { Logger } from "../privacy/log.ts";

type Needs = {
  readonly poison: PoisonQueues;
  readonly failures: Failures;
  readonly readers: QueueReaders;
  readonly log: Logger;
};

/** A run ends after this many messages of a queue; the next one goes on. */
const mostOfOneQueue = 1_000;

export function makeTakeBackPoison({ poison, failures, readers, log }: Needs) {
  const park = async (queue: FailureQueue, reader: QueueReader, { text, remove }: Poisoned): Promise<void> => {
    try {
      const event = await reader.read(text);
      await failures.record({ id: event.id, queue, reason: "poisoned", event });
      log.warn("poison.taken-back", { queue, messageId: event.id, type: event.type });
    } catch (error) {
      if (!(error instanceof MessageRejected)) throw error;
      const id = createHash("sha256").update(text).digest("base64url");
      tellWhereWaiting(log, await failures.record({ id, queue, reason: error.reason }));
    }
    await remove();
  };

  const empty = async (queue: FailureQueue, reader: QueueReader): Promise<number> => {
    let count = 0;
    while (count < mostOfOneQueue) {
      const taken = await poison.take(queue);
      if (taken.length === 0) break;
      const parked = await Promise.allSettled(taken.map((message) => park(queue, reader, message)));
      count += parked.filter(({ status }) => status === "fulfilled").length;
      const failed = parked.find((result) => result.status === "rejected");
      // It stays in the poison queue. What keeps it from being parked would keep the rest from it, too.
      if (failed !== undefined) throw failed.reason;
    }
    return count;
  };

  /** @returns how many were parked. @throws where a queue could not be emptied; the others are. */
  return async (): Promise<number> => {
    const each = Object.entries(readers) as [FailureQueue, QueueReader][];
    const results = await Promise.allSettled(each.map(([queue, reader]) => empty(queue, reader)));
    for (const result of results) if (result.status === "rejected") throw result.reason;
    return results.reduce((sum, result) => sum + (result.status === "fulfilled" ? result.value : 0), 0);
  };
}
