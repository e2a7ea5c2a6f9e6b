/**
 * After a new look-up key: every member's address is hashed anew, so that the old key can be retired. The new row is there
 * before the member names it, and the old one goes last: at no moment is an address not found. Safe to repeat.
 */
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { addressHash } from "../members/address.ts";
import type { Lookups } from "../members/lookup.ts";
import { member } from "../members/member.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { everybody, KeyShredded, type Person } from "../storage/person-keys.ts";
import { type Repository, replace } from "../storage/repository.ts";

type Needs = {
  readonly blobs: ListedBlobs;
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly lookupKeys: KeyRing;
};

/** @returns whether the member's address had to be hashed anew. */
async function reindex({ repository, lookups, lookupKeys }: Needs, person: Person): Promise<boolean> {
  const found = await repository.read(person, member, person.subjectId);
  // A pending member is not looked up yet, and ends within a day.
  if (found === undefined || found.doc.status !== "active") return false;
  const { doc, etag } = found;
  const hash = addressHash(lookupKeys, person.brand, doc.email);
  if (hash === doc.addressHash) return false;
  const there = await lookups.read(hash);
  if (there === undefined) await lookups.create({ id: hash, subjectId: person.subjectId, state: "confirmed" });
  else if (there.doc.subjectId !== person.subjectId) return false;
  await repository.commit(person, [replace(member, { ...doc, addressHash: hash }, etag)]);
  await lookups.erase(doc.addressHash);
  return true;
}

/** @returns how many members were indexed anew, and how many were passed over because they changed at that moment. */
export const makeReindexAddresses =
  (needs: Needs) =>
  async (brand: BrandId): Promise<{ readonly changed: number; readonly again: number }> => {
    let changed = 0;
    let again = 0;
    for await (const person of everybody(needs.blobs, brand)) {
      try {
        if (await reindex(needs, person)) changed += 1;
      } catch (error) {
        // Erased meanwhile: there is nothing to index.
        if (error instanceof KeyShredded) continue;
        if (!(error instanceof WriteConflict)) throw error;
        again += 1;
      }
    }
    return { changed, again };
  };
