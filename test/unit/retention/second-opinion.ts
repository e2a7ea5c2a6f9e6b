/**
 * A second opinion on calendar and law, written apart from the product: whole numbers and the platform's own time zone
 * tables, no Temporal. What the truth table expects comes from here.
 */
export type Day = string;

const two = (value: number) => String(value).padStart(2, "0");
const lengthOf = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** The same-numbered day so many months later, or that month's last day. */
export function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return `${toYear}-${two(toMonth)}-${two(Math.min(date, lengthOf(toYear, toMonth)))}`;
}

export const daysLater = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const inParis = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  hourCycle: "h23",
});
function readParis(at: Date): { readonly day: Day; readonly hour: number } {
  const part = Object.fromEntries(inParis.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, hour: Number(part.hour) };
}

export const dayInParis = (at: Date): Day => readParis(at).day;

/** Hours are counted by the clock on no wall: so many milliseconds. */
export const hoursLater = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);

/** The day after the last one of the month, as the ledger keeps months: in UTC. */
export function monthAfter(at: Date): Day {
  const [year = 0, month = 0] = at
    .toISOString()
    .split("-")
    .map((part) => Number.parseInt(part, 10));
  return month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`;
}

/** Midnight in Paris at the beginning of a day: one of two instants, depending on the season. */
export function midnight(day: Day): Date {
  const found = [1, 2]
    .map((offset) => new Date(Date.parse(`${day}T00:00:00Z`) - offset * 3_600_000))
    .find((at) => readParis(at).day === day && readParis(at).hour === 0);
  if (found === undefined) throw new Error(`no midnight on ${day}`);
  return found;
}

/** The midnight that ends a day. */
export const over = (day: Day): Date => midnight(daysLater(day, 1));

export function* daysFrom(first: Day, last: Day): Generator<Day> {
  for (let day = first; day <= last; day = daysLater(day, 1)) yield day;
}

/** Days on which calendars go wrong: month ends, 29 February and its neighbours, both changes of the clocks, year ends. */
export const difficultDays: readonly Day[] = [
  "2026-01-30",
  "2026-01-31",
  "2026-02-28",
  "2026-03-28",
  "2026-03-29",
  "2026-03-31",
  "2026-05-31",
  "2026-10-24",
  "2026-10-25",
  "2026-12-31",
  "2027-01-01",
  "2027-03-01",
  "2027-08-31",
  "2028-02-28",
  "2028-02-29",
  "2028-03-01",
];
