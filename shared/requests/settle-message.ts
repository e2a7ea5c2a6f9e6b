/**
 * The processor's word about a message of ours. Acknowledged: the row has had its effect and goes, with its blob.
 * Refused: the row stays without a date, visible, for a person to look at; but what the member wrote about a request that
 * has ended meanwhile needs nobody (decision 0189). Both are safe to repeat, and mean this person's messages only.
 */
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import type { Blobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { erase, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { RefusalReason } from "./apply-update.ts";
import { dated } from "./expiry.ts";
import { blobNameOf } from "./payload-blob.ts";
import { request } from "./request.ts";
import { finalStatuses, isStatus, transitions } from "./states.ts";

type Needs = {
  readonly repository: Repository;
  readonly outgoing: Blobs;
  readonly clock: Clock;
  readonly log: Logger;
};

const rounds = 5;

/** What is of no use any more once the request is over. Whatever says that it is over, or takes a consent back, is. */
const moot: readonly OutboxRow["type"][] = [
  "concierge.conversation.posted.v1",
  "concierge.proposal.accepted.v1",
  "concierge.proposal.declined.v1",
];

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

  const isOver = async (person: Person, { requestId }: OutboxRow): Promise<boolean> => {
    const about = requestId === undefined ? undefined : await repository.read(person, request, requestId);
    return about !== undefined && finalStatuses.includes(about.doc.status);
  };

  return {
    acknowledged: (person: Person, messageId: string): Promise<void> =>
      conditionally(async () => {
        const row = await repository.read(person, outboxRow, messageId);
        // The blob first: a crash in between leaves the row, and with it the reason to come back. Also where the row has gone
        // already: a re-send under way at that moment may have written the blob once more, and its own receipt takes it away.
        await outgoing.erase(blobNameOf(person, messageId));
        if (row?.doc.channel !== "processor") return;
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
        if (row?.doc.channel !== "processor" || row.doc.refusedFor !== undefined) return;
        if (reason === "state" && moot.includes(row.doc.type) && (await isOver(person, row.doc))) {
          await outgoing.erase(blobNameOf(person, messageId));
          await repository.commit(person, [erase(outboxRow, messageId, row.etag)]);
          log.event("message.came-after-the-end", { messageId, type: row.doc.type });
          return;
        }
        const { dueAt: _noMore, ...kept } = row.doc;
        await repository.commit(person, [replace(outboxRow, { ...kept, refusedFor: reason }, row.etag)]);
        log.warn("message.refused-by-processor", { messageId, type: row.doc.type, code: reason });
      }),
  };
}
