/**
 * Telling every member about a new version before it takes effect (charter article 1). One mail per person and version: the
 * row's id is derived from both, so that a repeated run, or two at once, announce nothing twice. The person's own row says
 * that it was done, for as long as the announcement matters.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { brandIds } from "../charter/brands.ts";
import { member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { derivedId } from "../storage/derived-id.ts";
import { everybody, KeyShredded, type Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { parisDay, secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { announcement } from "./announcement.ts";
import { type Documents, documentNames, type PublishedDocument } from "./document.ts";

/** Days before a version takes effect at which its announcement begins. */
export const noticeDays = 30;
const daySeconds = 86_400;

type Needs = {
  readonly blobs: ListedBlobs;
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly documents: Documents;
  readonly relaySeconds: number;
};

/** Versions not yet in force that begin within the notice. */
export function upcoming(documents: Documents, brand: Person["brand"], now: Date): readonly PublishedDocument[] {
  const today = parisDay(now);
  const horizon = parisDay(secondsAfter(now, noticeDays * daySeconds));
  return documentNames.flatMap((name) =>
    documents.versions(brand, name, "fr").filter(({ effectiveOn }) => effectiveOn > today && effectiveOn <= horizon),
  );
}

/** @returns false where the person was told before, or is not a member. */
async function announce(needs: Needs, person: Person, version: PublishedDocument): Promise<boolean> {
  const { repository, relay, clock, relaySeconds } = needs;
  const id = `${version.document}_${version.version}`;
  if ((await repository.read(person, announcement, id)) !== undefined) return false;
  const found = await repository.read(person, member, person.subjectId);
  if (found?.doc.status !== "active") return false;
  const now = clock.now();
  const row = {
    ...newOutboxRow({ channel: "mail", type: "texts-changing" }, now, relaySeconds),
    id: derivedId("announcement", person.subjectId, id),
  };
  await repository.commit(person, [
    create(announcement, { id, announcedAt: now.toISOString(), effectiveOn: version.effectiveOn }),
    create(outboxRow, row),
    create(outboxRow, newLedgerRow({ event: "version.announced", actor: { role: "system" }, about: id }, now)),
  ]);
  await relay.inline(person, [row]);
  return true;
}

/** Announces whatever is upcoming to whoever was not told. @returns how many people were told just now. */
export const makeAnnounceVersions = (needs: Needs) => async (): Promise<number> => {
  let told = 0;
  for (const brand of brandIds) {
    const versions = upcoming(needs.documents, brand, needs.clock.now());
    if (versions.length === 0) continue;
    for await (const person of everybody(needs.blobs, brand)) {
      for (const version of versions) {
        try {
          if (await announce(needs, person, version)) told += 1;
        } catch (error) {
          // Told by another run at this moment, or erased: in both cases there is nothing left to do.
          if (!(error instanceof WriteConflict || error instanceof KeyShredded)) throw error;
        }
      }
    }
  }
  return told;
};
