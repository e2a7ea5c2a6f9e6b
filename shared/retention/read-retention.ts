/**
 * What is held about a person, why and until when: for the member in plain words, for staff the same with the clock beside it
 * (GDPR articles 13(2)(a) and 15(1)(d); charter article 6). A day stands where its clock runs already; until then the event
 * that will start it is named.
 */
import * as z from "zod";
import { member } from "../members/member.ts";
import type { Text } from "../privacy/catalogues.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { daysAfter } from "../time/legal-periods.ts";
import { clockStart, endOfRule, nextStep, type Planned, type Standing } from "./clock.ts";
import type { Closure } from "./closure.ts";
import { ruleOfBrand } from "./rules-of-brand.ts";
import { knownOf, standingOfMember } from "./standing.ts";
import { type Group, groupNames, groups, lasts } from "./wording.ts";

export const retentionList = {
  schema: z.strictObject({
    items: z.array(
      z.strictObject({
        group: z.enum(groupNames),
        data: z.string(),
        why: z.string(),
        /** Where it lies: in use, or set apart. */
        held: z.enum(["in-use", "archive"]),
        period: z.string(),
        /** The last day, where its clock runs. */
        until: z.exactOptional(z.iso.date()),
      }),
    ),
    /** The last day of the services linked to the card, where it is known. */
    servicesEndOn: z.exactOptional(z.iso.date()),
  }),
};
export type RetentionList = z.output<typeof retentionList.schema>;

/** What is left of a closed account: the rest went at its closing. */
const isHeld = (group: Group, { status }: Standing): boolean => {
  if (status === "active") return true;
  return group !== "interests" && group !== "session" && group !== "inactive-account";
};

/** The words for a standing. Pure. */
export function retentionOf(standing: Standing, language: keyof Text): RetentionList {
  const { brand, status, termination } = standing;
  const items = groupNames
    .filter((group) => isHeld(group, standing) && !(standing.gone ?? []).includes(group))
    .map((group): RetentionList["items"][number] => {
      const { period, starts, onClosure } = ruleOfBrand(brand, group);
      const end = endOfRule(standing, group);
      return {
        group,
        data: groups[group].data[language],
        why: groups[group].why[language],
        held: onClosure === "archive" && group !== "inactive-account" && status !== "active" ? "archive" : "in-use",
        period: lasts(period, starts, language),
        // An end is the midnight after the last day.
        ...(end === undefined ? {} : { until: daysAfter(parisDay(end), -1) }),
      };
    });
  const servicesEndOn =
    termination === undefined || termination.isRevoked ? {} : { servicesEndOn: termination.effectiveOn };
  return { items, ...servicesEndOn };
}

/** For staff: the same, and what the clock runs from and to. */
export type RetentionForStaff = RetentionList & {
  readonly status: Standing["status"];
  readonly closed?: Pick<Closure, "cause" | "closedAt">;
  readonly clockStart?: Date;
  readonly hold?: Standing["hold"];
  readonly next?: Planned;
};

type Needs = { readonly repository: Repository; readonly clock: Clock };

export function makeReadRetention({ repository, clock }: Needs) {
  const standingOf = async (person: Person) => {
    const known = await knownOf(repository, person);
    if (known === undefined || known.standing.status === "pending") throw new Refusal("not-found");
    return known;
  };
  return {
    /** @throws Refusal not-found */
    forMember: async (person: Person, language: keyof Text): Promise<RetentionList> => {
      // Whoever has a session has an open account: one read, not two.
      const found = await repository.read(person, member, person.subjectId);
      if (found?.doc.status !== "active") throw new Refusal("not-found");
      return retentionOf(standingOfMember(person.brand, found.doc), language);
    },

    /** @throws Refusal not-found */
    forStaff: async (person: Person, language: keyof Text): Promise<RetentionForStaff> => {
      const { standing, closed } = await standingOf(person);
      const start = clockStart(standing);
      const next = nextStep(standing, clock.now());
      return {
        ...retentionOf(standing, language),
        status: standing.status,
        ...(closed === undefined ? {} : { closed: { cause: closed.doc.cause, closedAt: closed.doc.closedAt } }),
        ...(start === undefined ? {} : { clockStart: start }),
        ...(standing.hold === undefined ? {} : { hold: standing.hold }),
        ...(next === undefined ? {} : { next }),
      };
    },
  };
}
