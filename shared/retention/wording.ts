/**
 * What each group of data is called and why it is kept, in words a member reads (GDPR articles 12(1) and 13(2)(a)). The facts
 * stand in the rules; here are only their words.
 */
import type { Text } from "../privacy/catalogues.ts";
import type { Period, RetentionRule, StartingEvent } from "../privacy/retention-rules.ts";

/** The groups a member is told of: what may be held about an account, by its rule. Technical rows of minutes are not groups. */
export const groups = {
  account: {
    data: {
      fr: "votre compte : identité, coordonnées, premiers chiffres de la carte",
      en: "your account: identity, contact details, first digits of the card",
    },
    why: {
      fr: "vous identifier et tenir votre espace ; ensuite, se défendre en cas de litige",
      en: "to identify you and keep your space; afterwards, to answer a dispute",
    },
  },
  request: {
    data: { fr: "vos demandes et les échanges à leur sujet", en: "your requests and the conversations about them" },
    why: {
      fr: "les exécuter ; ensuite, la durée que la charte annonce à l'article 6",
      en: "to carry them out; afterwards, the period announced in article 6 of the charter",
    },
  },
  interests: {
    data: { fr: "vos centres d'intérêt", en: "your interests" },
    why: {
      fr: "personnaliser le service tant qu'il vous est rendu",
      en: "to personalise the service while you have it",
    },
  },
  acceptance: {
    data: {
      fr: "vos acceptations de la charte et des conditions",
      en: "your acceptances of the charter and the terms",
    },
    why: {
      fr: "prouver le contrat tant qu'il peut être contesté",
      en: "to prove the contract while it can be disputed",
    },
  },
  consent: {
    data: { fr: "vos consentements", en: "your consents" },
    why: {
      fr: "prouver le consentement tant qu'il sert, puis tant qu'il peut être contesté",
      en: "to prove a consent while it is relied on, and then while it can be disputed",
    },
  },
  disclosure: {
    data: { fr: "à qui vos données ont été montrées ou transmises", en: "who was shown or sent your data" },
    why: { fr: "pouvoir vous le dire", en: "to be able to tell you" },
  },
  "inactive-account": {
    data: { fr: "un compte qui n'est plus utilisé", en: "an account that is not used any more" },
    why: {
      fr: "il est clos ; vous êtes prévenu 60 et 15 jours avant, et une connexion suffit à le garder",
      en: "it is closed; you are told 60 and 15 days before, and signing in keeps it",
    },
  },
  session: {
    data: { fr: "vos sessions ouvertes", en: "your open sessions" },
    why: { fr: "savoir que c'est bien vous", en: "to know that it is you" },
  },
  "staff-decision": {
    data: {
      fr: "les décisions prises à votre sujet par le personnel, et leurs motifs",
      en: "the decisions staff have taken about you, and their reasons",
    },
    why: { fr: "pouvoir les examiner si vous les contestez", en: "to look into them if you contest them" },
  },
  audit: {
    data: { fr: "les traces des accès à vos données", en: "the records of who accessed your data" },
    why: {
      fr: "contrôler les accès ; votre nom n'y figure pas",
      en: "to control who has access; your name does not stand there",
    },
  },
  proof: {
    data: { fr: "les preuves que les engagements sont tenus", en: "the proofs that promises are kept" },
    why: {
      fr: "en rendre compte ; votre nom n'y figure pas",
      en: "to account for it; your name does not stand there",
    },
  },
} as const satisfies Partial<Record<RetentionRule, { readonly data: Text; readonly why: Text }>>;
export type Group = keyof typeof groups;
export const groupNames = Object.keys(groups) as [Group, ...Group[]];

const events: Readonly<Partial<Record<StartingEvent, Text>>> = {
  "services-terminated": {
    fr: "la fin des services liés à votre carte, ou la clôture de votre compte",
    en: "the end of the services linked to your card, or the closing of your account",
  },
  "last-signed-in": { fr: "votre dernière connexion", en: "your last sign-in" },
  issued: { fr: "leur ouverture", en: "they were opened" },
  resolved: { fr: "la décision", en: "the decision" },
  "stream-closed": { fr: "la fin du mois où elles sont écrites", en: "the end of the month in which they are written" },
};

const units = {
  years: { fr: ["an", "ans"], en: ["year", "years"] },
  months: { fr: ["mois", "mois"], en: ["month", "months"] },
  days: { fr: ["jour", "jours"], en: ["day", "days"] },
  hours: { fr: ["heure", "heures"], en: ["hour", "hours"] },
} as const;

/** `5 years after …`: a period and its starting event. */
export function lasts(period: Period, starts: StartingEvent, language: keyof Text): string {
  const parts = (["years", "months", "days", "hours"] as const).flatMap((unit) => {
    const count = period[unit];
    return count === undefined ? [] : [`${count} ${units[unit][language][count > 1 ? 1 : 0]}`];
  });
  const event = events[starts]?.[language];
  if (event === undefined) throw new Error(`no words for ${starts}`);
  if (parts.length === 0) return language === "fr" ? `jusqu'à ${event}` : `until ${event}`;
  return `${parts.join(" ")} ${language === "fr" ? "après" : "after"} ${event}`;
}
