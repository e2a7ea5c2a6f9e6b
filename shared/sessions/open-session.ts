/**
 * Who is asking: the session behind a cookie, if it is still open. One read; the idle time is written at most every five
 * minutes (DESIGN, section 8).
 */
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { hashOfSecret, isOver, type Session, session, sessionRules } from "./session.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };

/** @returns the open session, or undefined where there is none (any more). */
export const makeOpenSession =
  ({ repository, clock }: Needs) =>
  async (person: Person, secret: string): Promise<Session | undefined> => {
    const now = clock.now();
    const found = await repository.read(person, session, hashOfSecret(secret));
    if (found === undefined || isOver(found.doc, now)) return undefined;
    const { doc, etag } = found;
    if (now.getTime() - Date.parse(doc.seenAt) < sessionRules.refresh) return doc;
    const seen = { ...doc, seenAt: now.toISOString() };
    try {
      await repository.commit(person, [replace(session, seen, etag)]);
    } catch (error) {
      // A parallel request refreshed it; if it was ended instead, the next read says so.
      if (!(error instanceof WriteConflict)) throw error;
    }
    return seen;
  };
