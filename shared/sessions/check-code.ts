/**
 * Checking a code against its ticket, whatever it is for. A code is good once, for ten minutes and five tries; the tries
 * are counted by conditional writes, so that parallel guesses do not get more (OWASP ASVS 5, 6.5 and 6.6).
 */
import { timingSafeEqual } from "node:crypto";
import { newLedgerRow } from "../audit/entry.ts";
import type { KeyRing } from "../config.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { create, erase, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { CheckCode } from "./code.ts";
import { codesFor, hashOfSecret, session, type Ticket, ticket, triedInVain } from "./session.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock; readonly codeKeys: KeyRing };

/** More rounds than tries: each lost race means that somebody else used one up. */
const rounds = 8;

const isSame = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));

const wrongCode: readonly FieldFault[] = [{ pointer: "/code", rule: "must be the code of the last mail" }];

/** Nobody is behind a decoy, so there is nothing to be recorded about them. */
const usedUp = (purpose: Ticket["purpose"], now: Date) =>
  create(outboxRow, newLedgerRow({ event: "code.used-up", actor: { role: "member" }, detail: purpose }, now));

/**
 * Commits the plan together with the end of the ticket, if the code is right.
 * @throws Refusal code-rejected or code-expired
 */
export const makeCheckCode =
  ({ repository, clock, codeKeys }: Needs): CheckCode =>
  async (person, { secret, purpose, code, sessionId }, { isRight, wrong = wrongCode, plan }) => {
    for (let round = 0; round < rounds; round += 1) {
      const now = clock.now();
      const at = { record: ticket, id: hashOfSecret(secret) };
      // The session it is given in along with it: one read for both.
      const both =
        sessionId === undefined ? undefined : await repository.readBoth(person, at, { record: session, id: sessionId });
      const found = both?.[0] ?? (await repository.read(person, ticket, at.id));
      if (found === undefined || found.doc.purpose !== purpose) throw new Refusal("code-expired");
      const { doc, etag } = found;
      // Of another session: somebody else's browser, or an earlier time.
      if (sessionId !== undefined && doc.sessionId !== sessionId) throw new Refusal("code-expired");
      if (doc.triesLeft === 0 || Date.parse(doc.expiresAt) <= now.getTime()) throw new Refusal("code-expired");
      const isCode = !doc.isDecoy && codesFor(codeKeys, person.subjectId, doc).some((good) => isSame(good, code));
      // Looked at behind the right code only: it opens the person's key, and where nobody is there is none to open, so that
      // the time a wrong code takes would tell who has an account.
      const isRest = isRight === undefined || (isCode && (await isRight()));
      try {
        if (!isCode || !isRest) {
          const tried = triedInVain(doc);
          await repository.commit(person, [
            replace(ticket, tried, etag),
            ...(tried.triesLeft === 0 && !doc.isDecoy ? [usedUp(doc.purpose, now)] : []),
          ]);
          throw new Refusal("code-rejected", { fields: wrong });
        }
        const { writes, outcome } = await plan(doc, now, both?.[1]);
        await repository.commit(person, [erase(ticket, doc.id, etag), ...writes]);
        return outcome;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Refusal("code-expired");
  };
