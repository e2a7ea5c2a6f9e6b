/**
 * The truth table of the retention rules: lives of accounts, told as what happens on which day, and what has to happen to
 * their data by when, said by the second opinion. A life is walked through day by day, with one sweep a day; each step has to
 * come when it is due, never before, and at most a day after.
 */
import assert from "node:assert/strict";
import type { Standing, Step } from "../../../shared/retention/clock.ts";
import type { OwnRules } from "../../../shared/retention/rules-of-brand.ts";
import { type Day, dayInParis, daysFrom, daysLater, midnight, monthsLater, over } from "./second-opinion.ts";

export type Clockwork = {
  readonly clock: typeof import("../../../shared/retention/clock.ts");
  readonly rules: typeof import("../../../shared/retention/rules-of-brand.ts");
};

type Change = (standing: Standing, at: Date) => Standing;
export type Life = {
  readonly name: string;
  readonly begins: Date;
  readonly begin: (at: Date) => Standing;
  /** What happens to the account, in order. */
  readonly events: readonly { readonly at: Date; readonly change: Change }[];
  /** What has to be done, and from when on. */
  readonly expected: readonly { readonly step: string; readonly due: Date }[];
  readonly own?: OwnRules;
  /** How long it is followed. */
  readonly until: Date;
};

export const eightYears = { first: "2026-01-01", last: "2033-12-31" } as const;

const dayMs = 86_400_000;
const nameOf = (step: Step): string => {
  if (step.name === "close") return `close for ${step.cause}`;
  if (step.name === "warn") return `${step.which} warning`;
  if (step.name === "drop") return `drop ${step.rules.join(" and ")}`;
  return step.name;
};

/** What doing a step makes of the account: the part of the machinery that the clock sees. `undefined`: nothing is left. */
function done(standing: Standing, step: Step, now: Date): Standing | undefined {
  switch (step.name) {
    case "end-sign-up":
    case "erase":
      return undefined;
    case "close":
      return { ...standing, status: "closing", closedAt: now };
    case "archive":
      return { ...standing, status: "archived", isHeldBack: standing.hold !== undefined };
    case "warn":
      return step.which === "first" ? { ...standing, firstWarnedAt: now } : { ...standing, lastWarnedAt: now };
    case "drop":
      return { ...standing, gone: [...(standing.gone ?? []), ...step.rules] };
    case "remind-of-hold":
      return standing.hold === undefined ? standing : { ...standing, hold: { ...standing.hold, remindedAt: now } };
  }
}

export type Happened = { readonly step: string; readonly at: Date };

/** Far from anything that happens or is due, asking once a week finds the same: `quick` walks so, the others day by day. */
const isNear = (life: Life, now: Date): boolean =>
  [...life.events, ...life.expected.map(({ due }) => ({ at: due }))].some(
    ({ at }) => Math.abs(at.getTime() - now.getTime()) < 3 * dayMs,
  );
export function* weekly(life: Life): Generator<Date> {
  let index = 0;
  for (const now of daily(life)) {
    index += 1;
    if (index % 7 === 0 || isNear(life, now)) yield now;
  }
}

/** Follows a life with a sweep at each of some instants. */
export function live({ clock }: Clockwork, life: Life, sweeps: Iterable<Date>): readonly Happened[] {
  const happened: Happened[] = [];
  let standing: Standing | undefined = life.begin(life.begins);
  const events = [...life.events];
  for (const now of sweeps) {
    while (events[0] !== undefined && events[0].at <= now && standing !== undefined) {
      const event = events.shift();
      if (event !== undefined) standing = event.change(standing, event.at);
    }
    for (let round = 0; standing !== undefined; round += 1) {
      assert.ok(round < 20, `${life.name}: a sweep finds no end`);
      const planned = clock.nextStep(standing, now, life.own);
      if (planned === undefined || planned.at > now) break;
      happened.push({ step: nameOf(planned.step), at: now });
      standing = done(standing, planned.step, now);
    }
    if (standing === undefined) break;
  }
  return happened;
}

/** One sweep a day, at an hour that is another in Paris in winter and in summer. */
export function* daily(life: Life, offsetMs = 7_380_000): Generator<Date> {
  const first = Math.floor(life.begins.getTime() / dayMs) * dayMs + offsetMs;
  for (let at = first; at <= life.until.getTime(); at += dayMs) if (at >= life.begins.getTime()) yield new Date(at);
}

