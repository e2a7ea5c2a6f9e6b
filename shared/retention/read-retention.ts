/**
 * What is held about a person, why and until when: for the member in plain words, for staff the same with the clock beside it
 * (GDPR articles 13(2)(a) and 15(1)(d); charter article 6). A day stands where its clock runs already; until then the event
 * that will start it is named.
 */
import * as z from "zod";
import { member } from "../members/member.ts";
import type { Text } from "../privacy/catalogues.ts";
import { Refusal } from "../refusal.ts";
import type { Opening } from "../staff/opening.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { daysAfter } from "../time/legal-periods.ts";
import { archivedRules, clockStart, endOfRule, nextStep, type Standing } from "./clock.ts";
import { closure, closureCauses } from "./closure.ts";
import { ruleOfBrand } from "./rules-of-brand.ts";
import { standingOfClosure, standingOfMember } from "./standing.ts";
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
        /** The last day, where its clock runs and nothing puts it off. */
        until: z.exactOptional(z.iso.date()),
      }),
    ),
    /** The last day of the services linked to the card, where it is known. */
    servicesEndOn: z.exactOptional(z.iso.date()),
  }),
};
export type RetentionList = z.output<typeof retentionList.schema>;

/** What is left of a closed account: the rest went at its closing. */
const isHeld = (group: Group, { status, isHeldBack, hold }: Standing): boolean => {
  if (status === "active") return true;
  if (group === "interests" && (isHeldBack === true || (status === "closing" && hold !== undefined))) return true;
  return group !== "interests" && group !== "session" && group !== "inactive-account";
};

/** The words for a standing. Pure. */
export function retentionOf(standing: Standing, language: keyof Text): RetentionList {
  const { brand, status, termination } = standing;
  const items = groupNames
    .filter((group) => isHeld(group, standing) && !(standing.gone ?? []).includes(group))
    .map((group): RetentionList["items"][number] => {
      const { period, starts, onClosure } = ruleOfBrand(brand, group);
      // A hold puts the end off: a day that may pass is not promised. That it stands is the officer's to know.
      const isPutOff = standing.hold !== undefined && (archivedRules.includes(group) || group === "interests");
      const end = isPutOff ? undefined : endOfRule(standing, group);
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

/** What comes next, in a word: the rule's, or the clock's own. */
const stepNames = ["end-sign-up", "close", "warn", "archive", "drop", "erase", "remind-of-hold"] as const;

/** For staff: the same, with the clock beside it. */
export const retentionForStaff = {
  schema: z.strictObject({
    ...retentionList.schema.shape,
    status: z.enum(["active", "closing", "archived", "erasing"]),
    closed: z.exactOptional(z.strictObject({ cause: z.enum(closureCauses), closedAt: z.iso.datetime() })),
    /** The day the periods are counted from, where the account is closed. */
    clockStartedOn: z.exactOptional(z.iso.date()),
    /** What comes next by the rules, and from which day on. */
    next: z.exactOptional(z.strictObject({ step: z.enum(stepNames), from: z.iso.date() })),
    /** For the officer: a legal hold stands, to be looked at again on this day. Nothing ends before it is lifted. */
    hold: z.exactOptional(z.strictObject({ reviewOn: z.iso.date() })),
  }),
};
export type RetentionForStaff = z.output<typeof retentionForStaff.schema>;

type Needs = { readonly repository: Repository; readonly clock: Clock };

export function makeReadRetention({ repository, clock }: Needs) {
  const standingOf = async (person: Person, isArchived: boolean) => {
    // Mostly the account is open: then its closure need not be looked for; of what is archived only that is left.
    const account = isArchived ? undefined : await repository.read(person, member, person.subjectId);
    if (account?.doc.status === "active") {
      return { standing: standingOfMember(person.brand, account.doc), closed: undefined };
    }
    const closed = await repository.read(person, closure, person.subjectId);
    if (closed === undefined) throw new Refusal("not-found");
    return { standing: standingOfClosure(person.brand, closed.doc), closed };
  };
  return {
    /** @throws Refusal not-found */
    forMember: async (person: Person, language: keyof Text): Promise<RetentionList> => {
      // Whoever has a session has an open account: one read, not two.
      const found = await repository.read(person, member, person.subjectId);
      if (found?.doc.status !== "active") throw new Refusal("not-found");
      return retentionOf(standingOfMember(person.brand, found.doc), language);
    },

    /** @param opened under which it is looked at: a legal hold is the officer's to know. @throws Refusal not-found */
    forStaff: async (
      person: Person,
      language: keyof Text,
      { view, isOfArchive }: Pick<Opening, "view" | "isOfArchive">,
    ): Promise<RetentionForStaff> => {
      const { standing, closed } = await standingOf(person, isOfArchive === true);
      const start = clockStart(standing);
      const next = nextStep(standing, clock.now());
      const hidesHold = standing.hold !== undefined && view !== "dpo";
      return {
        ...retentionOf(standing, language),
        status: standing.status as RetentionForStaff["status"],
        ...(closed === undefined ? {} : { closed: { cause: closed.doc.cause, closedAt: closed.doc.closedAt } }),
        ...(start === undefined ? {} : { clockStartedOn: parisDay(start) }),
        // What would come next says too much where a hold stands in its way.
        ...(next === undefined || hidesHold ? {} : { next: { step: next.step.name, from: parisDay(next.at) } }),
        ...(standing.hold === undefined || hidesHold ? {} : { hold: { reviewOn: standing.hold.reviewOn } }),
      };
    },
  };
}
