/**
 * After a new look-up key, or a new key shared with the card issuer: what every member is found by is hashed anew, so that
 * the old key can be retired. The new row is there
 * before the member names it, and the old one goes last: at no moment is an address not found. Safe to repeat.
 */
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { addressHash } from "../members/address.ts";
import { confirmAddress, type Lookups } from "../members/lookup.ts";
import { member } from "../members/member.ts";
import type { Logger } from "../privacy/log.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { everybody, KeyShredded, type Person } from "../storage/person-keys.ts";
import { type Repository, replace } from "../storage/repository.ts";
import type { KeepJoin } from "../terminations/holder-join.ts";
import type { Clock } from "../time/clock.ts";

type Needs = {
  readonly blobs: ListedBlobs;
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly lookupKeys: KeyRing;
  readonly clock: Clock;
  readonly log: Logger;
  /** The join row follows its own key; who is indexed anew is looked at for both. */
  readonly keepJoin: KeepJoin;
};

type Outcome = "changed" | "unchanged" | "again" | "conflict";

async function reindex({ repository, lookups, lookupKeys, keepJoin, clock }: Needs, person: Person): Promise<Outcome> {
  const joined = await keepJoin(person);
  const found = await repository.read(person, member, person.subjectId);
  // A pending member is not looked up yet, and ends within a day.
  if (found === undefined || found.doc.status !== "active") return "unchanged";
  const { doc, etag } = found;
  const hash = addressHash(lookupKeys, person.brand, doc.email);
  if (hash === doc.addressHash) return joined;
  const outcome = await confirmAddress(lookups, hash, person, clock.now());
  if (outcome !== "confirmed") return outcome === "taken" ? "conflict" : "again";
  await repository.commit(person, [replace(member, { ...doc, addressHash: hash }, etag)]);
  await lookups.erase(doc.addressHash);
  return "changed";
}

/**
 * @returns how many members were indexed anew; how many were passed over because they changed at that moment; and how
 * many cannot be, because another account has the address under the new key: a person has to look at those, and until
 * then the old key must stay.
 */
export const makeReindexAddresses =
  (needs: Needs) =>
  async (brand: BrandId): Promise<{ readonly changed: number; readonly again: number; readonly conflicts: number }> => {
    const counts = { changed: 0, unchanged: 0, again: 0, conflict: 0 };
    for await (const person of everybody(needs.blobs, brand)) {
      try {
        const outcome = await reindex(needs, person);
        counts[outcome] += 1;
        if (outcome === "conflict") needs.log.warn("member.address-conflict", { subjectId: person.subjectId });
      } catch (error) {
        // Erased meanwhile: there is nothing to index.
        if (error instanceof KeyShredded) continue;
        if (!(error instanceof WriteConflict)) throw error;
        counts.again += 1;
      }
    }
    return { changed: counts.changed, again: counts.again, conflicts: counts.conflict };
  };
