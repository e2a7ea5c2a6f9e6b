/**
 * Checking a code against its ticket, whatever it is for. A code is good once, for ten minutes and five tries; the tries
 * are counted by conditional writes, so that parallel guesses do not get more (OWASP ASVS 5, 6.5 and 6.6).
 */
import { timingSafeEqual } from "node:crypto";
import type { KeyRing } from "../config.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { erase, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { CheckCode } from "./code.ts";
import { codesFor, hashOfSecret, ticket } from "./session.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock; readonly codeKeys: KeyRing };

/** More rounds than tries: each lost race means that somebody else used one up. */
const rounds = 8;

const isSame = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));

const wrongCode: readonly FieldFault[] = [{ pointer: "/code", rule: "must be the code of the last mail" }];

/**
 * Commits the plan together with the end of the ticket, if the code is right.
 * @throws Refusal code-rejected or code-expired
 */
export const makeCheckCode =
  ({ repository, clock, codeKeys }: Needs): CheckCode =>
  async (person, { secret, purpose, code, sessionId }, { isRight, wrong = wrongCode, plan }) => {
    for (let round = 0; round < rounds; round += 1) {
      const now = clock.now();
      const found = await repository.read(person, ticket, hashOfSecret(secret));
      if (found === undefined || found.doc.purpose !== purpose) throw new Refusal("code-expired");
      const { doc, etag } = found;
      // Of another session: somebody else's browser, or an earlier time.
      if (sessionId !== undefined && doc.sessionId !== sessionId) throw new Refusal("code-expired");
      if (doc.triesLeft === 0 || Date.parse(doc.expiresAt) <= now.getTime()) throw new Refusal("code-expired");
      const isRest = isRight === undefined || (await isRight());
      const isCode = codesFor(codeKeys, person.subjectId, doc).some((good) => isSame(good, code));
      try {
        if (doc.isDecoy || !isCode || !isRest) {
          await repository.commit(person, [replace(ticket, { ...doc, triesLeft: doc.triesLeft - 1 }, etag)]);
          throw new Refusal("code-rejected", { fields: wrong });
        }
        const { writes, outcome } = await plan(doc, now);
        await repository.commit(person, [erase(ticket, doc.id, etag), ...writes]);
        return outcome;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Refusal("code-expired");
  };
