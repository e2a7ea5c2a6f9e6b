/**
 * Sign-in: a code to the mailbox, bound to this browser by a ticket. An unknown address gets the same answer through
 * the same calls; its ticket is a decoy nobody can use, in a partition of its own that ends by itself. Whose the ticket
 * is must not be seen in the cookie (http/ticket-cookie.ts).
 * Basis: contract, GDPR article 6(1)(b); OWASP ASVS 5, 6.3.8 (no enumeration).
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { brandOf } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import type { AllowCode, Network } from "../limits/limit.ts";
import { addressHashes } from "../members/address.ts";
import { isProven, type Lookups } from "../members/lookup.ts";
import { member } from "../members/member.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { newTicket } from "./new-ticket.ts";
import { type IssuedTicket, ticketIssued } from "./session.ts";

export const signInInput = declared("sign-in", { email: member.schema.shape.email });
export type SignInInput = Doc<typeof signInInput>;

/** What a browser is told after asking to sign in. */
export const signInAsked = declared("sign-in-asked", {
  ...ticketIssued.schema.shape,
  /** Whether the card's first digits come with the code, as on some sites. */
  asksCardDigits: plain(z.boolean(), ["member"]),
});

type SignInAsked = IssuedTicket & { readonly asksCardDigits: boolean };

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly relaySeconds: number;
  readonly allowCode: AllowCode;
};

/** @returns the ticket that the verification must come with, and when its code ends. */
export const makeSignIn =
  ({ repository, lookups, relay, clock, lookupKeys, relaySeconds, allowCode }: Needs) =>
  async (brand: Person["brand"], { email }: SignInInput, network?: Network): Promise<SignInAsked> => {
    const now = clock.now();
    await allowCode({ brand, email, network });
    // All of them each time: how many keys are tried must not depend on whether the address is known.
    const rows = await Promise.all(addressHashes(lookupKeys, brand, email).map((hash) => lookups.read(hash)));
    const known = rows.find((row) => row !== undefined && isProven(row.doc, now));
    const person: Person = { brand, subjectId: known?.doc.subjectId ?? randomUUID() };
    const of = { purpose: "sign-in", isDecoy: known === undefined } as const;
    const { writes, mail, issued } = newTicket(person.subjectId, of, now, relaySeconds);
    await repository.commit(person, writes);
    await relay.inline(person, [mail]);
    return { ...issued, asksCardDigits: brandOf(brand).asksDigitsAtSignIn };
  };
