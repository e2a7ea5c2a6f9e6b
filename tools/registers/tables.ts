/**
 * The registers as tables, derived from the declared model and the charter's data: record of processing activities (GDPR
 * article 30(1)), notice (article 13), recipients (articles 13(1)(e) and 28), data map, erasure and retention, findings.
 * Nothing is written here that is not declared elsewhere; only headings and sentences around the facts are.
 */
import { brandIds } from "../../shared/charter/brands.ts";
import { controllers } from "../../shared/charter/controllers.ts";
import { cookies } from "../../shared/charter/cookies.ts";
import { transfers } from "../../shared/charter/transfers.ts";
import { payloads, storedRecords } from "../../shared/model.ts";
import {
  categories,
  legalBases,
  type Purpose,
  purposes,
  type Recipient,
  recipients,
  sources,
} from "../../shared/privacy/catalogues.ts";
import { erasurePlan, exportPlan, registerRows, retentionRulesOf } from "../../shared/privacy/derive.ts";
import {
  type Period,
  type RetentionRule,
  retentionRuleOf,
  type retentionRules,
} from "../../shared/privacy/retention-rules.ts";

import { kindLabel, labelOf, reasonOf, ruleLabels } from "./labels.ts";

export type Language = "fr" | "en";
export const languages: readonly Language[] = ["fr", "en"];

export type Table = {
  readonly id: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly about: Readonly<Record<Language, string>>;
  readonly columns: readonly { readonly key: string; readonly title: Readonly<Record<Language, string>> }[];
  readonly rows: (language: Language) => readonly Readonly<Record<string, string>>[];
};

const records = storedRecords.map(({ record }) => record);
const rows = registerRows(...records);
const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
const list = (values: readonly string[]): string => unique(values).toSorted().join(", ");

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

const events: Readonly<Record<(typeof retentionRules)[RetentionRule]["starts"], Readonly<Record<Language, string>>>> = {
  "services-terminated": {
    fr: "la résiliation des services liés à la carte",
    en: "the termination of the card-linked services",
  },
  "sign-up-started": { fr: "le début de l'inscription", en: "the start of the sign-up" },
  issued: { fr: "l'émission", en: "being issued" },
  committed: { fr: "l'enregistrement", en: "being recorded" },
  acknowledged: { fr: "la confirmation par le destinataire", en: "the receiver's acknowledgement" },
  "case-closed": { fr: "la clôture du dossier", en: "the closing of the case" },
  resolved: { fr: "la résolution", en: "the resolution" },
  "stream-closed": { fr: "la clôture du mois", en: "the closing of the month" },
  given: { fr: "le recueil", en: "being given" },
  "certificate-delivered": { fr: "la remise du certificat", en: "the delivery of the certificate" },
};

export function periodText(period: Period, language: Language): string {
  const parts = (["years", "months", "days", "hours"] as const).flatMap((unit) => {
    const count = period[unit];
    return count === undefined ? [] : [`${count} ${units[language][unit][count > 1 ? 1 : 0]}`];
  });
  return parts.length === 0 ? units[language].none : parts.join(" ");
}

const duration = (rule: RetentionRule, language: Language): string => {
  const { period, starts } = retentionRuleOf(rule);
  const after = language === "fr" ? "après" : "after";
  return `${periodText(period, language)} ${after} ${events[starts][language]}`;
};

const fieldNames = (fields: readonly string[], language: Language) =>
  list(fields.map((field) => labelOf(field, language)));

const recipientNames = (ids: readonly Recipient[], language: Language) =>
  list(ids.map((id) => recipients[id][language]));

const text = (fr: string, en: string) => ({ fr, en });

const processing: Table = {
  id: "record-of-processing",
  title: text("Registre des activités de traitement", "Record of processing activities"),
  about: text(
    "RGPD, article 30(1). Une ligne par finalité et catégorie de données. Personnes concernées : les membres, et les tiers qu'ils nomment dans une demande. Sécurité : chaque champ personnel est scellé avec la clé de la personne avant d'atteindre la base.",
    "GDPR, article 30(1). One row per purpose and category of data. Data subjects: members, and other people they name in a request. Security: each personal field is sealed with the person's own key before it reaches the database.",
  ),
  columns: [
    { key: "purpose", title: text("Finalité", "Purpose") },
    { key: "basis", title: text("Base légale", "Legal basis") },
    { key: "category", title: text("Catégorie", "Category") },
    { key: "data", title: text("Données", "Data") },
    { key: "recipients", title: text("Destinataires", "Recipients") },
    { key: "kept", title: text("Conservation", "Kept for") },
    { key: "source", title: text("Origine", "Source") },
  ],
  rows: (language) =>
    [...Map.groupBy(rows, ({ purpose, category }) => `${purpose} ${category}`).values()].map((group) => {
      const [first] = group;
      if (first === undefined) throw new Error("empty group");
      const { article, [language]: basis } = legalBases[first.basis];
      return {
        purpose: purposes[first.purpose][language],
        basis: `${basis} (art. ${article})`,
        category: categories[first.category][language],
        data: fieldNames(
          group.map(({ data }) => data),
          language,
        ),
        recipients: recipientNames(
          group.flatMap((row) => row.recipients),
          language,
        ),
        kept: list(group.map(({ kept }) => duration(kept, language))),
        source: list(group.map(({ source }) => sources[source][language])),
      };
    }),
};

