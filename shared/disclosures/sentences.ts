/**
 * A disclosure in a plain sentence, French or English: who (by function, never a member of staff's name) saw or received
 * what, when, why, on which ground. GDPR articles 12(1) and 15(1)(c).
 */
import { disclosureGrounds } from "../charter/disclosures.ts";
import { categories, purposes, recipients, type Text } from "../privacy/catalogues.ts";
import { archiveReasons, openingReasons } from "../staff/need-to-know.ts";
import type { Disclosure } from "./disclosure.ts";

type Language = keyof Text;
type Told = Pick<
  Disclosure,
  "origin" | "at" | "to" | "name" | "purpose" | "categories" | "ground" | "reason" | "isExceptional"
>;

const days = {
  fr: new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" }),
  en: new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" }),
} as const;

const words = {
  fr: {
    opening: "a consulté votre dossier",
    dispatched: "a reçu une demande que vous avez faite, et recevra ce que vous écrirez à son sujet",
    reported: "a reçu des données vous concernant pour une prestation",
    registered: "a reçu des données vous concernant",
    what: "Données",
    purpose: "Finalité",
    ground: "Fondement",
    reason: "Motif",
    exceptional: "Ouverture exceptionnelle, avec l'accord d'une seconde personne ; le délégué l'examine.",
    colon: " : ",
  },
  en: {
    opening: "looked at your file",
    dispatched: "received a request of yours, and will receive what you write about it",
    reported: "received data about you for a service",
    registered: "received data about you",
    what: "Data",
    purpose: "Purpose",
    ground: "Ground",
    reason: "Reason",
    exceptional: "Exceptional opening, with a second person's agreement; the data protection officer reviews it.",
    colon: ": ",
  },
} as const;

const reasons: Readonly<Record<string, Text>> = { ...openingReasons, ...archiveReasons };

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function sentenceOf(told: Told, language: Language): string {
  const { origin, at, to, name, purpose, categories: what, ground, reason, isExceptional } = told;
  const said = words[language];
  const recipient = recipients[to][language];
  const who = name === undefined ? capitalised(recipient) : `${name} (${recipient})`;
  const part = (title: string, text: string) => `${title}${said.colon}${text}.`;
  const reasonText = reason === undefined ? undefined : reasons[reason]?.[language];
  return [
    `${days[language].format(new Date(at))}${said.colon}${who} ${said[origin]}.`,
    part(said.what, what.map((category) => categories[category][language]).join(", ")),
    part(said.purpose, purposes[purpose][language]),
    ...(reasonText === undefined ? [] : [part(said.reason, reasonText)]),
    ...(ground === undefined ? [] : [part(said.ground, disclosureGrounds[ground][language])]),
    ...(isExceptional ? [said.exceptional] : []),
  ].join(" ");
}
