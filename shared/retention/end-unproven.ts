/**
 * Sign-ups of which only a key is left: one that was cut off between its key and its record, or whose record went by the
 * store's expiry before a sweep came by (after two days without one). The note beside the key leads to them (decision 0181),
 * and the one mechanism that erases persons takes them away. Charter article 6; the rule is the unfinished sign-up's.
 */

import type { BrandId } from "../charter/brands.ts";
import type { Logger } from "../privacy/log.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import { keyBlobName, type Person, type PersonKeys, unprovenBefore } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { OrderErasure } from "./care-for.ts";
import type { ComingEnd } from "./coming-end.ts";
import { knownOf } from "./standing.ts";

type Needs = {
  readonly repository: Repository;
  readonly keys: Pick<PersonKeys, "prove">;
  readonly storedKeys: ListedBlobs;
  readonly clock: Clock;
  readonly log: Logger;
  readonly startErasure: OrderErasure;
};

const patienceMs = retentionRules["pending-sign-up"].period.hours * 3_600_000;
/** Whose sign-up began then or earlier, and is still not proven, has had the time there is for it. */
export const startedBefore = (now: Date): Date => new Date(now.getTime() - patienceMs);

/**
 * Whether only a key is left, or not even that. A record that is there has a date of its own, and the sweep or the relay
 * brings it up.
 */
async function leftOf(person: Person, { repository, storedKeys }: Pick<Needs, "repository" | "storedKeys">) {
  const isKept = (await storedKeys.read(keyBlobName(person))) !== undefined;
  if (isKept && (await knownOf(repository, person)) !== undefined) return undefined;
  return { isKept };
}

/** Sign-ups of which at an instant only a key is left that has to go. */
export const unprovenDue = (needs: Pick<Needs, "repository" | "storedKeys">) =>
  async function* (at: Date): AsyncGenerator<ComingEnd> {
    const rule = "pending-sign-up";
    for await (const { person, since: from } of unprovenBefore(needs.storedKeys, startedBefore(at))) {
      if ((await leftOf(person, needs)) === undefined) continue;
      const since = new Date(from.getTime() + patienceMs);
      yield { rule, kind: "person-key", brand: person.brand, since, place: `person-keys/${keyBlobName(person)}` };
    }
  };

/** What is left of a run's cap, and who is told of each that ended or waits for the next run. */
type Within = {
  readonly room: number;
  readonly ended?: (brand: BrandId) => void;
  readonly postponed?: (brand: BrandId) => void;
};

/** @returns how many were ended. */
export const makeEndUnproven = ({ repository, keys, storedKeys, clock, log, startErasure }: Needs) => {
  const end = async (person: Person, { isKept }: { readonly isKept: boolean }, now: Date): Promise<void> => {
    await startErasure(person, { cause: "pending-sign-up", at: now });
    // Cut off before there was a key: an erasure finds nothing to do, and the note is all there is.
    if (!isKept) await keys.prove(person);
  };

  return async ({ room, ended, postponed }: Within): Promise<number> => {
    const now = clock.now();
    let count = 0;
    for await (const { person } of unprovenBefore(storedKeys, startedBefore(now))) {
      try {
        const left = await leftOf(person, { repository, storedKeys });
        if (left === undefined) continue;
        if (count >= room) {
          postponed?.(person.brand);
          continue;
        }
        await end(person, left, now);
        count += 1;
        ended?.(person.brand);
      } catch (error) {
        // One person's trouble must not hold up the others; the note stays and leads here again.
        log.error("retention.person-failed", error, { subjectId: person.subjectId });
      }
    }
    return count;
  };
};