const dataMap: Table = {
  id: "data-map",
  title: text("Carte des données", "Data map"),
  about: text(
    "Chaque champ personnel : où il se trouve, qui peut le voir, combien de temps, comment il est protégé, et ce qui en est remis à la personne.",
    "Each personal field: where it lies, who may see it, for how long, how it is protected, and what of it is handed to the person.",
  ),
  columns: [
    { key: "name", title: text("Donnée", "Data") },
    { key: "field", title: text("Champ", "Field") },
    { key: "container", title: text("Magasin", "Store") },
    { key: "category", title: text("Catégorie", "Category") },
    { key: "purposes", title: text("Finalités", "Purposes") },
    { key: "seenBy", title: text("Visible par", "Seen by") },
    { key: "kept", title: text("Conservation", "Kept for") },
    { key: "protection", title: text("Protection", "Protection") },
    { key: "portable", title: text("Portable", "Portable") },
  ],
  rows: (language) =>
    storedRecords.flatMap(({ record, container }) => {
      const portable = new Map(exportPlan(record).map((row) => [row.pointer, row.portable]));
      return [...Map.groupBy(registerRows(record), ({ data }) => data)].map(([field, group]) => {
        const [first] = group;
        if (first === undefined) throw new Error("empty group");
        const isPortable = portable.get(field.slice(record.kind.length)) === true;
        return {
          name: labelOf(field, language),
          field,
          container,
          category: categories[first.category][language],
          purposes: list(group.map(({ purpose }) => purposes[purpose as Purpose][language])),
          seenBy: recipientNames(first.recipients, language),
          kept: duration(first.kept, language),
          protection: protectionNames[first.protection][language],
          portable: isPortable ? text("oui", "yes")[language] : text("non", "no")[language],
        };
      });
    }),
};

const protectionNames = {
  sealed: text("scellé avec la clé de la personne", "sealed with the person's key"),
  "keyed hash": text("empreinte à clé", "keyed hash"),
  plain: text("en clair, valeur fermée", "in clear, closed value"),
} as const;

const recipientTable: Table = {
  id: "recipients",
  title: text("Destinataires et sous-traitants", "Recipients and processors"),
  about: text(
    "RGPD, articles 13(1)(e), 28 et 44 à 46. Qui reçoit quoi, où, et ce qui l'autorise. Sans base valable au moment de l'envoi, rien ne part.",
    "GDPR, articles 13(1)(e), 28 and 44 to 46. Who receives what, where, and what allows it. Without a basis valid at the moment of sending, nothing leaves.",
  ),
  columns: [
    { key: "recipient", title: text("Destinataire", "Recipient") },
    { key: "source", title: text("Fondement", "Ground") },
    { key: "brand", title: text("Marque", "Brand") },
    { key: "name", title: text("Nom", "Name") },
    { key: "country", title: text("Pays", "Country") },
    { key: "basis", title: text("Base du transfert", "Basis of the transfer") },
    { key: "data", title: text("Données", "Data") },
  ],
  rows: (language) =>
    (Object.keys(recipients) as Recipient[]).flatMap((recipient) => {
      const fields = rows.filter((row) => row.recipients.includes(recipient)).map(({ data }) => data);
      const stored = fieldNames(fields, language);
      const outside = transfers.filter((transfer) => transfer.recipient === recipient);
      const base = { recipient: recipients[recipient][language], source: recipients[recipient].source };
      if (outside.length === 0) {
        return [
          {
            ...base,
            brand: list(brandIds),
            name: "",
            country: "",
            basis: text("interne", "internal")[language],
            data: stored,
          },
        ];
      }
      return outside.map(({ brand, name, basis }) => ({
        ...base,
        brand,
        name,
        country: basis.country,
        basis: basis.kind,
        // What is sent to the processor is the message's payload, which is less than its view of the records.
        data: recipient === "processor" ? fieldNames(payloadFields, language) : stored,
      }));
    }),
};

