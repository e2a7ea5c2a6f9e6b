/**
 * An approval: what one member of staff proposes and another confirms or refuses, before anything is destroyed, disclosed
 * or opened outside somebody's function. Four eyes are two people, by the directory's ids; where the law's officer must be
 * one of them, the table says so. Charter articles 1 and 5; GDPR articles 24, 25 and 32(4).
 */
import * as z from "zod";
import { type DisclosureGround, disclosureGrounds } from "../charter/disclosures.ts";
import { type Category, categories, type Recipient, recipients, type Text } from "../privacy/catalogues.ts";
import { code } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { retentionRuleOf } from "../privacy/retention-rules.ts";
import { freeText } from "../requests/request.ts";
import { secondsAfter } from "../time/calendar.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { openingReasonNames } from "./need-to-know.ts";
import { purposeNames } from "./opening.ts";
import { staffWords } from "./review.ts";
import { allStaff, byStaff, type StaffRole } from "./staff.ts";

type FourEyes = Text & {
  readonly proposes: readonly StaffRole[];
  readonly decides: readonly StaffRole[];
  /** One of the two is the data protection officer. */
  readonly needsOfficer: boolean;
};

export const fourEyes = {
  "close-account": {
    fr: "fermer le compte",
    en: "close the account",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "terminate-services": {
    fr: "constater la résiliation des services",
    en: "record that the services have ended",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "attribute-termination": {
    fr: "rapporter à ce membre une résiliation sans titulaire certain",
    en: "say that an undecided termination concerns this member",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "set-legal-hold": {
    fr: "suspendre l'effacement (obligation légale ou litige)",
    en: "set a legal hold",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "review-legal-hold": {
    fr: "maintenir la suspension de l'effacement, après réexamen",
    en: "keep a legal hold, after looking at it again",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "lift-legal-hold": {
    fr: "lever la suspension de l'effacement",
    en: "lift a legal hold",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "register-disclosure": {
    fr: "communiquer des données et le consigner",
    en: "disclose data, and record it",
    proposes: ["desk", "dpo"],
    decides: ["desk", "dpo"],
    needsOfficer: true,
  },
  "break-glass": {
    fr: "ouvrir un dossier hors de sa fonction",
    en: "open a file outside one's function",
    proposes: ["desk", "ops"],
    decides: ["desk", "dpo"],
    needsOfficer: false,
  },
} as const satisfies Record<string, FourEyes>;
export type Action = keyof typeof fourEyes;
export const actions = Object.keys(fourEyes) as [Action, ...Action[]];
export const fourEyesOf = (action: Action): FourEyes => fourEyes[action];

/** Seconds a proposal waits for the second person; a broken glass is for now, not for the week. */
export const decisionSeconds = (action: Action): number => (action === "break-glass" ? 3_600 : 7 * 86_400);
/** Seconds a disclosure that was made already may wait before the officer is told. */
export const belatedSeconds = 86_400;
/** Seconds in which an agreed exceptional opening must be used. */
export const glassSeconds = 3_600;

export const approvalStatuses = ["pending", "confirmed", "done", "refused", "failed"] as const;

/** Grounds on which the controller itself gives data away; the others have their own ways (charter article 5). */
export const registrableGrounds = [
  "legal-duty",
  "business-transfer",
  "enforcing-a-contract",
] as const satisfies readonly DisclosureGround[];

const shown = ["desk", "dpo", "ops"] as const;
const names = <T extends string>(of: Readonly<Record<T, unknown>>) => Object.keys(of) as [T, ...T[]];

/** A disclosure as it is proposed. */
export const proposedDisclosure = z.strictObject({
  ground: plain(z.enum(registrableGrounds), shown),
  to: plain(z.enum(names<Recipient>(recipients)), shown),
  name: personal(freeText(200), { ...staffWords, seenBy: ["desk", "dpo"] }),
  purpose: plain(z.enum(purposeNames), shown),
  categories: z
    .array(plain(z.enum(names<Category>(categories)), shown))
    .min(1)
    .max(names<Category>(categories).length),
  /** When data were, or will have been, given. */
  at: plain(z.iso.datetime(), shown),
  /** The order, the deed, the case. */
  reference: personal(freeText(200), { ...staffWords, seenBy: ["desk", "dpo"] }),
  /** The law forbids telling the person before this day. */
  hiddenUntil: z.exactOptional(plain(z.iso.date(), ["dpo"])),
  /** Of a business transfer: the acquirer has taken over the charter's commitments in writing. */
  commitmentsKept: z.exactOptional(plain(z.literal(true), shown)),
});

export const approval = record(
  "approval",
  1,
  {
    id: plain(z.uuid(), allStaff),
    action: plain(z.enum(actions), allStaff),
    status: plain(z.enum(approvalStatuses), allStaff),
    proposedBy: byStaff("staff-decision"),
    proposedAt: plain(z.iso.datetime(), allStaff),
    /** Until when a second person can decide; of an agreed exceptional opening, until when it can be used. */
    validUntil: plain(z.iso.datetime(), allStaff),
    /** Of a disclosure that was made already: from when on the officer is told each morning that nobody has decided it. */
    dueAt: z.exactOptional(plain(z.iso.datetime(), allStaff)),
    /** A closed word of the action. */
    reason: z.exactOptional(plain(code(), allStaff)),
    words: z.exactOptional(personal(freeText(1_000), staffWords)),
    /** Of `break-glass`. */
    opening: z.exactOptional(
      z.strictObject({
        purpose: plain(z.enum(purposeNames), allStaff),
        reason: plain(z.enum(openingReasonNames), allStaff),
      }),
    ),
    /** Of `register-disclosure`. */
    disclosure: z.exactOptional(proposedDisclosure),
    /** Of `set-legal-hold` and `review-legal-hold`: the case, and when it must be looked at again. */
    hold: z.exactOptional(
      z.strictObject({
        reference: personal(freeText(200), { ...staffWords, seenBy: ["desk", "dpo"] }),
        reviewOn: plain(z.iso.date(), shown),
      }),
    ),
    /** Of `review-legal-hold` and `lift-legal-hold`: which. */
    holdId: z.exactOptional(plain(z.uuid(), allStaff)),
    /** Of `terminate-services`: since which day; of what is taken back, from which day the services go on. */
    endedOn: z.exactOptional(plain(z.iso.date(), allStaff)),
    /** Of `terminate-services`: the services go on after all. */
    isRevoked: z.exactOptional(plain(z.literal(true), allStaff)),
    /** Of `attribute-termination`: which announcement. */
    terminationId: z.exactOptional(plain(z.uuid(), allStaff)),
    decidedBy: z.exactOptional(byStaff("staff-decision")),
    decidedAt: z.exactOptional(plain(z.iso.datetime(), allStaff)),
    /** Why a confirmed action could not be done: the rule that stopped it. */
    failure: z.exactOptional(plain(code(), allStaff)),
    /** When the record ends: a proposal nobody decided with its date, a decided one by its rule. */
    expiresAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "staff-decision" },
);
export type Approval = Doc<typeof approval>;

/** When what staff decided ends. Counted from the decision: that it is carried out, or not, moves nothing. */
export const decisionEnds = (decidedAt: Date): Date => endOfPeriod(decidedAt, retentionRuleOf("staff-decision").period);

/** A proposal as it is made: nobody decides it, and it ends with the time there was for that. */
export const newApproval = (
  proposed: Omit<Approval, "status" | "proposedAt" | "validUntil" | "expiresAt">,
  now: Date,
): Approval => {
  const until = secondsAfter(now, decisionSeconds(proposed.action)).toISOString();
  return { ...proposed, status: "pending", proposedAt: now.toISOString(), validUntil: until, expiresAt: until };
};

/** A proposal as the second person leaves it. */
export function decidedApproval(
  { dueAt: _decided, ...proposed }: Approval,
  { decision, by }: { readonly decision: "confirmed" | "refused"; readonly by: NonNullable<Approval["decidedBy"]> },
  now: Date,
): Approval {
  const isGlass = proposed.action === "break-glass" && decision === "confirmed";
  return {
    ...proposed,
    status: decision,
    decidedBy: by,
    decidedAt: now.toISOString(),
    ...(isGlass ? { validUntil: secondsAfter(now, glassSeconds).toISOString() } : {}),
    expiresAt: decisionEnds(now).toISOString(),
  };
}

/** What became of a confirmed one. @param failure the rule that stopped it. */
export const carriedOut = (of: Approval, failure?: string): Approval =>
  failure === undefined ? { ...of, status: "done" } : { ...of, status: "failed", failure };

export const groundOf = (ground: (typeof registrableGrounds)[number]) => disclosureGrounds[ground];
