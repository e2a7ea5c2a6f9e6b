/**
 * Sign-in: a code to the mailbox, bound to this browser by a ticket. An unknown address gets the same answer through
 * the same calls; its ticket is a decoy nobody can use, in a partition of its own that ends by itself. Whose the ticket
 * is must not be seen in the cookie (http/ticket-cookie.ts).
 * Basis: contract, GDPR article 6(1)(b); OWASP ASVS 5, 6.3.8 (no enumeration).
 */
import { randomUUID } from "node:crypto";
import type { KeyRing } from "../config.ts";
import { addressHashes } from "../members/address.ts";
import type { Lookups } from "../members/lookup.ts";
import { member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared } from "../privacy/record.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { hashOfSecret, type IssuedTicket, newSecret, ticket, ticketRules } from "./session.ts";

export const signInInput = declared("sign-in", { email: member.schema.shape.email });
export type SignInInput = Doc<typeof signInInput>;

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly relaySeconds: number;
};

/** @returns the ticket that the verification must come with, and when its code ends. */
export const makeSignIn =
  ({ repository, lookups, relay, clock, lookupKeys, relaySeconds }: Needs) =>
  async (brand: Person["brand"], { email }: SignInInput): Promise<IssuedTicket> => {
    const now = clock.now();
    // All of them each time: how many keys are tried must not depend on whether the address is known.
    const rows = await Promise.all(addressHashes(lookupKeys, brand, email).map((hash) => lookups.read(hash)));
    const known = rows.find((row) => row !== undefined && row.doc.state !== "reserved");
    const person: Person = { brand, subjectId: known?.doc.subjectId ?? randomUUID() };
    const secret = newSecret();
    const expiresAt = secondsAfter(now, ticketRules.life / 1_000).toISOString();
    const ticketId = hashOfSecret(secret);
    const mail = newOutboxRow({ channel: "mail", type: "code", aboutId: ticketId }, now, relaySeconds);
    await repository.commit(person, [
      create(ticket, {
        id: ticketId,
        purpose: "sign-in",
        issue: 1,
        triesLeft: ticketRules.tries,
        issuedAt: now.toISOString(),
        expiresAt,
        isDecoy: known === undefined,
      }),
      create(outboxRow, mail),
    ]);
    await relay.inline(person, [mail]);
    return { ticket: { subjectId: person.subjectId, secret }, expiresAt };
  };
