/** What each stored field is called for a reader who knows nothing of code. A test fails for a field without a name. */

import type { Purpose } from "../../shared/privacy/catalogues.ts";
import { type RetentionRule, retentionRuleOf } from "../../shared/privacy/retention-rules.ts";
import type { Language } from "./wording.ts";

const label = (fr: string, en: string): Readonly<Record<Language, string>> => ({ fr, en });

export const fieldLabels: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "member/title": label("civilité", "title"),
  "member/lastName": label("nom", "last name"),
  "member/firstName": label("prénom", "first name"),
  "member/birthDate": label("date de naissance", "birth date"),
  "member/email": label("adresse e-mail", "e-mail address"),
  "member/mobile": label("téléphone portable", "mobile telephone"),
  "member/cardDigits": label("premiers chiffres de la carte", "first digits of the card"),
  "member/programme": label("programme de la carte", "card programme"),
  "member/addressHash": label("empreinte cryptographique de l'adresse e-mail", "keyed hash of the e-mail address"),
  "member/notifications/quietHours/from": label("courriels : début des heures calmes", "e-mails: quiet hours from"),
  "member/notifications/quietHours/to": label("courriels : fin des heures calmes", "e-mails: quiet hours to"),
  "member/notifications/mutedKinds/*": label("courriels : sortes refusées", "e-mails: kinds refused"),
  "member/notifications/promotion": label("courriels : accord pour la promotion", "e-mails: agreed to promotion"),
  "erasure/ledgerReference": label(
    "effacement : référence au registre d'audit",
    "erasure: reference in the audit ledger",
  ),
  "erasure-delivery/email": label(
    "effacement : adresse de remise du certificat",
    "erasure: delivery address of the certificate",
  ),
  "request/category": label("demande : catégorie", "request: category"),
  "request/what": label("demande : objet", "request: what is asked"),
  "request/where": label("demande : lieu", "request: place"),
  "request/when/date": label("demande : date", "request: date"),
  "request/when/time": label("demande : heure", "request: time"),
  "request/when/endDate": label("demande : date de fin", "request: end date"),
  "request/party/adults": label("demande : nombre d'adultes", "request: number of adults"),
  "request/party/children": label("demande : nombre d'enfants", "request: number of children"),
  "request/budget/amount": label("demande : budget", "request: budget"),
  "request/budget/currency": label("demande : devise du budget", "request: currency of the budget"),
  "request/wishes": label("demande : souhaits, personnes nommées", "request: wishes, people named"),
  "request/proposals/*/options/*/title": label("proposition : intitulé", "proposal: title"),
  "request/proposals/*/options/*/description": label("proposition : description", "proposal: description"),
  "request/proposals/*/options/*/price/amount": label("proposition : prix", "proposal: price"),
  "request/proposals/*/options/*/price/currency": label("proposition : devise", "proposal: currency"),
  "request/proposals/*/options/*/inclusions/*": label("proposition : ce qui est compris", "proposal: what is included"),
  "request/proposals/*/answered/answer": label("proposition : réponse du membre", "proposal: the member's answer"),
  "request/proposals/*/options/*/cancellation/freeUntil": label(
    "proposition : annulation gratuite jusqu'à",
    "proposal: free to cancel until",
  ),
  "request/proposals/*/options/*/cancellation/fee/amount": label(
    "proposition : frais d'annulation",
    "proposal: cancellation fee",
  ),
  "request/proposals/*/options/*/cancellation/fee/currency": label(
    "proposition : devise des frais",
    "proposal: currency of the fee",
  ),
  "request/proposals/*/options/*/cancellation/text": label(
    "proposition : conditions d'annulation",
    "proposal: cancellation terms",
  ),
  "request/confirmation/cancellation/freeUntil": label(
    "confirmation : annulation gratuite jusqu'à",
    "confirmation: free to cancel until",
  ),
  "request/confirmation/cancellation/fee/amount": label(
    "confirmation : frais d'annulation",
    "confirmation: cancellation fee",
  ),
  "request/confirmation/cancellation/fee/currency": label(
    "confirmation : devise des frais",
    "confirmation: currency of the fee",
  ),
  "request/confirmation/cancellation/text": label(
    "confirmation : conditions d'annulation",
    "confirmation: cancellation terms",
  ),
  "request/ending/settlement/fee/amount": label("annulation : frais retenus", "cancellation: fee kept"),
  "request/ending/settlement/fee/currency": label("annulation : devise des frais", "cancellation: currency of the fee"),
  "request/ending/settlement/refund/amount": label("annulation : remboursement", "cancellation: refund"),
  "request/ending/settlement/refund/currency": label(
    "annulation : devise du remboursement",
    "cancellation: currency of the refund",
  ),
  "request/ending/settlement/text": label("annulation : précisions", "cancellation: details"),
  "consent/provider": label("accord demandé : prestataire", "consent asked: provider"),
  "consent/purpose": label("accord demandé : usage prévu", "consent asked: intended use"),
  "disclosure/country": label("communication : pays du prestataire", "disclosure: the provider's country"),
  "request/confirmation/supplier": label("confirmation : prestataire", "confirmation: supplier"),
  "request/confirmation/reference": label("confirmation : référence de réservation", "confirmation: booking reference"),
  "request/confirmation/startsAt": label("confirmation : début", "confirmation: start"),
  "request/confirmation/endsAt": label("confirmation : fin", "confirmation: end"),
  "request/confirmation/place": label("confirmation : lieu", "confirmation: place"),
  "request/confirmation/confirmedAt": label("confirmation : date", "confirmation: date"),
  "request/ending/reason": label("fin de la demande : raison", "end of the request: reason"),
  "request/ending/text": label("fin de la demande : explication", "end of the request: explanation"),
  "message/text": label("conversation : message", "conversation: message"),
  "idempotency/fingerprint": label("nouvel envoi : empreinte de la demande", "retry: digest of the request"),
  "idempotency/answer": label("nouvel envoi : réponse donnée", "retry: answer given"),
  "email-change/email": label("nouvelle adresse e-mail", "new e-mail address"),
  "email-change/previousEmail": label("ancienne adresse e-mail", "former e-mail address"),
  "email-change/previousHash": label(
    "empreinte cryptographique de l'ancienne adresse",
    "keyed hash of the former address",
  ),
  "interest/topic": label("centre d'intérêt choisi", "interest chosen"),
  "interest/agreed/special/*": {
    fr: "nature des données protégées d'un centre d'intérêt",
    en: "kind of protected data of an interest",
  },
  "interest/agreed/wording": {
    fr: "empreinte des mots d'un accord",
    en: "digest of the words of an agreement",
  },
  "interest/words": label("centre d'intérêt, dans ses propres mots", "interest in the person's own words"),
  "limit/id": label(
    "empreinte cryptographique d'une adresse e-mail ou d'un réseau",
    "keyed hash of an e-mail address or of a network",
  ),
  "limit/taken/*/by": label("empreinte cryptographique d'un réseau", "keyed hash of a network"),
  "member/issuerJoin": label(
    "empreinte cryptographique du nom, de la naissance et des chiffres de la carte, partagée avec l'émetteur",
    "keyed hash of name, birth date and card digits, shared with the card issuer",
  ),
  "member/olderJoins/*": label(
    "la même empreinte, sous une clé que l'émetteur quitte",
    "the same hash, under a key the card issuer is leaving",
  ),
  "closure/olderJoins/*": label(
    "compte clos : la même empreinte, sous une clé que l'émetteur quitte",
    "closed account: the same hash, under a key the card issuer is leaving",
  ),
  "closure/issuerJoin": label(
    "compte clos : empreinte partagée avec l'émetteur de la carte",
    "closed account: hash shared with the card issuer",
  ),
  "erasure/counters/*": label(
    "effacement en cours : empreinte de la boîte, sous laquelle ses codes sont comptés",
    "erasure under way: hash of the mailbox under which its codes are counted",
  ),
  "erasure/joins/*": label(
    "effacement en cours : empreinte partagée avec l'émetteur de la carte",
    "erasure under way: hash shared with the card issuer",
  ),
  "issuer-join/id": label(
    "recherche : empreinte partagée avec l'émetteur de la carte",
    "look-up: hash shared with the card issuer",
  ),
  "undecided-termination/join": label(
    "résiliation à trancher : empreinte partagée avec l'émetteur de la carte",
    "undecided termination: hash shared with the card issuer",
  ),
  "undecided-termination/decidedBy": label(
    "résiliation à trancher : qui a tranché",
    "undecided termination: who decided",
  ),
  "failure/event/join": label(
    "message en échec : empreinte partagée avec l'émetteur de la carte",
    "failed message: hash shared with the card issuer",
  ),
  "legal-hold/reference": label("gel juridique : référence du dossier", "legal hold: reference of the case"),
  "legal-hold/setBy": label("gel juridique : qui l'a posé", "legal hold: who set it"),
  "legal-hold/reviewedBy": label("gel juridique : qui l'a réexaminé", "legal hold: who looked at it again"),
  "legal-hold/liftedBy": label("gel juridique : qui l'a levé", "legal hold: who lifted it"),
  "lookup/id": label(
    "recherche : empreinte cryptographique de l'adresse e-mail",
    "look-up: keyed hash of the e-mail address",
  ),
  "disclosure/name": label("nom du destinataire", "recipient's name"),
  "disclosure/words": label("motif, dans les termes du collaborateur", "reason in the staff member's own words"),
  "disclosure/by": label("identifiant du collaborateur", "staff member's id"),
  "disclosure/reference": label("référence de l'acte", "reference of the deed or order"),
  "outbox/entry/actor/id": label("identifiant du collaborateur", "staff member's id"),
  "opening/by/id": label("identifiant du collaborateur", "staff member's id"),
  "approval/proposedBy/id": label("identifiant du collaborateur", "staff member's id"),
  "undecided-termination/dismissal/by/id": label("identifiant du collaborateur", "staff member's id"),
  "erasure/order/paper/by/id": label("identifiant du collaborateur", "staff member's id"),
  "approval/decidedBy/id": label("identifiant du collaborateur", "staff member's id"),
  "approval/hold/reference": label("référence du dossier", "reference of the case"),
  "approval/words": label("motif, dans les termes du collaborateur", "reason in the staff member's own words"),
  "approval/disclosure/name": label("nom du destinataire", "recipient's name"),
  "approval/disclosure/reference": label("référence de l'acte", "reference of the deed or order"),
  "review/openedBy/id": label("identifiant du collaborateur", "staff member's id"),
  "review/reviewedBy/id": label("identifiant du collaborateur", "staff member's id"),
  "review/words": label("conclusion, dans les termes du délégué", "conclusion in the officer's own words"),
  "ledger-entry/actor/id": label("identifiant du collaborateur", "staff member's id"),
  "ledger-entry/person": label("personne, sous sa propre clé", "person, under their own key"),
};

