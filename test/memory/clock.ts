/** A clock that stands still until it is moved. */
import type { Clock } from "../../shared/time/clock.ts";

export type StandingClock = Clock & { readonly move: (seconds: number) => void };

export function standingClock(at = "2026-11-23T10:00:00.000Z"): StandingClock {
  let now = Date.parse(at);
  return {
    now: () => new Date(now),
    move: (seconds) => {
      now += seconds * 1_000;
    },
  };
}
