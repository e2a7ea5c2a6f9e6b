/**
 * The host's side of the worker: starts the thread, hands it invocations, and replaces it when it dies or when an invocation
 * goes over `functionTimeout`. Every other invocation in a replaced worker fails with it, as in the real host.
 */
import { Worker as Thread } from "node:worker_threads";
import type { Log } from "./log.ts";
import type { Failure, FromWorker, FunctionMetadata, InvocationRequest, InvocationResponse } from "./rpc.ts";
import type { WorkerInput } from "./worker-thread.ts";

/** The app could not be loaded: the reason says which error, from where. */
export class AppRefused extends Error {
  override readonly name = "AppRefused";
}

/** An invocation that did not succeed: the handler threw, was ended by the time limit, or its worker died. */
export class InvocationFailed extends Error {
  override readonly name = "InvocationFailed";
  readonly failure: Failure;
  readonly outcome: "failed" | "timeout" | "worker-lost";
  constructor(outcome: "failed" | "timeout" | "worker-lost", failure: Failure) {
    super(failure.name);
    this.outcome = outcome;
    this.failure = failure;
  }
}

type Pending = {
  readonly resolve: (response: InvocationResponse) => void;
  readonly reject: (error: InvocationFailed) => void;
  readonly timer: NodeJS.Timeout | undefined;
};

export type LoadedApp = { readonly functions: readonly FunctionMetadata[]; readonly httpUri: string | undefined };

/** After this many losses within a minute the host gives up, as an app that always dies should be seen. */
const lossesPerMinute = 3;

/** What a timer of Node can wait for: 24.8 days. A longer limit is none. */
const longestTimerMs = 2 ** 31 - 1;

export class Worker {
  #thread: Thread | undefined;
  #ready: Promise<LoadedApp> | undefined;
  #pending = new Map<string, Pending>();
  #losses: number[] = [];
  #stopping = false;
  readonly #input: WorkerInput;
  readonly #timeoutMs: number;
  readonly #log: Log;
  readonly #giveUp: (reason: string) => void;

  /** `timeoutMs` may be infinite. `giveUp` is called when the app keeps dying or no longer loads. */
  constructor(input: WorkerInput, timeoutMs: number, log: Log, giveUp: (reason: string) => void) {
    this.#input = input;
    this.#timeoutMs = timeoutMs > longestTimerMs ? Number.POSITIVE_INFINITY : timeoutMs;
    this.#log = log;
    this.#giveUp = giveUp;
  }

  /** Loads the app. Rejects with `AppRefused` when one of its files throws. */
  start(): Promise<LoadedApp> {
    // Not the process's own `--import`s: those watch its standard input and the like, which a thread does not have.
    const options = { workerData: this.#input, execArgv: [] };
    const thread = new Thread(new URL("./worker-thread.ts", import.meta.url), options);
    this.#thread = thread;
    const ready = new Promise<LoadedApp>((resolve, reject) => {
      thread.on("message", (message: FromWorker) => {
        if (message.kind === "loaded") resolve({ functions: message.functions, httpUri: message.httpUri });
        else if (message.kind === "refused") reject(new AppRefused(message.reason));
        else this.#receive(message);
      });
      thread.on("error", (error) => {
        reject(new AppRefused(error.stack ?? error.message));
        this.#lost(thread, error.name);
      });
      thread.on("exit", (code) => {
        reject(new AppRefused(`the app ended while it was loading (exit code ${code})`));
        this.#lost(thread, `exit code ${code}`);
      });
    });
    ready.catch(() => undefined);
    this.#ready = ready;
    return ready;
  }

  /** Where the app's own HTTP server listens when it streams; another address after a restart. */
  async httpUri(): Promise<string | undefined> {
    return (await this.#ready)?.httpUri;
  }

  /** Runs one invocation. Rejects with `InvocationFailed`. */
  async invoke(request: InvocationRequest): Promise<InvocationResponse> {
    await this.#ready;
    return new Promise((resolve, reject) => {
      const overrun = () => this.#overran(request.invocationId);
      const timer = Number.isFinite(this.#timeoutMs) ? setTimeout(overrun, this.#timeoutMs) : undefined;
      this.#pending.set(request.invocationId, { resolve, reject, timer });
      this.#thread?.postMessage({ kind: "invoke", request });
    });
  }

  /** Runs the app's `appTerminate` hooks, at most `graceMs`, then ends the thread. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const thread = this.#thread;
    if (thread === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, graceMs);
    thread.on("message", (message: FromWorker) => message.kind === "terminated" && resolve());
    thread.postMessage({ kind: "terminate" });
    await promise;
    clearTimeout(timer);
    await thread.terminate();
  }

  #receive(message: Exclude<FromWorker, { kind: "loaded" | "refused" }>): void {
    if (message.kind === "log") {
      const { kind: _, message: text, ...line } = message;
      if (line.level !== "trace" && line.level !== "debug") this.#log({ ...line, event: "log", text });
    } else if (message.kind === "response") {
      this.#take(message.invocationId)?.resolve(message.response);
    } else if (message.kind === "failure") {
      this.#take(message.invocationId)?.reject(new InvocationFailed("failed", message.failure));
    }
  }

  #take(invocationId: string): Pending | undefined {
    const pending = this.#pending.get(invocationId);
    this.#pending.delete(invocationId);
    clearTimeout(pending?.timer);
    return pending;
  }

  #overran(invocationId: string): void {
    this.#take(invocationId)?.reject(new InvocationFailed("timeout", { name: "FunctionTimeout" }));
    this.#log({ level: "error", event: "worker-restart", reason: "function timeout" });
    this.#replace();
  }

  #lost(thread: Thread, reason: string): void {
    if (thread !== this.#thread || this.#stopping) return;
    this.#log({ level: "error", event: "worker-restart", reason });
    const now = performance.now();
    this.#losses = [...this.#losses.filter((at) => now - at < 60_000), now];
    if (this.#losses.length > lossesPerMinute) this.#giveUp("the app ended again and again");
    else this.#replace();
  }

  #replace(): void {
    const old = this.#thread;
    this.#thread = undefined;
    const abandoned = this.#pending;
    this.#pending = new Map();
    for (const { reject, timer } of abandoned.values()) {
      clearTimeout(timer);
      reject(new InvocationFailed("worker-lost", { name: "WorkerLost" }));
    }
    if (old !== undefined) void old.terminate();
    this.start().catch((error: Error) => this.#giveUp(error.message));
  }
}
