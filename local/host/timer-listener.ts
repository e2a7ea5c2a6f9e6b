/**
 * Runs one timer function by its schedule while this host holds the timer's lock. All ticks that were missed (host down, clock
 * moved, a run longer than the interval) collapse into one run; a failed run is not retried.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../shared/time/clock.ts";
import type { Invoke } from "./invocation.ts";
import { errorName, type Log } from "./log.ts";
import type { Schedule } from "./schedule.ts";
import { type ScheduleStatus, type ScheduleStore, toJson } from "./schedule-store.ts";
import type { SingletonLock } from "./singleton-lock.ts";

export type TimerListenerOptions = {
  readonly functionName: string;
  readonly triggerName: string;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  readonly useMonitor: boolean;
  readonly store: ScheduleStore;
  readonly lock: SingletonLock;
  /** Milliseconds between attempts to get a lock another host holds. */
  readonly lockPollMs: number;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly log: Log;
};

/** Longest single wait: timers of Node overflow after 24.8 days. */
const longestWaitMs = 24 * 24 * 3_600_000;

export class TimerListener {
  readonly #to: TimerListenerOptions;
  readonly #stopping = new AbortController();
  #status: ScheduleStatus | undefined;
  #hasMoved = false;
  #wake: (() => void) | undefined;
  #loop: Promise<void> | undefined;

  constructor(options: TimerListenerOptions) {
    this.#to = options;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Starts no more runs and resolves when one in progress is over and the lock is given back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#loop;
  }

  /** To be called when the clock has jumped: what is due now runs now. */
  clockMoved(): void {
    this.#hasMoved = true;
    this.#wake?.();
  }

  /** Runs the function once, outside its schedule; the schedule's record does not change. */
  runByHand(): void {
    // A failure has been logged by then; there is nobody left to tell.
    this.#invoke(false).catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { lock, lockPollMs, log, functionName } = this.#to;
    const { signal } = this.#stopping;
    let isReachable = true;
    while (!signal.aborted) {
      try {
        const held = await lock.acquire();
        isReachable = true;
        if (held !== undefined) {
          held.lost.addEventListener("abort", () => this.#wake?.());
          try {
            await this.#follow(held.lost);
            if (held.lost.aborted) log({ level: "warning", event: "timer-lock-lost", function: functionName });
          } finally {
            await held.release();
          }
          continue;
        }
      } catch (error) {
        if (isReachable)
          log({
            level: "warning",
            event: "timer-storage-unreachable",
            function: functionName,
            error: errorName(error),
          });
        isReachable = false;
      }
      await sleep(lockPollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Runs by the schedule until the host stops or the lock is lost. */
  async #follow(lost: AbortSignal): Promise<void> {
    const { clock, runOnStartup } = this.#to;
    const isOver = () => lost.aborted || this.#stopping.signal.aborted;
    this.#hasMoved = false;
    let status = await this.#readStatus(clock.now());
    let isPastDue = clock.now() > status.next;
    let isDue = isPastDue || runOnStartup;
    while (!isOver()) {
      if (isDue) status = await this.#tick(isPastDue);
      const now = clock.now();
      const hasMoved = this.#hasMoved;
      this.#hasMoved = false;
      const since = status.last ?? status.lastUpdated;
      if (hasMoved && since !== undefined && since > now) status = await this.#restart(now);
      isDue = now >= status.next;
      isPastDue = isDue && hasMoved;
      if (!isDue && !isOver() && !this.#hasMoved) await this.#wait(status.next.getTime() - now.getTime());
    }
  }

  /** The record, made where there is none, and set right where the schedule is not the one it was made for. */
  async #readStatus(now: Date): Promise<ScheduleStatus> {
    const { schedule, store } = this.#to;
    const kept = this.#isMonitored(now) ? await store.read() : undefined;
    const since = kept?.last ?? kept?.lastUpdated;
    if (kept !== undefined && since !== undefined && since <= now) {
      if (schedule.next(since).getTime() === kept.next.getTime()) return this.#remember(kept);
      const next = schedule.next(now);
      return this.#keep({ last: kept.last, next, lastUpdated: kept.last === undefined ? now : kept.lastUpdated });
    }
    return this.#restart(now);
  }

  #restart(now: Date): Promise<ScheduleStatus> {
    return this.#keep({ last: undefined, next: this.#to.schedule.next(now), lastUpdated: now });
  }

  async #tick(isPastDue: boolean): Promise<ScheduleStatus> {
    const { clock, schedule } = this.#to;
    const startedAt = clock.now();
    // Logged by then, and not retried: the next tick is the next chance.
    await this.#invoke(isPastDue).catch(() => undefined);
    return this.#keep({ last: startedAt, next: schedule.next(startedAt), lastUpdated: startedAt });
  }

  async #invoke(isPastDue: boolean): Promise<void> {
    const { functionName, triggerName, invoke, clock } = this.#to;
    const status = this.#isMonitored(clock.now()) && this.#status !== undefined ? toJson(this.#status) : null;
    const timer = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue };
    await invoke({ functionName, trigger: "timer", triggerName, data: { json: JSON.stringify(timer) } });
  }

  #isMonitored(now: Date): boolean {
    return this.#to.useMonitor && this.#to.schedule.isMonitored(now);
  }

  #remember(status: ScheduleStatus): ScheduleStatus {
    this.#status = status;
    return status;
  }

  async #keep(status: ScheduleStatus): Promise<ScheduleStatus> {
    const { store, clock, log, functionName } = this.#to;
    if (this.#isMonitored(clock.now())) {
      await store.write(status).catch((error) => {
        log({ level: "warning", event: "schedule-not-recorded", function: functionName, error: errorName(error) });
      });
    }
    return this.#remember(status);
  }

  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.min(ms, longestWaitMs));
    this.#wake = resolve;
    await promise;
    this.#wake = undefined;
    clearTimeout(timer);
  }
}
