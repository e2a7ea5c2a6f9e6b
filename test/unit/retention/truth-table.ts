/**
 * The truth table of the retention rules: every rule walked through from every day of eight years, and the lives of accounts
 * with all that can happen to them. Each step has to come when it is due, never before, and at most a day after.
 */
import { fortyDaysMissed, walkLives } from "./account-lives.ts";
import { archivedForFiveYears } from "./account-walks.ts";
import { daily, weekly } from "./lives.ts";
import type { Product } from "./product.ts";
import { difficultDays } from "./second-opinion.ts";
import { type Days, eightYears } from "./walk.ts";
import { walks } from "./walks.ts";

const everyRule = (product: Product, days: Days) => {
  for (const rule of Object.values(walks)) for (const walk of rule) walk(product, days);
};

type Check = (product: Product) => void;

const ofRules: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.entries(walks).map(([rule, each]) => [
    `${rule}: from every day of eight years never early, and at most a day late`,
    (product: Product) => {
      for (const walk of each) walk(product, eightYears);
    },
  ]),
);

/** What is asked of the product. */
export const checks: Readonly<Record<string, Check>> = {
  ...ofRules,
  "what lies in the archive is five rules' and no other's": archivedForFiveYears,
  "every life begun on a 29 February, walked through day by day over eight years, has each step in time": (product) =>
    walkLives(product, "2028-02-29", daily),
  "every life, begun on each day on which calendars go wrong, has each step in time": (product) => {
    for (const day of difficultDays) walkLives(product, day, weekly);
  },
  "after forty missed days everything is caught up": (product) => {
    for (const day of ["2026-01-31", "2028-02-29"]) fortyDaysMissed(product, day);
  },
};

/** Enough of it to catch a bug. */
export const quickChecks: readonly Check[] = [
  archivedForFiveYears,
  (product) => everyRule(product, { first: "2028-01-28", last: "2028-03-02" }),
  (product) => everyRule(product, { first: "2026-10-24", last: "2026-10-26" }),
  (product) => walkLives(product, "2026-01-31", weekly),
  (product) => walkLives(product, "2026-10-24", weekly),
  (product) => fortyDaysMissed(product, "2026-01-31"),
];
