/**
 * Ending sessions: one, all others, or all of a person. Ending is erasing, so that the cookie proves nothing any more.
 * Used by the member, and by closure, restriction and erasure (OWASP ASVS 5, 7.4).
 */
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { handleOf, type Session, session } from "./session.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };

/** As many as one commit can erase beside its ledger entry. */
const pageSize = 99;
/** And as many beside what else such a commit holds. */
const besideOthers = 85;
/** More rounds than races anybody can lose: each means that a session ended or was refreshed between listing and erasing. */
const rounds = 16;

export type EndSessions = (
  person: Person,
  options?: { readonly but?: Pick<Session, "id">; readonly by?: AuditNote["actor"] },
) => Promise<number>;

const member: AuditNote["actor"] = { role: "member" };
const system: AuditNote["actor"] = { role: "system" };

/** @param how a closed word: signed out, named by the member, or with all others. */
const ended = (by: AuditNote["actor"], how: "signed-out" | "named" | "all", now: Date): Write =>
  create(outboxRow, newLedgerRow({ event: "session.ended", actor: by, detail: how }, now));

/**
 * What ends every session but one within another commit, with its ledger entry; nothing where there is none.
 * The limits let nobody have more sessions than one commit takes (decision 0090).
 */
export async function endOfAll(
  repository: Repository,
  person: Person,
  { but, by, now }: { readonly but?: Pick<Session, "id">; readonly by: AuditNote["actor"]; readonly now: Date },
): Promise<readonly Write[]> {
  const { items } = await repository.list(person, session, { limit: besideOthers });
  const others = items.filter(({ doc }) => doc.id !== but?.id);
  return others.length === 0 ? [] : [...others.map(({ doc }) => erase(session, doc.id)), ended(by, "all", now)];
}

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
      const { items } = await repository.list(person, session, { limit: pageSize });
      const others = items.filter(({ doc }) => doc.id !== but?.id);
      if (others.length === 0) return count;
      try {
        await repository.commit(person, [
          ...others.map(({ doc }) => erase(session, doc.id)),
          ended(by, "all", clock.now()),
        ]);
        count += others.length;
        if (items.length < pageSize) return count;
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
    const { items } = await needs.repository.list(person, session, { limit: pageSize });
    const named = items.find(({ doc }) => handleOf(doc) === handle);
    if (named === undefined) throw new Refusal("not-found");
    await end(person, named.doc, "named");
  };
};
