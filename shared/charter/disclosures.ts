/**
 * The grounds on which data may be given to somebody else, as a closed list (charter article 5): a disclosure without one
 * of these does not compile, and each says who may be told and whether the person must agree first.
 */
import type { Recipient } from "../privacy/catalogues.ts";

type Ground = {
  readonly fr: string;
  readonly en: string;
  readonly to: readonly Recipient[];
  /** Only after the person has agreed. */
  readonly needsAgreement: boolean;
  readonly source: string;
};

export const disclosureGrounds = {
  "carrying-out-a-request": {
    fr: "exécuter une prestation demandée",
    en: "carry out a service that was asked for",
    to: ["processor", "provider"],
    needsAgreement: false,
    source: "charter art. 5; GDPR art. 6(1)(b), 6(1)(f) and 28",
  },
  "hosting-the-service": {
    fr: "héberger le service",
    en: "host the service",
    to: ["host"],
    needsAgreement: false,
    source: "charter art. 5 (not named there, see the findings); GDPR art. 28",
  },
  "carrying-a-message": {
    fr: "acheminer un message du service",
    en: "carry a message of the service",
    to: ["mail-provider"],
    needsAgreement: false,
    source: "charter art. 4; GDPR art. 28",
  },
  "providers-own-purpose": {
    fr: "besoins propres d'un prestataire",
    en: "a provider's own purposes",
    to: ["provider"],
    needsAgreement: true,
    source: "charter art. 5; GDPR art. 6(1)(a)",
  },
  "business-transfer": {
    fr: "cession ou acquisition d'activité, engagements maintenus",
    en: "sale or acquisition of a business, commitments kept",
    to: ["authority", "provider"],
    needsAgreement: false,
    source: "charter art. 5; GDPR art. 6(1)(f)",
  },
  "legal-duty": {
    fr: "obligation légale",
    en: "legal duty",
    to: ["authority"],
    needsAgreement: false,
    source: "charter art. 5; GDPR art. 6(1)(c)",
  },
  "enforcing-a-contract": {
    fr: "faire appliquer un contrat, protéger des droits",
    en: "enforce a contract, protect rights",
    to: ["authority"],
    needsAgreement: false,
    source: "charter art. 5; GDPR art. 6(1)(f)",
  },
  "members-agreement": {
    fr: "accord de la personne",
    en: "the person's agreement",
    to: ["provider", "card-issuer"],
    needsAgreement: true,
    source: "charter art. 3 and 5; GDPR art. 6(1)(a)",
  },
} as const satisfies Record<string, Ground>;
export type DisclosureGround = keyof typeof disclosureGrounds;
