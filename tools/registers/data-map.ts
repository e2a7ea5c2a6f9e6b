/** The data map: every field and trace, where it lies, who may see it, for how long, how it is protected. */
import { payloads, storedRecords } from "../../shared/model.ts";
import { categories, type Purpose, purposes } from "../../shared/privacy/catalogues.ts";
import { exportPlan, registerRows, retentionRulesOf } from "../../shared/privacy/derive.ts";
import type { ContainerName } from "../../shared/storage/containers.ts";
import { clearFieldsOf } from "./clear-fields.ts";
import { kindLabel, labelOf, purposesOf } from "./labels.ts";
import {
  duration,
  firstOf,
  type Language,
  list,
  recipientNames,
  type Table,
  text,
  unique,
  type Words,
} from "./wording.ts";

const database = text(
  "base de données Azure Cosmos DB, région de l'EEE choisie au déploiement",
  "database Azure Cosmos DB, region of the EEA chosen at deployment",
);

/** What each part of the database is, for a reader. A new one does not compile without. */
const stores: Readonly<Record<ContainerName, Words>> = {
  subjects: text("dossiers des personnes (subjects)", "people's files (subjects)"),
  lookups: text("recherche par adresse (lookups)", "look-up by address (lookups)"),
  archive: text("archive intermédiaire (archive)", "intermediate archive (archive)"),
  erasures: text("effacements en cours (erasures)", "running erasures (erasures)"),
  failures: text("messages techniques non traités (failures)", "technical messages not handled (failures)"),
  ledger: text("journal des preuves (ledger)", "ledger of proofs (ledger)"),
  controls: text("commandes d'exploitation (controls)", "operator's switches (controls)"),
  statistics: text("statistiques (statistics)", "statistics (statistics)"),
};

const protectionNames = {
  sealed: text("scellé avec la clé de la personne", "sealed with the person's key"),
  "keyed hash": text("empreinte cryptographique, non scellée", "keyed hash, not sealed"),
  plain: text("en clair, valeur fermée", "in clear, closed value"),
} as const;

const yes = text("oui", "yes");
const no = text("non", "no");
const withoutHarm = text(
  "oui, sans porter atteinte aux droits des tiers (art. 20(4))",
  "yes, without harm to other people's rights (art. 20(4))",
);

const personalRows = (language: Language) =>
  storedRecords.flatMap(({ record, container }) => {
    const portable = new Map(exportPlan(record).map((row) => [row.pointer, row.portable]));
    return [...Map.groupBy(registerRows(record), ({ data }) => data)].map(([field, group]) => {
      const first = firstOf(group);
      const isPortable = portable.get(field.slice(record.kind.length)) === true;
      const isOfOthers = group.some(({ purpose }) => purpose === "requests-for-others");
      return {
        name: labelOf(field, language),
        field,
        container: stores[container][language],
        place: database[language],
        category: categories[first.category][language],
        purposes: list(group.map(({ purpose }) => purposes[purpose as Purpose][language])),
        seenBy: recipientNames(first.recipients, language),
        kept: duration(first.kept, language),
        protection: protectionNames[first.protection][language],
        portable: (isPortable ? (isOfOthers ? withoutHarm : yes) : no)[language],
      };
    });
  });

const technical = text("données techniques", "technical data");

const clearRows = (language: Language) =>
  storedRecords.map(({ record, container }) => {
    const { fields, seenBy } = clearFieldsOf(record);
    return {
      name: `${kindLabel(record.kind, language)} : ${text("identifiants, états, dates, compteurs", "ids, states, dates, counters")[language]}`,
      field: fields.map((field) => `${record.kind}/${field}`).join(", "),
      container: stores[container][language],
      place: database[language],
      category: technical[language],
      purposes: list(purposesOf(record.kind).map((purpose) => purposes[purpose][language])),
      seenBy: recipientNames(seenBy, language) || text("aucun destinataire", "nobody")[language],
      kept: unique(retentionRulesOf(record).map((rule) => duration(rule, language))).join(" ; "),
      protection: text("en clair", "in clear")[language],
      portable: no[language],
    };
  });

type Trace = Readonly<
  Record<"name" | "category" | "container" | "place" | "purposes" | "seenBy" | "kept" | "protection", Words>
>;

const region = text("région de l'EEE choisie au déploiement", "region of the EEA chosen at deployment");

