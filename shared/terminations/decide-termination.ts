/**
 * What staff do about terminations, each with a second person's agreement (shared/staff/approval.ts runs these once it is
 * there): say that somebody's services end, or decide an undecided announcement: whom it concerns, or nobody here.
 */
import type { AppendEntry, AuditNote } from "../audit/entry.ts";
import { retentionRuleOf } from "../privacy/retention-rules.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import type { ApplyTermination } from "./apply-termination.ts";
import * as contract from "./contract.ts";
import type { HolderRows } from "./holder-join.ts";
import { holdersOf } from "./holders.ts";
import type { UndecidedTermination, UndecidedTerminations } from "./undecided.ts";

type Needs = {
  readonly repository: Repository;
  readonly holderRows: HolderRows;
  readonly undecided: UndecidedTerminations;
  readonly applyTermination: ApplyTermination;
  readonly ledger: { readonly append: AppendEntry };
  readonly clock: Clock;
};

type StaffActor = AuditNote["actor"] & { readonly id: string };

const pageSize = 100;

export function makeDecideTermination(needs: Needs) {
  const { undecided, applyTermination, ledger, clock } = needs;

  const pages = async function* (): AsyncGenerator<UndecidedTermination> {
    let cursor: string | undefined;
    do {
      const page = await undecided.list({ limit: pageSize, cursor });
      cursor = page.cursor;
      yield* page.items;
    } while (cursor !== undefined);
  };

  return {
    /** The services of somebody end, or go on after all, by the word of staff. @throws Refusal not-found, state-conflict */
    announce: async (
      person: Person,
      order: { readonly effectiveOn: string; readonly isRevoked: boolean; readonly approvalId: string },
      actor: StaffActor,
    ): Promise<void> => {
      const { approvalId: said, effectiveOn, isRevoked } = order;
      const outcome = await applyTermination(person, { effectiveOn, isRevoked, by: "staff", said }, actor);
      if (outcome === "nobody") throw new Refusal("not-found");
      if (outcome === "before-sign-up") throw new Refusal("state-conflict");
    },

    /** Announcements of a brand that wait for a decision, with whom they may concern. */
    list: async (brand: Person["brand"]) => {
      const waiting: { readonly doc: UndecidedTermination; readonly candidates: readonly Person[] }[] = [];
      for await (const doc of pages()) {
        if (doc.brand !== brand || doc.decidedAt !== undefined) continue;
        waiting.push({ doc, candidates: await holdersOf(needs, brand, doc.join) });
      }
      return waiting;
    },

    /** @param holder whom it concerns; absent: nobody here. @throws Refusal not-found, state-conflict */
    decide: async (
      id: string,
      brand: Person["brand"],
      holder: string | undefined,
      actor: StaffActor,
    ): Promise<void> => {
      const found = await undecided.read(id);
      if (found === undefined || found.doc.brand !== brand) throw new Refusal("not-found");
      const { doc, etag } = found;
      if (doc.decidedAt !== undefined) throw new Refusal("state-conflict");
      if (holder !== undefined) {
        const { effectiveOn, type } = doc;
        const isRevoked = type === contract.servicesReinstated.type;
        // By staff: the issuer's count was not enough to say whom it concerns.
        const said = { effectiveOn, isRevoked, by: "staff", said: doc.id } as const;
        const outcome = await applyTermination({ brand, subjectId: holder }, said, actor);
        if (outcome === "nobody") throw new Refusal("not-found");
        if (outcome === "before-sign-up") throw new Refusal("state-conflict");
      }
      const decision = holder === undefined ? "dismissed" : "applied";
      await ledger.append({
        id: `${doc.id}-decided`,
        brand,
        event: "termination.decided",
        actor,
        about: doc.id,
        detail: decision,
      });
      const decided = { ...doc, decidedAt: clock.now().toISOString(), decidedBy: actor.id, decision } as const;
      if (!(await undecided.replace(decided, etag))) throw new Refusal("stale-version");
    },

    /** Decided ones whose period is over go. @returns how many. */
    endDecided: async (): Promise<number> => {
      const { period } = retentionRuleOf("unmatched-termination");
      const over: string[] = [];
      for await (const { id, decidedAt } of pages()) {
        if (decidedAt !== undefined && endOfPeriod(new Date(decidedAt), period) <= clock.now()) over.push(id);
      }
      for (const id of over) await undecided.erase(id);
      return over.length;
    },
  };
}
