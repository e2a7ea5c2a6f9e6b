/** One outbox row by whose it is and its id: `{subjectId}/{id}`, as it is listed. */
import type { BrandId } from "../charter/brands.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository, Versioned } from "../storage/repository.ts";

export type RowAddress = { readonly subjectId: string; readonly id: string };

/** @throws Refusal not-found where there is none, or where it is another brand's: nobody learns which. */
export async function findRow(
  repository: Repository,
  { subjectId, id }: RowAddress,
  within: BrandId | undefined,
): Promise<{ readonly person: Person; readonly found: Versioned<typeof outboxRow> }> {
  const person = await repository.owner(subjectId);
  if (person === undefined || (within !== undefined && person.brand !== within)) throw new Refusal("not-found");
  const found = await repository.read(person, outboxRow, id);
  if (found === undefined) throw new Refusal("not-found");
  return { person, found };
}
