/**
 * How many codes may be asked for, by whom and to where. A code can be tried five times (sessions/session.ts), so these
 * figures limit guessing as well as sending: a mailbox's codes can be tried 150 times a day, all networks together, of a
 * million each (OWASP ASVS 5, 6.3.1 and 6.6.3; decision 0090).
 */

/** At most so many within so many seconds, looking back from now. */
export type Limit = { readonly count: number; readonly seconds: number };

const hour = 3_600;
const day = 24 * hour;

export const codeLimits = {
  /** What one person needs who mistypes, loses a mail and signs in on three devices. Others' asking does not use it up. */
  mailboxFromNetwork: [
    { count: 5, seconds: hour },
    { count: 10, seconds: day },
  ],
  /** All networks together: so that nobody's mailbox is flooded, and no code guessed by many at once. */
  mailbox: [
    { count: 10, seconds: hour },
    { count: 30, seconds: day },
  ],
  /** All mailboxes together: an office or a mobile carrier shares one address, a guesser has no more. */
  network: [
    { count: 60, seconds: hour },
    { count: 200, seconds: day },
  ],
} as const satisfies Record<string, readonly [Limit, ...Limit[]]>;

/** @param taken moments in seconds, oldest first. @returns the seconds until one more is allowed, 0 where it is now. */
export function secondsToWait(taken: readonly number[], now: number, limits: readonly Limit[]): number {
  return Math.max(
    0,
    ...limits.map(({ count, seconds }) => {
      const oldest = taken.filter((at) => at > now - seconds).at(-count);
      return oldest === undefined ? 0 : oldest + seconds - now;
    }),
  );
}
