/**
 * Giving the code: proves the mailbox to the browser that asked. At sign-up it makes the account, at sign-in it opens a
 * session; either way with a new secret. Where the brand asks for them, the card's digits are given with it: a wrong one
 * counts as a try, and which of the two was wrong is not told.
 */
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { brandOf } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { addressHash, addressHashes } from "../members/address.ts";
import { claimAddress, type Lookups } from "../members/lookup.ts";
import { acceptance, type Member, member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared } from "../privacy/record.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { nextStep } from "../retention/clock.ts";
import { standingOfMember } from "../retention/standing.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import { type CheckCode, type CodeInput, codeInput } from "./code.ts";
import { ended } from "./ending.ts";
import { hashOfSecret, newSecret, newSession, type Session, session } from "./session.ts";

const { cardDigits, code } = { ...member.schema.shape, ...codeInput.schema.shape };

export const signInCodeInput = declared("sign-in-code", {
  code,
  /** Where the site asks for them (`asksCardDigits`): the card's first digits, without spaces. */
  cardDigits: cardDigits.optional(),
});
export type SignInCodeInput = Doc<typeof signInCodeInput>;

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly checkCode: CheckCode;
  readonly lookupKeys: KeyRing;
  readonly relaySeconds: number;
};

/** What the member did, for the ledger. */
const record = (note: Omit<AuditNote, "actor">, now: Date): Write =>
  create(outboxRow, newLedgerRow({ ...note, actor: { role: "member" } }, now));

export type Opened = { readonly secret: string; readonly session: Session };
type Row = ReturnType<typeof newOutboxRow>;

/** @returns the new session and its secret, which exists nowhere else. */
export const makeVerifySignUp =
  (needs: Needs) =>
  async (person: Person, ticketSecret: string, { code }: CodeInput): Promise<Opened> => {
    const { opened, rows } = await needs.checkCode(
      person,
      { secret: ticketSecret, purpose: "sign-up", code },
      {
        plan: async (_ticket, now) => {
          const secret = newSecret();
          const opened: Opened = { secret, session: newSession(secret, now) };
          const { writes, rows } = await activation(needs, person, now);
          const access = [create(session, opened.session), record({ event: "session.opened" }, now)];
          return { writes: [...writes, ...access], outcome: { opened, rows } };
        },
      },
    );
    await needs.relay.inline(person, rows);
    return opened;
  };

const digitsMissing: FieldFault = { pointer: "/cardDigits", rule: "must be given on this site" };
const wrongEither: FieldFault = { pointer: "", rule: "must be the code of the last mail and the digits of the card" };

/**
 * @returns the new session and its secret, which exists nowhere else. A session of the same person that the browser still
 * presents ends with it (OWASP ASVS 5, 7.2.4).
 */
export const makeVerifySignIn =
  ({
    repository,
    checkCode,
    refuseWhileErasing,
  }: Pick<Needs, "repository" | "checkCode"> & {
    /** @throws Refusal erasure-in-progress: told to whoever has proved the mailbox, and to nobody else. */
    readonly refuseWhileErasing: (person: Person) => Promise<void>;
  }) =>
  async (person: Person, ticketSecret: string, given: SignInCodeInput, presented?: string): Promise<Opened> => {
    const asksDigits = brandOf(person.brand).asksDigitsAtSignIn;
    if (asksDigits && given.cardDigits === undefined) throw new Refusal("invalid-input", { fields: [digitsMissing] });
    const hasDigits = async () => {
      const found = await repository.read(person, member, person.subjectId);
      return found?.doc.cardDigits === given.cardDigits;
    };
    return checkCode(
      person,
      { secret: ticketSecret, purpose: "sign-in", code: given.code },
      {
        ...(asksDigits ? { isRight: hasDigits, wrong: [wrongEither] } : {}),
        plan: async ({ issuedAt }, now) => {
          const { doc, etag } = await readMember(repository, person);
          await refuseWhileErasing(person);
          if (doc.status !== "active") throw new Refusal("code-expired");
          // Asked for at an address that is no longer theirs.
          if (doc.addressSince !== undefined && issuedAt <= doc.addressSince) throw new Refusal("code-expired");
          const previous =
            presented === undefined ? undefined : await repository.read(person, session, hashOfSecret(presented));
          const secret = newSecret();
          const opened: Opened = { secret, session: newSession(secret, now) };
          // Conditional on the member as read: no session opens for an account that is being closed.
          const signedIn: Member = { ...doc, lastSignedInAt: now.toISOString() };
          const seen = doc.dueAt === undefined ? lookedAt(person, signedIn, now) : signedIn;
          const writes = [
            replace(member, seen, etag),
            create(session, opened.session),
            record({ event: "session.opened" }, now),
            // The browser's own former session: nobody holds its cookie any more, or somebody who should not.
            ...(previous === undefined
              ? []
              : [erase(session, previous.doc.id), ended({ role: "member" }, "replaced", now)]),
          ];
          return { writes, outcome: opened };
        },
      },
    );
  };

type Consequences = { readonly writes: readonly Write[]; readonly rows: readonly Row[] };

/** At sign-up the pending member becomes an account, if the address is still free. */
async function activation(
  { repository, lookups, lookupKeys, relaySeconds }: Needs,
  person: Person,
  now: Date,
): Promise<Consequences> {
  const found = await readMember(repository, person);
  if (found.doc.status !== "pending") throw new Refusal("code-expired");
  const hashes = addressHashes(lookupKeys, person.brand, found.doc.email);
  if (!(await claimAddress(lookups, hashes, person, now))) throw new Refusal("address-already-in-use");
  const { dueAt: _due, expiresAt: _end, accepted = [], ...kept } = found.doc;
  const rows = [
    newOutboxRow({ channel: "lookup", type: "address-confirmed" }, now, relaySeconds),
    newOutboxRow({ channel: "mail", type: "welcome" }, now, relaySeconds),
  ];
  const active: Member = {
    ...kept,
    status: "active",
    activatedAt: now.toISOString(),
    lastSignedInAt: now.toISOString(),
    // The key may have changed since the sign-up.
    addressHash: addressHash(lookupKeys, person.brand, found.doc.email),
  };
  return {
    writes: [
      replace(member, lookedAt(person, active, now), found.etag),
      record({ event: "account.opened" }, now),
      ...accepted.flatMap((what) => [
        create(acceptance, { ...what, channel: "sign-up" }),
        record({ event: "document.accepted", about: what.id, detail: what.document }, now),
      ]),
      ...rows.map((row) => create(outboxRow, row)),
    ],
    rows,
  };
}

/** With the day the retention sweep has to look at the account: without one nobody would ever see that it is not used. */
function lookedAt(person: Person, doc: Member, now: Date): Member {
  const at = nextStep(standingOfMember(person.brand, doc), now)?.at;
  return at === undefined ? doc : { ...doc, dueAt: at.toISOString() };
}

async function readMember(repository: Repository, person: Person): Promise<Versioned<typeof member>> {
  const found = await repository.read(person, member, person.subjectId);
  if (found === undefined) throw new Refusal("code-expired");
  return found;
}
