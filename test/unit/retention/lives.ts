/**
 * Lives of accounts, told as what happens on which day, and what has to happen to their data by when, said by the second
 * opinion. A life is walked through day by day, with one sweep a day; each step has to come when it is due, never before,
 * and at most a day after.
 */
import assert from "node:assert/strict";
import type { Standing, Step } from "../../../shared/retention/clock.ts";
import type { OwnRules } from "../../../shared/retention/rules-of-brand.ts";
import type { Product } from "./product.ts";

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

export const dayMs = 86_400_000;
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

/** Far from anything that happens or is due, asking once a week finds the same: the quick ones walk so, the others day by day. */
export function* weekly(life: Life): Generator<Date> {
  const near = [...life.events.map(({ at }) => at.getTime()), ...life.expected.map(({ due }) => due.getTime())];
  let index = 0;
  for (const now of daily(life)) {
    index += 1;
    const time = now.getTime();
    if (index % 7 === 0 || near.some((at) => Math.abs(at - time) < 3 * dayMs)) yield now;
  }
}

/** Follows a life with a sweep at each of some instants. */
export function live({ clock }: Pick<Product, "clock">, life: Life, sweeps: Iterable<Date>): readonly Happened[] {
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
