/**
 * Reviews of exceptional openings: the officer's due work. Each stays on the list, overdue ones named as such and warned of
 * each morning, until somebody else than who opened has judged it. Who agreed beforehand may: most controllers have one officer, and the
 * auditor reads both in the ledger (decision 0200). Charter article 5; GDPR articles 24 and 39(1)(b).
 */
import * as z from "zod";
import type { Audited } from "../audit/audited.ts";
import { newLedgerRow } from "../audit/entry.ts";
import { confirmsSpecialCategories } from "../free-text/ask-consent.ts";
import { needIn } from "../free-text/confirm-need.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { type Doc, declared, personal, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { freeText } from "../requests/request.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Due, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { approval, decisionEnds } from "./approval.ts";
import { page } from "./file.ts";
import { review, reviewOutcomes, staffWords } from "./review.ts";
import { actorOf, type Staff, staffRoles } from "./staff.ts";

const seen = ["dpo", "auditor"] as const;
const { id, purpose, reason, openedAt, approvalId } = review.schema.shape;

export const reviewWaiting = declared("staff-review-waiting", {
  memberId: plain(z.uuid(), seen),
  id,
  purpose,
  reason,
  approvalId,
  openedAt,
  openedByRole: plain(z.enum(staffRoles), seen),
  dueAt: plain(z.iso.datetime(), seen),
  isOverdue: plain(z.boolean(), seen),
});
export const reviewPage = { schema: page<Doc<typeof reviewWaiting>>(reviewWaiting.schema) };

export const completeReviewInput = declared("complete-review", {
  outcome: plain(z.enum(reviewOutcomes), ["dpo"]),
  words: personal(freeText(1_000), { ...staffWords, seenBy: ["dpo"] }),
  confirmsSpecialCategories,
});
export type CompleteReviewInput = Doc<typeof completeReviewInput>;

type Needs = {
  readonly repository: Repository;
  readonly audited: Audited;
  readonly clock: Clock;
  readonly log: Logger;
};

const pageSize = 100;

type ReviewsFound = { readonly items: readonly Doc<typeof reviewWaiting>[]; readonly cursor: string | undefined };

export type ReviewOpening = {
  readonly listReviews: (
    staff: Staff,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ) => Promise<ReviewsFound>;
  /** @throws Refusal not-found, approval-over where it is reviewed already, second-person-needed, special-category-likely. */
  readonly completeReview: (
    staff: Staff,
    memberId: string,
    reviewId: string,
    input: CompleteReviewInput,
  ) => Promise<void>;
  /** Warns of every review that is overdue, and of disclosures made without anybody's agreement, in every brand. @returns how many. */
  readonly warnOfOverdueReviews: () => Promise<number>;
};

export function makeReviewOpening({ repository, audited, clock, log }: Needs): ReviewOpening {
  async function* dueNow(record: typeof review | typeof approval): AsyncGenerator<Due> {
    let cursor: string | undefined;
    do {
      const found = await repository.due(record, clock.now(), { limit: pageSize, cursor });
      yield* found.items;
      cursor = found.cursor;
    } while (cursor !== undefined);
  }

  return {
    listReviews: async ({ brand, role, id: by }, page) => {
      await audited.looked({ event: "staff.reviews-listed", actor: { role, id: by }, brand });
      const fields = ["purpose", "reason", "approvalId", "openedAt", "openedBy", "dueAt"] as const;
      const found = await repository.inState(review, brand, { statuses: ["pending"], fields, ...page });
      const now = clock.now().getTime();
      return {
        items: found.items.map(({ person, id, clear: { openedBy, dueAt = "", ...clear } }) => ({
          memberId: person.subjectId,
          id,
          ...clear,
          openedByRole: openedBy.role,
          dueAt,
          isOverdue: Date.parse(dueAt) <= now,
        })),
        cursor: found.cursor,
      };
    },

    completeReview: async (staff, memberId, reviewId, input) => {
      const person: Person = { brand: staff.brand, subjectId: memberId };
      const found = await repository.read(person, review, reviewId);
      if (found === undefined) throw new Refusal("not-found");
      const { dueAt: _done, ...doc } = found.doc;
      if (doc.status !== "pending") throw new Refusal("approval-over");
      if (doc.openedBy.id === staff.id) throw new Refusal("second-person-needed");
      const now = clock.now();
      const { confirmsSpecialCategories, ...judged } = input;
      const need = await needIn({ words: judged.words, confirmsSpecialCategories }, staff, doc.id, now);
      const by = actorOf(staff);
      const note = { event: "staff.opening-reviewed", actor: by, about: doc.id, detail: input.outcome } as const;
      try {
        await repository.commit(person, [
          replace(
            review,
            {
              ...doc,
              ...judged,
              status: "done",
              reviewedBy: by,
              reviewedAt: now.toISOString(),
              expiresAt: decisionEnds(now).toISOString(),
            },
            found.etag,
          ),
          create(outboxRow, newLedgerRow(note, now)),
          ...need,
        ]);
      } catch (error) {
        if (error instanceof WriteConflict) throw new Refusal("approval-over", { cause: error });
        throw error;
      }
      if (input.outcome === "not-justified") {
        log.warn("staff.opening-not-justified", { recordId: doc.id, brand: staff.brand });
      }
    },

    warnOfOverdueReviews: async () => {
      let count = 0;
      for await (const { person, id } of dueNow(review)) {
        log.warn("staff.review-overdue", { recordId: id, brand: person.brand });
        count += 1;
      }
      for await (const { person, id } of dueNow(approval)) {
        log.warn("staff.disclosure-not-agreed", { recordId: id, brand: person.brand });
        count += 1;
      }
      return count;
    },
  };
}
