/** How long to wait before something is tried again: doubled each time, up to a maximum. One rule for all re-sending. */

/** Seconds before the first repetition, and the most there may be. */
export type GrowingInterval = { readonly first: number; readonly maximum: number };

/** @param times how often it was repeated already. */
export const growingInterval = ({ first, maximum }: GrowingInterval, times: number): number =>
  Math.min(maximum, first * 2 ** Math.min(times, 30));
