/**
 * The retention clock, pure: from what is known of an account, what has to be done next and when. It reads no store and no
 * time of its own, so every rule can be walked through day by day. Nothing here looks at when a record was last touched:
 * only events start a clock. Charter article 6; GDPR article 5(1)(e).
 */
import type { BrandId } from "../charter/brands.ts";
import { type Period, type RetentionRule, retentionRules, type StartingEvent } from "../privacy/retention-rules.ts";
import type { Termination } from "../terminations/termination.ts";
import { parisDay } from "../time/calendar.ts";
import { type Day, daysAfter, endOfDay, endOfPeriod, startOfDay } from "../time/legal-periods.ts";
import { type OwnRules, ruleOfBrand } from "./rules-of-brand.ts";

/** What is known of an account, as far as the clock looks at it. */
export type Standing = {
  readonly brand: BrandId;
  readonly status: "pending" | "active" | "closing" | "archived" | "erasing";
  readonly signedUpAt: Date;
  /** Of a full member: the last time the mailbox was proved. */
  readonly lastSignedInAt?: Date;
  readonly firstWarnedAt?: Date;
  readonly lastWarnedAt?: Date;
  readonly termination?: Pick<Termination, "effectiveOn" | "isRevoked">;
  readonly closedAt?: Date;
  readonly hold?: { readonly reviewOn: Day; readonly remindedAt?: Date };
  /** Rules whose data have gone from the archive already. */
  readonly gone?: readonly RetentionRule[];
  /** A hold has kept what the closing erases. */
  readonly isHeldBack?: boolean;
};

export type Step =
  /** An address that was never confirmed. */
  | { readonly name: "end-sign-up" }
  | { readonly name: "close"; readonly cause: "termination" | "inactivity" }
  | { readonly name: "warn"; readonly which: "first" | "last" }
  /** Bring the closing further: into the archive. */
  | { readonly name: "archive" }
  /** Part of what is archived has a shorter period. */
  | { readonly name: "drop"; readonly rules: readonly RetentionRule[] }
  | { readonly name: "erase" }
  | { readonly name: "remind-of-hold" };

/** A step, and the instant from which on it is to be done. */
export type Planned = { readonly step: Step; readonly at: Date };

/** Days before the end of an unused account at which its holder is told. */
export const warningDays = { first: 60, last: 15 } as const;
/** A closing waits for its receivers; once its data have ended too, not longer than so many days. */
const closingDays = 1;
/** A hold that was to be looked at is brought up again after as many days. */
export const reminderDays = 7;
/** An erasure that was ordered is looked at again after a day: it has its own clock. */
const erasureDays = 1;

const ruleNames = Object.keys(retentionRules) as RetentionRule[];

/** Rules of what lies in the archive. */
export const archivedRules: readonly RetentionRule[] = ruleNames.filter(
  (name) => retentionRules[name].onClosure === "archive" && retentionRules[name].starts === "services-terminated",
);

/** When an account that is not used ends, and when its holder is told: the last day of the period, and days before it. */
export function inactivityOf({ brand, lastSignedInAt, signedUpAt }: Standing, own?: OwnRules) {
  const from = lastSignedInAt ?? signedUpAt;
  const end = endOfPeriod(from, ruleOfBrand(brand, "inactive-account", own).period);
  const lastDay = daysAfter(parisDay(end), -1);
  return {
    end,
    firstWarning: startOfDay(daysAfter(lastDay, -warningDays.first)),
    lastWarning: startOfDay(daysAfter(lastDay, -warningDays.last)),
  };
}

/**
 * The instant the five years are counted from: the end of the services where it is known, otherwise the closing. Only a
 * closed account has one.
 */
export function clockStart({ termination, closedAt }: Standing): Date | undefined {
  if (closedAt === undefined) return undefined;
  return termination === undefined || termination.isRevoked ? closedAt : startOfDay(termination.effectiveOn);
}

/** When the data under a rule end, as far as anything has started their clock. */
export function endOfRule(standing: Standing, name: RetentionRule, own?: OwnRules): Date | undefined {
  const { starts, period } = ruleOfBrand(standing.brand, name, own);
  const startOf: Partial<Record<StartingEvent, Date | undefined>> = {
    "sign-up-started": standing.status === "pending" ? standing.signedUpAt : undefined,
    "last-signed-in": standing.status === "active" ? (standing.lastSignedInAt ?? standing.signedUpAt) : undefined,
    "services-terminated": startOfServicesEnd(standing),
  };
  const start = startOf[starts];
  if (start === undefined) return undefined;
  // At once, when the services end: once their last day is over.
  const isAtOnce = Object.keys(period).length === 0 && starts === "services-terminated";
  return isAtOnce ? endOfDay(parisDay(start)) : endOfPeriod(start, period);
}

/** For an open account too, where the end of the services is known already. */
function startOfServicesEnd(standing: Standing): Date | undefined {
  if (standing.closedAt !== undefined) return clockStart(standing);
  const { termination } = standing;
  return termination === undefined || termination.isRevoked ? undefined : startOfDay(termination.effectiveOn);
}

/** What has to be done next, and from when on. A standing always has something to come, but for one whose clock nobody started. */
export function nextStep(standing: Standing, now: Date, own?: OwnRules): Planned | undefined {
  const planned = [...stepsOf(standing, now, own)];
  const [first, ...others] = planned;
  return others.reduce((earliest, one) => (earliest === undefined || one.at < earliest.at ? one : earliest), first);
}

