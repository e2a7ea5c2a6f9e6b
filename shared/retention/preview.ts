/**
 * A dry run: what the sweep and the timers beside it would do by some instant, to what, by which rule and since when; of people
 * also what follows from it up to then. It reads and writes nothing down. People are named by their ids only. What ends at once
 * is selected by whatever ends it (coming-end.ts).
 */
import type { BrandId } from "../charter/brands.ts";
import { member } from "../members/member.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";
import { everyItem } from "../storage/paged.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { afterStep, nextStep, type Standing, type Step } from "./clock.ts";
import { closure } from "./closure.ts";
import type { ComingEnd, ComingEnds } from "./coming-end.ts";
import { knownOf } from "./standing.ts";

export type Foreseen = {
  readonly person: Person;
  readonly steps: readonly {
    readonly step: Step["name"];
    readonly detail?: string;
    /** Since when it is due. */
    readonly at: Date;
    readonly rules: readonly RetentionRule[];
  }[];
};

/** More steps than one person's data can go through. */
const rounds = 100;

/** Which rules speak in a step. */
export function rulesOf(step: Step): readonly RetentionRule[] {
  switch (step.name) {
    case "end-sign-up":
      return ["pending-sign-up"];
    case "warn":
      return ["inactive-account"];
    case "close":
      return step.cause === "inactivity" ? ["inactive-account"] : ["account"];
    case "drop":
      return step.rules;
    case "archive":
    case "erase":
      return ["account", "request"];
    case "remind-of-hold":
      return ["retention-clock"];
  }
}

const detailOf = (step: Step): string | undefined => {
  if (step.name === "close") return step.cause;
  if (step.name === "warn") return step.which;
  return step.name === "drop" ? step.rules.join(", ") : undefined;
};

/**
 * Everything that comes to pass for a standing between two instants, if a sweep runs whenever something is due: each step is
 * decided at the time at which it is done, because what comes next depends on it. A weekly reminder is told once. Pure.
 */
export function foresee(standing: Standing, from: Date, until: Date): Foreseen["steps"] {
  // An erasure that was ordered goes on by its own clock: nothing is ordered twice.
  if (standing.status === "erasing") return [];
  const steps: Foreseen["steps"][number][] = [];
  let next: Standing | undefined = standing;
  let now = from < until ? from : until;
  for (let round = 0; next !== undefined; round += 1) {
    if (round === rounds) throw new Error("a person's steps find no end");
    const planned = nextStep(next, now);
    if (planned === undefined || planned.at > until) break;
    if (planned.at > now) {
      // What is to be done then may be another step than it looks from here.
      now = planned.at;
      continue;
    }
    const { step, at } = planned;
    const detail = detailOf(step);
    steps.push({ step: step.name, ...(detail === undefined ? {} : { detail }), at, rules: rulesOf(step) });
    // What is brought up each week is told once, and then passed over to the end.
    next = afterStep(next, step, step.name === "remind-of-hold" ? until : now);
  }
  return steps;
}

type Needs = {
  readonly repository: Repository;
  readonly clock: Clock;
  /** Of everything that ends things without a person's clock. */
  readonly comingEnds: readonly ComingEnds[];
};

export const makePreview = ({ repository, clock, comingEnds }: Needs) => ({
  /** Accounts and archives. */
  people: async function* (at: Date, brand?: BrandId): AsyncGenerator<Foreseen> {
    for (const record of [closure, member]) {
      for await (const { person } of everyItem((page) => repository.due(record, at, page))) {
        if (brand !== undefined && person.brand !== brand) continue;
        const steps = await stepsOf(repository, person, clock.now(), at);
        if (steps.length > 0) yield { person, steps };
      }
    }
  },

  /** What ends at once, as it stands today. Of one brand: without what is no brand's. */
  ends: async function* (at: Date, brand?: BrandId): AsyncGenerator<ComingEnd> {
    for (const due of comingEnds) {
      for await (const end of due(at)) if (brand === undefined || end.brand === brand) yield end;
    }
  },
});

async function stepsOf(repository: Repository, person: Person, now: Date, at: Date): Promise<Foreseen["steps"]> {
  try {
    const known = await knownOf(repository, person);
    return known === undefined ? [] : foresee(known.standing, now, at);
  } catch (error) {
    if (error instanceof KeyShredded) return [];
    throw error;
  }
}