/** @throws AssertionError for what came early, late, unexpected or not at all. */
export function judge(life: Life, happened: readonly Happened[], latestMs = dayMs): void {
  const told = happened.map(({ step, at }) => `${step} ${at.toISOString()}`).join("; ");
  const wanted = life.expected.map(({ step, due }) => `${step} ${due.toISOString()}`).join("; ");
  const about = `${life.name}\n  wanted ${wanted}\n  got    ${told}`;
  assert.deepEqual(
    happened.map(({ step }) => step),
    life.expected.map(({ step }) => step),
    about,
  );
  for (const [index, { due }] of life.expected.entries()) {
    const at = happened[index]?.at ?? new Date(Number.NaN);
    assert.ok(at >= due, `early: ${about}`);
    assert.ok(at.getTime() - due.getTime() < latestMs, `late: ${about}`);
  }
}

const noon = (day: Day) => new Date(midnight(day).getTime() + dayMs / 2);
const active: Life["begin"] = (at) => ({ brand: "milleis", status: "active", signedUpAt: at, lastSignedInAt: at });
const signIn: Change = (standing, at) =>
  standing.status === "active" ? { ...standing, lastSignedInAt: at } : standing;
const ends =
  (effectiveOn: Day): Change =>
  (standing) => ({ ...standing, termination: { effectiveOn, isRevoked: false } });
const goesOn: Change = (standing) =>
  standing.termination === undefined
    ? standing
    : { ...standing, termination: { ...standing.termination, isRevoked: true } };
const closes: Change = (standing, at) => ({ ...standing, status: "closing", closedAt: at });
const held =
  (reviewOn: Day): Change =>
  (standing) => ({ ...standing, hold: { reviewOn } });
const lifted: Change = ({ hold: _, ...standing }) => standing;

const unused = (from: Day) => {
  const lastDay = monthsLater(from, 24);
  return [
    { step: "first warning", due: midnight(daysLater(lastDay, -60)) },
    { step: "last warning", due: midnight(daysLater(lastDay, -15)) },
    { step: "close for inactivity", due: over(lastDay) },
    { step: "archive", due: over(lastDay) },
  ];
};

