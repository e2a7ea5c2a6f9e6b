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
  "session.stepped-up": {
    class: "access",
    en: "a fresh code confirmed a session",
    fr: "un nouveau code a confirmé une session",
  },
  "code.used-up": {
    class: "access",
    en: "all tries of a code were used up",
    fr: "tous les essais d'un code ont été épuisés",
  },
  "member.changed": {
    class: "proof",
    en: "identity or contact data were changed",
    fr: "des données d'identité ou de contact ont été modifiées",
  },
  "address.changed": { class: "proof", en: "the e-mail address was changed", fr: "l'adresse e-mail a été changée" },
  "card.renewed": { class: "proof", en: "a renewed card was given", fr: "une carte renouvelée a été indiquée" },
  "promotion.chosen": {
    class: "proof",
    en: "promotion by e-mail was agreed to or refused",
    fr: "la prospection par e-mail a été acceptée ou refusée",
  },
  "account.opened": { class: "proof", en: "an account was opened", fr: "un compte a été ouvert" },
  "account.closed": { class: "proof", en: "an account was closed", fr: "un compte a été clos" },
  "account.archived": {
    class: "proof",
    en: "the data of a closed account were set apart",
    fr: "les données d'un compte clos ont été mises à part",
  },
  "archive.opened": { class: "access", en: "the archive was opened", fr: "l'archive a été ouverte" },
  "archive.part-erased": {
    class: "proof",
    en: "archived data reached the end of their period",
    fr: "des données archivées ont atteint leur terme",
  },
  "member.warned-of-inactivity": {
    class: "proof",
    en: "a member was told that the unused account will end",
    fr: "un membre a été prévenu de la fin de son compte inutilisé",
  },
  "termination.received": {
    class: "proof",
    en: "the end of the card-linked services was announced, moved or revoked",
    fr: "la fin des services liés à la carte a été annoncée, déplacée ou révoquée",
  },
  "termination.undecided": {
    class: "proof",
    en: "a termination that fits nobody, or several people, was given to the desk",
    fr: "une résiliation sans titulaire certain a été confiée au service",
  },
  "termination.shown": {
    class: "access",
    en: "staff looked at an undecided termination",
    fr: "le personnel a consulté une résiliation sans titulaire certain",
  },
  "terminations.listed": {
    class: "access",
    en: "staff looked at the undecided terminations",
    fr: "le personnel a consulté la liste des résiliations sans titulaire certain",
  },
  "termination.decided": {
    class: "proof",
    en: "the desk decided whom a termination concerns",
    fr: "le service a tranché à qui se rapporte une résiliation",
  },
  "termination.erased": {
    class: "proof",
    en: "an undecided termination went with the erasure of whom it named",
    fr: "une résiliation à trancher a disparu avec l'effacement de la personne qu'elle désignait",
  },
  "hold.set": { class: "proof", en: "a legal hold was set", fr: "un gel juridique a été posé" },
  "hold.reviewed": {
    class: "proof",
    en: "a legal hold was looked at again and kept",
    fr: "un gel juridique a été réexaminé et maintenu",
  },
  "hold.lifted": { class: "proof", en: "a legal hold was lifted", fr: "un gel juridique a été levé" },
  "hold.reminded": {
    class: "proof",
    en: "a legal hold came up for review",
    fr: "un gel juridique est à réexaminer",
  },
  "retention.run": {
    class: "proof",
    en: "a run of the retention sweep",
    fr: "un passage du moteur de conservation",
  },
  "retention.previewed": {
    class: "access",
    en: "operations looked at what retention would do, and to whom",
    fr: "l'exploitation a consulté ce que la conservation ferait, et pour qui",
  },
  "document.accepted": { class: "proof", en: "a text was accepted", fr: "un texte a été accepté" },
  "version.announced": {
    class: "proof",
    en: "a new version of a text was announced",
    fr: "une nouvelle version d'un texte a été annoncée",
  },
  "ledger.read": { class: "access", en: "somebody read the ledger", fr: "le registre d'audit a été lu" },
  "staff.searched": {
    class: "access",
    en: "staff looked for an account by an exact identifier",
    fr: "le personnel a cherché un compte par un identifiant exact",
  },
  "staff.work-listed": {
    class: "access",
    en: "the desk looked at the requests under way",
    fr: "le service a consulté les demandes en cours",
  },
  "staff.approvals-listed": {
    class: "access",
    en: "staff looked at what waits for a second person",
    fr: "le personnel a consulté ce qui attend une seconde personne",
  },
  "staff.approval-read": {
    class: "access",
    en: "staff read a proposal and its reasons",
    fr: "le personnel a lu une proposition et ses motifs",
  },
  "staff.reviews-listed": {
    class: "access",
    en: "the officer looked at the exceptional openings to be reviewed",
    fr: "le délégué a consulté les ouvertures exceptionnelles à examiner",
  },
  "staff.file-opened": { class: "access", en: "staff opened a file", fr: "le personnel a ouvert un dossier" },
  "staff.file-read": {
    class: "access",
    en: "staff read a part of an opened file",
    fr: "le personnel a lu une partie d'un dossier ouvert",
  },
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
  "staff.special-words-confirmed": {
    class: "proof",
    en: "staff confirmed that specially protected data were needed in their words",
    fr: "le personnel a confirmé que des données particulièrement protégées étaient nécessaires dans ses mots",
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
  "erasure.started": { class: "proof", en: "an erasure was started", fr: "un effacement a commencé" },
  "erasure.withdrawn": {
    class: "proof",
    en: "an erasure was withdrawn, because the end of the services had moved",
    fr: "un effacement a été retiré, la date de fin des services ayant changé",
  },
  "erasure.confirmed-on-paper": {
    class: "proof",
    en: "two people recorded that the processor had confirmed an erasure on paper",
    fr: "deux personnes ont consigné qu'un sous-traitant a confirmé un effacement par écrit",
  },
  "erasures.listed": {
    class: "access",
    en: "staff or operations looked at the erasures under way",
    fr: "le personnel ou l'exploitation a consulté les effacements en cours",
  },
  "erasure.shown": {
    class: "access",
    en: "operations looked at an erasure, step by step",
    fr: "l'exploitation a consulté un effacement, étape par étape",
  },
  "restore.replayed": {
    class: "proof",
    en: "after a restore, whoever had no key was erased again",
    fr: "après une restauration, les personnes sans clé ont été effacées de nouveau",
  },
  "erasure.ended": { class: "proof", en: "an erasure ended", fr: "un effacement est terminé" },
  "key.rotated": { class: "proof", en: "a brand's key was rotated", fr: "la clé d'une marque a été renouvelée" },
  "keys.rewrapped": { class: "proof", en: "people's keys were wrapped anew", fr: "des clés ont été réemballées" },
  "addresses.reindexed": { class: "proof", en: "addresses were hashed anew", fr: "des adresses ont été ré-indexées" },
  "failures.listed": { class: "access", en: "failed messages were listed", fr: "des messages en échec ont été listés" },
  "failure.shown": { class: "access", en: "a failed message was looked at", fr: "un message en échec a été consulté" },
  "failure.replayed": { class: "proof", en: "a failed message was replayed", fr: "un message en échec a été rejoué" },
  "failure.discarded": { class: "proof", en: "a failed message was discarded", fr: "un message en échec a été écarté" },
  "failure.given-up": {
    class: "proof",
    en: "a failed message that nobody resolved for a year was given up",
    fr: "un message en échec que personne n'a résolu en un an a été abandonné",
  },
  "outbox.listed": {
    class: "access",
    en: "messages on their way were listed",
    fr: "des messages en cours ont été listés",
  },
  "outbox-row.shown": {
    class: "access",
    en: "a message on its way was looked at",
    fr: "un message en cours a été consulté",
  },
  "outbox-row.replayed": {
    class: "proof",
    en: "a message was sent again by hand",
    fr: "un message a été renvoyé à la main",
  },
  "outbox-row.discarded": {
    class: "proof",
    en: "a message its receiver refused was discarded",
    fr: "un message refusé par son destinataire a été écarté",
  },
  "contradictions.listed": {
    class: "access",
    en: "what the processor said against the state of requests was listed",
    fr: "ce que le sous-traitant a dit en contradiction avec l'état de demandes a été listé",
  },
  "settings.changed": { class: "proof", en: "the settings changed", fr: "les réglages ont changé" },
  "consent.asked": { class: "proof", en: "a consent was asked for", fr: "un consentement a été demandé" },
  "consent.given": { class: "proof", en: "a consent was given", fr: "un consentement a été donné" },
  "consent.refused": { class: "proof", en: "a consent was refused", fr: "un consentement a été refusé" },
  "consent.withdrawn": { class: "proof", en: "a consent was withdrawn", fr: "un consentement a été retiré" },
  "disclosure.reported": {
    class: "proof",
    en: "the processor reported a disclosure to a provider",
    fr: "le sous-traitant a déclaré une communication à un prestataire",
  },
  "disclosure.without-consent": {
    class: "proof",
    en: "the processor reported a disclosure that lacked the member's consent",
    fr: "le sous-traitant a déclaré une communication faite sans le consentement nécessaire",
  },
  "dispatch.paused": {
    class: "proof",
    en: "dispatch to the processor was paused",
    fr: "la transmission a été suspendue",
  },
  "dispatch.resumed": { class: "proof", en: "dispatch to the processor was resumed", fr: "la transmission a repris" },
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
