/**
 * Feeds one queue to one function as the storage extension does: batches by `batchSize` and `newBatchThreshold`, a taken
 * message hidden for ten minutes and kept hidden while its handler runs, success deletes, failure releases after
 * `visibilityTimeout`, and the try number `maxDequeueCount` that fails is copied to the poison queue, then deleted.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";
import type { QueueOptions } from "./host-json.ts";
import type { Invoke } from "./invocation.ts";
import { errorName, type Log } from "./log.ts";
import { PollDelay } from "./poll-delay.ts";
import { decodeText, messageMetadata } from "./queue-message.ts";

export type QueueListenerOptions = {
  readonly functionName: string;
  readonly triggerName: string;
  readonly queue: QueueClient;
  readonly poison: QueueClient;
  readonly options: QueueOptions;
  /** How long a message is hidden when taken, in seconds. */
  readonly hideSeconds: number;
  readonly invoke: Invoke;
  readonly log: Log;
};

export class QueueListener {
  readonly #to: QueueListenerOptions;
  readonly #handling = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #polling: Promise<void> | undefined;
  #isReachable = true;

  constructor(options: QueueListenerOptions) {
    this.#to = options;
  }

  start(): void {
    this.#polling = this.#poll();
  }

  /** Takes no more messages and resolves when those taken are handled. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await Promise.all(this.#handling);
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stopping;
    const { maxPollingInterval, newBatchThreshold } = this.#to.options;
    const delay = new PollDelay(maxPollingInterval);
    while (!signal.aborted) {
      const messages = await this.#take();
      for (const message of messages) this.#track(this.#handle(message));
      if (messages.length === 0) {
        await sleep(delay.next(), undefined, { signal }).catch(() => undefined);
      } else {
        delay.found();
        while (this.#handling.size > newBatchThreshold) await Promise.race(this.#handling);
      }
    }
  }

  #track(handling: Promise<void>): void {
    const tracked = handling.finally(() => this.#handling.delete(tracked));
    this.#handling.add(tracked);
  }

  /** A queue that does not exist counts as empty; one that cannot be reached is told once and asked again. */
  async #take(): Promise<DequeuedMessageItem[]> {
    const { queue, options, hideSeconds } = this.#to;
    try {
      const taken = await queue.receiveMessages({
        numberOfMessages: options.batchSize,
        visibilityTimeout: hideSeconds,
      });
      this.#isReachable = true;
      return taken.receivedMessageItems;
    } catch (error) {
      if (statusOf(error) !== 404 && this.#isReachable) {
        this.#isReachable = false;
        this.#tell("warning", "queue-unreachable", { error: errorName(error) });
      }
      return [];
    }
  }

  async #handle(message: DequeuedMessageItem): Promise<void> {
    const { functionName, triggerName, options, invoke } = this.#to;
    const hold = this.#hold(message);
    try {
      const text = decodeText(message.messageText, options.messageEncoding);
      if (text === undefined || message.dequeueCount > options.maxDequeueCount) return await this.#bury(message, hold);
      const metadata = messageMetadata(message, text);
      try {
        await invoke({ functionName, trigger: "queue", triggerName, data: { string: text }, metadata });
      } catch {
        // Logged as a failed invocation; what happens to the message is all that is left to decide.
        if (message.dequeueCount >= options.maxDequeueCount) return await this.#bury(message, hold);
        const receipt = await hold.end();
        await this.#to.queue.updateMessage(message.messageId, receipt, undefined, options.visibilityTimeout / 1000);
        return;
      }
      await this.#to.queue.deleteMessage(message.messageId, await hold.end());
    } catch (error) {
      // Neither deleted nor released: the message shows up again when its time is over, and runs a second time.
      this.#tell("warning", "message-not-settled", { messageId: message.messageId, error: errorName(error) });
    } finally {
      await hold.end();
    }
  }

  /** Copied first, deleted second: a crash between the two leaves the message twice, never not at all. */
  async #bury(message: DequeuedMessageItem, hold: Hold): Promise<void> {
    const { queue, poison } = this.#to;
    try {
      await poison.sendMessage(message.messageText);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await poison.createIfNotExists();
      await poison.sendMessage(message.messageText);
    }
    await queue.deleteMessage(message.messageId, await hold.end());
    this.#tell("warning", "message-poisoned", { messageId: message.messageId, dequeueCount: message.dequeueCount });
  }

  /** Keeps a message hidden while it is handled: renewed halfway, so that only a dead host lets it show up again. */
  #hold(message: DequeuedMessageItem): Hold {
    const { queue, hideSeconds } = this.#to;
    let receipt = message.popReceipt;
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = queue.updateMessage(message.messageId, receipt, undefined, hideSeconds).then(
        (updated) => {
          receipt = updated.popReceipt ?? receipt;
        },
        (error) =>
          this.#tell("warning", "message-not-renewed", { messageId: message.messageId, error: errorName(error) }),
      );
    }, hideSeconds * 500);
    const end = async () => {
      clearInterval(timer);
      await renewing;
      return receipt;
    };
    return { end };
  }

  #tell(level: "warning", event: string, more: object): void {
    this.#to.log({ level, event, function: this.#to.functionName, queue: this.#to.queue.name, ...more });
  }
}

/** `end` stops the renewal and gives the receipt that is valid now. */
type Hold = { readonly end: () => Promise<string> };

const statusOf = (error: unknown): unknown => (error as { statusCode?: unknown } | undefined)?.statusCode;