/** @throws Error for a field nobody has named. */
export function labelOf(field: string, language: Language): string {
  const known = fieldLabels[field] ?? fieldLabels[inRecord(field)];
  if (known === undefined) throw new Error(`no label for ${field}: add it to tools/registers/labels.ts`);
  return known[language];
}

/** A field of a message is called what the record's field it comes from is called. */
export function inRecord(field: string): string {
  const [, path = ""] = /^concierge\.[a-z.-]+\/(.+)$/.exec(field) ?? [];
  if (path.startsWith("member/contact/")) return `member/${path.slice("member/contact/".length)}`;
  if (path.startsWith("contact/")) return `member/${path.slice("contact/".length)}`;
  if (path.startsWith("member/") || path.startsWith("request/")) return path;
  return `message/${path}`;
}

/** What each retention rule is about, and why it is what it is, for a reader. A new rule does not compile without. */
export const ruleLabels: Readonly<
  Record<RetentionRule, { readonly name: Readonly<Record<Language, string>>; readonly why: string }>
> = {
  "pending-sign-up": {
    name: label("inscription non confirmée", "unconfirmed sign-up"),
    why: "une adresse jamais confirmée est inutile ; un jour laisse le temps de finir (RGPD art. 5(1)(c) et (e))",
  },
  ticket: {
    name: label("demande de code de vérification", "request for a verification code"),
    why: "un code est valable dix minutes et peut être redemandé dans l'heure",
  },
  session: {
    name: label("session", "session"),
    why: "charte art. 10.3 : le cookie dure une session ; nous y mettons fin dans la journée",
  },
  account: {
    name: label("compte", "account"),
    why: "la charte ne donne pas de durée ; les données du compte suivent le sort des demandes (Code civil art. 2224)",
  },
  "inactive-account": {
    name: label("compte inactif", "inactive account"),
    why: "un compte que personne n'utilise plus est clos sans attendre la fin des services (RGPD art. 5(1)(e))",
  },
  interests: {
    name: label("centres d'intérêt", "interests"),
    why: "sans utilité une fois les services terminés (charte art. 6)",
  },
  request: {
    name: label("demandes et échanges", "requests and conversations"),
    why: "charte art. 6 : cinq ans après la résiliation des services liés à la carte",
  },
  acceptance: {
    name: label("acceptations", "acceptances"),
    why: "preuve du contrat tant qu'il peut être contesté (Code civil art. 2224)",
  },
  consent: {
    name: label("consentements", "consents"),
    why: "le consentement doit pouvoir être prouvé (RGPD art. 7(1)) tant qu'il sert, puis tant qu'il peut être contesté (Code civil art. 2224)",
  },
  "retention-clock": {
    name: label("clôture du compte et gel juridique", "closure of the account and legal hold"),
    why: "la date de clôture et ce qui arrête le décompte doivent être connus tant qu'une donnée du compte est gardée",
  },
  "rights-case": {
    name: label("dossiers d'exercice de droits", "rights cases"),
    why: "preuve de la réponse (RGPD art. 5(2)) tant qu'elle peut être contestée (Code civil art. 2224)",
  },
  disclosure: {
    name: label("communications à des tiers", "disclosures to others"),
    why: "les destinataires doivent pouvoir être nommés et prévenus (RGPD art. 15(1)(c) et 19)",
  },
  "erasure-case": {
    name: label("dossiers d'effacement", "erasure cases"),
    why: "l'adresse scellée est supprimée une fois le certificat remis et le temps de le redemander passé",
  },
  "staff-opening": {
    name: label("ouvertures de dossiers", "openings of files"),
    why: "une ouverture vaut une demi-heure ; ce qui a été vu figure dans la consultation consignée",
  },
  "staff-decision": {
    name: label("décisions à deux personnes", "decisions of two people"),
    why: "le temps d'examiner une décision contestée ; le registre d'audit prouve plus longtemps qu'elle a été prise",
  },
  "erasure-mark": {
    name: label("marque d'un effacement en cours", "mark of an erasure under way"),
    why: "dit qu'un effacement est en cours et disparaît avec ce qu'elle marque",
  },
  audit: {
    name: label("traces des accès", "traces of access"),
    why: "CNIL, délibération 2021-122 sur la journalisation : de six mois à un an",
  },
  proof: {
    name: label("preuves", "proofs"),
    why: "responsabilité (RGPD art. 5(2)) tant qu'une action est possible (Code civil art. 2224)",
  },
  idempotency: {
    name: label("nouveaux envois d'une même demande", "repeated sendings of one request"),
    why: "laisser à un appareil déconnecté le temps de renvoyer sa demande",
  },
  outbox: {
    name: label("envois en cours", "sendings under way"),
    why: "sans utilité une fois l'effet confirmé ; ce qui a été envoyé est supprimé en même temps",
  },
  limits: {
    name: label("compteurs contre les abus", "counters against abuse"),
    why: "ils regardent un jour en arrière au plus : chaque inscription part au bout d'un jour, quoi qui l'ait suivie",
  },
  "unmatched-termination": {
    name: label("résiliations sans titulaire certain", "terminations without a certain holder"),
    why: "une résiliation qui ne désigne personne, ou plusieurs personnes, est tranchée par le service ; un mois pour vérifier. Ce que personne ne tranche s'achève au bout d'un an, et l'exploitation en est avertie",
  },
  failure: {
    name: label("messages techniques qui n'ont pas pu être traités", "technical messages that could not be handled"),
    why: "le temps de vérifier que la correction est durable. Ce que personne ne résout s'achève un an après le premier échec, et l'exploitation en est avertie",
  },
};

