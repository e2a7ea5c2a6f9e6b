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
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { faultsOf } from "../privacy/faults.ts";
import { opaqueId } from "../privacy/formats.ts";
import { type Doc, declared, personal, plain } from "../privacy/record.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { hashOfSecret, type IssuedTicket, newSecret, ticket, ticketRules } from "../sessions/session.ts";
import type { Person, PersonKeys } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { parisDay, secondsAfter, yearsBetween } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { addressHash, normaliseEmail } from "./address.ts";
import { cardDigitsFault, programmeOf } from "./card.ts";
import { type Lookups, lookupLife } from "./lookup.ts";
import { contact, identity, member } from "./member.ts";

const { title, lastName, firstName, birthDate, email, language } = member.schema.shape;

export const signUpInput = declared("sign-up", {
  title,
  lastName,
  firstName,
  birthDate,
  email,
  /** In any common spelling; French unless it says otherwise. */
  mobile: personal(z.string().min(6).max(32), contact),
  cardDigits: personal(z.string().min(1).max(19), { ...identity, category: "card-eligibility", seenBy: ["member"] }),
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
};

/** Rules the schema cannot say, and the values in the one form they are kept in. @throws Refusal naming each field. */
async function normalise(input: SignUpInput, today: string) {
  const faults: FieldFault[] = [];
  // The numbering plans of all countries are large, and only a sign-up needs them.
  const { default: parsePhoneNumber } = await import("libphonenumber-js");
  const mobile = parsePhoneNumber(input.mobile, "FR");
  if (mobile === undefined || !mobile.isValid())
    faults.push({ pointer: "/mobile", rule: "must be a telephone number" });
  const age = yearsBetween(input.birthDate, today);
  if (input.birthDate > today) faults.push({ pointer: "/birthDate", rule: "must be in the past" });
  else if (age < adultAge) faults.push({ pointer: "/birthDate", rule: "must be an adult's: 18 years or more" });
  else if (age > oldestAge) faults.push({ pointer: "/birthDate", rule: "must be a living person's" });
  const cardDigits = input.cardDigits.replace(/[\s\u00a0\u202f]/g, "");
  const cardFault = cardDigitsFault(cardDigits);
  if (cardFault !== undefined) faults.push({ pointer: "/cardDigits", rule: cardFault });
  const words = {
    email: normaliseEmail(input.email),
    lastName: input.lastName.trim().normalize("NFC"),
    firstName: input.firstName.trim().normalize("NFC"),
  };
  // Composing can make a text longer, and what is kept must fit the record.
  const kept = wordsKept.safeParse(words);
  if (!kept.success) faults.push(...faultsOf(wordsKept, kept.error, words));
  if (faults.length > 0) throw new Refusal("invalid-input", { fields: faults });
  return { mobile: mobile?.number ?? "", cardDigits, ...words };
}

/** @returns the ticket that the verification must come with, and when its code ends. */
export const makeSignUp =
  ({ repository, lookups, keys, relay, clock, lookupKeys, relaySeconds, documents }: Needs) =>
  async (brandId: Person["brand"], input: SignUpInput): Promise<IssuedTicket> => {
    const now = clock.now();
    const brand = brandOf(brandId);
    const normal = await normalise(input, parisDay(now));
    const programme = programmeOf(brand, normal.cardDigits);
    if (programme === undefined) {
      throw new Refusal("card-not-eligible", {
        fields: [{ pointer: "/cardDigits", rule: "must belong to a programme of this site" }],
      });
    }
    refuseOutdated(documents, brandId, input.accepts, (name) => `/accepts/${name}`, now);

    const person: Person = { brand: brandId, subjectId: randomUUID() };
    const secret = newSecret();
    const ticketId = hashOfSecret(secret);
    const hash = addressHash(lookupKeys, brandId, normal.email);
    const createdAt = now.toISOString();
    const expiresAt = secondsAfter(now, ticketRules.life / 1_000).toISOString();
    const endsAt = secondsAfter(now, lookupLife.reserved).toISOString();
    const mail = newOutboxRow({ channel: "mail", type: "code", aboutId: ticketId }, now, relaySeconds);
    const accepted = documentNames.map((name) => {
      const of = { brand: brandId, name, language: input.language, channel: "sign-up" } as const;
      const { channel: _, ...what } = acceptanceOf(documents, of, now);
      return what;
    });

    await keys.create(person);
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
      create(ticket, {
        id: ticketId,
        purpose: "sign-up",
        issue: 1,
        triesLeft: ticketRules.tries,
        issuedAt: createdAt,
        expiresAt,
        isDecoy: false,
      }),
      create(outboxRow, mail),
    ]);
    // Taken already or not: the answer is the same, and whoever proves the mailbox decides.
    await lookups.create({ id: hash, subjectId: person.subjectId, state: "reserved" });
    await relay.inline(person, [mail]);
    return { ticket: { subjectId: person.subjectId, secret }, expiresAt };
  };
