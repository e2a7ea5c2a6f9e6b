/**
 * What a member changes about themselves: title, names, language, mobile and the choices about e-mails. Identity and
 * contact data need a fresh code; a birth date, which nobody's changes, is put right with the officer (charter article 8).
 * Basis: contract, GDPR article 6(1)(b).
 */
import * as z from "zod";
import { newLedgerRow } from "../audit/entry.ts";
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { notificationChoicesShape } from "../notifications/choices.ts";
import { faultsOf } from "../privacy/faults.ts";
import { type Doc, declared } from "../privacy/record.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { isSteppedUp, type Session } from "../sessions/session.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Versioned } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Member, member } from "./member.ts";
import { mobileAsGiven, mobileFault, normaliseMobile, normaliseName } from "./normal-form.ts";

const { title, lastName, firstName, language } = member.schema.shape;

/** What is absent stays as it is. */
export const updateMemberInput = declared("update-member", {
  title: title.optional(),
  lastName: lastName.optional(),
  firstName: firstName.optional(),
  language: language.optional(),
  mobile: mobileAsGiven.optional(),
  /** As a whole: what it does not say is not chosen. */
  notifications: z.exactOptional(z.strictObject(notificationChoicesShape)),
});
export type UpdateMemberInput = Doc<typeof updateMemberInput>;

const nothing: FieldFault = { pointer: "", rule: "must name what is to change" };

const namesKept = z.strictObject({ lastName: lastName.optional(), firstName: firstName.optional() });

/** Who somebody is and how to reach them: what a thief would change first. */
const guarded = ["title", "lastName", "firstName", "mobile"] as const;

/** @throws Refusal invalid-input naming each field. */
async function normalise({ mobile, lastName, firstName, ...rest }: UpdateMemberInput) {
  const names = {
    ...(lastName === undefined ? {} : { lastName: normaliseName(lastName) }),
    ...(firstName === undefined ? {} : { firstName: normaliseName(firstName) }),
  };
  // Composing can make a text longer, and what is kept must fit the record.
  const kept = namesKept.safeParse(names);
  const faults: FieldFault[] = kept.success ? [] : [...faultsOf(namesKept, kept.error, names)];
  const number = mobile === undefined ? undefined : await normaliseMobile(mobile);
  if (mobile !== undefined && number === undefined) faults.push(mobileFault);
  if (faults.length > 0) throw new Refusal("invalid-input", { fields: faults });
  return { ...rest, ...names, ...(number === undefined ? {} : { mobile: number, mobileVerified: false }) };
}

const actor = { role: "member" } as const;

type Needs = { readonly repository: Repository; readonly clock: Clock };

/** @throws Refusal step-up-required, invalid-input, stale-version, not-found */
export const makeUpdateMember =
  ({ repository, clock }: Needs) =>
  async (
    person: Person,
    session: Session,
    ifMatch: string,
    input: UpdateMemberInput,
  ): Promise<Versioned<typeof member>> => {
    if (Object.keys(input).length === 0) throw new Refusal("invalid-input", { fields: [nothing] });
    const needsCode = guarded.some((field) => input[field] !== undefined);
    if (needsCode && !isSteppedUp(session, clock.now())) throw new Refusal("step-up-required");
    const change = await normalise(input);
    const now = clock.now();
    return commitMember(repository, person, ifMatch, (doc) => {
      const next = { ...doc, ...change };
      const wasPromoted = doc.notifications?.promotion ?? false;
      const isPromoted = next.notifications?.promotion ?? false;
      return {
        next,
        notes: [
          ...(needsCode ? [newLedgerRow({ event: "member.changed", actor }, now)] : []),
          ...holderChanged(doc, next, now),
          ...(wasPromoted === isPromoted
            ? []
            : [newLedgerRow({ event: "promotion.chosen", actor, detail: isPromoted ? "agreed" : "refused" }, now)]),
        ],
      };
    });
  };

/** What names the holder to the card issuer has changed: the row brings the look-ups after it. */
export const holderChanged = (before: Member, next: Member, now: Date): readonly OutboxRow[] =>
  before.lastName === next.lastName && before.cardDigits === next.cardDigits
    ? []
    : [newOutboxRow({ channel: "lookup", type: "address-confirmed" }, now, 0)];

/** Changes the member as the client has read it. @throws Refusal not-found, stale-version */
export async function commitMember(
  repository: Repository,
  person: Person,
  ifMatch: string,
  change: (doc: Member) => { readonly next: Member; readonly notes: readonly OutboxRow[] },
): Promise<Versioned<typeof member>> {
  const found = await repository.read(person, member, person.subjectId);
  if (found === undefined || found.doc.status !== "active") throw new Refusal("not-found");
  if (found.etag !== ifMatch) throw new Refusal("stale-version");
  const { next, notes } = change(found.doc);
  try {
    const [etag] = await repository.commit(person, [
      replace(member, next, found.etag),
      ...notes.map((row) => create(outboxRow, row)),
    ]);
    return { doc: next, etag: etag ?? "" };
  } catch (error) {
    if (error instanceof WriteConflict) throw new Refusal("stale-version", { cause: error });
    throw error;
  }
}
