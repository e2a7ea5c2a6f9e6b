/**
 * The only source of the current time. Everything that needs it takes a `Clock`; nothing else reads the machine's time,
 * so that legal periods can be tested on any date (DESIGN, section 7).
 */
export type Clock = {
  /** The current instant. Synchronous and cheap; a fresh `Date` at each call. */
  readonly now: () => Date;
};

/** The machine's own clock: what runs in production. */
export const systemClock: Clock = { now: () => new Date() };
