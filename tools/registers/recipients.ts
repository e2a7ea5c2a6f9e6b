/** Recipients and processors (GDPR articles 13(1)(e), 28 and 44 to 49). */
import { brandIds } from "../../shared/charter/brands.ts";
import { type Transfer, type TransferBasis, transfers } from "../../shared/charter/transfers.ts";
import { payloads } from "../../shared/model.ts";
import { type Recipient, recipients } from "../../shared/privacy/catalogues.ts";
import { registerRows } from "../../shared/privacy/derive.ts";
import { clearFieldsOf } from "./clear-fields.ts";
import { kindLabel } from "./labels.ts";
import { citation, confirmed, fieldNames, type Language, list, records, rows, type Table, text } from "./wording.ts";

const basisNames: Readonly<Record<TransferBasis["kind"], Readonly<Record<Language, string>>>> = {
  EEA: text("EEE, pas de transfert", "EEA, no transfer"),
  adequacy: text("décision d'adéquation", "adequacy decision"),
  "standard clauses": text("clauses types", "standard clauses"),
};

/** For whoever the transfers register does not list. */
const standings = {
  person: text("la personne elle-même", "the person themselves"),
  internal: text("interne, pas de transfert", "internal, no transfer"),
  external: text("externe, aucun envoi à ce jour", "external, nothing sent to date"),
} as const;

/** The company, and the product where the two differ. */
export const partyOf = ({ name, service, isToConfirm }: Transfer, language: Language): string =>
  [confirmed(name, isToConfirm, language), ...(service === undefined ? [] : [service[language]])].join(" ; ");

const payloadFields = payloads
  .filter(({ to }) => to === "processor")
  .flatMap(({ payload }) => registerRows(payload).map(({ data }) => data));

function seen(recipient: Recipient, language: Language): string {
  const fields = fieldNames(
    rows.filter((row) => row.recipients.includes(recipient)).map(({ data }) => data),
    language,
  );
  const kinds = records.filter((record) => clearFieldsOf(record).seenBy.includes(recipient));
  const states = kinds.map(({ kind }) => kindLabel(kind, language));
  const clear = text("identifiants, états et dates de", "ids, states and dates of")[language];
  return [fields, ...(states.length === 0 ? [] : [`${clear} : ${list(states)}`])].filter(Boolean).join(" ; ");
}

const notes: Partial<Readonly<Record<Recipient, Readonly<Record<Language, string>>>>> = {
  processor: text(
    "ce qui lui est envoyé ; e-mail et mobile seulement pour les demandes qui ne peuvent s'en passer ; il détient en outre les propositions et confirmations qu'il établit",
    "what is sent to it; e-mail and mobile only for requests that cannot do without; it also holds the proposals and confirmations it makes",
  ),
  provider: text(
    "aucun envoi par ce service : le sous-traitant transmet à un prestataire ce que la demande exige ; déclaration de ces communications en attente",
    "nothing sent by this service: the processor passes on to a provider what the request takes; reporting of these disclosures is waiting",
  ),
  host: text(
    "ne peut lire les champs scellés dans la base ; contrat et instructions (art. 28) à verser au dossier par le responsable",
    "cannot read sealed fields in the database; contract and instructions (art. 28) to be filed by the controller",
  ),
  "mail-provider": text(
    "contrat (art. 28), durée et acheminement à confirmer par le responsable",
    "contract (art. 28), duration and routing to be confirmed by the controller",
  ),
  "card-issuer": text(
    "la charte n'autorise aucun envoi à l'émetteur sans l'accord de l'utilisateur",
    "the charter allows nothing to the issuer without the member's agreement",
  ),
  authority: text("sur réquisition ou pour défendre des droits", "when required, or to defend rights"),
  member: text("droit d'accès", "right of access"),
};
const staff = text("accès du personnel en attente", "staff access is waiting");

export const recipientTable: Table = {
  id: "recipients",
  title: text("Destinataires et sous-traitants", "Recipients and processors"),
  about: text(
    "RGPD, articles 13(1)(e), 28 et 44 à 49. Qui reçoit quoi, où, et ce qui l'autorise. Ce service n'envoie rien au sous-traitant ni par e-mail sans base valable au moment de l'envoi. Les contrats eux-mêmes sont à vérifier par le responsable.",
    "GDPR, articles 13(1)(e), 28 and 44 to 49. Who receives what, where, and what allows it. This service sends nothing to the processor or by e-mail without a basis valid at that moment. The contracts themselves are for the controller to check.",
  ),
  columns: [
    { key: "recipient", title: text("Destinataire", "Recipient") },
    { key: "source", title: text("Fondement", "Ground") },
    { key: "brand", title: text("Marque", "Brand") },
    { key: "name", title: text("Nom", "Name") },
    { key: "country", title: text("Pays", "Country") },
    { key: "basis", title: text("Base du transfert", "Basis of the transfer") },
    { key: "data", title: text("Données", "Data") },
    { key: "note", title: text("Précisions", "Remarks") },
  ],
  rows: (language) =>
    (Object.keys(recipients) as Recipient[]).flatMap((recipient) => {
      const { standing, source } = recipients[recipient];
      const outside = transfers.filter((transfer) => transfer.recipient === recipient);
      const base = {
        recipient: recipients[recipient][language],
        source: citation(source, language),
        note: (notes[recipient] ?? staff)[language],
      };
      if (outside.length > 0) {
        return outside.map((transfer) => ({
          ...base,
          brand: transfer.brand,
          name: partyOf(transfer, language),
          country: transfer.basis.country,
          basis: basisNames[transfer.basis.kind][language],
          data: recipient === "processor" ? fieldNames(payloadFields, language) : transfer.what[language],
        }));
      }
      const isOutside = standing === "external";
      return [
        {
          ...base,
          brand: list(brandIds),
          name: "—",
          country: "—",
          basis: standings[standing][language],
          data: isOutside ? text("aucune à ce jour", "none to date")[language] : seen(recipient, language),
        },
      ];
    }),
};
