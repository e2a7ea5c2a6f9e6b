/**
 * Who is asking: the session behind a cookie, if it is still open. One read, also where another record of the person has to
 * be there for what is asked; the idle time is written at most every five minutes (DESIGN, section 8).
 */
import type { AnyRecord } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { type RecordAt, type Repository, replace, type Versioned } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { hashOfSecret, isOver, type Session, seenAgain, session, sessionRules } from "./session.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };

/**
 * @param beneath what has to be there for what is asked, read along with the session. Only where something is missing is the
 * session read alone, since who has none is told that and nothing else.
 * @returns the open session, or undefined where there is none (any more).
 * @throws Refusal not-found where the session is open and `beneath` is not there: unknown, or someone else's.
 */
export const makeOpenSession =
  ({ repository, clock }: Needs) =>
  async (person: Person, secret: string, beneath?: RecordAt<AnyRecord>): Promise<Session | undefined> => {
    const now = clock.now();
    const id = hashOfSecret(secret);
    const both =
      beneath === undefined ? undefined : await repository.readBoth(person, { record: session, id }, beneath);
    const found = both?.[0] ?? (await repository.read(person, session, id));
    if (found === undefined || isOver(found.doc, now)) return undefined;
    const seen = await refreshed(repository, person, found, now);
    if (beneath !== undefined && both === undefined) throw new Refusal("not-found");
    return seen;
  };

async function refreshed(
  repository: Repository,
  person: Person,
  { doc, etag }: Versioned<typeof session>,
  now: Date,
): Promise<Session> {
  if (now.getTime() - Date.parse(doc.seenAt) < sessionRules.refresh) return doc;
  const seen = seenAgain(doc, now);
  try {
    await repository.commit(person, [replace(session, seen, etag)]);
  } catch (error) {
    // A parallel request refreshed it; if it was ended instead, the next read says so.
    if (!(error instanceof WriteConflict)) throw error;
  }
  return seen;
}
