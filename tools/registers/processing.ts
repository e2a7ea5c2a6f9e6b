/** The record of processing activities (GDPR article 30(1)). */
import { brandIds } from "../../shared/charter/brands.ts";
import { controllers } from "../../shared/charter/controllers.ts";
import {
  type Category,
  categories,
  legalBases,
  purposes,
  type Recipient,
  sources,
} from "../../shared/privacy/catalogues.ts";
import { type RegisterRow, retentionRulesOf } from "../../shared/privacy/derive.ts";
import { clearFieldsOf } from "./clear-fields.ts";
import { kindLabel, purposesOf } from "./labels.ts";
import {
  confirmed,
  duration,
  fieldNames,
  firstOf,
  type Language,
  list,
  recipientNames,
  recipientsOf,
  records,
  rows,
  type Table,
  text,
  unique,
} from "./wording.ts";

const basisText = (purpose: keyof typeof purposes, language: Language): string => {
  const { article, [language]: basis } = legalBases[purposes[purpose].basis];
  return `${basis} (art. ${article})`;
};

const people = {
  member: text("membres", "members"),
  others: text("tiers nommés dans une demande", "people named in a request"),
};

const answerable = (language: Language): string =>
  brandIds
    .map((brand) => {
      const { name, isToConfirm, dataProtectionOfficer } = controllers[brand];
      const officer = text("délégué", "officer")[language];
      return `${brand} : ${confirmed(name, isToConfirm, language)}, ${officer} ${dataProtectionOfficer.email}`;
    })
    .join(" ; ");

/** What leaves the EEA, by who receives the row's data; the notice says the same to people. */
function leaving(ids: readonly Recipient[], language: Language): string {
  const parts = [text("aucun transfert organisé par ce service", "no transfer organised by this service")];
  if (ids.includes("processor")) {
    parts.push(
      text(
        "par le sous-traitant vers un prestataire, si la demande s'exécute hors de l'EEE (art. 45, 46 ou, ponctuellement, 49(1)(b))",
        "by the processor to a provider, where the request is carried out outside the EEA (art. 45, 46 or, occasionally, 49(1)(b))",
      ),
    );
  }
  if (ids.includes("mail-provider")) {
    parts.push(text("acheminement des e-mails : à vérifier", "routing of e-mails: to be verified"));
  }
  return parts.map((part) => part[language]).join(" ; ");
}

const shared = (ids: readonly Recipient[], language: Language) => ({
  recipients: recipientNames(recipientsOf(ids), language),
  transfers: leaving(ids, language),
  answerable: answerable(language),
});

/** The same words are the member's request and, where they name somebody else, that person's data. */
const categoryOf = ({ purpose, category }: RegisterRow): Category => {
  if (purpose === "requests-for-others") return "third-party";
  return category === "third-party" ? "request" : category;
};

const personalRows = (language: Language) =>
  [
    ...Map.groupBy(rows, (row) =>
      [row.purpose, categoryOf(row), [...row.recipients].toSorted().join(), row.kept].join(" "),
    ).values(),
  ].map((group) => {
    const { purpose, recipients: seenBy, kept } = firstOf(group);
    return {
      purpose: purposes[purpose][language],
      basis: basisText(purpose, language),
      people: people[purpose === "requests-for-others" ? "others" : "member"][language],
      category: categories[categoryOf(firstOf(group))][language],
      data: fieldNames(
        group.map(({ data }) => data),
        language,
      ),
      kept: duration(kept, language),
      source: list(group.map(({ source }) => sources[source][language])),
      security: [...new Set(group.map(({ protection }) => protection))]
        .map((protection) => (protection === "sealed" ? text("scellé", "sealed") : text("empreinte", "hash"))[language])
        .join(", "),
      ...shared(seenBy, language),
    };
  });

/** Ids, states and dates are personal data too (article 4(1)): one row for each kind of record and purpose. */
const clearRows = (language: Language) =>
  records.flatMap((record) => {
    const { seenBy } = clearFieldsOf(record);
    return purposesOf(record.kind).map((purpose) => ({
      purpose: purposes[purpose][language],
      basis: basisText(purpose, language),
      people: people.member[language],
      category: text("données techniques", "technical data")[language],
      data: `${kindLabel(record.kind, language)} : ${text("identifiants, états, dates, compteurs", "ids, states, dates, counters")[language]}`,
      kept: unique(retentionRulesOf(record).map((rule) => duration(rule, language))).join(" ; "),
      source: sources.observed[language],
      security: text("en clair", "in clear")[language],
      ...shared(seenBy, language),
    }));
  });

/** A code is never stored: derived when the e-mail is written, and again when it is checked. */
const codeRow = (language: Language) => ({
  purpose: purposes.security[language],
  basis: basisText("security", language),
  people: people.member[language],
  category: categories.security[language],
  data: text("code de vérification (six chiffres)", "verification code (six digits)")[language],
  kept: text(
    "jamais enregistré ; valable dix minutes ; dans l'e-mail : durée chez le prestataire à confirmer",
    "never stored; valid for ten minutes; in the e-mail: duration at the carrier to be confirmed",
  )[language],
  source: sources.derived[language],
  security: text("recalculé, jamais enregistré", "derived again, never stored")[language],
  ...shared(["mail-provider"], language),
});

export const processing: Table = {
  id: "record-of-processing",
  title: text("Registre des activités de traitement", "Record of processing activities"),
  about: text(
    "RGPD, article 30(1). Une ligne par finalité, catégorie, destinataires et durée. Sécurité : les champs personnels sont scellés avec la clé de la personne avant d'atteindre la base ; les empreintes, identifiants, états, dates et compteurs ne le sont pas. La base légale de chaque finalité est notre lecture de la charte, à confirmer par le responsable.",
    "GDPR, article 30(1). One row per purpose, category, recipients and duration. Security: personal fields are sealed with the person's own key before they reach the database; hashes, ids, states, dates and counters are not. The legal basis of each purpose is our reading of the charter, to be confirmed by the controller.",
  ),
  columns: [
    { key: "purpose", title: text("Finalité", "Purpose") },
    { key: "basis", title: text("Base légale", "Legal basis") },
    { key: "people", title: text("Personnes concernées", "Data subjects") },
    { key: "category", title: text("Catégorie", "Category") },
    { key: "data", title: text("Données", "Data") },
    { key: "recipients", title: text("Destinataires", "Recipients") },
    { key: "transfers", title: text("Transferts hors de l'EEE", "Transfers outside the EEA") },
    { key: "kept", title: text("Conservation", "Kept for") },
    { key: "source", title: text("Origine", "Source") },
    { key: "security", title: text("Protection", "Protection") },
    { key: "answerable", title: text("Responsable et délégué", "Controller and officer") },
  ],
  rows: (language) => [...personalRows(language), codeRow(language), ...clearRows(language)],
};
