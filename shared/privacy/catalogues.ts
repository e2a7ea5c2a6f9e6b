/**
 * The closed catalogues an annotation may name: why data are processed, what kind they are, who sees them, where they
 * come from and how they are protected. A purpose, recipient or category that stands here has a source in the charter
 * (articles 3 to 5) or in the GDPR; one that does not stand here does not compile. Retention rules: `retention-rules.ts`.
 */

/** The two languages every register and notice is written in. */
export type Text = { readonly en: string; readonly fr: string };

/** Legal bases this product relies on, with the letter of GDPR article 6(1). */
export const legalBases = {
  contract: {
    article: "6(1)(b)",
    en: "performance of the concierge contract",
    fr: "exécution du contrat de conciergerie",
  },
  "legal obligation": { article: "6(1)(c)", en: "legal obligation", fr: "obligation légale" },
  "legitimate interest": { article: "6(1)(f)", en: "legitimate interest", fr: "intérêt légitime" },
} as const;
export type LegalBasis = keyof typeof legalBases;

type PurposeEntry = Text & { readonly basis: LegalBasis; readonly source: string };

/**
 * Charter article 4 lists six purposes and says that each rests on the contract or on legitimate interest, without
 * saying which: the choice per purpose is ours. The others are not announced there (see the findings): statistics (article 3),
 * requests towards people who are no party to the contract, and what the law or security calls for.
 */
export const purposes = {
  identification: {
    basis: "contract",
    source: "charter art. 4",
    en: "identify the member, so that the functions can be used",
    fr: "identifier l'utilisateur pour lui ouvrir les fonctionnalités",
  },
  "personal-space": {
    basis: "contract",
    source: "charter art. 4",
    en: "create and keep the personal space",
    fr: "créer et tenir l'espace personnel",
  },
  "assistance-portal": {
    basis: "contract",
    source: "charter art. 4",
    en: "give direct access to the assistance and insurance portal",
    fr: "donner l'accès direct au portail assistance assurance",
  },
  personalisation: {
    basis: "legitimate interest",
    source: "charter art. 4",
    en: "personalise and improve the services and the information given",
    fr: "personnaliser et améliorer les services et les informations",
  },
  "concierge-requests": {
    basis: "contract",
    source: "charter art. 4",
    en: "receive and carry out concierge requests",
    fr: "recevoir et exécuter les demandes de conciergerie",
  },
  "requests-for-others": {
    basis: "legitimate interest",
    source: "GDPR art. 6(1)(f) and 14; charter art. 3",
    en: "carry out a request for people the member names, who are no party to the contract",
    fr: "exécuter une demande pour des personnes que l'utilisateur y nomme et qui ne sont pas parties au contrat",
  },
  communication: {
    basis: "contract",
    source: "charter art. 4",
    en: "write to the member about the concierge services",
    fr: "écrire à l'utilisateur au sujet des services de conciergerie",
  },
  statistics: {
    basis: "legitimate interest",
    source: "charter art. 3",
    en: "anonymous statistics",
    fr: "études statistiques anonymes",
  },
  security: {
    basis: "legitimate interest",
    source: "GDPR art. 32 and recital 49; charter art. 10.3",
    en: "keep the service and the accounts secure",
    fr: "assurer la sécurité du service et des comptes",
  },
  rights: {
    basis: "legal obligation",
    source: "GDPR art. 12 to 22; charter art. 8",
    en: "answer the exercise of a person's rights",
    fr: "répondre à l'exercice des droits des personnes",
  },
  accountability: {
    basis: "legal obligation",
    source: "GDPR art. 5(2) and 24; charter art. 1",
    en: "prove that the promises of the charter and the law are kept",
    fr: "prouver que la charte et la loi sont respectées",
  },
  "legal-claims": {
    basis: "legitimate interest",
    source: "charter art. 5 (protection of the company and of third parties); GDPR art. 17(3)(e)",
    en: "establish, exercise or defend legal claims",
    fr: "constater, exercer ou défendre des droits en justice",
  },
} as const satisfies Record<string, PurposeEntry>;
export type Purpose = keyof typeof purposes;

/**
 * Kinds of personal data. `clear`: whether a value of a closed type (a state, a date, a number, an id) may lie in the
 * database unsealed; data that name or reach a person never may (DESIGN, section 5).
 */
