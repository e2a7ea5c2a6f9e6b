/**
 * Need to know as a table: which function may open a member's file for which purpose, and what it then sees. What stands
 * here is all there is; the rest is breaking the glass, with a second person and a review. Charter article 5: staff reach
 * only what their function needs; GDPR articles 5(1)(b) and (c), 25(2), 29 and 32(4).
 */
import type { Purpose, Text } from "../privacy/catalogues.ts";
import type { StaffRole } from "./staff.ts";

/** Whose view of the records is shown: what that recipient sees, field by field, says the data model. */
export const fileViews = ["desk", "dpo"] as const;
export type FileView = (typeof fileViews)[number];

type Table = Readonly<Record<StaffRole, { readonly [P in Purpose]?: FileView }>>;

/** Auditors see ledger and registers, operations technical records: neither opens a member's file. */
export const needToKnow: Table = {
  desk: { "concierge-requests": "desk", communication: "desk" },
  dpo: { rights: "dpo", accountability: "dpo", "legal-claims": "dpo" },
  auditor: {},
  ops: {},
};

/** What can be opened in addition, once a second person has agreed; the officer reviews each such opening. */
export const behindGlass: Table = {
  desk: { security: "dpo", rights: "dpo" },
  dpo: {},
  auditor: {},
  ops: { security: "dpo" },
};

/**
 * Who opens what a closed account left in the archive: for legal claims, and nothing else, as the CNIL's guide to retention
 * periods (2020) asks of an intermediate archive. There is no glass to break before it.
 */
export const archiveNeedToKnow: Table = {
  desk: {},
  dpo: { "legal-claims": "dpo" },
  auditor: {},
  ops: {},
};

/** Why it is opened. Convenience, statistics, a wish to look: none of them. */
export const archiveReasons = {
  "legal-claim": { fr: "constatation, exercice ou défense de droits en justice", en: "a legal claim" },
  authority: { fr: "demande d'une autorité", en: "an authority's request" },
} as const satisfies Record<string, Text>;
export type ArchiveReason = keyof typeof archiveReasons;
export const archiveReasonNames = Object.keys(archiveReasons) as [ArchiveReason, ...ArchiveReason[]];

/** Why a file is opened: a closed list, each reason under the purposes it can serve. */
export const openingReasons = {
  "member-asked": { fr: "à votre demande", en: "at your request", for: ["concierge-requests", "communication"] },
  "request-follow-up": {
    fr: "suivi d'une demande en cours",
    en: "following a request under way",
    for: ["concierge-requests"],
  },
  "processor-question": {
    fr: "question du sous-traitant sur une demande",
    en: "a question of the processor about a request",
    for: ["concierge-requests"],
  },
  "service-notice": {
    fr: "information sur les services",
    en: "a notice about the services",
    for: ["communication"],
  },
  "rights-case": { fr: "exercice de vos droits", en: "exercise of your rights", for: ["rights"] },
  complaint: { fr: "réclamation", en: "a complaint", for: ["rights", "legal-claims", "accountability"] },
  "compliance-check": {
    fr: "vérification de conformité",
    en: "a compliance check",
    for: ["accountability"],
  },
  "legal-dispute": { fr: "litige", en: "a dispute", for: ["legal-claims"] },
  incident: { fr: "incident de sécurité", en: "a security incident", for: ["security"] },
  emergency: { fr: "urgence", en: "an emergency", for: ["security", "rights"] },
} as const satisfies Record<string, Text & { readonly for: readonly Purpose[] }>;
export type OpeningReason = keyof typeof openingReasons;
export const openingReasonNames = Object.keys(openingReasons) as [OpeningReason, ...OpeningReason[]];

export const isReasonFor = (reason: OpeningReason, purpose: Purpose): boolean =>
  (openingReasons[reason].for as readonly Purpose[]).includes(purpose);
