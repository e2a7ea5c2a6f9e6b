/** The lives an account can have, begun on any day: unused, terminated, moved, reinstated, held, closed by its holder. */
import assert from "node:assert/strict";
import { dayMs, type Happened, judge, type Life, live, weekly } from "./lives.ts";
import type { Product } from "./product.ts";
import { type Day, dayInParis, daysLater, midnight, monthsLater, over } from "./second-opinion.ts";

type Clock = Pick<Product, "clock">;
type Change = Life["events"][number]["change"];

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

/** After forty days without a sweep everything is caught up, but nobody is closed out without the days of the last warning. */
export function fortyDaysMissed(product: Clock, day: Day): void {
  for (const life of livesBegunOn(day)) {
    if (life.name.startsWith("under a hold")) continue;
    const warned = life.expected.find(({ step }) => step === "last warning");
    for (const { due } of life.expected) {
      const away = { from: due.getTime() - 10 * dayMs, to: due.getTime() + 30 * dayMs };
      const longer = { ...life, until: new Date(life.until.getTime() + 60 * dayMs) };
      const sweeps = [...weekly(warned === undefined ? life : longer)].filter(
        (at) => at.getTime() < away.from || at.getTime() > away.to,
      );
      const happened = live(product, life, sweeps);
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

export const walkLives = (product: Clock, day: Day, sweeps: (life: Life) => Iterable<Date>) => {
  for (const life of livesBegunOn(day)) judge(life, live(product, life, sweeps(life)));
};
