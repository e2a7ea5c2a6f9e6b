/**
 * What staff decide about terminations, each with a second person's agreement (shared/staff/approval.ts runs these once it is
 * there): that somebody's services end, or whom an undecided announcement concerns. Each has its effect once, however often
 * it is asked for. That it concerns nobody here: dismiss-termination.ts.
 */

import type { AppendEntry, AuditNote } from "../audit/entry.ts";
import type { BrandId } from "../charter/brands.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import type { ComingEnd } from "../retention/coming-end.ts";
import { everyItem } from "../storage/paged.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Clock } from "../time/clock.ts";
import type { ApplyTermination } from "./apply-termination.ts";
import * as contract from "./contract.ts";
import {
  endOfUndecided,
  type UndecidedTermination,
  type UndecidedTerminations,
  undecidedQueue,
  undecidedTermination,
} from "./undecided.ts";

type Needs = {
  readonly undecided: UndecidedTerminations;
  readonly applyTermination: ApplyTermination;
  readonly ledger: { readonly append: AppendEntry };
  readonly clock: Clock;
  readonly log: Logger;
};

type StaffActor = AuditNote["actor"] & { readonly id: string };

const rounds = 5;

type DueTermination = ComingEnd & { readonly id: string };

/** Those that are over at an instant. */
export const undecidedDue = (undecided: Pick<UndecidedTerminations, "list">) =>
  async function* (at: Date): AsyncGenerator<DueTermination> {
    for await (const doc of everyItem((page) => undecided.list(page))) {
      const since = endOfUndecided(doc);
      if (since > at) continue;
      const { id, brand } = doc;
      const place = `failures/${undecidedQueue}/${id}`;
      const detail = doc.decidedAt === undefined ? "undecided" : "decided";
      yield { rule: "unmatched-termination", kind: undecidedTermination.kind, brand, since, place, detail, id };
    }
  };

export function makeDecideTermination({ undecided, applyTermination, ledger, clock, log }: Needs) {
  const claim = async (
    { brand }: Person,
    { id, approvalId }: { readonly id: string; readonly approvalId: string },
    actor: StaffActor,
  ): Promise<UndecidedTermination> => {
    for (let round = 0; round < rounds; round += 1) {
      const found = await undecided.read(id);
      if (found === undefined || found.doc.brand !== brand) throw new Refusal("not-found");
      const { doc, etag } = found;
      if (doc.decidedUnder === approvalId) return doc;
      // Its day may come near while it waits: it is none the more meant.
      if (doc.reason === "implausible-date") throw new Refusal("state-conflict");
      if (doc.decidedAt !== undefined) throw new Refusal("state-conflict");
      const claimed = {
        ...doc,
        decidedAt: clock.now().toISOString(),
        decidedBy: actor.id,
        decidedUnder: approvalId,
        decision: "applied",
      } as const;
      if (await undecided.replace(claimed, etag)) return claimed;
    }
    throw new Error("the announcement kept changing");
  };

  /** What was claimed and could not be applied waits again. */
  const release = async ({ id, approvalId }: { readonly id: string; readonly approvalId: string }): Promise<void> => {
    const found = await undecided.read(id);
    if (found?.doc.decidedUnder !== approvalId) return;
    const { decidedAt: _at, decidedBy: _by, decidedUnder: _under, decision: _decision, ...doc } = found.doc;
    if (!(await undecided.replace(doc, found.etag))) throw new Error("the announcement changed");
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
      if (outcome !== "applied" && outcome !== "again") throw new Refusal("state-conflict");
    },

    /**
     * An undecided announcement concerns this person. It is claimed before it is applied: of two approvals about two people
     * only one takes effect. @throws Refusal not-found, state-conflict
     */
    attribute: async (
      person: Person,
      order: { readonly id: string; readonly approvalId: string },
      actor: StaffActor,
    ): Promise<void> => {
      const doc = await claim(person, order, actor);
      const { effectiveOn, type } = doc;
      const isRevoked = type === contract.servicesReinstated.type;
      // By staff, because the issuer's word was not enough to say whom it concerns; with the issuer's count, because what the
      // issuer said before or after it keeps its place.
      const said = { effectiveOn, isRevoked, by: "staff", said: doc.id, sequence: doc.sequence } as const;
      const outcome = await applyTermination(person, said, actor);
      if (outcome !== "applied" && outcome !== "again") {
        await release(order);
        throw new Refusal(outcome === "nobody" ? "not-found" : "state-conflict");
      }
      const entry = { id: `${doc.id}-decided`, brand: doc.brand, about: doc.id, detail: "applied" };
      await ledger.append({ ...entry, event: "termination.decided", actor });
    },

    /**
     * Decided ones whose period is over go, and those that nobody decided for a year. One that is decided at this very moment
     * stays for its month. @returns how many.
     */
    endDecided: async (ended: (brand: BrandId) => void = () => undefined): Promise<number> => {
      const over: string[] = [];
      for await (const { id } of undecidedDue(undecided)(clock.now())) over.push(id);
      let count = 0;
      for (const id of over) {
        const found = await undecided.read(id);
        if (found === undefined || endOfUndecided(found.doc) > clock.now()) continue;
        const { brand, decidedAt } = found.doc;
        if (decidedAt === undefined) log.warn("termination.lapsed", { recordId: id, brand });
        if (!(await undecided.erase(id, found.etag))) continue;
        count += 1;
        ended(brand);
      }
      return count;
    },
  };
}
