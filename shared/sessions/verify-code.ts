/**
 * Giving the code: proves the mailbox to the browser that asked. At sign-up it makes the account, at sign-in it opens a
 * session. A code is good once, for ten minutes and five tries; the tries are counted by conditional writes, so that
 * parallel guesses do not get more (OWASP ASVS 5, 6.5 and 6.6).
 */
import { timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { KeyRing } from "../config.ts";
import { addressHash, addressHashes } from "../members/address.ts";
import { claimAddress, type Lookups } from "../members/lookup.ts";
import { acceptance, member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared, personal } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import {
  codesFor,
  hashOfSecret,
  newSecret,
  type Session,
  session,
  sessionRules,
  type Ticket,
  ticket,
} from "./session.ts";

export const codeInput = declared("code", {
  code: personal(z.string().regex(/^\d{6}$/, "must be six digits"), {
    category: "security",
    purposes: ["security"],
    source: "member",
    seenBy: ["member"],
    kept: "ticket",
    protection: "sealed",
  }),
});
export type CodeInput = Doc<typeof codeInput>;

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly codeKeys: KeyRing;
  readonly relaySeconds: number;
  /** @throws Refusal erasure-in-progress: told to whoever has proved the mailbox, and to nobody else. */
  readonly refuseWhileErasing: (person: Person) => Promise<void>;
};

/** More rounds than tries: each lost race means that somebody else used one up. */
const rounds = 8;

export type VerifyCode = (
  person: Person,
  ticketSecret: string,
  purpose: Ticket["purpose"],
  input: CodeInput,
) => Promise<{ readonly secret: string; readonly session: Session }>;

/** @returns the new session and its secret, which exists nowhere else. */
export const makeVerifyCode = (needs: Needs): VerifyCode => {
  const { repository, codeKeys, clock, relay } = needs;

  return async (person, ticketSecret, purpose, { code }) => {
    for (let round = 0; round < rounds; round += 1) {
      const now = clock.now();
      const found = await repository.read(person, ticket, hashOfSecret(ticketSecret));
      if (found === undefined || found.doc.purpose !== purpose) throw new Refusal("code-expired");
      const { doc, etag } = found;
      if (doc.triesLeft === 0 || Date.parse(doc.expiresAt) <= now.getTime()) throw new Refusal("code-expired");
      try {
        if (doc.isDecoy || !codesFor(codeKeys, person.subjectId, doc).some((good) => isSame(good, code))) {
          await repository.commit(person, [replace(ticket, { ...doc, triesLeft: doc.triesLeft - 1 }, etag)]);
          throw new Refusal("code-rejected", {
            fields: [{ pointer: "/code", rule: "must be the code of the last mail" }],
          });
        }
        const secret = newSecret();
        const opened = newSession(secret, now);
        const { writes, rows } =
          purpose === "sign-up" ? await activation(needs, person, now) : await admission(needs, person);
        await repository.commit(person, [erase(ticket, doc.id, etag), ...writes, create(session, opened)]);
        await relay.inline(person, rows);
        return { secret, session: opened };
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Refusal("code-expired");
  };
};

const isSame = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));

const newSession = (secret: string, now: Date): Session => ({
  id: hashOfSecret(secret),
  startedAt: now.toISOString(),
  seenAt: now.toISOString(),
  expiresAt: secondsAfter(now, sessionRules.absolute / 1_000).toISOString(),
});

type Consequences = { readonly writes: readonly Write[]; readonly rows: readonly ReturnType<typeof newOutboxRow>[] };

/** At sign-up the pending member becomes an account, if the address is still free. */
async function activation(
  { repository, lookups, lookupKeys, relaySeconds }: Needs,
  person: Person,
  now: Date,
): Promise<Consequences> {
  const found = await readMember(repository, person);
  if (found.doc.status !== "pending") throw new Refusal("code-expired");
  const hashes = addressHashes(lookupKeys, person.brand, found.doc.email);
  if (!(await claimAddress(lookups, hashes, person))) throw new Refusal("address-already-in-use");
  const { dueAt: _due, expiresAt: _end, accepted = [], ...kept } = found.doc;
  const rows = [
    newOutboxRow({ channel: "lookup", type: "address-confirmed" }, now, relaySeconds),
    newOutboxRow({ channel: "mail", type: "welcome" }, now, relaySeconds),
  ];
  return {
    writes: [
      replace(
        member,
        {
          ...kept,
          status: "active",
          activatedAt: now.toISOString(),
          // The key may have changed since the sign-up.
          addressHash: addressHash(lookupKeys, person.brand, found.doc.email),
        },
        found.etag,
      ),
      ...accepted.map((what) => create(acceptance, { ...what, channel: "sign-up" })),
      ...rows.map((row) => create(outboxRow, row)),
    ],
    rows,
  };
}

async function admission({ repository, refuseWhileErasing }: Needs, person: Person): Promise<Consequences> {
  const found = await readMember(repository, person);
  await refuseWhileErasing(person);
  if (found.doc.status !== "active") throw new Refusal("code-expired");
  return { writes: [], rows: [] };
}

async function readMember(repository: Repository, person: Person): Promise<Versioned<typeof member>> {
  const found = await repository.read(person, member, person.subjectId);
  if (found === undefined) throw new Refusal("code-expired");
  return found;
}
