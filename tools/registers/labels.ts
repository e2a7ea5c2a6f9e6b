/** What each stored field is called for a reader who knows nothing of code. A test fails for a field without a name. */
import type { Language } from "./tables.ts";

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
  "member/addressHash": label("empreinte à clé de l'adresse e-mail", "keyed hash of the e-mail address"),
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
  "request/confirmation/supplier": label("confirmation : prestataire", "confirmation: supplier"),
  "request/confirmation/reference": label("confirmation : référence de réservation", "confirmation: booking reference"),
  "request/confirmation/startsAt": label("confirmation : début", "confirmation: start"),
  "request/confirmation/endsAt": label("confirmation : fin", "confirmation: end"),
  "request/confirmation/place": label("confirmation : lieu", "confirmation: place"),
  "request/confirmation/confirmedAt": label("confirmation : date", "confirmation: date"),
  "request/ending/reason": label("fin de la demande : raison", "end of the request: reason"),
  "request/ending/text": label("fin de la demande : explication", "end of the request: explanation"),
  "message/text": label("conversation : message", "conversation: message"),
  "idempotency/fingerprint": label("nouvel essai : empreinte de la demande", "retry: digest of the request"),
  "idempotency/answer": label("nouvel essai : réponse donnée", "retry: answer given"),
  "lookup/id": label("recherche : empreinte à clé de l'adresse e-mail", "look-up: keyed hash of the e-mail address"),
};

/** @throws Error for a field nobody has named. */
export function labelOf(field: string, language: Language): string {
  const known = fieldLabels[field] ?? fieldLabels[inRecord(field)];
  if (known === undefined) throw new Error(`no label for ${field}: add it to tools/registers/labels.ts`);
  return known[language];
}

/** A field of a message is called what the record's field it comes from is called. */
function inRecord(field: string): string {
  const [, path = ""] = /^concierge\.[a-z.-]+\/(.+)$/.exec(field) ?? [];
  if (path.startsWith("member/contact/")) return `member/${path.slice("member/contact/".length)}`;
  if (path.startsWith("member/") || path.startsWith("request/")) return path;
  return `message/${path}`;
}