const payloadFields = payloads
  .filter(({ to }) => to === "processor")
  .flatMap(({ payload }) => registerRows(payload).map(({ data }) => data));

const notice: Table = {
  id: "notice",
  title: text("Information des personnes", "Information for people"),
  about: text(
    "RGPD, articles 13 et 14 : ce qu'une personne doit savoir, par site. Sans les données marquées obligatoires à l'inscription, le compte ne peut pas être ouvert.",
    "GDPR, articles 13 and 14: what a person must know, per site. Without the data sign-up asks for, the account cannot be opened.",
  ),
  columns: [
    { key: "brand", title: text("Marque", "Brand") },
    { key: "subject", title: text("Sujet", "Subject") },
    { key: "answer", title: text("Réponse", "Answer") },
  ],
  rows: (language) =>
    brandIds.flatMap((brand) => {
      const { name, address, dataProtectionOfficer: dpo, authority, processor } = controllers[brand];
      const row = (fr: string, en: string, answer: string) => ({ brand, subject: text(fr, en)[language], answer });
      const used = unique(rows.map(({ purpose }) => purpose));
      return [
        row("Responsable du traitement", "Controller", `${name}, ${address.lines.join(", ")}`),
        row(
          "Délégué à la protection des données",
          "Data protection officer",
          `${dpo.email} ; ${dpo.address.lines.join(", ")}`,
        ),
        row(
          "Sous-traitant",
          "Processor",
          `${processor.name} (${processor.register}), ${processor.address.lines.join(", ")} : ${processor.task[language]}`,
        ),
        ...used.map((purpose) => {
          const { basis } = purposes[purpose];
          return row(
            `Finalité : ${purposes[purpose].fr}`,
            `Purpose: ${purposes[purpose].en}`,
            `${legalBases[basis][language]} (art. ${legalBases[basis].article})`,
          );
        }),
        ...unique(records.flatMap(retentionRulesOf)).map((rule) =>
          row(
            `Conservation : ${ruleLabels[rule].name.fr}`,
            `Retention: ${ruleLabels[rule].name.en}`,
            `${duration(rule, language)} — ${reasonOf(rule, language)}`,
          ),
        ),
        row(
          "Destinataires",
          "Recipients",
          list(rows.flatMap((one) => one.recipients.map((id) => recipients[id][language]))),
        ),
        row(
          "Transferts hors de l'EEE",
          "Transfers outside the EEA",
          list(
            transfers
              .filter((transfer) => transfer.brand === brand && transfer.basis.kind !== "EEA")
              .map((transfer) => transfer.name),
          ) || text("aucun", "none")[language],
        ),
        row(
          "Vos droits",
          "Your rights",
          text(
            "accès, rectification, effacement, limitation, opposition, portabilité, directives après le décès",
            "access, rectification, erasure, restriction, objection, portability, directives for after death",
          )[language],
        ),
        row(
          "Réclamation",
          "Complaint",
          `${authority.name}, ${authority.address.lines.join(", ")} ; ${authority.complaints}`,
        ),
        row("Décision automatisée", "Automated decision", text("aucune (art. 22)", "none (art. 22)")[language]),
      ];
    }),
};

const erasure: Table = {
  id: "erasure-and-retention",
  title: text("Effacement et conservation", "Erasure and retention"),
  about: text(
    "Pour chaque type d'enregistrement : ce que l'effacement demandé par la personne emporte, ce que la loi garde et jusqu'à quand.",
    "For each kind of record: what the erasure a person asks for takes away, what the law keeps and until when.",
  ),
  columns: [
    { key: "kind", title: text("Enregistrement", "Record") },
    { key: "fields", title: text("Champs", "Fields") },
    { key: "onErasure", title: text("À l'effacement", "On erasure") },
    { key: "kept", title: text("Sinon, conservé", "Otherwise kept") },
    { key: "because", title: text("Raison", "Reason") },
  ],
  rows: (language) =>
    erasurePlan(...records).map(({ kind, pointers, onErasure, rule, because }) => ({
      kind: kindLabel(kind, language),
      fields:
        pointers.length === 0
          ? text("tout", "all")[language]
          : fieldNames(
              pointers.map((pointer) => kind + pointer),
              language,
            ),
      onErasure: onErasure === "erased" ? text("effacé", "erased")[language] : text("conservé", "kept")[language],
      kept: duration(rule, language),
      because: because ?? reasonOf(rule, language),
    })),
};

