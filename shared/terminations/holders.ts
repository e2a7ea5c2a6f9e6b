/** Whom a join hash names: people whose look-up row and whose own record agree. */
import type { BrandId } from "../charter/brands.ts";
import { member } from "../members/member.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { closure } from "../retention/closure.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { HolderRows } from "./holder-join.ts";

type Needs = { readonly repository: Repository; readonly holderRows: HolderRows };

/** A row may lag behind a change of name or card. While keys change, the issuer may use the older one. */
export async function holdersOf(
  { repository, holderRows }: Needs,
  brand: BrandId,
  join: KeyedHash,
): Promise<readonly Person[]> {
  const row = await holderRows.read(join);
  const holders: Person[] = [];
  for (const subjectId of row?.doc.subjectIds ?? []) {
    const person = { brand, subjectId };
    try {
      const closed = await repository.read(person, closure, subjectId);
      const own = closed ?? (await repository.read(person, member, subjectId));
      if (own?.doc.issuerJoin === join || own?.doc.olderJoins?.includes(join)) holders.push(person);
    } catch (error) {
      // Erased: nobody any more.
      if (!(error instanceof KeyShredded)) throw error;
    }
  }
  return holders;
}
