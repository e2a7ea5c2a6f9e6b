/**
 * Proposing what needs four eyes: the proposal is kept with the person it is about, and waits for somebody else. Nothing of
 * the action happens yet. Charter article 5; GDPR articles 24 and 32(4).
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newLedgerRow } from "../audit/entry.ts";
import { disclosureFaults, wasGivenBefore } from "../disclosures/disclosure-rules.ts";
import { confirmsSpecialCategories } from "../free-text/ask-consent.ts";
import { needIn } from "../free-text/confirm-need.ts";
import type { SpecialCategory } from "../free-text/special-categories.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { holdReasons } from "../retention/legal-hold.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { isPlausible, plausibleRule } from "../terminations/termination.ts";
import type { UndecidedReason } from "../terminations/undecided.ts";
import { parisDay, secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import {
  type Action,
  type Approval,
  approval,
  belatedSeconds,
  decisionSeconds,
  fourEyesOf,
  newApproval,
  proposedDisclosure,
} from "./approval.ts";
import { behindGlass, isReasonFor, openingReasonNames } from "./need-to-know.ts";
import { purposeNames } from "./opening.ts";
import { actorOf, allStaff, type Staff } from "./staff.ts";

const { words, action, status, validUntil, id } = approval.schema.shape;

/** Why an account is closed by staff. */
export const closureReasons = ["member-asked", "ineligible-card", "misuse", "death"] as const;
export const closeAccountInput = declared("close-account", {
  reason: plain(z.enum(closureReasons), allStaff),
  words,
  confirmsSpecialCategories,
});

export const terminateServicesInput = declared("terminate-services", {
  /** The last day of the services; with `isRevoked` the day from which they go on, as in the issuer's contract. */
  endedOn: plain(z.iso.date(), allStaff),
  /** The services go on after all: what is known of their end is taken back. */
  isRevoked: approval.schema.shape.isRevoked,
  words,
  confirmsSpecialCategories,
});

export const attributeTerminationInput = declared("attribute-termination", {
  /** An undecided one of the brand. */
  terminationId: plain(z.uuid(), allStaff),
  words,
  confirmsSpecialCategories,
});

export const setLegalHoldInput = declared("set-legal-hold", {
  reason: plain(z.enum(holdReasons), allStaff),
  ...approval.schema.shape.hold._zod.def.innerType.shape,
  words,
  confirmsSpecialCategories,
});
/** The reason and the case that keep it now, and the next day to look. */
export const reviewLegalHoldInput = declared("review-legal-hold", setLegalHoldInput.schema.shape);
export const liftLegalHoldInput = declared("lift-legal-hold", { words, confirmsSpecialCategories });

export const registerDisclosureInput = declared("register-disclosure", {
  ...proposedDisclosure.shape,
  words,
  confirmsSpecialCategories,
});

export const breakGlassInput = declared("break-glass", {
  purpose: plain(z.enum(purposeNames), allStaff),
  reason: plain(z.enum(openingReasonNames), allStaff),
  /** What happened: the second person and the officer judge by it. */
  words: words._zod.def.innerType,
  confirmsSpecialCategories,
});

export const actionProposed = declared("action-proposed", { id, action, status, validUntil });
export type ActionProposed = Doc<typeof actionProposed>;

/** What is proposed, beside who proposes and when; and what of its words was confirmed to be needed. */
export type Proposal = { readonly action: Action } & Partial<
  Pick<
    Approval,
    "reason" | "words" | "opening" | "disclosure" | "hold" | "holdId" | "endedOn" | "isRevoked" | "terminationId"
  >
> & { readonly confirmsSpecialCategories?: readonly SpecialCategory[] | undefined };

type Needs = {
  readonly repository: Repository;
  readonly clock: Clock;
  /** Why an undecided termination of the brand waits under this id, if one does. */
  readonly whyUndecided: (brand: Staff["brand"], terminationId: string) => Promise<UndecidedReason | undefined>;
};

/** @throws Refusal not-allowed, invalid-input, outside-need-to-know, special-category-likely or not-found. */
export const makeProposeAction =
  ({ repository, clock, whyUndecided }: Needs) =>
  async (staff: Staff, memberId: string, intent: Intent, proposal: Proposal): Promise<ActionProposed> => {
    const now = clock.now();
    refuseProposal(staff, proposal, now);
    const person: Person = { brand: staff.brand, subjectId: memberId };
    // The partition's owner, and not only its presence: a proposal about another brand's member is about nobody.
    if ((await repository.owner(memberId))?.brand !== staff.brand) throw new Refusal("not-found");
    const { terminationId } = proposal;
    return commitOnce({ repository, clock }, person, intent, async () => {
      if (terminationId !== undefined) refuseAttribution(await whyUndecided(staff.brand, terminationId));
      const proposalId = randomUUID();
      const by = actorOf(staff);
      const { confirmsSpecialCategories, ...proposed } = proposal;
      const { words, disclosure, hold } = proposed;
      const said = { words, name: disclosure?.name, reference: disclosure?.reference ?? hold?.reference };
      const need = await needIn({ ...said, confirmsSpecialCategories }, staff, proposalId, now);
      const doc = newApproval(
        {
          ...proposed,
          id: proposalId,
          proposedBy: by,
          ...(disclosure !== undefined && wasGivenBefore(disclosure, now.toISOString())
            ? { dueAt: secondsAfter(now, belatedSeconds).toISOString() }
            : {}),
        },
        now,
      );
      const note = { event: "staff.action-proposed", actor: by, about: proposalId, detail: proposal.action } as const;
      return {
        answer: { id: proposalId, action: proposal.action, status: "pending", validUntil: doc.validUntil } as const,
        writes: [create(approval, doc), create(outboxRow, newLedgerRow(note, now)), ...need],
      };
    });
  };

/** A day that cannot be meant is nobody's: the announcement is dismissed, and staff say the right day themselves. */
function refuseAttribution(reason: UndecidedReason | undefined): void {
  if (reason === undefined) throw new Refusal("not-found");
  if (reason !== "implausible-date") return;
  const rule = "must not be an announcement with an implausible date: dismiss it, and propose the right day yourself";
  throw new Refusal("invalid-input", { fields: [{ pointer: "/terminationId", rule }] });
}

function refuseProposal({ role }: Staff, proposal: Proposal, now: Date): void {
  const { action, disclosure, opening, hold, endedOn } = proposal;
  if (!fourEyesOf(action).proposes.includes(role)) throw new Refusal("not-allowed");
  const fields = disclosure === undefined ? [] : disclosureFaults(disclosure, now, decisionSeconds(action));
  if (hold !== undefined && hold.reviewOn <= parisDay(now)) {
    fields.push({ pointer: "/reviewOn", rule: "must be a day to come" });
  }
  if (endedOn !== undefined && !isPlausible(endedOn, now)) fields.push({ pointer: "/endedOn", rule: plausibleRule });
  if (fields.length > 0) throw new Refusal("invalid-input", { fields });
  if (opening !== undefined) {
    const isBehindGlass = behindGlass[role][opening.purpose] !== undefined;
    if (!isBehindGlass || !isReasonFor(opening.reason, opening.purpose)) throw new Refusal("outside-need-to-know");
  }
}

export const approvalLocation = (memberId: string, approvalId: string): string =>
  `/api/v1/staff/members/${memberId}/approvals/${approvalId}`;
