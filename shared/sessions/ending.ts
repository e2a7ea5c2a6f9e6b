/** The end of sessions as it stands in a commit: erased, so that the cookie proves nothing any more, with its ledger entry. */
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, type Versioned, type Write } from "../storage/repository.ts";
import { mostSessions, type Session, session } from "./session.ts";

export type EndSessions = (
  person: Person,
  options?: { readonly but?: Pick<Session, "id">; readonly by?: AuditNote["actor"] },
) => Promise<number>;

/** Every session of a person. A page may be short: only where no other follows is the end. */
export async function sessionsOf(
  repository: Repository,
  person: Person,
): Promise<readonly Versioned<typeof session>[]> {
  const found: Versioned<typeof session>[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.list(person, session, { limit: mostSessions, cursor });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** @param how a closed word: signed out, named by the member, replaced at a sign-in, or with all others. */
export const ended = (by: AuditNote["actor"], how: "signed-out" | "named" | "replaced" | "all", now: Date): Write =>
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
  const others = (await sessionsOf(repository, person)).filter(({ doc }) => doc.id !== but?.id).slice(0, mostSessions);
  return others.length === 0 ? [] : [...others.map(({ doc }) => erase(session, doc.id)), ended(by, "all", now)];
}