/** Every kind of life, begun on a day. */
export function livesBegunOn(day: Day): readonly Life[] {
  const begins = noon(day);
  const until = noon(daysLater(monthsLater(day, 96), 3));
  const common = { begins, begin: active, until };
  const on = (later: number) => daysLater(day, later);
  const keepSigningIn = Array.from({ length: 16 }, (_, index) => ({ at: noon(on((index + 1) * 180)), change: signIn }));
  const terminated = on(200);
  const moved = on(260);
  const fiveYears = (from: Day) => over(monthsLater(from, 60));
  const closed = (cause: string, at: Date) => [
    { step: `close for ${cause}`, due: at },
    { step: "archive", due: at },
  ];
  return [
    {
      ...common,
      name: `pending since ${day}`,
      begin: (at) => ({ brand: "milleis", status: "pending", signedUpAt: at }),
      events: [],
      expected: [{ step: "end-sign-up", due: new Date(begins.getTime() + dayMs) }],
    },
    {
      ...common,
      name: `never used since ${day}`,
      events: [],
      expected: [
        ...unused(day),
        // The closing starts the clock: it comes with the sweep after the last day.
        { step: "erase", due: fiveYears(daysLater(monthsLater(day, 24), 1)) },
      ],
      until: noon(daysLater(monthsLater(day, 85), 3)),
    },
    { ...common, name: `used since ${day}`, events: keepSigningIn, expected: [] },
    {
      ...common,
      name: `warned, then used again, since ${day}`,
      events: [{ at: noon(daysLater(monthsLater(day, 24), -10)), change: signIn }],
      expected: [...unused(day).slice(0, 2), ...unused(daysLater(monthsLater(day, 24), -10))],
      until: noon(daysLater(monthsLater(day, 48), 30)),
    },
    {
      ...common,
      name: `services terminated on ${terminated}`,
      events: [{ at: noon(on(150)), change: ends(terminated) }],
      expected: [...closed("termination", over(terminated)), { step: "erase", due: fiveYears(terminated) }],
    },
    {
      ...common,
      name: `termination moved from ${terminated} to ${moved} before it took effect`,
      events: [
        { at: noon(on(150)), change: ends(terminated) },
        { at: noon(on(190)), change: ends(moved) },
      ],
      expected: [...closed("termination", over(moved)), { step: "erase", due: fiveYears(moved) }],
    },
    {
      ...common,
      name: `termination corrected from ${moved} to ${terminated} after the closing`,
      events: [
        { at: noon(on(150)), change: ends(moved) },
        { at: noon(on(700)), change: ends(terminated) },
      ],
      expected: [...closed("termination", over(moved)), { step: "erase", due: fiveYears(terminated) }],
    },
    {
      ...common,
      name: `reinstated before ${terminated}`,
      events: [
        { at: noon(on(150)), change: ends(terminated) },
        { at: noon(on(170)), change: goesOn },
        ...keepSigningIn.slice(1),
      ],
      expected: [],
    },
    {
      ...common,
      name: `reinstated after the closing of ${terminated}`,
      events: [
        { at: noon(on(150)), change: ends(terminated) },
        { at: noon(on(300)), change: goesOn },
      ],
      // The sweep of the day after the last one has closed it: from then on it runs.
      expected: [
        ...closed("termination", over(terminated)),
        { step: "erase", due: fiveYears(daysLater(terminated, 1)) },
      ],
    },
    {
      ...common,
      name: `under a hold while still open, services terminated on ${terminated}`,
      events: [
        { at: noon(on(100)), change: held(on(230)) },
        { at: noon(on(150)), change: ends(terminated) },
        { at: noon(on(235)), change: lifted },
      ],
      expected: [
        ...closed("termination", over(terminated)),
        { step: "remind-of-hold", due: midnight(on(230)) },
        // What the hold kept at the closing.
        { step: "archive", due: noon(on(235)) },
        { step: "erase", due: fiveYears(terminated) },
      ],
    },
    {
      ...common,
      name: `closed by its holder on ${on(90)}, services never terminated`,
      events: [{ at: noon(on(90)), change: closes }],
      expected: [
        { step: "archive", due: noon(on(90)) },
        { step: "erase", due: fiveYears(on(90)) },
      ],
    },
    {
      ...common,
      name: `closed by its holder on ${on(90)}, services terminated on ${moved}`,
      events: [
        { at: noon(on(90)), change: closes },
        { at: noon(on(255)), change: ends(moved) },
      ],
      expected: [
        { step: "archive", due: noon(on(90)) },
        { step: "erase", due: fiveYears(moved) },
      ],
    },
    {
      ...common,
      name: `under a hold when the period of ${terminated} ends`,
      events: [
        { at: noon(on(150)), change: ends(terminated) },
        {
          at: noon(daysLater(monthsLater(terminated, 60), -5)),
          change: held(daysLater(monthsLater(terminated, 60), 10)),
        },
        { at: noon(daysLater(monthsLater(terminated, 60), 20)), change: lifted },
      ],
      expected: [
        ...closed("termination", over(terminated)),
        { step: "remind-of-hold", due: midnight(daysLater(monthsLater(terminated, 60), 10)) },
        { step: "remind-of-hold", due: midnight(daysLater(monthsLater(terminated, 60), 17)) },
        { step: "erase", due: noon(daysLater(monthsLater(terminated, 60), 20)) },
      ],
    },
    {
      ...common,
      name: `a brand whose acceptances end after three years, services terminated on ${terminated}`,
      own: { milleis: { acceptance: { period: { years: 3 }, by: "our choice", source: "a test" } } },
      events: [{ at: noon(on(150)), change: ends(terminated) }],
      expected: [
        ...closed("termination", over(terminated)),
        { step: "drop acceptance", due: over(monthsLater(terminated, 36)) },
        { step: "erase", due: fiveYears(terminated) },
      ],
    },
  ];
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

/**
 * Every rule of sign-ups, accounts and the archive, from every day of eight years: its end is the second opinion's, to the millisecond.
 * @param first of the days that are asked about: all of them, or those of one year.
 */
export function everyRuleFromEveryDay(
  { clock, rules }: Clockwork,
  first: Day = eightYears.first,
  last: Day = eightYears.last,
) {
  for (const day of daysFrom(first, last)) {
    // Late in the evening in Paris, so that a calendar kept in UTC shows in summer as in winter.
    const at = new Date(over(day).getTime() - 600_000);
    assert.equal(dayInParis(at), day);
    const pending: Standing = { brand: "milleis", status: "pending", signedUpAt: at };
    assert.equal(clock.endOfRule(pending, "pending-sign-up")?.getTime(), at.getTime() + dayMs, `pending since ${day}`);
    const open: Standing = { brand: "milleis", status: "active", signedUpAt: at, lastSignedInAt: at };
    assert.deepEqual(clock.endOfRule(open, "inactive-account"), over(monthsLater(day, 24)), `unused since ${day}`);
    assert.equal(clock.endOfRule(open, "account"), undefined, "no clock runs while the services do");
    const shut: Standing = { ...open, status: "archived", closedAt: at };
    for (const rule of clock.archivedRules) {
      const months = (rules.ruleOfBrand("milleis", rule).period.years ?? Number.NaN) * 12;
      assert.deepEqual(clock.endOfRule(shut, rule), over(monthsLater(day, months)), `${rule} from ${day}`);
    }
    const planned = clock.nextStep(shut, at);
    assert.deepEqual(planned, { step: { name: "erase" }, at: over(monthsLater(day, 60)) });
  }
}

/** What lies in the archive, and for how long: written down a second time, because the table itself could be wrong. */
export function archivedForFiveYears({ clock, rules }: Clockwork): void {
  assert.deepEqual([...clock.archivedRules].toSorted(), ["acceptance", "account", "consent", "disclosure", "request"]);
  for (const rule of clock.archivedRules) assert.deepEqual(rules.ruleOfBrand("platinum", rule).period, { years: 5 });
  assert.deepEqual(rules.ruleOfBrand("milleis", "inactive-account").period, { years: 2 });
  assert.deepEqual(rules.ruleOfBrand("milleis", "pending-sign-up").period, { hours: 24 });
}

/** After forty days without a sweep everything is caught up, but nobody is closed out without the days of the last warning. */
export function fortyDaysMissed(clockwork: Clockwork, day: Day): void {
  for (const life of livesBegunOn(day)) {
    if (life.name.startsWith("under a hold")) continue;
    const warned = life.expected.find(({ step }) => step === "last warning");
    for (const { due } of life.expected) {
      const away = { from: due.getTime() - 10 * dayMs, to: due.getTime() + 30 * dayMs };
      const longer = { ...life, until: new Date(life.until.getTime() + 60 * dayMs) };
      const sweeps = [...weekly(warned === undefined ? life : longer)].filter(
        (at) => at.getTime() < away.from || at.getTime() > away.to,
      );
      const happened = live(clockwork, life, sweeps);
      if (warned === undefined) judge(life, happened, 48 * dayMs);
      else noticeWasGiven(life, happened);
    }
  }
}

function noticeWasGiven(life: Life, happened: readonly Happened[]): void {
  assert.equal(happened.at(-1)?.step, life.expected.at(-1)?.step, life.name);
  for (const [index, { step, at }] of happened.entries()) {
    if (step !== "close for inactivity") continue;
    const warning = happened.slice(0, index).findLast((one) => one.step === "last warning");
    assert.ok(warning !== undefined, `${life.name}: closed without warning`);
    assert.ok(
      at >= over(daysLater(dayInParis(warning.at), 15)),
      `${life.name}: closed before the warning's days passed`,
    );
  }
}

const walk = (clockwork: Clockwork, day: Day, sweeps: (life: Life) => Iterable<Date>) => {
  for (const life of livesBegunOn(day)) judge(life, live(clockwork, life, sweeps(life)));
};

/** What is asked of the product. */
export const checks = {
  "every rule of sign-ups, accounts and the archive, from every day of eight years, ends when the second opinion says":
    (clockwork: Clockwork) => everyRuleFromEveryDay(clockwork),
  "what lies in the archive stays five years": archivedForFiveYears,
  "every life begun on a 29 February, walked through day by day over eight years, has each step in time": (
    clockwork: Clockwork,
  ) => walk(clockwork, "2028-02-29", daily),
  "every life, begun on each day on which calendars go wrong, has each step in time": (clockwork: Clockwork) => {
    for (const day of difficultDays) walk(clockwork, day, weekly);
  },
  "after forty missed days everything is caught up": (clockwork: Clockwork) => {
    for (const day of ["2026-01-31", "2028-02-29"]) fortyDaysMissed(clockwork, day);
  },
} as const;

/** Enough of it to catch a bug. */
export const quickChecks: readonly ((clockwork: Clockwork) => void)[] = [
  archivedForFiveYears,
  (clockwork) => everyRuleFromEveryDay(clockwork, "2028-01-25", "2028-03-31"),
  (clockwork) => walk(clockwork, "2026-01-31", weekly),
  (clockwork) => walk(clockwork, "2026-10-24", weekly),
  (clockwork) => fortyDaysMissed(clockwork, "2026-01-31"),
];
