/**
 * What is foreseen of a person is what a sweep that runs every day would do, step by step, from the day of asking to the
 * day that is asked about: the same steps, in the same order, none of them before it is due. The clock's own truth is walked
 * elsewhere (truth-table.test.ts); here only the looking ahead is.
 */
import { describe, expect, it, test } from "vitest";
import { afterStep, nextStep, type Standing } from "../../../shared/retention/clock.ts";
import { foresee } from "../../../shared/retention/preview.ts";

const from = new Date("2027-01-14T09:00:00.000Z");
const instant = (day: string) => new Date(`${day}T09:00:00.000Z`);
const ended = (effectiveOn: string) => ({ termination: { effectiveOn, isRevoked: false } });
const active = {
  brand: "milleis",
  status: "active",
  signedUpAt: instant("2025-03-01"),
  lastSignedInAt: instant("2027-01-10"),
} as const satisfies Standing;
const archived = { ...active, status: "archived", closedAt: instant("2026-11-02") } as const satisfies Standing;

const standings: Readonly<Record<string, Standing>> = {
  "a sign-up": { brand: "milleis", status: "pending", signedUpAt: instant("2027-01-14") },
  "a sign-up that is overdue": { brand: "milleis", status: "pending", signedUpAt: instant("2027-01-01") },
  "an account nobody signs in to": active,
  "the same, long overdue and never warned": { ...active, lastSignedInAt: instant("2024-01-10") },
  "the same, warned once": { ...active, lastSignedInAt: instant("2025-02-20"), firstWarnedAt: instant("2026-12-30") },
  "services that end": { ...active, ...ended("2027-06-30") },
  "services that ended": { ...active, ...ended("2027-01-13") },
  "an account that is closing": { ...active, status: "closing", closedAt: instant("2027-01-14") },
  "an archive": archived,
  "an archive whose clock is the services' end": { ...archived, ...ended("2026-10-01") },
  "an archive under a hold": { ...archived, hold: { reviewOn: "2027-03-01" } },
  "an account under a hold": { ...active, ...ended("2028-02-29"), hold: { reviewOn: "2027-03-01" } },
};

/** As the sweep does it, at each of its runs whatever is due. */
function swept(standing: Standing, until: Date): readonly string[] {
  const done: string[] = [];
  let next: Standing | undefined = standing;
  for (let now = from; now <= until && next !== undefined; now = new Date(now.getTime() + 86_400_000)) {
    for (let planned = nextStep(next, now); planned !== undefined && planned.at <= now; ) {
      const { step, at } = planned;
      expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
      if (step.name !== "remind-of-hold" || !done.includes(step.name)) done.push(step.name);
      next = afterStep(next, step, now);
      if (next === undefined) break;
      planned = nextStep(next, now);
    }
  }
  return done;
}

describe.each(Object.entries(standings))("%s", (_name, standing) => {
  test.each(["2027-01-14", "2027-02-01", "2029-01-20", "2034-06-01"])("until %s", (day) => {
    const until = instant(day);
    expect(foresee(standing, from, until).map(({ step }) => step)).toEqual(swept(standing, until));
  });
});

it("warns twice, closes, archives and erases an account nobody signs in to, each since its own day", () => {
  const steps = foresee(active, from, instant("2040-01-01"));
  expect(steps.map(({ step, at }) => `${step} ${at.toISOString().slice(0, 10)}`)).toEqual([
    "warn 2028-11-10",
    "warn 2028-12-25",
    "close 2029-01-10",
    "archive 2029-01-10",
    // The day of the closing is the next one in Paris.
    "erase 2034-01-11",
  ]);
});

it("of an erasure that was ordered foresees nothing, and of a past day what was due then", () => {
  expect(foresee({ ...archived, status: "erasing" }, from, instant("2040-01-01"))).toEqual([]);
  const overdue = standings["a sign-up that is overdue"] as Standing;
  expect(foresee(overdue, from, instant("2027-01-01"))).toEqual([]);
  expect(foresee(overdue, from, instant("2027-01-03"))).toHaveLength(1);
});

it("a hold that is brought up each week for a century hides nobody's steps", () => {
  const held = standings["an account under a hold"] as Standing;
  const steps = foresee(held, from, instant("2135-01-01")).map(({ step }) => step);
  expect(steps.filter((step) => step === "remind-of-hold")).toHaveLength(1);
  expect(steps).toContain("close");
});

it("decided at its end alone, as one late sweep would, is caught", () => {
  const until = instant("2040-01-01");
  const late: string[] = [];
  for (let next: Standing | undefined = active; next !== undefined; ) {
    const planned = nextStep(next, until);
    if (planned === undefined || planned.at > until) break;
    late.push(planned.step.name);
    next = afterStep(next, planned.step, planned.at);
  }
  expect(late).not.toEqual(swept(active, until));
});
