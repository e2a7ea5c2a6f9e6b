/**
 * The effect of a `lookup` row: the address becomes the member's for good, then the row goes. Safe to repeat; where it
 * cannot be said yet it throws, and the row brings it up again.
 */
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { erase, type Repository } from "../storage/repository.ts";
import { confirmAddress, type Lookups } from "./lookup.ts";
import { member } from "./member.ts";

type Needs = { readonly repository: Repository; readonly lookups: Lookups; readonly log: Logger };

export const makeConfirmAddress =
  ({ repository, lookups, log }: Needs) =>
  async (person: Person, rowId: OutboxRow["id"]): Promise<void> => {
    const found = await repository.read(person, member, person.subjectId);
    // On this path "not found" may only mean "not visible yet".
    if (found === undefined) throw new Error("member not found");
    const outcome = await confirmAddress(lookups, found.doc.addressHash, person);
    if (outcome === "undecided") throw new Error("another proof of the address is being completed");
    // Two accounts hold one address: a person has to look at it, and trying again would change nothing.
    if (outcome === "taken") log.warn("member.address-conflict", { subjectId: person.subjectId });
    await repository.commit(person, [erase(outboxRow, rowId)]).catch(alreadyGone);
  };

function alreadyGone(error: unknown): void {
  if (!(error instanceof WriteConflict)) throw error;
}
