/**
 * Changing the e-mail address. Asked for within a stepped-up session; whether the new address has an account is told to
 * its mailbox only. The code given, the address is claimed, the member changes, and only then does the old look-up row go:
 * at no moment is the person not found or an address two people's. All other sessions and codes end with it.
 * Basis: contract, GDPR article 6(1)(b); OWASP ASVS 5, 6.3.7, 6.3.8 and 7.4.3; decision 0094.
 */
import { newLedgerRow } from "../audit/entry.ts";
import type { KeyRing } from "../config.ts";
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import type { CheckCode, CodeInput } from "../sessions/code.ts";
import { endOfAll } from "../sessions/ending.ts";
import { sendCountedCode } from "../sessions/new-ticket.ts";
import { type IssuedTicket, type Session, session, type Ticket } from "../sessions/session.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, replace, requirePresence, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { addressHashes, normaliseEmail } from "./address.ts";
import { emailChange } from "./email-change.ts";
import { claimAddress, type Lookups } from "./lookup.ts";
import { type Member, member } from "./member.ts";

export const changeEmailInput = declared("change-email", { email: member.schema.shape.email });
export type ChangeEmailInput = Doc<typeof changeEmailInput>;

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly relaySeconds: number;
  readonly checkCode: CheckCode;
};

/** Sends a code to the new address. @throws Refusal too-many-requests */
export const makeAskEmailChange =
  (needs: Needs) =>
  (person: Person, of: Session, { email }: ChangeEmailInput): Promise<IssuedTicket> =>
    sendCountedCode(needs, person, of, "email-change", (id, expiresAt) => [
      create(emailChange, { id, email: normaliseEmail(email), expiresAt }),
    ]);

/** @throws Refusal code-rejected, code-expired, address-already-in-use */
export const makeVerifyEmailChange =
  (needs: Needs) =>
  async (person: Person, ticketSecret: string, { code }: CodeInput): Promise<void> => {
    const rows = await needs.checkCode(
      person,
      { secret: ticketSecret, purpose: "email-change", code },
      { plan: (of, now) => move(needs, person, of, now) },
    );
    await needs.relay.inline(person, rows);
  };

type Moved = { readonly writes: readonly Write[]; readonly outcome: readonly OutboxRow[] };

async function move(
  { repository, lookups, lookupKeys, relaySeconds }: Needs,
  person: Person,
  of: Ticket,
  now: Date,
): Promise<Moved> {
  const asked = of.sessionId === undefined ? undefined : await repository.read(person, session, of.sessionId);
  const change = await repository.read(person, emailChange, of.id);
  const found = await repository.read(person, member, person.subjectId);
  // The session it was asked for in has ended, or the account.
  if (asked === undefined || change === undefined || found?.doc.status !== "active") throw new Refusal("code-expired");
  const { email } = change.doc;
  const hashes = addressHashes(lookupKeys, person.brand, email);
  const [hash] = hashes;
  if (hash === undefined) throw new Error("no look-up key");
  // The address they have already: nothing changes, and nobody is told.
  if (email === found.doc.email) return { writes: [erase(emailChange, change.doc.id)], outcome: [] };
  if (!(await claimAddress(lookups, hashes, person, now))) throw new Refusal("address-already-in-use");
  const { undeliverable: _of, ...kept } = found.doc;
  const moved: Member = { ...kept, email, addressHash: hash, addressSince: now.toISOString() };
  const row = newOutboxRow({ channel: "lookup", type: "address-moved", aboutId: change.doc.id }, now, relaySeconds);
  const previous = { previousEmail: found.doc.email, previousHash: found.doc.addressHash };
  return {
    writes: [
      replace(member, moved, found.etag),
      replace(emailChange, { id: change.doc.id, email, ...previous }, change.etag),
      create(outboxRow, row),
      create(outboxRow, newLedgerRow({ event: "address.changed", actor: { role: "member" } }, now)),
      requirePresence(session, asked.doc.id, new Refusal("code-expired")),
      // Whoever else is signed in proved an address that is no longer the account's. Codes sent to it end by `addressSince`.
      ...(await endOfAll(repository, person, { but: asked.doc, by: { role: "member" }, now })),
    ],
    outcome: [row],
  };
}
