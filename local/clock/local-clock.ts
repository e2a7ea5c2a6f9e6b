/** The clock of a process of the local system: its authority's where `CLOCK_URL` names one, the machine's otherwise. */
import { followClockAuthority } from "../../shared/time/authority-clock.ts";
import { type Clock, systemClock } from "../../shared/time/clock.ts";

export function localClock(): Promise<Clock> | Clock {
  const url = process.env.CLOCK_URL;
  return url === undefined || url === "" ? systemClock : followClockAuthority(url);
}
