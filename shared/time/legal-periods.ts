/**
 * Legal periods: the only place that adds calendar periods (DESIGN, section 7). They run in Europe/Paris, from the day of
 * the event: the day it happened on does not count, and the period ends when the last hour of its last day is over
 * (Regulation 1182/71, article 3; Code civil, article 2229; Code de procédure civile, articles 641 and 642). The last day is
 * the same-numbered day of the month it leads to, or that month's last day where there is none. Working days and the public
 * holidays of France: Code du travail, article L3133-1.
 */
import { Temporal } from "temporal-polyfill";
import type { Period } from "../privacy/retention-rules.ts";
import { parisDay } from "./calendar.ts";

/** A calendar day: `2028-02-29`. */
export type Day = string;

export const legalZone = "Europe/Paris";

/** The instant a day begins in Paris: midnight by the clock there, whatever the season. */
export const startOfDay = (day: Day): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(legalZone).epochMilliseconds);

/** The instant a day is over in Paris: the next midnight, 23, 24 or 25 hours after its beginning. */
export const endOfDay = (day: Day): Date => startOfDay(daysAfter(day, 1));

export const daysAfter = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** The day a calendar period that began on a day ends on. Years and months together first, then days. */
export const lastDayOf = (from: Day, { years = 0, months = 0, days = 0 }: Omit<Period, "hours">): Day =>
  Temporal.PlainDate.from(from).add({ years, months, days }, { overflow: "constrain" }).toString();

const isCalendar = ({ years, months, days }: Period): boolean => (years ?? months ?? days) !== undefined;

/**
 * The instant a period is over. A calendar period ends with its last day in Paris; hours are counted to the second; none at
 * all is over at once.
 * @throws RangeError for a period that mixes hours with days: the law knows no such thing.
 */
export function endOfPeriod(startedAt: Date, period: Period): Date {
  const { hours } = period;
  if (isCalendar(period)) {
    if (hours !== undefined) throw new RangeError("a period has hours or calendar days, not both");
    return endOfDay(lastDayOf(parisDay(startedAt), period));
  }
  return new Date(startedAt.getTime() + (hours ?? 0) * 3_600_000);
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easterSunday(year: number): Temporal.PlainDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leap = Math.floor(century / 4);
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leap - correction + 15) % 30;
  const inCentury = year % 100;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 });
}

const fixedHolidays = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"] as const;
/** Days after Easter Sunday: Easter Monday, Ascension Day, Whit Monday. */
const movableHolidays = [1, 39, 50] as const;

const holidaysByYear = new Map<number, ReadonlySet<Day>>();

/** The eleven public holidays of a year that hold in all of France (those of Alsace and Moselle are two more, and local). */
export function publicHolidays(year: number): ReadonlySet<Day> {
  const known = holidaysByYear.get(year);
  if (known !== undefined) return known;
  const easter = easterSunday(year);
  const holidays = new Set([
    ...fixedHolidays.map((day) => `${String(year).padStart(4, "0")}-${day}`),
    ...movableHolidays.map((days) => easter.add({ days }).toString()),
  ]);
  holidaysByYear.set(year, holidays);
  return holidays;
}

const saturday = 6;

/** Neither Saturday, Sunday nor a public holiday. */
export function isWorkingDay(day: Day): boolean {
  const { dayOfWeek, year } = Temporal.PlainDate.from(day);
  return dayOfWeek < saturday && !publicHolidays(year).has(day);
}

/** The day itself where it is a working day, otherwise the next one (Code de procédure civile, article 642). */
export function workingDayFrom(day: Day): Day {
  let candidate = day;
  while (!isWorkingDay(candidate)) candidate = daysAfter(candidate, 1);
  return candidate;
}

/**
 * The day by which the law wants an answer: the period counted from receipt, moved to the next working day. An extension is
 * counted from receipt too, never from the first due date. The internal target is the same day before it was moved.
 */
export function answerDue(
  receivedAt: Date,
  period: Omit<Period, "hours">,
): { readonly target: Day; readonly due: Day } {
  const target = lastDayOf(parisDay(receivedAt), period);
  return { target, due: workingDayFrom(target) };
}

/** The working day that is so many working days after a day. */
export function workingDaysAfter(day: Day, count: number): Day {
  let candidate = day;
  for (let left = count; left > 0; left -= 1) candidate = workingDayFrom(daysAfter(candidate, 1));
  return candidate;
}
