/**
 * What goes wrong in a run: drawn once from its seed, each kind of fault in some runs and not in others, so that rare
 * combinations are not drowned by all the rest. Probabilities are per call, message or tick.
 */
import type { Random } from "../faults/random.ts";

export type Profile = {
  /** The instance dies at a port call: before it, or after it took effect. */
  readonly crash: number;
  /** 503 or a cut connection, with nothing done. */
  readonly unavailable: number;
  /** 408 or a cut connection although it was done. */
  readonly lostAnswer: number;
  /** 408, and it is done some time later. */
  readonly lateEffect: number;
  /** A burst of 429 begins. */
  readonly throttle: number;
  /** 412 because somebody else wrote in between. */
  readonly stale412: number;
  /** A read gives an earlier version. */
  readonly staleRead: number;
  /** A call takes seconds to minutes. */
  readonly slow: number;
  /** A queue message is there 2 to 5 times. */
  readonly duplicate: number;
  /** A message is taken in any order, else the oldest first. */
  readonly reorder: boolean;
  /** The host deletes nothing after a success, and the message comes back after ten minutes. */
  readonly lostDelete: number;
  /** The host loses its hold on a message while it is handled. */
  readonly lostLease: number;
  /** The poison copy is made, and the message stays. */
  readonly poisonCopy: number;
  readonly skippedTick: number;
  readonly doubledTick: number;
  /** The application's clock is set, by up to some minutes. */
  readonly clockStep: number;
  readonly processor: {
    readonly loses: number;
    readonly repeats: number;
    readonly rubbish: number;
    readonly contradicts: number;
    readonly lies: number;
    readonly refuses: number;
    readonly awayDays: number;
  };
  readonly mail: {
    /** The provider takes a mail and says later what became of it. */
    readonly pending: number;
    /** It takes it and then cannot send it. */
    readonly fails: number;
    /** The address bounced before: nothing more goes there. */
    readonly suppressed: number;
  };
  /** How often dispatch is paused, for hours. */
  readonly pauses: number;
  /** The first member's data are erased on the way. */
  readonly erasure: boolean;
  readonly instances: number;
  readonly journeys: number;
  /** Steps with faults; after these everything heals. */
  readonly steps: number;
};

export function profileFrom(random: Random): Profile {
  /** In one run of two, up to `most`. */
  const sometimes = (most: number) => (random.fraction() < 0.5 ? random.fraction() * most : 0);
  const drawn: Profile = {
    crash: sometimes(0.04),
    unavailable: sometimes(0.08),
    lostAnswer: sometimes(0.08),
    lateEffect: sometimes(0.03),
    throttle: sometimes(0.02),
    stale412: sometimes(0.05),
    staleRead: sometimes(0.4),
    slow: sometimes(0.05),
    duplicate: sometimes(0.3),
    reorder: random.fraction() < 0.7,
    lostDelete: sometimes(0.1),
    lostLease: sometimes(0.1),
    poisonCopy: sometimes(0.5),
    skippedTick: sometimes(0.5),
    doubledTick: sometimes(0.5),
    clockStep: sometimes(0.01),
    erasure: false,
    processor: {
      loses: sometimes(0.3),
      repeats: sometimes(0.4),
      rubbish: sometimes(0.2),
      contradicts: sometimes(0.3),
      lies: sometimes(0.1) * (random.fraction() < 0.3 ? 1 : 0),
      refuses: sometimes(0.3) * (random.fraction() < 0.3 ? 1 : 0),
      awayDays: random.fraction() < 0.08 ? 30 : 0,
    },
    mail: {
      pending: sometimes(0.5),
      fails: sometimes(0.3),
      suppressed: sometimes(0.1) * (random.fraction() < 0.3 ? 1 : 0),
    },
    pauses: random.fraction() < 0.25 ? random.whole(1, 2) : 0,
    instances: random.whole(1, 3),
    journeys: random.whole(1, 3),
    steps: random.whole(50, 500),
  };
  if (random.fraction() >= 0.2) return drawn;
  // An erasure waits until what was running has ended, by the clock and by `functionTimeout`: a clock that is set meanwhile,
  // and a call that the store carries out minutes after everybody gave up on it, are outside of what it can promise.
  return { ...drawn, erasure: true, clockStep: 0, lateEffect: 0 };
}

/** Nothing goes wrong but that reads lag behind: most of them, in several instances, with messages in any order. */
export const lagging = (): Profile => ({
  ...calm,
  staleRead: 0.5,
  reorder: true,
  instances: 3,
  journeys: 2,
  steps: 400,
});

/** Nothing goes wrong: what the crash sweep starts from, and what is left after healing. */
export const calm: Profile = {
  crash: 0,
  unavailable: 0,
  lostAnswer: 0,
  lateEffect: 0,
  throttle: 0,
  stale412: 0,
  staleRead: 0,
  slow: 0,
  duplicate: 0,
  reorder: false,
  lostDelete: 0,
  lostLease: 0,
  poisonCopy: 0,
  skippedTick: 0,
  doubledTick: 0,
  clockStep: 0,
  erasure: false,
  processor: { loses: 0, repeats: 0, rubbish: 0, contradicts: 0, lies: 0, refuses: 0, awayDays: 0 },
  mail: { pending: 0, fails: 0, suppressed: 0 },
  pauses: 0,
  instances: 1,
  journeys: 1,
  steps: 0,
};
