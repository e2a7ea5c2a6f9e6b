/**
 * The effect of a `lookup` row: the address becomes the member's for good; after a change of address the old one is given
 * free, and its mailbox told. The person's key is from then on no unproven one's. Then the row goes. Safe to repeat; where it cannot be said yet it throws, and the row brings
 * it up again.
 */
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person, PersonKeys } from "../storage/person-keys.ts";
import { create, erase, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { emailChange } from "./email-change.ts";
import { confirmAddress, type Lookups } from "./lookup.ts";
import { member } from "./member.ts";

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly keys: Pick<PersonKeys, "prove">;
  readonly log: Logger;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

export const makeConfirmAddress = (needs: Needs) => {
  const { repository, keys, clock, relaySeconds } = needs;

  return async (person: Person, { id, type, aboutId }: Pick<OutboxRow, "id" | "type" | "aboutId">): Promise<void> => {
    const isHeld = await hold(needs, person);
    await keys.prove(person);
    const wasMoved = type === "address-moved" && aboutId !== undefined;
    if (wasMoved && isHeld) await release(needs, person, aboutId);
    const told = newOutboxRow(
      { channel: "mail", type: "address-changed", ...(wasMoved ? { aboutId } : {}) },
      clock.now(),
      relaySeconds,
    );
    await repository
      .commit(person, [erase(outboxRow, id), ...(wasMoved ? [create(outboxRow, told)] : [])])
      .catch(alreadyGone);
  };
};

/** @returns whether the member's address is theirs in the look-ups. */
async function hold({ repository, lookups, log, clock }: Needs, person: Person): Promise<boolean> {
  const found = await repository.read(person, member, person.subjectId);
  // On this path "not found" may only mean "not visible yet".
  if (found === undefined) throw new Error("member not found");
  const outcome = await confirmAddress(lookups, found.doc.addressHash, person, clock.now());
  if (outcome === "undecided") throw new Error("another proof of the address is being completed");
  // Two accounts hold one address: a person has to look at it, and trying again would change nothing.
  if (outcome === "taken") log.warn("member.address-conflict", { subjectId: person.subjectId });
  return outcome === "confirmed";
}

/** Gives the old address free, if it is still this person's row and not their address again. */
async function release(needs: Needs, person: Person, changeId: string): Promise<void> {
  const { repository, lookups } = needs;
  const change = await repository.read(person, emailChange, changeId);
  const old = change?.doc.previousHash;
  const found = await repository.read(person, member, person.subjectId);
  if (old === undefined || found?.doc.addressHash === old) return;
  const row = await lookups.read(old);
  if (row?.doc.subjectId !== person.subjectId) return;
  await lookups.erase(old, row.etag);
  // Changed back at this very moment: what was just given free is theirs.
  await hold(needs, person);
}

function alreadyGone(error: unknown): void {
  if (!(error instanceof WriteConflict)) throw error;
}
