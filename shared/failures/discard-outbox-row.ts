/**
 * A person decides that a message its receiver has refused is sent no more: the ledger says who decided, its payload is
 * erased, the row goes. What is still on its way cannot be discarded: it would be lost.
 */

import type { Operator } from "../audit/audited.ts";
import { newLedgerRow } from "../audit/entry.ts";
import type { BrandId } from "../charter/brands.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { Refusal } from "../refusal.ts";
import { blobNameOf } from "../requests/payload-blob.ts";
import type { Blobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { create, erase, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { findRow, type RowAddress } from "./find-row.ts";

type Needs = { readonly repository: Repository; readonly outgoing: Blobs; readonly clock: Clock };

/** @throws Refusal state-conflict for a row that nobody has refused, stale-version where it changed meanwhile. */
export const makeDiscardOutboxRow =
  ({ repository, outgoing, clock }: Needs) =>
  async (address: RowAddress, actor: Operator, within?: BrandId): Promise<void> => {
    const { person, found } = await findRow(repository, address, within);
    const { id, channel, refusedFor } = found.doc;
    if (refusedFor === undefined) throw new Refusal("state-conflict");
    const decided = newLedgerRow({ event: "outbox-row.discarded", actor, about: id, detail: refusedFor }, clock.now());
    try {
      if (channel !== "processor") {
        await repository.commit(person, [erase(outboxRow, id, found.etag), create(outboxRow, decided)]);
        return;
      }
      // Who decided is on record before anything is lost. The row goes last: cut short, it is the reason to come back.
      const [etag] = await repository.commit(person, [
        replace(outboxRow, found.doc, found.etag),
        create(outboxRow, decided),
      ]);
      await outgoing.erase(blobNameOf(person, id));
      await repository.commit(person, [erase(outboxRow, id, etag ?? found.etag)]);
    } catch (error) {
      throw error instanceof WriteConflict ? new Refusal("stale-version", { cause: error }) : error;
    }
  };
