/**
 * A read that decides something for good. With bounded staleness a read may not see what another instance has just written; a
 * write on a condition does. So where nothing is seen, a commit that only requires the record says whether it is there
 * (decisions 0142 and 0185).
 */
import type { AnyRecord } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "./cosmos-container.ts";
import type { Person } from "./person-keys.ts";
import { type Repository, requirePresence, type Versioned } from "./repository.ts";
import { Unavailable } from "./unavailable.ts";

/** @returns undefined where it is certainly not there. @throws Unavailable where it is, and cannot be read yet. */
export async function readSurely<R extends AnyRecord>(
  repository: Pick<Repository, "read" | "commit">,
  person: Person,
  record: R,
  id: string,
): Promise<Versioned<R> | undefined> {
  const seen = await repository.read(person, record, id);
  if (seen !== undefined) return seen;
  try {
    await repository.commit(person, [requirePresence(record, id, new Refusal("not-found"))]);
  } catch (error) {
    if (error instanceof WriteConflict) return undefined;
    throw error;
  }
  throw new Unavailable("store", new Error("it is there, and not to be read yet"));
}
