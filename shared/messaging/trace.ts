/**
 * W3C Trace Context, level 1: one trace follows a request through HTTP, outbox rows, queues and log lines. The id is
 * random and says nothing about a person.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

const traces = new AsyncLocalStorage<string>();
const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The trace of this invocation, to be written into what it causes. */
export const currentTrace = (): string | undefined => traces.getStore();

/** Runs within the caller's trace, continued with a span of our own; without a valid one, a new trace begins. */
export function traced<T>(incoming: string | null | undefined, run: () => Promise<T>): Promise<T> {
  const [, trace = randomBytes(16).toString("hex")] = pattern.exec(incoming ?? "") ?? [];
  return traces.run(`00-${trace}-${randomBytes(8).toString("hex")}-01`, run);
}
