/**
 * The one place where a Refusal becomes an HTTP answer: RFC 9457 problem details with a stable `type` that resolves to a
 * page, a title in French or English, and JSON Pointers to the fields at fault. Never the rejected value.
 */
import type { FieldFault, Refusal, RefusalCode } from "../refusal.ts";
import type { Language } from "./language.ts";

export type ProblemPage = {
  readonly status: number;
  readonly title: Readonly<Record<Language, string>>;
  /** What the person or the client's developer can do about it. */
  readonly advice: Readonly<Record<Language, string>>;
};

/** A new refusal code does not compile until it has an answer here. */
export const problems = {
  "unreadable-body": {
    status: 400,
    title: { fr: "Le contenu envoyé est illisible", en: "The body cannot be read" },
    advice: { fr: "Envoyez un objet JSON valide, en UTF-8.", en: "Send one valid JSON object, in UTF-8." },
  },
  "unexpected-body": {
    status: 400,
    title: { fr: "Aucun contenu n'est attendu", en: "No body is expected" },
    advice: {
      fr: "Cette action ne lit pas de contenu. Envoyez-la sans contenu.",
      en: "This action reads no body. Send it without one.",
    },
  },
  "invalid-input": {
    status: 422,
    title: { fr: "Certaines informations ne conviennent pas", en: "Some of the information does not fit" },
    advice: {
      fr: "Corrigez les champs nommés dans « errors » ; chaque entrée dit quelle règle n'est pas respectée.",
      en: "Correct the fields named in “errors”; each entry says which rule was not met.",
    },
  },
  "not-signed-in": {
    status: 401,
    title: { fr: "Connexion nécessaire", en: "Sign-in needed" },
    advice: {
      fr: "Votre session est absente ou terminée. Connectez-vous de nouveau.",
      en: "Your session is absent or has ended. Sign in again.",
    },
  },
  "token-invalid": {
    status: 401,
    title: { fr: "Jeton d'accès du personnel absent ou refusé", en: "Staff access token absent or refused" },
    advice: {
      fr: "Demandez un nouveau jeton à l'annuaire pour cette application et joignez-le : Authorization: Bearer.",
      en: "Get a new token for this application from the directory and send it: Authorization: Bearer.",
    },
  },
  "not-allowed": {
    status: 403,
    title: { fr: "Votre fonction ne le permet pas", en: "Your function does not allow this" },
    advice: {
      fr: "Cette action revient à une autre fonction de la marque. Une personne n'a qu'une fonction par marque ; l'annuaire la donne.",
      en: "This belongs to another function of the brand. A person has one function per brand; the directory gives it.",
    },
  },
  "outside-need-to-know": {
    status: 403,
    title: { fr: "Hors de ce que votre fonction demande", en: "Outside what your function needs" },
    advice: {
      fr: "Votre fonction n'ouvre pas de dossier pour cette finalité ou ce motif. Une ouverture exceptionnelle se propose et demande une seconde personne.",
      en: "Your function opens no file for this purpose or reason. An exceptional opening is proposed and needs a second person.",
    },
  },
  "opening-over": {
    status: 403,
    title: { fr: "Aucune ouverture valable de ce dossier", en: "No valid opening of this file" },
    advice: {
      fr: "Une ouverture vaut trente minutes, pour la personne qui l'a faite. Ouvrez le dossier de nouveau, avec un motif.",
      en: "An opening is good for thirty minutes, for the person who made it. Open the file again, with a reason.",
    },
  },
  "second-person-needed": {
    status: 403,
    title: { fr: "Une autre personne doit décider", en: "Somebody else has to decide" },
    advice: {
      fr: "Qui propose ne confirme pas, qui a ouvert n'examine pas ; pour ce qui ferme, détruit, suspend ou communique, l'une des deux personnes est le délégué à la protection des données.",
      en: "Who proposes does not confirm, who opened does not review; for what closes, destroys, holds or discloses, one of the two is the data protection officer.",
    },
  },
  "approval-over": {
    status: 409,
    title: { fr: "Proposition déjà tranchée ou périmée", en: "Proposal already decided or out of date" },
    advice: {
      fr: "Relisez-la ; si l'action reste utile, proposez-la de nouveau.",
      en: "Read it again; where the action is still needed, propose it anew.",
    },
  },
  "cross-site-request": {
    status: 403,
    title: { fr: "Demande venue d'un autre site", en: "Request from another site" },
    advice: {
      fr: "Cette action ne peut être demandée que depuis le site de la conciergerie.",
      en: "This action can only be asked for from the concierge site itself.",
    },
  },
  "csrf-token-invalid": {
    status: 403,
    title: { fr: "Jeton anti-contrefaçon absent ou invalide", en: "Anti-forgery token absent or invalid" },
    advice: {
      fr: "Demandez un jeton par GET /api/v1/session et joignez-le dans l'en-tête X-CSRF-TOKEN-CONCIERGERIE.",
      en: "Get a token from GET /api/v1/session and send it in the header X-CSRF-TOKEN-CONCIERGERIE.",
    },
  },
  "not-found": {
    status: 404,
    title: { fr: "Introuvable", en: "Not found" },
    advice: {
      fr: "Il n'y a rien à cette adresse pour vous.",
      en: "There is nothing at this address for you.",
    },
  },
  "method-not-allowed": {
    status: 405,
    title: { fr: "Méthode non prévue", en: "Method not allowed" },
    advice: { fr: "L'en-tête Allow dit lesquelles le sont.", en: "The Allow header says which ones are." },
  },
  "special-category-likely": {
    status: 422,
    title: {
      fr: "Votre texte peut révéler des données que la loi protège particulièrement",
      en: "Your text may reveal data the law gives special protection",
    },
    advice: {
      fr: "Dites-le autrement, ou confirmez dans « confirmsSpecialCategories » chaque catégorie nommée dans « errors » : c'est votre consentement explicite (RGPD, article 9), consigné, que vous pouvez retirer. Pour une autre personne, il faut son accord.",
      en: "Say it in other words, or confirm in “confirmsSpecialCategories” each category named in “errors”: that is your explicit consent (GDPR, article 9), kept on record, which you can withdraw. Where it is about somebody else, they must agree.",
    },
  },
  "card-not-eligible": {
    status: 422,
    title: { fr: "Carte hors programme", en: "Card outside the programme" },
    advice: {
      fr: "Les premiers chiffres ne correspondent à aucune carte donnant droit à cette conciergerie. Vérifiez-les sur votre carte.",
      en: "The first digits belong to no card that gives access to this concierge. Check them on your card.",
    },
  },
  "code-rejected": {
    status: 422,
    title: { fr: "Code incorrect", en: "Wrong code" },
    advice: {
      fr: "Vérifiez le dernier code reçu. Après cinq essais, demandez-en un nouveau.",
      en: "Check the last code you received. After five tries, ask for a new one.",
    },
  },
  "code-expired": {
    status: 409,
    title: { fr: "Code périmé", en: "Code no longer valid" },
    advice: {
      fr: "Le code vaut dix minutes et cinq essais. Demandez-en un nouveau.",
      en: "A code is good for ten minutes and five tries. Ask for a new one.",
    },
  },
  "address-already-in-use": {
    status: 409,
    title: { fr: "Adresse déjà utilisée", en: "Address already in use" },
    advice: {
      fr: "Un compte existe déjà pour cette adresse. Connectez-vous.",
      en: "There already is an account for this address. Sign in.",
    },
  },
  "step-up-required": {
    status: 403,
    title: { fr: "Confirmation par un code nécessaire", en: "Confirmation by a code needed" },
    advice: {
      fr: "Demandez un code par POST /api/v1/session/step-up et donnez-le ; il vaut confirmation pendant dix minutes. Puis recommencez.",
      en: "Ask for a code with POST /api/v1/session/step-up and give it; it confirms what you do for ten minutes. Then try again.",
    },
  },
  "documents-outdated": {
    status: 409,
    title: { fr: "La charte ou les conditions ont changé", en: "The charter or the terms have changed" },
    advice: {
      fr: "Lisez et acceptez les versions en vigueur, puis recommencez.",
      en: "Read and accept the versions in force, then try again.",
    },
  },
  "proposal-expired": {
    status: 409,
    title: { fr: "Proposition expirée", en: "Proposal expired" },
    advice: {
      fr: "Cette proposition n'est plus valable. Demandez-en une nouvelle au concierge.",
      en: "This proposal is no longer valid. Ask the concierge for a new one.",
    },
  },
  "proposal-already-answered": {
    status: 409,
    title: { fr: "Proposition déjà répondue", en: "Proposal already answered" },
    advice: { fr: "Votre première réponse est enregistrée.", en: "Your first answer is on record." },
  },
  "state-conflict": {
    status: 409,
    title: { fr: "Impossible à ce stade", en: "Not possible at this stage" },
    advice: {
      fr: "L'état de la demande ne permet pas cette action. Relisez-la.",
      en: "The state of the request does not allow this action. Read it again.",
    },
  },
  "length-required": {
    status: 411,
    title: { fr: "Longueur du contenu absente", en: "Body length missing" },
    advice: {
      fr: "Envoyez l'en-tête Content-Length ; un contenu envoyé par morceaux n'est pas lu.",
      en: "Send the Content-Length header; a chunked body is not read.",
    },
  },
  "stale-version": {
    status: 412,
    title: { fr: "La ressource a changé entre-temps", en: "The resource has changed in the meantime" },
    advice: { fr: "Relisez-la et recommencez avec son nouvel ETag.", en: "Read it again and use its new ETag." },
  },
  "body-too-large": {
    status: 413,
    title: { fr: "Contenu trop volumineux", en: "Body too large" },
    advice: { fr: "256 Kio au plus.", en: "256 KiB at most." },
  },
  "uri-too-long": {
    status: 414,
    title: { fr: "Adresse trop longue", en: "Address too long" },
    advice: {
      fr: "6 144 caractères au plus, hôte et paramètres compris.",
      en: "6,144 characters at most, host and query included.",
    },
  },
  "unsupported-media-type": {
    status: 415,
    title: { fr: "Type de contenu non pris en charge", en: "Unsupported content type" },
    advice: { fr: "Envoyez application/json.", en: "Send application/json." },
  },
  "unknown-host": {
    status: 421,
    title: { fr: "Ce site n'est pas servi ici", en: "This site is not served here" },
    advice: { fr: "Utilisez l'adresse du site de votre conciergerie.", en: "Use the address of your concierge site." },
  },
  "idempotency-key-missing": {
    status: 400,
    title: { fr: "Idempotency-Key absent ou mal formé", en: "Idempotency-Key absent or malformed" },
    advice: {
      fr: "Joignez un Idempotency-Key de 16 à 128 caractères, nouveau pour chaque intention, le même à chaque nouvel essai.",
      en: "Send an Idempotency-Key of 16 to 128 characters: new for each intention, the same for each retry of it.",
    },
  },
  "idempotency-key-reused": {
    status: 422,
    title: {
      fr: "Idempotency-Key déjà utilisé pour autre chose",
      en: "Idempotency-Key already used for something else",
    },
    advice: { fr: "Prenez une nouvelle clé pour une nouvelle demande.", en: "Use a new key for a new intention." },
  },
  "precondition-required": {
    status: 428,
    title: { fr: "If-Match absent", en: "If-Match missing" },
    advice: {
      fr: "Joignez l'ETag de la version que vous avez lue.",
      en: "Send the ETag of the version you have read.",
    },
  },
  "too-many-requests": {
    status: 429,
    title: { fr: "Trop d'essais", en: "Too many tries" },
    advice: { fr: "Attendez la durée de l'en-tête Retry-After.", en: "Wait for the time in the Retry-After header." },
  },
  "erasure-in-progress": {
    status: 409,
    title: { fr: "Vos données sont en cours d'effacement", en: "Your data are being erased" },
    advice: {
      fr: "Plus rien de nouveau ne peut être demandé avec ce compte. Un certificat vous parviendra par e-mail à la fin. En cas de désaccord, écrivez au délégué à la protection des données, dont l'adresse figure dans la charte, ou saisissez la CNIL : https://www.cnil.fr/fr/plaintes.",
      en: "Nothing new can be asked for with this account. You will receive a certificate by e-mail at the end. If you disagree, write to the data protection officer, whose address is in the charter, or complain to the CNIL: https://www.cnil.fr/fr/plaintes.",
    },
  },
  "legal-hold": {
    status: 409,
    title: { fr: "Conservation exigée pour des droits en justice", en: "Kept for legal claims" },
    advice: {
      fr: "Ces données ne peuvent pas être effacées tant qu'elles sont nécessaires à la constatation, à l'exercice ou à la défense de droits en justice (RGPD, article 17(3)(e)). En cas de désaccord, saisissez la CNIL : https://www.cnil.fr/fr/plaintes.",
      en: "These data cannot be erased while they are needed to establish, exercise or defend legal claims (GDPR, article 17(3)(e)). If you disagree, complain to the CNIL: https://www.cnil.fr/fr/plaintes.",
    },
  },
  "headers-too-large": {
    status: 431,
    title: { fr: "En-têtes trop volumineux", en: "Headers too large" },
    advice: {
      fr: "16 Kio d'en-têtes au plus, dont 8 Kio de cookies, sous 80 noms. Effacez les cookies de ce site, puis recommencez.",
      en: "16 KiB of headers at most, 8 KiB of them cookies, under 80 names. Delete this site's cookies, then try again.",
    },
  },
  "temporarily-unavailable": {
    status: 503,
    title: { fr: "Service momentanément indisponible", en: "Temporarily unavailable" },
    advice: {
      fr: "Rien n'a été perdu. Recommencez avec le même Idempotency-Key.",
      en: "Nothing was lost. Try again with the same Idempotency-Key.",
    },
  },
} as const satisfies Record<RefusalCode, ProblemPage>;

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly instance: string;
  readonly errors?: readonly FieldFault[];
};

export const problemOf = (refusal: Refusal, language: Language, invocationId: string): Problem => ({
  type: `/problems/${refusal.code}`,
  title: problems[refusal.code].title[language],
  status: problems[refusal.code].status,
  instance: `urn:invocation:${invocationId}`,
  ...(refusal.fields.length > 0 ? { errors: refusal.fields } : {}),
});

/** What is answered when the fault is ours: nothing about its inside. */
export const unknownTrouble = (language: Language, invocationId: string): Problem => ({
  type: "about:blank",
  title: language === "fr" ? "Erreur interne" : "Internal error",
  status: 500,
  instance: `urn:invocation:${invocationId}`,
});
