/** What a bench is made of: rows with a value, a unit and perhaps a target; and how rates and percentiles are got. */

export type Row = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
  /** The value should be at most this. */
  readonly atMost?: number;
};

export type Section = {
  readonly title: string;
  /** What the figures mean and how they were got. */
  readonly text: string;
  readonly rows: readonly Row[];
};

export type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number };

export const rounded = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** @param share from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/**
 * Asks as fast as answers come, with a fixed number of clients; a first part is not counted.
 * @param ask one request; it rejects when the answer is not the expected one, and so ends the bench.
 */
export async function loadOf(
  ask: () => Promise<void>,
  { clients = 8, warmUpMs = 1_000, measuredMs = 4_000 } = {},
): Promise<Load> {
  const run = async (ms: number): Promise<number[]> => {
    const times: number[] = [];
    const until = performance.now() + ms;
    const client = async () => {
      while (performance.now() < until) {
        const startedAt = performance.now();
        await ask();
        times.push(performance.now() - startedAt);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return times;
  };
  await run(warmUpMs);
  const startedAt = performance.now();
  const times = await run(measuredMs);
  const perSecond = (times.length * 1_000) / (performance.now() - startedAt);
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
