/**
 * Creating once, however often it is asked (draft-ietf-httpapi-idempotency-key). The key's row is part of the same commit
 * as the effect, so twins at the same moment cannot both win: the loser reads the winner's row and answers the same.
 */
import * as z from "zod";
import { digest } from "../privacy/formats.ts";
import { personal, plain, record } from "../privacy/record.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
import { Refusal } from "../refusal.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { WriteConflict } from "./cosmos-container.ts";
import type { Person } from "./person-keys.ts";
import { create, type Repository, replace, type Write } from "./repository.ts";
import { Unavailable } from "./unavailable.ts";

export const idempotencyRow = record(
  "idempotency",
  1,
  {
    /** Digest of the operation and the client's key. */
    id: plain(digest(), ["dpo"]),
    /** Digest of the request it was first used for; sealed, because a guess could be checked against it. */
    fingerprint: personal(digest(), {
      category: "security",
      purposes: ["security"],
      source: "derived",
      seenBy: ["dpo"],
      kept: "idempotency",
      protection: "sealed",
    }),
    answer: personal(z.string().max(4_000), {
      category: "request",
      purposes: ["concierge-requests"],
      source: "derived",
      seenBy: ["member", "dpo"],
      kept: "idempotency",
      protection: "sealed",
    }),
    expiresAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "idempotency" },
);

/** Until when an answer can be asked for again. */
export const answerEnds = (now: Date): Date => secondsAfter(now, retentionRules.idempotency.period.hours * 3_600);

/** What the client means to do, and how a retry of it is recognised. */
export type Intent = { readonly id: string; readonly fingerprint: string };

/**
 * Commits a plan under an intent, once.
 * @param plan reads and decides; it may run again after a lost race. @returns its answer, or the first one's.
 * @throws Refusal idempotency-key-reused where the key stands for another request; stale-version after a lost race; what
 * a required record stands for where it is missing. @throws Unavailable where a twin was first and cannot be read yet.
 */
export async function commitOnce<A>(
  needs: { readonly repository: Repository; readonly clock: Clock },
  person: Person,
  intent: Intent,
  plan: () => Promise<{ readonly answer: A; readonly writes: readonly Write[] }>,
): Promise<A> {
  const { repository, clock } = needs;

  /** @param overwritten the version of an answer that is too old to be asked for again: its key counts as new. */
  const attempt = async (overwritten?: string): Promise<A> => {
    let planned: readonly Write[] = [];
    try {
      const { answer, writes } = await plan();
      planned = writes;
      const row = {
        ...intent,
        answer: JSON.stringify(answer),
        expiresAt: answerEnds(clock.now()).toISOString(),
      };
      await repository.commit(person, [
        ...writes,
        overwritten === undefined ? create(idempotencyRow, row) : replace(idempotencyRow, row, overwritten),
      ]);
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof WriteConflict)) throw error;
      // A refusal can be the echo of our own first try, which changed the state: its row knows.
      const first = await repository.read(person, idempotencyRow, intent.id);
      if (first !== undefined && Date.parse(first.doc.expiresAt) > clock.now().getTime()) {
        if (first.doc.fingerprint !== intent.fingerprint) throw new Refusal("idempotency-key-reused");
        return JSON.parse(first.doc.answer) as A;
      }
      if (error instanceof Refusal) throw error;
      const failed = planned[error.index];
      if (failed === undefined && first !== undefined && overwritten === undefined) return attempt(first.etag);
      // The key's row is there, and this read does not see it yet: a twin was first, and its answer is the one to give.
      if (failed === undefined && first === undefined) throw new Unavailable("store", error);
      throw failed?.operation === "require" ? failed.otherwise : new Refusal("stale-version", { cause: error });
    }
  };
  return attempt();
}