/** What lies outside the database. */
const traces: readonly Trace[] = [
  {
    name: text("clé de la personne", "the person's key"),
    category: technical,
    container: text("magasin de clés (person-keys)", "key store (person-keys)"),
    place: region,
    purposes: purposes.security,
    seenBy: text("aucune personne : lue par le logiciel seul", "nobody: read by the software alone"),
    kept: text("jusqu'à l'effacement de la personne (en attente)", "until the person's erasure (waiting)"),
    protection: text("enveloppée par la clé de la marque", "wrapped by the brand's key"),
  },
  {
    name: text(
      `contenu des messages échangés avec le sous-traitant (${unique(payloads.map(({ payload }) => payload.name)).length} types)`,
      `content of messages exchanged with the processor (${unique(payloads.map(({ payload }) => payload.name)).length} types)`,
    ),
    category: categories.request,
    container: text(
      "fichiers d'échange (to-processor, from-processor)",
      "exchange files (to-processor, from-processor)",
    ),
    place: region,
    purposes: purposes["concierge-requests"],
    seenBy: text("le sous-traitant de conciergerie, l'hébergeur", "the concierge processor, the hosting provider"),
    kept: text(
      "jusqu'à l'accusé de réception ; ce que le sous-traitant dépose est à supprimer par lui",
      "until the message is acknowledged; what the processor puts there is for it to erase",
    ),
    protection: text(
      "chiffré par l'hébergeur, accès limité ; non scellé avec la clé de la personne",
      "encrypted by the host, access restricted; not sealed with the person's key",
    ),
  },
  {
    name: text("code de vérification et textes des e-mails", "verification code and texts of e-mails"),
    category: categories.security,
    container: text("non enregistré ; en transit", "not stored; in transit"),
    place: text(
      "prestataire d'acheminement des e-mails, puis serveur choisi par le destinataire",
      "e-mail carrier, then the mail server the recipient chose",
    ),
    purposes: purposes.security,
    seenBy: text("l'utilisateur, le prestataire d'acheminement des e-mails", "the member, the e-mail carrier"),
    kept: text(
      "code valable dix minutes ; durée chez le prestataire à confirmer",
      "code valid for ten minutes; duration at the carrier to be confirmed",
    ),
    protection: text("chiffré en transit", "encrypted in transit"),
  },
  {
    name: text(
      "journaux techniques : identifiants, durées, codes ; adresses IP masquées",
      "technical logs: ids, durations, codes; IP addresses masked",
    ),
    category: technical,
    container: text("journaux de l'application", "application logs"),
    place: region,
    purposes: purposes.security,
    seenBy: text("l'exploitation technique", "operations staff"),
    kept: text("180 jours, réglable au déploiement", "180 days, set at deployment"),
    protection: text("liste fermée de champs, aucun texte libre", "closed list of fields, no free text"),
  },
];

const traceRows = (language: Language) =>
  traces.map((trace) => ({
    ...Object.fromEntries(Object.entries(trace).map(([key, words]) => [key, words[language]])),
    field: "—",
    portable: no[language],
  }));

export const dataMap: Table = {
  id: "data-map",
  title: text("Carte des données", "Data map"),
  about: text(
    "Champ par champ, puis enregistrement par enregistrement, puis hors de la base : où se trouvent les données, qui peut les voir, combien de temps, comment elles sont protégées. « Visible par » dit ce que chacun peut voir, y compris ce qu'il a fourni ; ce qui est envoyé au sous-traitant est moindre (voir les destinataires). Accès du personnel : pas encore construit.",
    "Field by field, then record by record, then outside the database: where data lie, who may see them, for how long, how they are protected. “Seen by” tells what each may see, what they supplied themselves included; what is sent to the processor is less (see recipients). Staff access: not built yet.",
  ),
  columns: [
    { key: "name", title: text("Donnée", "Data") },
    { key: "field", title: text("Champ", "Field") },
    { key: "container", title: text("Lieu d'enregistrement", "Stored in") },
    { key: "place", title: text("Lieu", "Place") },
    { key: "category", title: text("Catégorie", "Category") },
    { key: "purposes", title: text("Finalités", "Purposes") },
    { key: "seenBy", title: text("Visible par", "Seen by") },
    { key: "kept", title: text("Conservation", "Kept for") },
    { key: "protection", title: text("Protection", "Protection") },
    { key: "portable", title: text("Portabilité (art. 20)", "Portability (art. 20)") },
  ],
  rows: (language) => [...personalRows(language), ...clearRows(language), ...traceRows(language)],
};
