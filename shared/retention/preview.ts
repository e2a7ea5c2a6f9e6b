/**
 * A dry run: what a sweep at some instant would do, to whom, by which rule and since when, and what follows from it up to
 * then. It reads and writes nothing down. People are named by their ids only.
 */
import type { BrandId } from "../charter/brands.ts";
import { member } from "../members/member.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import { afterStep, nextStep, type Standing, type Step } from "./clock.ts";
import { closure } from "./closure.ts";
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

const pageSize = 100;
/** More steps than one person's data can go through. */
const rounds = 40;

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

/** Everything that comes to pass for a standing up to an instant, if a sweep runs whenever something is due. Pure. */
export function foresee(standing: Standing, until: Date): Foreseen["steps"] {
  const steps: Foreseen["steps"][number][] = [];
  let next: Standing | undefined = standing;
  for (let round = 0; next !== undefined && round < rounds; round += 1) {
    const planned = nextStep(next, until);
    if (planned === undefined || planned.at > until) break;
    const { step, at } = planned;
    const detail = detailOf(step);
    steps.push({ step: step.name, ...(detail === undefined ? {} : { detail }), at, rules: rulesOf(step) });
    next = afterStep(next, step, at);
  }
  return steps;
}

export const makePreview = ({ repository }: { readonly repository: Repository }) =>
  async function* (at: Date, brand?: BrandId): AsyncGenerator<Foreseen> {
    for (const record of [closure, member]) {
      let cursor: string | undefined;
      do {
        const page = await repository.due(record, at, { limit: pageSize, cursor });
        cursor = page.cursor;
        for (const { person } of page.items) {
          if (brand !== undefined && person.brand !== brand) continue;
          const steps = await stepsOf(repository, person, at);
          if (steps.length > 0) yield { person, steps };
        }
      } while (cursor !== undefined);
    }
  };

async function stepsOf(repository: Repository, person: Person, at: Date): Promise<Foreseen["steps"]> {
  try {
    const known = await knownOf(repository, person);
    return known === undefined ? [] : foresee(known.standing, at);
  } catch (error) {
    if (error instanceof KeyShredded) return [];
    throw error;
  }
}
