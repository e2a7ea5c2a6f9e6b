/**
 * The processor's word about a message of ours. Acknowledged: the row has had its effect and goes, with its blob.
 * Refused: the row stays without a date, visible, for a person to look at. Both are safe to repeat.
 */
import { outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import type { Blobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { erase, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { RefusalReason } from "./apply-update.ts";
import { blobNameOf } from "./dispatch-message.ts";
import { dated } from "./expiry.ts";
import { request } from "./request.ts";
import { isStatus, transitions } from "./states.ts";

type Needs = {
  readonly repository: Repository;
  readonly outgoing: Blobs;
  readonly clock: Clock;
  readonly log: Logger;
};

const rounds = 5;

export function makeSettleMessage({ repository, outgoing, clock, log }: Needs) {
  /** Tries again from a fresh read when somebody else wrote in between. */
  const conditionally = async (attempt: () => Promise<void>): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Error("the row kept changing");
  };

  return {
    acknowledged: (person: Person, messageId: string): Promise<void> =>
      conditionally(async () => {
        const row = await repository.read(person, outboxRow, messageId);
        // The blob first: a crash in between leaves the row, and with it the reason to come back. Also where the row has gone
        // already: a re-send under way at that moment may have written the blob once more, and its own receipt takes it away.
        await outgoing.erase(blobNameOf(messageId));
        if (row === undefined) return;
        const about =
          row.doc.type === "concierge.request.submitted.v1" && row.doc.requestId !== undefined
            ? await repository.read(person, request, row.doc.requestId)
            : undefined;
        const outcome = about === undefined ? "late" : transitions[about.doc.status].acknowledge;
        await repository.commit(person, [
          erase(outboxRow, messageId, row.etag),
          ...(about !== undefined && isStatus(outcome)
            ? [
                replace(
                  request,
                  dated({ ...about.doc, status: outcome, updatedAt: clock.now().toISOString() }),
                  about.etag,
                ),
              ]
            : []),
        ]);
      }),

    refused: (person: Person, messageId: string, reason: RefusalReason): Promise<void> =>
      conditionally(async () => {
        const row = await repository.read(person, outboxRow, messageId);
        if (row === undefined || row.doc.refusedFor !== undefined) return;
        const { dueAt: _noMore, ...kept } = row.doc;
        await repository.commit(person, [replace(outboxRow, { ...kept, refusedFor: reason }, row.etag)]);
        log.warn("message.refused-by-processor", { messageId, type: row.doc.type, code: reason });
      }),
  };
}
