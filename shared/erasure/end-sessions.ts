/** Ending every session of a person, and every ticket that could open one. */
import type { Person } from "../storage/person-keys.ts";
import { isStore, type PersonStores } from "../storage/person-stores.ts";

const opening: readonly (string | undefined)[] = ["session", "ticket"];

export const makeEndSessions =
  ({ stores: { subjects } }: { readonly stores: PersonStores }) =>
  async (person: Person): Promise<void> => {
    if (!isStore(subjects)) return;
    for await (const page of subjects.find(person, [])) {
      const theirs = page.filter(({ kind }) => opening.includes(kind));
      if (theirs.length > 0) await subjects.erase(person, theirs);
    }
  };
