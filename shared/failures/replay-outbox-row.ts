/**
 * A row is taken up now: one that its receiver had refused is open again, one that had grown rare starts over. The message
 * keeps its id, so a receiver that has it already does nothing twice. The entry for the ledger is part of the commit.
 */

import type { Operator } from "../audit/audited.ts";
import { newLedgerRow } from "../audit/entry.ts";
import type { BrandId } from "../charter/brands.ts";
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { create, type Repository, replace } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { findRow, type RowAddress } from "./find-row.ts";

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

/** @throws Refusal stale-version where the row changed meanwhile. */
export const makeReplayOutboxRow =
  ({ repository, relay, clock, relaySeconds }: Needs) =>
  async (address: RowAddress, actor: Operator, within?: BrandId): Promise<void> => {
    const { person, found } = await findRow(repository, address, within);
    const now = clock.now();
    const { refusedFor: _openAgain, takeUps: _fromTheStart, ...kept } = found.doc;
    // Of a mail, the sending's id is made of how often it was sent: starting over would ask for what became of an old one, and
    // send what is on its way a second time.
    const attempts = kept.channel === "processor" ? 0 : kept.attempts;
    const row: OutboxRow = { ...kept, attempts, dueAt: secondsAfter(now, relaySeconds).toISOString() };
    try {
      await repository.commit(person, [
        replace(outboxRow, row, found.etag),
        create(outboxRow, newLedgerRow({ event: "outbox-row.replayed", actor, about: row.id }, now)),
      ]);
    } catch (error) {
      throw error instanceof WriteConflict ? new Refusal("stale-version", { cause: error }) : error;
    }
    await relay.inline(person, [row]);
  };