export const categories = {
  identity: { clear: false, source: "charter art. 3", en: "identity", fr: "identité" },
  contact: { clear: false, source: "charter art. 3", en: "contact details", fr: "coordonnées" },
  "card-eligibility": {
    clear: false,
    source: "charter art. 3",
    en: "first digits of the card",
    fr: "premiers numéros de la carte",
  },
  interests: { clear: false, source: "charter art. 3", en: "interests", fr: "centres d'intérêt" },
  preferences: { clear: true, source: "charter art. 4", en: "settings chosen by the member", fr: "réglages choisis" },
  request: { clear: true, source: "charter art. 3", en: "concierge requests", fr: "demandes de conciergerie" },
  conversation: {
    clear: false,
    source: "charter art. 3 and 4",
    en: "conversation about a request",
    fr: "échanges sur une demande",
  },
  "third-party": {
    clear: false,
    source: "GDPR art. 14",
    en: "other people named in a request",
    fr: "tiers nommés dans une demande",
  },
  rights: { clear: false, source: "charter art. 8", en: "exercise of rights", fr: "exercice des droits" },
  proof: {
    clear: true,
    source: "GDPR art. 5(2)",
    en: "proofs: acceptances, decisions, traces",
    fr: "preuves : acceptations, décisions, traces",
  },
  security: {
    clear: true,
    source: "GDPR art. 32",
    en: "sessions, tickets, access data",
    fr: "sessions, tickets, données d'accès",
  },
} as const satisfies Record<string, Text & { readonly clear: boolean; readonly source: string }>;
export type Category = keyof typeof categories;

/**
 * Who may be shown or sent data. Closed: whoever is not here cannot receive a field (charter article 5). `standing`: the
 * person concerned, a function inside the controller, or somebody outside, who must stand in the transfers register
 * before anything goes there.
 */
export const recipients = {
  member: { standing: "person", source: "GDPR art. 15", en: "the member", fr: "l'utilisateur" },
  processor: {
    standing: "external",
    source: "charter art. 4; GDPR art. 28",
    en: "the concierge processor",
    fr: "le sous-traitant de conciergerie",
  },
  host: {
    standing: "external",
    source: "GDPR art. 28 and 32",
    en: "the hosting provider",
    fr: "l'hébergeur",
  },
  provider: {
    standing: "external",
    source: "charter art. 5",
    en: "a provider who carries out a service",
    fr: "un prestataire de services",
  },
  desk: {
    standing: "internal",
    source: "charter art. 5",
    en: "the controller's concierge desk",
    fr: "le service conciergerie du responsable",
  },
  dpo: {
    standing: "internal",
    source: "charter art. 8",
    en: "the data protection officer",
    fr: "le délégué à la protection des données",
  },
  auditor: { standing: "internal", source: "GDPR art. 5(2)", en: "an auditor", fr: "un auditeur" },
  ops: { standing: "internal", source: "charter art. 5", en: "operations staff", fr: "l'exploitation technique" },
  "card-issuer": {
    standing: "external",
    source: "charter art. 3 and 5 (only with the member's agreement)",
    en: "the card issuer",
    fr: "l'émetteur de la carte",
  },
  "mail-provider": {
    standing: "external",
    source: "charter art. 4; GDPR art. 28",
    en: "the e-mail carrier",
    fr: "le prestataire d'acheminement des e-mails",
  },
  authority: {
    standing: "external",
    source: "charter art. 5 and 9",
    en: "a court or authority",
    fr: "une juridiction ou une autorité",
  },
} as const satisfies Record<
  string,
  Text & { readonly source: string; readonly standing: "person" | "internal" | "external" }
>;
export type Recipient = keyof typeof recipients;

/** Where a value comes from (GDPR articles 14(2)(f) and 15(1)(g)); `member` under contract makes it portable (article 20). */
export const sources = {
  member: { en: "given by the member", fr: "fourni par l'utilisateur" },
  processor: { en: "given by the concierge processor", fr: "fourni par le sous-traitant" },
  provider: { en: "given by a provider", fr: "fourni par un prestataire" },
  "card-issuer": { en: "given by the card issuer", fr: "fourni par l'émetteur de la carte" },
  staff: { en: "written by the controller's staff", fr: "saisi par le personnel du responsable" },
  observed: { en: "observed while the service is used", fr: "observé pendant l'utilisation" },
  derived: { en: "computed from other data", fr: "calculé à partir d'autres données" },
} as const satisfies Record<string, Text>;
export type Source = keyof typeof sources;

/** How a stored field is protected. `keyed hash` fields carry the type `KeyedHash`; sealing leaves them as they are. */
export const protections = ["sealed", "keyed hash", "plain"] as const;
export type Protection = (typeof protections)[number];
