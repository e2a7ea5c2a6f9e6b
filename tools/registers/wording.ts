/** The words around the facts of the registers: periods, names, citations, in the reader's language. */
import { storedRecords } from "../../shared/model.ts";
import { type Recipient, recipients } from "../../shared/privacy/catalogues.ts";
import { type RegisterRow, registerRows } from "../../shared/privacy/derive.ts";
import {
  type Period,
  type RetentionRule,
  retentionRuleOf,
  retentionRules,
  type StartingEvent,
} from "../../shared/privacy/retention-rules.ts";
import { labelOf } from "./labels.ts";

export type Language = "fr" | "en";
export const languages: readonly Language[] = ["fr", "en"];
export type Words = Readonly<Record<Language, string>>;
export const text = (fr: string, en: string) => ({ fr, en });

export type Table = {
  readonly id: string;
  readonly title: Words;
  readonly about: Words;
  readonly columns: readonly { readonly key: string; readonly title: Words }[];
  readonly rows: (language: Language) => readonly Readonly<Record<string, string>>[];
};

export const records = storedRecords.map(({ record }) => record);
/** Every personal field of every record, once for each purpose. */
export const rows: readonly RegisterRow[] = registerRows(...records);

export const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
export const list = (values: readonly string[]): string => unique(values).toSorted().join(", ");

/** @returns the first of a group that cannot be empty. */
export function firstOf<T>(group: readonly T[]): T {
  const [first] = group;
  if (first === undefined) throw new Error("empty group");
  return first;
}

const units = {
  fr: {
    years: ["an", "ans"],
    months: ["mois", "mois"],
    days: ["jour", "jours"],
    hours: ["heure", "heures"],
    none: "aussitôt",
  },
  en: {
    years: ["year", "years"],
    months: ["month", "months"],
    days: ["day", "days"],
    hours: ["hour", "hours"],
    none: "at once",
  },
} as const;

const events: Readonly<Record<(typeof retentionRules)[RetentionRule]["starts"] | StartingEvent, Words>> = {
  "services-terminated": text(
    "la résiliation des services liés à la carte",
    "the termination of the card-linked services",
  ),
  "sign-up-started": text("le début de l'inscription", "the start of the sign-up"),
  "last-signed-in": text("la dernière connexion", "the last sign-in"),
  issued: text("l'émission", "being issued"),
  committed: text("l'enregistrement", "being recorded"),
  acknowledged: text("la confirmation par le destinataire", "the receiver's acknowledgement"),
  "case-closed": text("la clôture du dossier", "the closing of the case"),
  resolved: text("la résolution", "the resolution"),
  "stream-closed": text("la clôture du mois", "the closing of the month"),
  "certificate-delivered": text("la remise du certificat", "the delivery of the certificate"),
};

function periodText(period: Period, language: Language): string {
  const parts = (["years", "months", "days", "hours"] as const).flatMap((unit) => {
    const count = period[unit];
    return count === undefined ? [] : [`${count} ${units[language][unit][count > 1 ? 1 : 0]}`];
  });
  return parts.length === 0 ? units[language].none : parts.join(" ");
}

/** How long a cookie lasts. */
export const lastsText = (lasts: Period | { readonly minutes: number } | "session", language: Language): string => {
  if (lasts === "session") return text("session du navigateur", "browser session")[language];
  return "minutes" in lasts ? `${lasts.minutes} minutes` : periodText(lasts, language);
};

export const duration = (rule: RetentionRule, language: Language): string => {
  const { period, starts } = retentionRuleOf(rule);
  return `${periodText(period, language)} ${text("après", "after")[language]} ${events[starts][language]}`;
};

export const fieldNames = (fields: readonly string[], language: Language) =>
  list(fields.map((field) => labelOf(field, language)));

export const recipientNames = (ids: readonly Recipient[], language: Language) =>
  list(ids.map((id) => recipients[id][language]));

/** Recipients in the sense of GDPR article 4(9): not the person; the host holds whatever is stored. */
export const recipientsOf = (ids: readonly Recipient[]): readonly Recipient[] =>
  unique<Recipient>([...ids.filter((id) => recipients[id].standing !== "person"), "host"]);

const citationWords: readonly (readonly [RegExp, string])[] = [
  [/only with the member's agreement/g, "avec l'accord de l'utilisateur seulement"],
  [/\bcharter art\./g, "charte, art."],
  [/\bGDPR\b/g, "RGPD"],
  [/\brecital\b/g, "considérant"],
  [/\bEEA\b/g, "EEE"],
  [/; /g, " ; "],
  [/ and /g, " et "],
  [/ to /g, " à "],
];

/** A citation of the catalogues, which are written in English, as a French reader expects it. */
export const citation = (source: string, language: Language): string =>
  language === "en"
    ? source
    : citationWords.reduce((cited, [english, french]) => cited.replace(english, french), source);

export const toConfirm = text("à confirmer par le responsable", "to be confirmed by the controller");

/** A name, with the reserve where the controller has not confirmed it. */
export const confirmed = (name: string, isToConfirm: true | undefined, language: Language): string =>
  isToConfirm ? `${name} (${toConfirm[language]})` : name;

/** What is applied and what is only declared: said on each page that states durations or effects. */
export const stateOfPlay = text(
  "Durées et effets déclarés, et appliqués : un passage horaire du moteur de conservation met fin à ce qui est à terme, met à part les comptes clos et ordonne l'effacement (docs/retention.md). En attente : le parcours du membre pour exercer son droit à l'effacement.",
  "Durations and effects as declared, and applied: an hourly run of the retention engine ends what is due, sets closed accounts apart and orders the erasure (docs/retention.md). Waiting: the member's own way to exercise the right to erasure.",
);

/** The rules that something applies today: all but those of cases that are not built yet. */
export const appliedRules: readonly RetentionRule[] = (Object.keys(retentionRules) as RetentionRule[]).filter(
  (rule) => rule !== "rights-case",
);
