/** Calendar questions in the operator's time zone (DESIGN, section 7: Europe/Paris). */

const paris = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", dateStyle: "short" });

/** The calendar day in Paris at an instant: `2026-11-23`. */
export const parisDay = (at: Date): string => paris.format(at);

/** Whole years between two calendar days: an age. */
export function yearsBetween(from: string, to: string): number {
  const [fromYear = 0, ...fromRest] = from.split("-").map(Number);
  const [toYear = 0, ...toRest] = to.split("-").map(Number);
  const [fromMonth = 0, fromDay = 0] = fromRest;
  const [toMonth = 0, toDay = 0] = toRest;
  const isBeforeAnniversary = toMonth < fromMonth || (toMonth === fromMonth && toDay < fromDay);
  return toYear - fromYear - (isBeforeAnniversary ? 1 : 0);
}

export const secondsAfter = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);