function* stepsOf(standing: Standing, now: Date, own?: OwnRules): Generator<Planned> {
  const { status, termination } = standing;
  if (status === "pending") {
    const at = endOfRule(standing, "pending-sign-up", own);
    if (at !== undefined) yield { step: { name: "end-sign-up" }, at };
    return;
  }
  yield* reminder(standing);
  yield* heldBackStep(standing, now);
  if (status === "active") {
    if (termination !== undefined && !termination.isRevoked) {
      yield { step: { name: "close", cause: "termination" }, at: endOfDay(termination.effectiveOn) };
    }
    yield inactivityStep(standing, now, own);
  } else if (status === "closing") yield closingStep(standing, now, own);
  // Under a hold nothing that is archived goes; the day it is lifted, the clock is looked at again.
  else if (standing.hold === undefined) yield* archiveSteps(standing, own);
}

/** What a hold kept at the closing goes as soon as it is lifted. */
function* heldBackStep({ status, hold, isHeldBack, closedAt }: Standing, now: Date): Generator<Planned> {
  if (status !== "archived" || hold !== undefined || isHeldBack !== true) return;
  yield { step: { name: "archive" }, at: closedAt ?? now };
}

/** A receiver that stays silent keeps data out of the archive, but not beyond their end: the erasure then settles with it. */
function closingStep(standing: Standing, now: Date, own?: OwnRules): Planned {
  const closedAt = standing.closedAt ?? now;
  const ends = standing.hold === undefined ? endsOf(standing, own) : [];
  const end = ends.length === 0 ? undefined : lastOf(ends);
  const patience = new Date(closedAt.getTime() + closingDays * 86_400_000);
  const at = end === undefined || end < patience ? patience : end;
  return end !== undefined && at <= now ? { step: { name: "erase" }, at } : { step: { name: "archive" }, at: closedAt };
}

const lastOf = (ends: readonly { readonly at: Date }[]): Date =>
  new Date(Math.max(...ends.map(({ at }) => at.getTime())));

function* reminder({ hold }: Standing): Generator<Planned> {
  if (hold === undefined) return;
  const at =
    hold.remindedAt === undefined
      ? startOfDay(hold.reviewOn)
      : startOfDay(later(hold.reviewOn, daysAfter(parisDay(hold.remindedAt), reminderDays)));
  yield { step: { name: "remind-of-hold" }, at };
}

const later = (one: Day, other: Day): Day => (one > other ? one : other);

/** A warning counts only if it came after the last sign-in. */
const since = (at: Date | undefined, from: Date) => (at !== undefined && at >= from ? at : undefined);

/**
 * Two warnings, then the end. Nobody is closed out unwarned: where a warning could not be given in time, the end waits until
 * its days have passed. Where even the last one is overdue, the first is left out.
 */
function inactivityStep(standing: Standing, now: Date, own?: OwnRules): Planned {
  const { end, firstWarning, lastWarning } = inactivityOf(standing, own);
  const from = standing.lastSignedInAt ?? standing.signedUpAt;
  const last = since(standing.lastWarnedAt, from);
  if (last !== undefined) {
    const notice = endOfDay(daysAfter(parisDay(last), warningDays.last));
    return { step: { name: "close", cause: "inactivity" }, at: notice > end ? notice : end };
  }
  if (since(standing.firstWarnedAt, from) === undefined && now < lastWarning) {
    return { step: { name: "warn", which: "first" }, at: firstWarning };
  }
  return { step: { name: "warn", which: "last" }, at: lastWarning };
}

/** Most rules have the same period: the calendar is asked once. */
function periodEnds(): (start: Date, period: Period) => Date {
  const known = new Map<string, Date>();
  return (start, period) => {
    const key = JSON.stringify(period);
    const at = known.get(key) ?? endOfPeriod(start, period);
    known.set(key, at);
    return at;
  };
}

/** The end of each archived rule; none where nothing has started the clock. */
function endsOf(standing: Standing, own?: OwnRules) {
  const start = clockStart(standing);
  if (start === undefined) return [];
  const endOf = periodEnds();
  return archivedRules.map((rule) => ({ rule, at: endOf(start, ruleOfBrand(standing.brand, rule, own).period) }));
}

/** Each rule's data go at their own end; with the last of them the person goes. */
function* archiveSteps(standing: Standing, own?: OwnRules): Generator<Planned> {
  const ends = endsOf(standing, own);
  if (ends.length === 0) return;
  const last = lastOf(ends);
  if (standing.status === "erasing") {
    yield { step: { name: "erase" }, at: last };
    return;
  }
  const early = ends.filter(({ rule, at }) => at < last && !(standing.gone ?? []).includes(rule));
  for (const at of new Set(early.map((one) => one.at.getTime()))) {
    const rules = early.filter((one) => one.at.getTime() === at).map(({ rule }) => rule);
    yield { step: { name: "drop", rules }, at: new Date(at) };
  }
  yield { step: { name: "erase" }, at: last };
}

/** When an account is looked at again although nothing is to be done: a day after its erasure was ordered. */
export const erasureLookedAtAgain = (now: Date): Date => new Date(now.getTime() + erasureDays * 86_400_000);

/** What doing a step makes of a standing, as far as the clock sees it. `undefined`: nothing is left. */
export function afterStep(standing: Standing, step: Step, at: Date): Standing | undefined {
  switch (step.name) {
    case "end-sign-up":
    case "erase":
      return undefined;
    case "close":
      return { ...standing, status: "closing", closedAt: at };
    case "archive":
      return { ...standing, status: "archived", isHeldBack: standing.hold !== undefined };
    case "warn":
      return step.which === "first" ? { ...standing, firstWarnedAt: at } : { ...standing, lastWarnedAt: at };
    case "drop":
      return { ...standing, gone: [...(standing.gone ?? []), ...step.rules] };
    case "remind-of-hold":
      return standing.hold === undefined ? standing : { ...standing, hold: { ...standing.hold, remindedAt: at } };
  }
}