/** Why a rule is what it is, in the reader's language. */
export const reasonOf = (rule: RetentionRule, language: Language): string =>
  language === "fr" ? ruleLabels[rule].why : retentionRuleOf(rule).source;

/** Where a duration comes from, for the controller's own registers; a notice to people does without. */
export const originOf = (rule: RetentionRule, language: Language): string =>
  ({
    charter: label("charte", "charter"),
    law: label("loi", "law"),
    CNIL: label("CNIL", "CNIL"),
    "our choice": label(
      "choix du produit, à confirmer par le responsable",
      "choice of the product, to be confirmed by the controller",
    ),
  })[retentionRuleOf(rule).by][language];

/** What each kind of record is called. A test fails for a kind without a name. */
export const kindLabels: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  member: label("membre", "member"),
  acceptance: label("acceptation de la charte ou des conditions", "acceptance of the charter or the terms"),
  announcement: label("annonce d'une nouvelle version", "announcement of a new version"),
  session: label("session", "session"),
  ticket: label("demande de code", "request for a code"),
  "email-change": label("changement d'adresse e-mail", "change of e-mail address"),
  interest: label("centre d'intérêt", "interest"),
  limit: label("compteur contre les abus", "counter against abuse"),
  request: label("demande", "request"),
  message: label("message de la conversation", "message of the conversation"),
  received: label("message reçu du sous-traitant", "message received from the processor"),
  outbox: label("envoi en cours", "sending under way"),
  idempotency: label("nouvel envoi d'une même demande", "repeated sending of one request"),
  lookup: label("recherche par adresse", "look-up by address"),
  closure: label("compte clos", "closed account"),
  "legal-hold": label("gel juridique", "legal hold"),
  "issuer-join": label("recherche par titulaire de carte", "look-up by card holder"),
  "undecided-termination": label("résiliation à trancher", "undecided termination"),
  failure: label("message technique qui n'a pas pu être traité", "technical message that could not be handled"),
  opening: label("ouverture d'un dossier par le personnel", "opening of a file by staff"),
  approval: label("proposition à confirmer par une seconde personne", "proposal for a second person to confirm"),
  review: label("examen d'une ouverture exceptionnelle", "review of an exceptional opening"),
  erasure: label("effacement", "erasure"),
  "erasure-delivery": label("adresse de remise du certificat", "delivery address of the certificate"),
  "erasure-mark": label("marque d'un effacement en cours", "mark of an erasure under way"),
  "kept-by-law": label("ce que la loi conserve après l'effacement", "what the law keeps after the erasure"),
  consent: label("accord demandé au membre", "consent asked of the member"),
  "dispatch-control": label("suspension de la transmission", "pause of dispatch"),
  disclosure: label("communication ou consultation", "disclosure or consultation"),
  "ledger-entry": label("écriture du registre d'audit", "entry of the audit ledger"),
  "settings-state": label("état connu des réglages, sans leurs valeurs", "known state of the settings, without values"),
  "ledger-head": label("état d'un mois du registre d'audit", "state of a month of the audit ledger"),
};

