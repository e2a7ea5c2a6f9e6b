/**
 * The limits of host.json on requests: so many run at once (`maxConcurrentRequests`), so many more wait, and beyond
 * `maxOutstandingRequests`, running and waiting together, a caller gets 429 from the host.
 */
export type ThrottleOptions = {
  /** -1 = no limit. */
  readonly maxConcurrentRequests: number;
  readonly maxOutstandingRequests: number;
};

export class HttpThrottle {
  readonly #concurrent: number;
  readonly #outstanding: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor({ maxConcurrentRequests, maxOutstandingRequests }: ThrottleOptions) {
    this.#concurrent = maxConcurrentRequests === -1 ? Number.POSITIVE_INFINITY : maxConcurrentRequests;
    this.#outstanding = maxOutstandingRequests === -1 ? Number.POSITIVE_INFINITY : maxOutstandingRequests;
  }

  /** Runs the work when it is its turn; undefined when there is no room even to wait. */
  run(work: () => Promise<void>): Promise<void> | undefined {
    if (this.#running + this.#waiting.length >= this.#outstanding) return undefined;
    return this.#inTurn(work);
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#running >= this.#concurrent) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      await work();
    } finally {
      // Whoever waited longest takes over this place, so the count stays; else it is free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
