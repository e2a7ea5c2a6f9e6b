/**
 * Which capability carries out which approved action. Each has its effect once, however often it is asked: the approval's id is
 * the hold's and the disclosure's, an account closed already is closed, a hold lifted already is lifted.
 */

import type { retentionOf } from "./compose-retention.ts";
import { registerDisclosure } from "./disclosures/register-disclosure.ts";
import { type HoldReason, legalHold } from "./retention/legal-hold.ts";
import type { Approval } from "./staff/approval.ts";
import type { Executors } from "./staff/carry-out.ts";
import type { Repository } from "./storage/repository.ts";

type Needs = {
  readonly repository: Repository;
  readonly retention: () => Pick<ReturnType<typeof retentionOf>, "closeAccount" | "holds" | "terminations">;
};

/** Who proposed it acts; that somebody else confirmed it stands beside it in the ledger. */
const actorOf = ({ proposedBy }: Approval) => ({ role: proposedBy.role, id: proposedBy.id });

export const makeExecutors = ({ repository, retention }: Needs): Executors => ({
  "register-disclosure": (_person, approval, now) => registerDisclosure(approval, now),

  "close-account": async (person, approval) => {
    await retention().closeAccount(person, { cause: "staff", actor: actorOf(approval) });
    return [];
  },

  "terminate-services": async (person, approval) => {
    const { id: approvalId, endedOn: effectiveOn = "", isRevoked = false } = approval;
    await retention().terminations.announce(person, { effectiveOn, isRevoked, approvalId }, actorOf(approval));
    return [];
  },

  "attribute-termination": async (person, approval) => {
    const order = { id: approval.terminationId ?? "", approvalId: approval.id };
    await retention().terminations.attribute(person, order, actorOf(approval));
    return [];
  },

  "set-legal-hold": async (person, approval) => {
    await retention().holds.set(person, holdIn(approval), actorOf(approval));
    return [];
  },

  "review-legal-hold": async (person, approval) => {
    await retention().holds.review(person, approval.holdId ?? "", holdIn(approval), actorOf(approval));
    return [];
  },

  "lift-legal-hold": async (person, approval) => {
    const known = await repository.read(person, legalHold, approval.holdId ?? "");
    if (known?.doc.liftedAt === undefined) {
      await retention().holds.lift(person, approval.holdId ?? "", actorOf(approval));
    }
    return [];
  },
});

function holdIn({ id, hold, reason }: Approval) {
  if (hold === undefined) throw new Error("an approval of a hold without one");
  return { ...hold, id, reason: reason as HoldReason };
}