/** @throws Error for a kind nobody has named. */
export function kindLabel(kind: string, language: Language): string {
  const known = kindLabels[kind];
  if (known === undefined) throw new Error(`no label for ${kind}: add it to tools/registers/labels.ts`);
  return known[language];
}

/** Why a record exists: for what is about a person without being a personal field, such as ids, states and dates. */
const kindPurposes: Readonly<Record<string, readonly Purpose[]>> = {
  member: ["identification", "personal-space"],
  acceptance: ["accountability"],
  announcement: ["accountability", "communication"],
  erasure: ["rights", "accountability"],
  "erasure-delivery": ["rights"],
  "erasure-mark": ["rights"],
  "kept-by-law": ["accountability"],
  session: ["security"],
  ticket: ["security"],
  "email-change": ["identification", "communication"],
  interest: ["personalisation"],
  limit: ["security"],
  request: ["concierge-requests"],
  message: ["concierge-requests"],
  received: ["concierge-requests"],
  outbox: ["concierge-requests", "communication"],
  idempotency: ["security"],
  lookup: ["identification"],
  closure: ["accountability"],
  "legal-hold": ["legal-claims"],
  "issuer-join": ["identification"],
  "undecided-termination": ["accountability"],
  failure: ["security"],
  opening: ["accountability", "security"],
  approval: ["accountability"],
  review: ["accountability"],
  consent: ["accountability"],
  "dispatch-control": ["accountability"],
  disclosure: ["accountability"],
  "ledger-entry": ["accountability", "security"],
  "ledger-head": ["accountability"],
  "settings-state": ["accountability", "security"],
};

/** @throws Error for a kind nobody has given a purpose. */
export function purposesOf(kind: string): readonly Purpose[] {
  const known = kindPurposes[kind];
  if (known === undefined) throw new Error(`no purpose for ${kind}: add it to tools/registers/labels.ts`);
  return known;
}