const cookieTable: Table = {
  id: "cookies",
  title: text("Cookies", "Cookies"),
  about: text(
    "Charte, article 10.3. Ce qu'un site peut déposer, pour quoi, combien de temps, et s'il faut l'accord de la personne. Aucun cookie ne vit plus de treize mois.",
    "Charter, article 10.3. What a site may set, for what, for how long, and whether the person must agree. No cookie lives longer than thirteen months.",
  ),
  columns: [
    { key: "brand", title: text("Marque", "Brand") },
    { key: "name", title: text("Nom", "Name") },
    { key: "provider", title: text("Prestataire", "Provider") },
    { key: "purpose", title: text("Finalité", "Purpose") },
    { key: "lasts", title: text("Durée", "Lasts") },
    { key: "consent", title: text("Accord", "Agreement") },
    { key: "setBy", title: text("Déposé par", "Set by") },
  ],
  rows: (language) =>
    brandIds.flatMap((brand) =>
      cookies[brand].map(({ name, provider, purpose, lasts, consent, setBy }) => ({
        brand,
        name,
        provider,
        purpose: purpose[language],
        lasts:
          lasts === "session"
            ? text("session du navigateur", "browser session")[language]
            : "minutes" in lasts
              ? `${lasts.minutes} minutes`
              : periodText(lasts, language),
        consent: consent === "exempt" ? text("dispensé", "exempt")[language] : text("nécessaire", "needed")[language],
        setBy: {
          application: text("ce service", "this service"),
          site: text("les pages du site", "the site's pages"),
          none: text("personne : remplacé", "nobody: replaced"),
        }[setBy][language],
      })),
    ),
};

/** People named in a request by a member: they are told too, by whoever the service brings into contact with them. */
const thirdParties: Table = {
  id: "notice-to-third-parties",
  title: text("Information des personnes nommées par un membre", "Information for people a member names"),
  about: text(
    "RGPD, article 14 : pour une personne (un invité, un destinataire) dont un membre a parlé dans une demande, sans avoir de compte.",
    "GDPR, article 14: for a person (a guest, an addressee) whom a member mentioned in a request, without having an account.",
  ),
  columns: [
    { key: "brand", title: text("Marque", "Brand") },
    { key: "subject", title: text("Sujet", "Subject") },
    { key: "answer", title: text("Réponse", "Answer") },
  ],
  rows: (language) => {
    const about = rows.filter(({ category }) => category === "third-party");
    return brandIds.flatMap((brand) => {
      const { name, address, dataProtectionOfficer: dpo, authority } = controllers[brand];
      const row = (fr: string, en: string, answer: string) => ({ brand, subject: text(fr, en)[language], answer });
      return [
        row("Responsable du traitement", "Controller", `${name}, ${address.lines.join(", ")}`),
        row(
          "Délégué à la protection des données",
          "Data protection officer",
          `${dpo.email} ; ${dpo.address.lines.join(", ")}`,
        ),
        row(
          "D'où viennent vos données",
          "Where your data come from",
          text("du membre qui vous a nommé dans une demande", "from the member who named you in a request")[language],
        ),
        row(
          "Lesquelles",
          "Which",
          fieldNames(
            about.map(({ data }) => data),
            language,
          ),
        ),
        row(
          "Pourquoi, sur quelle base",
          "Why, on what basis",
          list(about.map(({ purpose }) => `${purposes[purpose][language]} : ${thirdPartyBasis[language]}`)),
        ),
        row(
          "Destinataires",
          "Recipients",
          recipientNames(
            about.flatMap((one) => one.recipients),
            language,
          ),
        ),
        row("Conservation", "Kept for", list(about.map(({ kept }) => duration(kept, language)))),
        row(
          "Vos droits",
          "Your rights",
          text(
            "accès, rectification, effacement, limitation, opposition, auprès du délégué ; sans compte ni justificatif systématique",
            "access, rectification, erasure, restriction, objection, from the officer; without an account or systematic proof of identity",
          )[language],
        ),
        row("Réclamation", "Complaint", `${authority.name} ; ${authority.complaints}`),
      ];
    });
  },
};

const thirdPartyBasis = {
  fr: "intérêt légitime du membre et du responsable à exécuter la demande, envers vous qui n'êtes pas partie au contrat (art. 6(1)(f))",
  en: "legitimate interest of the member and the controller in carrying out the request, towards you who are no party to the contract (art. 6(1)(f))",
} as const;

export const tables: readonly Table[] = [
  processing,
  notice,
  thirdParties,
  recipientTable,
  dataMap,
  erasure,
  cookieTable,
];
