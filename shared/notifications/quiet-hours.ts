/**
 * Quiet hours in Paris: whether they last at an instant, and when they end. By the clock on the wall there, so a night is an
 * hour shorter or longer where the clocks change.
 */
import { Temporal } from "temporal-polyfill";
import { legalZone } from "../time/legal-periods.ts";
import type { NotificationChoices } from "./choices.ts";

type QuietHours = NonNullable<NotificationChoices["quietHours"]>;

/** @returns the instant they end, always after `now`; undefined where they do not last at `now`. */
export function quietUntil({ from, to }: QuietHours, now: Date): Date | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(legalZone);
  const time = local.toPlainTime().toString().slice(0, 5);
  const isQuiet = from <= to ? from <= time && time < to : time >= from || time < to;
  if (!isQuiet) return undefined;
  const today = local.toPlainDate();
  const ends = [today, today.add({ days: 1 })].flatMap((day) => instantsOf(day.toPlainDateTime(to)));
  const next = ends.filter((end) => end > now.getTime()).toSorted((a, b) => a - b)[0];
  if (next === undefined) throw new Error("quiet hours without end");
  return new Date(next);
}

/** When the clock on the wall in Paris shows a time: once, twice where the clocks go back; where it is skipped, the jump. */
function instantsOf(time: Temporal.PlainDateTime): readonly number[] {
  const first = time.toZonedDateTime(legalZone, { disambiguation: "earlier" });
  const second = time.toZonedDateTime(legalZone, { disambiguation: "later" });
  if (first.toPlainDateTime().equals(time)) return [first.epochMilliseconds, second.epochMilliseconds];
  return [(first.getTimeZoneTransition("next") ?? second).epochMilliseconds];
}
