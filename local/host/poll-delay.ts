/** How long to wait before asking an idle queue again: doubling from a tenth of a second up to `maxPollingInterval`, with jitter. */
const leastMs = 100;

export class PollDelay {
  #misses = 0;
  readonly #mostMs: number;

  constructor(mostMs: number) {
    this.#mostMs = Math.max(mostMs, leastMs);
  }

  found(): void {
    this.#misses = 0;
  }

  /** Milliseconds to wait after one more look that found nothing. */
  next(): number {
    const grown = leastMs * 2 ** Math.min(this.#misses, 30);
    this.#misses += 1;
    const jitter = 0.8 + Math.random() * 0.4;
    return Math.max(leastMs, Math.min(this.#mostMs, grown * jitter));
  }
}
