/**
 * Everything the ledger can say, as a closed catalogue: what happened, and how long the entry is kept by its class. An
 * event that does not stand here cannot be recorded. Sources: GDPR articles 5(2), 24 and 30; CNIL, délibération 2021-122.
 */
import type { Text } from "../privacy/catalogues.ts";

/**
 * `access`: who looked at or used what, kept twelve months. `proof`: that a promise was kept or a decision taken, kept as
 * long as it can be disputed. Whole streams end together (shared/audit/stream.ts).
 */
export const auditClasses = ["access", "proof"] as const;
export type AuditClass = (typeof auditClasses)[number];

type AuditEventEntry = Text & { readonly class: AuditClass };

export const auditEvents = {
  "session.opened": { class: "access", en: "a session was opened", fr: "une session a été ouverte" },
  "session.ended": { class: "access", en: "a session was ended", fr: "une session a pris fin" },
  "account.opened": { class: "proof", en: "an account was opened", fr: "un compte a été ouvert" },
  "document.accepted": { class: "proof", en: "a text was accepted", fr: "un texte a été accepté" },
  "version.announced": {
    class: "proof",
    en: "a new version of a text was announced",
    fr: "une nouvelle version d'un texte a été annoncée",
  },
  "staff.searched": {
    class: "access",
    en: "staff looked for an account by an exact identifier",
    fr: "le personnel a cherché un compte par un identifiant exact",
  },
  "staff.file-opened": { class: "access", en: "staff opened a file", fr: "le personnel a ouvert un dossier" },
  "staff.glass-broken": {
    class: "proof",
    en: "staff opened a file outside their function, with a second person",
    fr: "le personnel a ouvert un dossier hors de sa fonction, avec une seconde personne",
  },
  "staff.opening-reviewed": {
    class: "proof",
    en: "the officer reviewed an exceptional opening",
    fr: "le délégué a examiné une ouverture exceptionnelle",
  },
  "staff.action-proposed": { class: "proof", en: "staff proposed an action", fr: "le personnel a proposé une action" },
  "staff.action-confirmed": {
    class: "proof",
    en: "a second person confirmed an action",
    fr: "une seconde personne a confirmé une action",
  },
  "staff.action-refused": {
    class: "proof",
    en: "a second person refused an action",
    fr: "une seconde personne a refusé une action",
  },
  "staff.action-done": { class: "proof", en: "a confirmed action was done", fr: "une action confirmée a été faite" },
  "staff.action-failed": {
    class: "proof",
    en: "a confirmed action could not be done",
    fr: "une action confirmée n'a pas pu être faite",
  },
  "data.disclosed": {
    class: "proof",
    en: "data were disclosed to somebody outside",
    fr: "des données ont été communiquées à l'extérieur",
  },
  "key.rotated": { class: "proof", en: "a brand's key was rotated", fr: "la clé d'une marque a été renouvelée" },
  "keys.rewrapped": { class: "proof", en: "people's keys were wrapped anew", fr: "des clés ont été réemballées" },
  "addresses.reindexed": { class: "proof", en: "addresses were hashed anew", fr: "des adresses ont été ré-indexées" },
  "settings.changed": { class: "proof", en: "the settings changed", fr: "les réglages ont changé" },
  "stream.sealed": { class: "proof", en: "a month of the ledger was sealed", fr: "un mois du registre a été scellé" },
  "stream.dropped": {
    class: "proof",
    en: "a month of the ledger ended by its rule",
    fr: "un mois du registre a pris fin selon sa règle",
  },
} as const satisfies Record<string, AuditEventEntry>;
export type AuditEvent = keyof typeof auditEvents;
export const auditEventNames = Object.keys(auditEvents) as [AuditEvent, ...AuditEvent[]];

/** Who acted. A staff member is named by the directory's object id; nobody else is named at all. */
export const actorRoles = ["member", "processor", "card-issuer", "desk", "dpo", "auditor", "ops", "system"] as const;
export type ActorRole = (typeof actorRoles)[number];
