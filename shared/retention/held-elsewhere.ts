/**
 * What is held and is no record: payloads, messages, keys, telemetry, backups. Each with how long, what ends it, and where
 * that is enforced: in our code, or by a declared property of the infrastructure. A test holds every entry to its place, and
 * every blob container and queue to an entry. GDPR article 5(1)(e); charter article 6.
 */
import type { Text } from "../privacy/catalogues.ts";
import type { BlobContainerName } from "../storage/containers.ts";

export type HeldElsewhere = {
  readonly what: Text;
  readonly lasts: Text;
  readonly source: Text;
  /** A file, and the words in it that enforce the end. */
  readonly enforcedBy: { readonly file: string; readonly words: string };
};

const payload: HeldElsewhere = {
  what: { fr: "contenu des messages échangés avec le sous-traitant", en: "payloads exchanged with the processor" },
  lasts: { fr: "jusqu'à l'accusé de réception du message", en: "until the message is acknowledged" },
  source: {
    fr: "sans utilité une fois le message reçu (charte art. 6)",
    en: "of no use once the message has arrived (charter art. 6)",
  },
  enforcedBy: { file: "shared/requests/settle-message.ts", words: "outgoing.erase" },
};

export const heldInBlobs: Readonly<Record<BlobContainerName, HeldElsewhere>> = {
  "person-keys": {
    what: {
      fr: "clé de la personne, emballée par celle de la marque ; jusqu'à la preuve de l'adresse, depuis quand elle existe",
      en: "the person's key, wrapped by the brand's; until the address is proven, since when it has been there",
    },
    lasts: {
      fr: "autant que les données qu'elle ouvre ; sans données, un jour",
      en: "as long as the data it opens; without any, a day",
    },
    source: { fr: "la détruire est l'effacement (RGPD art. 17)", en: "destroying it is the erasure (GDPR art. 17)" },
    enforcedBy: { file: "shared/erasure/empty-stores.ts", words: "keys.shred" },
  },
  "to-processor": payload,
  "from-processor": {
    ...payload,
    // Put there by the processor, and read again where a message comes twice: its age ends it, or the person's erasure.
    lasts: { fr: "35 jours, ou l'effacement de la personne", en: "35 days, or the person's erasure" },
    source: {
      fr: "le temps qu'un message qui en dépend puisse être renvoyé (charte art. 6)",
      en: "as long as a message that needs it may be sent again (charter art. 6)",
    },
    enforcedBy: { file: "infra/main.bicep", words: "param exchangeExpiryDays int = 35" },
  },
  "ledger-seals": {
    what: { fr: "sceaux mensuels du registre : des empreintes", en: "monthly seals of the ledger: hashes" },
    lasts: {
      fr: "sans terme ; inaltérables au moins le temps du registre",
      en: "no end; unalterable at least as long as the ledger",
    },
    source: {
      fr: "aucune donnée de personne : la preuve survit à ce qu'elle scelle (RGPD art. 5(2))",
      en: "nothing about a person: the proof outlives what it sealed (GDPR art. 5(2))",
    },
    enforcedBy: { file: "infra/main.bicep", words: "'ledger-seals': sealRetentionDays" },
  },
};

/** No message of ours lives longer than its resend interval; a partner's, not longer than the queue's own seven days. */
const ours = { file: "shared/messaging/queue-sender.ts", words: "messageTimeToLive" } as const;

export const heldInQueues: Readonly<Record<"ours" | "theirs", HeldElsewhere & { readonly from: readonly string[] }>> = {
  ours: {
    what: { fr: "messages des files : des identifiants", en: "messages on queues: ids" },
    lasts: { fr: "au plus l'intervalle de renvoi", en: "the resend interval at most" },
    source: { fr: "une file ne conserve rien (charte art. 6)", en: "a queue keeps nothing (charter art. 6)" },
    enforcedBy: ours,
    from: ["application"],
  },
  theirs: {
    what: { fr: "messages des partenaires : des identifiants", en: "messages of partners: ids" },
    lasts: {
      fr: "sept jours au plus, durée d'une file d'attente Azure",
      en: "seven days at most, the life of an Azure queue message",
    },
    source: { fr: "ils sont renvoyés jusqu'à la réponse", en: "they are sent again until they are answered" },
    enforcedBy: { file: "shared/messaging/queue-handler.ts", words: "onLastTry" },
    from: ["processor", "card-issuer"],
  },
};

export const heldBeside: readonly HeldElsewhere[] = [
  {
    what: { fr: "journaux et télémétrie : des identifiants et des codes", en: "logs and telemetry: ids and codes" },
    lasts: { fr: "30 jours", en: "30 days" },
    source: {
      fr: "aucune donnée de personne n'y entre ; le temps de comprendre une panne (CNIL, journalisation)",
      en: "no personal data get in; the time to understand a failure (CNIL on logging)",
    },
    enforcedBy: { file: "infra/modules/monitoring.bicep", words: "retentionInDays" },
  },
  {
    what: { fr: "sauvegardes continues de la base, scellées", en: "continuous backups of the database, sealed" },
    lasts: { fr: "7 ou 30 jours selon le déploiement", en: "7 or 30 days, as deployed" },
    source: {
      fr: "elles n'ouvrent rien sans la clé, qui n'est pas sauvegardée (RGPD art. 17 et 32)",
      en: "they open nothing without the key, which is in no backup (GDPR art. 17 and 32)",
    },
    enforcedBy: { file: "infra/modules/cosmos.bicep", words: "continuousModeProperties" },
  },
];
