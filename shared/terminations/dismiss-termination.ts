/**
 * Dismissing an announcement that concerns nobody here: by two people, one of them the officer. It lies in nobody's partition,
 * so the first one's word waits on it (shared/staff/joint-decision.ts). Charter article 6; GDPR article 24.
 */
import type { Audited } from "../audit/audited.ts";
import type { Doc } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { newFirstWord, whichWord, type wordTaken } from "../staff/joint-decision.ts";
import { actorOf, type Staff } from "../staff/staff.ts";
import type { Clock } from "../time/clock.ts";
import type { UndecidedTermination, UndecidedTerminations } from "./undecided.ts";

type Needs = {
  readonly undecided: UndecidedTerminations;
  readonly audited: Audited;
  readonly clock: Clock;
};
type Taken = Doc<typeof wordTaken>;

const decision = "dismiss-termination";

/** @throws Refusal not-found, state-conflict, second-person-needed; stale-version after a lost race. */
export const makeDismissTermination =
  ({ undecided, audited, clock }: Needs) =>
  async (staff: Staff, terminationId: string): Promise<Taken> => {
    const found = await undecided.read(terminationId);
    if (found === undefined || found.doc.brand !== staff.brand) throw new Refusal("not-found");
    const { doc, etag } = found;
    // Asked again, because the answer got lost.
    if (doc.decision === "dismissed" && doc.decidedBy === staff.id) return { status: "done" };
    if (doc.decidedAt !== undefined) throw new Refusal("state-conflict");
    const now = clock.now();
    const about = { actor: actorOf(staff), brand: doc.brand, about: doc.id } as const;
    const replace = async (next: UndecidedTermination) => {
      if (!(await undecided.replace(next, etag))) throw new Refusal("stale-version");
    };

    if (whichWord(decision, doc.dismissal, staff, now) === "first") {
      const dismissal = newFirstWord(staff, now);
      await audited.looked({ ...about, event: "staff.action-proposed" }, decision);
      await replace({ ...doc, dismissal });
      return { status: "waiting", validUntil: dismissal.validUntil };
    }
    const decided = { decidedAt: now.toISOString(), decidedBy: staff.id, decision: "dismissed" } as const;
    await audited.changed(
      { ...about, event: "termination.decided" },
      () => replace({ ...doc, ...decided }),
      () => "dismissed",
    );
    return { status: "done" };
  };
