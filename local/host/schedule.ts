/**
 * NCRONTAB schedules: `second minute hour day month weekday` (five fields: without seconds). Day and weekday must both match.
 * Only what NCRONTAB knows is let through to the library, so that nothing works here that Azure refuses.
 */
import { Cron } from "croner";

export type Schedule = {
  /** The first tick strictly after this instant. */
  next(after: Date): Date;
  /** Whether runs are recorded: only where all of the next ticks are at least a minute apart. */
  readonly isMonitored: (now: Date) => boolean;
};

const ranges = [59, 59, 23, 31, 12, 6] as const;
const months = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
const days = "SUN|MON|TUE|WED|THU|FRI|SAT";
const names = ["", "", "", "", `|${months}`, `|${days}`] as const;

/** @throws Error quoting the expression when it is not NCRONTAB. */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const given = expression.trim().split(/\s+/);
  const fields = given.length === 5 ? ["0", ...given] : given;
  if (fields.length !== 6) throw new Error(`schedule "${expression}" has ${given.length} fields instead of six`);
  const pattern = fields.map((field, index) => normalise(field, index, expression)).join(" ");
  const cron = new Cron(pattern, { timezone: timeZone, mode: "6-part", domAndDow: true, paused: true });
  const next = (after: Date): Date => {
    const tick = cron.nextRun(after);
    if (tick === null) throw new Error(`schedule "${expression}" never comes due`);
    return tick;
  };
  next(new Date(0));
  return { next, isMonitored: (now) => ticksAreApart(next, now) };
}

function normalise(field: string, index: number, expression: string): string {
  const value = `(?:\\d{1,2}${names[index]})`;
  const part = `(?:\\*|${value}(?:-${value})?)(?:/[1-9]\\d?)?`;
  if (!new RegExp(`^${part}(?:,${part})*$`, "i").test(field)) {
    throw new Error(`schedule "${expression}": "${field}" is not an NCRONTAB field`);
  }
  // `5/15` means "from 5 on, every 15"; the library wants the end of the range spelled out.
  return field.replace(
    /(^|,)(\w+)\/(\d+)/g,
    (_, comma: string, from: string, step: string) => `${comma}${from}-${ranges[index]}/${step}`,
  );
}

function ticksAreApart(next: (after: Date) => Date, now: Date): boolean {
  let tick = next(now);
  for (let count = 0; count < 5; count += 1) {
    const following = next(tick);
    if (following.getTime() - tick.getTime() < 60_000) return false;
    tick = following;
  }
  return true;
}
