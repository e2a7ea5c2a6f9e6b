/** The member's own data, as the member sees them. */
import { view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository, Versioned } from "../storage/repository.ts";
import { member } from "./member.ts";

export const memberView = view(member, "member");

export const makeReadMember =
  ({ repository }: { readonly repository: Repository }) =>
  async (person: Person): Promise<Versioned<typeof member>> => {
    const found = await repository.read(person, member, person.subjectId);
    if (found === undefined) throw new Refusal("not-found");
    return found;
  };
