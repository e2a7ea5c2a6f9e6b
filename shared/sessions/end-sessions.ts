/**
 * Ending sessions: one, all others, or all of a person. Ending is erasing, so that the cookie proves nothing any more.
 * Used by the member, and by closure, restriction and erasure (OWASP ASVS 5, 7.4).
 */
import type { AuditNote } from "../audit/entry.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { erase, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type EndSessions, ended, sessionsOf } from "./ending.ts";
import { handleOf, type Session, session } from "./session.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };

/** As many as one commit can erase beside its ledger entry. */
const inOneCommit = 99;
/** More rounds than races anybody can lose: each means that a session ended or was refreshed between listing and erasing. */
const rounds = 16;

const member: AuditNote["actor"] = { role: "member" };
const system: AuditNote["actor"] = { role: "system" };

/**
 * Ends every session of a person, but for one where it is named. Safe to repeat.
 * Whoever closes an account changes its state first: from then on no new session opens.
 * @returns how many were ended.
 */
export const makeEndSessions =
  ({ repository, clock }: Needs): EndSessions =>
  async (person, { but, by = system } = {}) => {
    let count = 0;
    for (let round = 0; round < rounds; round += 1) {
      const left = (await sessionsOf(repository, person)).filter(({ doc }) => doc.id !== but?.id);
      if (left.length === 0) return count;
      const others = left.slice(0, inOneCommit);
      try {
        await repository.commit(person, [
          ...others.map(({ doc }) => erase(session, doc.id)),
          ended(by, "all", clock.now()),
        ]);
        count += others.length;
        if (others.length === left.length) return count;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Error("sessions keep changing while they are ended");
  };

export const makeEndSession =
  ({ repository, clock }: Needs) =>
  async (person: Person, { id }: Pick<Session, "id">, how: "signed-out" | "named" = "signed-out"): Promise<void> => {
    try {
      await repository.commit(person, [erase(session, id), ended(member, how, clock.now())]);
    } catch (error) {
      // Ended already: that is what was asked for.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

/** Ends the session a member names by its handle. @throws Refusal not-found */
export const makeEndNamedSession = (needs: Needs) => {
  const end = makeEndSession(needs);
  return async (person: Person, handle: string): Promise<void> => {
    const named = (await sessionsOf(needs.repository, person)).find(({ doc }) => handleOf(doc) === handle);
    if (named === undefined) throw new Refusal("not-found");
    await end(person, named.doc, "named");
  };
};
