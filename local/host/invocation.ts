/** One way to run a function for every kind of trigger: gives the invocation its id and trace, and writes the line that logs it. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Log } from "./log.ts";
import type { InvocationRequest, InvocationResponse, TypedData } from "./rpc.ts";
import { InvocationFailed, type Worker } from "./worker.ts";

export type Invocation = {
  readonly functionName: string;
  readonly trigger: "http" | "queue" | "timer";
  readonly triggerName: string;
  readonly data: TypedData;
  readonly metadata?: Readonly<Record<string, TypedData>>;
  /** The caller's W3C trace context, where it sent one. */
  readonly traceparent?: string | undefined;
  /** Given where the caller has to know it first (HTTP streaming). */
  readonly invocationId?: string;
};

export type Invoke = (invocation: Invocation) => Promise<InvocationResponse>;

/** The runs in progress can be awaited: a graceful stop waits for all of them. */
export class Invocations {
  readonly #worker: Worker;
  readonly #log: Log;
  readonly #running = new Set<Promise<unknown>>();

  constructor(worker: Worker, log: Log) {
    this.#worker = worker;
    this.#log = log;
  }

  /** @throws InvocationFailed */
  readonly invoke: Invoke = (invocation) => {
    const run = this.#run(invocation);
    this.#running.add(run);
    const forget = () => void this.#running.delete(run);
    run.then(forget, forget);
    return run;
  };

  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #run({
    functionName,
    trigger,
    triggerName,
    data,
    metadata,
    ...given
  }: Invocation): Promise<InvocationResponse> {
    const invocationId = given.invocationId ?? randomUUID();
    const request: InvocationRequest = {
      invocationId,
      functionId: functionName,
      inputData: [{ name: triggerName, data }],
      triggerMetadata: metadata ?? {},
      traceContext: { traceParent: childTrace(given.traceparent) },
    };
    const startedAt = performance.now();
    const line = (outcome: string, more: object) => ({
      event: "invocation",
      function: functionName,
      trigger,
      invocationId,
      durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
      outcome,
      ...more,
    });
    try {
      const response = await this.#worker.invoke(request);
      this.#log({ level: "information", ...line("succeeded", {}) });
      return response;
    } catch (error) {
      const { outcome, failure } = error instanceof InvocationFailed ? error : { outcome: "failed", failure: {} };
      this.#log({ level: "error", ...line(outcome, { error: failure }) });
      throw error;
    }
  }
}

/** A span of its own in the caller's trace, or in a new one. */
function childTrace(parent: string | undefined): string {
  const known = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(parent ?? "");
  return `00-${known?.[1] ?? randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-${known?.[2] ?? "00"}`;
}
