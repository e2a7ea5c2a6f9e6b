/**
 * Sign-up: exactly the data charter article 3 names, an eligible card, an adult, the charter and terms in force. Known
 * and unknown addresses take the same calls and get the same answer; what differs is only what the mail says, and only
 * the mailbox's owner reads that. Basis: contract (steps before it), GDPR article 6(1)(b).
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { brandOf } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { acceptanceOf, refuseOutdated } from "../documents/acceptance.ts";
import { type Documents, documentNames } from "../documents/document.ts";
import type { AllowCode, Network } from "../limits/limit.ts";
import type { Relay } from "../messaging/relay.ts";
import { faultsOf } from "../privacy/faults.ts";
import { opaqueId } from "../privacy/formats.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { newTicket } from "../sessions/new-ticket.ts";
import type { IssuedTicket } from "../sessions/session.ts";
import type { Person, PersonKeys } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { parisDay, secondsAfter, yearsBetween } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { addressHash, normaliseEmail } from "./address.ts";
import { cardDigitsFault, eligibleProgramme } from "./card.ts";
import { type Lookups, lookupLife, unfinished } from "./lookup.ts";
import { member } from "./member.ts";
import {
  digitsAsGiven,
  mobileAsGiven,
  mobileFault,
  normaliseDigits,
  normaliseMobile,
  normaliseName,
} from "./normal-form.ts";

const { title, lastName, firstName, birthDate, email, language } = member.schema.shape;

export const signUpInput = declared("sign-up", {
  title,
  lastName,
  firstName,
  birthDate,
  email,
  mobile: mobileAsGiven,
  cardDigits: digitsAsGiven,
  language,
  /** The versions the person has read and accepts. */
  accepts: z.strictObject({
    charter: plain(opaqueId(), ["member"]),
    terms: plain(opaqueId(), ["member"]),
  }),
});
export type SignUpInput = Doc<typeof signUpInput>;

const wordsKept = z.strictObject({ email, lastName, firstName });

const adultAge = 18;
const oldestAge = 130;

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly keys: PersonKeys;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly relaySeconds: number;
  readonly documents: Documents;
  readonly allowCode: AllowCode;
};

/** Rules the schema cannot say, and the values in the one form they are kept in. @throws Refusal naming each field. */
async function normalise(input: SignUpInput, today: string) {
  const faults: FieldFault[] = [];
  const mobile = await normaliseMobile(input.mobile);
  if (mobile === undefined) faults.push(mobileFault);
  const age = yearsBetween(input.birthDate, today);
  if (input.birthDate > today) faults.push({ pointer: "/birthDate", rule: "must be in the past" });
  else if (age < adultAge) faults.push({ pointer: "/birthDate", rule: "must be an adult's: 18 years or more" });
  else if (age > oldestAge) faults.push({ pointer: "/birthDate", rule: "must be a living person's" });
  const cardDigits = normaliseDigits(input.cardDigits);
  const cardFault = cardDigitsFault(cardDigits);
  if (cardFault !== undefined) faults.push({ pointer: "/cardDigits", rule: cardFault });
  const words = {
    email: normaliseEmail(input.email),
    lastName: normaliseName(input.lastName),
    firstName: normaliseName(input.firstName),
  };
  // Composing can make a text longer, and what is kept must fit the record.
  const kept = wordsKept.safeParse(words);
  if (!kept.success) faults.push(...faultsOf(wordsKept, kept.error, words));
  if (faults.length > 0) throw new Refusal("invalid-input", { fields: faults });
  return { mobile: mobile ?? "", cardDigits, ...words };
}

/** @returns the ticket that the verification must come with, and when its code ends. */
export const makeSignUp =
  ({ repository, lookups, keys, relay, clock, lookupKeys, relaySeconds, documents, allowCode }: Needs) =>
  async (brandId: Person["brand"], input: SignUpInput, network?: Network): Promise<IssuedTicket> => {
    const now = clock.now();
    const brand = brandOf(brandId);
    const normal = await normalise(input, parisDay(now));
    const programme = eligibleProgramme(brand, normal.cardDigits);
    refuseOutdated(documents, brandId, input.accepts, (name) => `/accepts/${name}`, now);

    await allowCode({ brand: brandId, email: normal.email, network });
    const person: Person = { brand: brandId, subjectId: randomUUID() };
    const { writes, mail, issued } = newTicket(person.subjectId, { purpose: "sign-up" }, now, relaySeconds);
    const hash = addressHash(lookupKeys, brandId, normal.email);
    const createdAt = now.toISOString();
    const endsAt = secondsAfter(now, lookupLife.reserved).toISOString();
    const accepted = documentNames.map((name) => {
      const of = { brand: brandId, name, language: input.language, channel: "sign-up" } as const;
      const { channel: _, ...what } = acceptanceOf(documents, of, now);
      return what;
    });

    await keys.createUnproven(person);
    await repository.commit(person, [
      create(member, {
        id: person.subjectId,
        status: "pending",
        language: input.language,
        createdAt,
        dueAt: endsAt,
        expiresAt: endsAt,
        title: input.title,
        birthDate: input.birthDate,
        ...normal,
        mobileVerified: false,
        programme: programme.id,
        addressHash: hash,
        accepted,
      }),
      ...writes,
    ]);
    // Taken already or not: the answer is the same, and whoever proves the mailbox decides.
    await lookups.create(unfinished({ id: hash, subjectId: person.subjectId, state: "reserved" }, now));
    await relay.inline(person, [mail]);
    return issued;
  };
