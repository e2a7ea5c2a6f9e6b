/**
 * What is held and is no record: payloads, messages, keys, telemetry, backups. Each with how long, what ends it, and the tests
 * that show the end: on what the code does, or on the infrastructure as the compiler evaluates it. `npm run charter` asks the
 * last run for each of them; a test holds every blob container and queue to an entry. GDPR article 5(1)(e); charter article 6.
 */
import type { Proof } from "../charter/clause.ts";
import { proof } from "../charter/clause-notation.ts";
import type { Text } from "../privacy/catalogues.ts";
import type { BlobContainerName } from "../storage/containers.ts";

export type HeldElsewhere = {
  readonly what: Text;
  readonly lasts: Text;
  readonly source: Text;
  readonly proofs: readonly [Proof, ...Proof[]];
};

type Days = { readonly production: number; readonly elsewhere: number };
/** Days that the infrastructure counts, in production and in any other deployment: what is told below, and what a test reads from both. */
export const deployedDays = {
  payloads: { production: 35, elsewhere: 35 },
  logs: { production: 180, elsewhere: 30 },
  backups: { production: 30, elsewhere: 7 },
  seals: { production: 1828, elsewhere: 1 },
} as const satisfies Record<string, Days>;

const told = ({ production, elsewhere }: Days): Text =>
  production === elsewhere
    ? { fr: `${production} jours`, en: `${production} days` }
    : {
        fr: `${production} jours en production, ${elsewhere} ailleurs`,
        en: `${production} days in production, ${elsewhere} elsewhere`,
      };
const also = (days: Text, fr: string, en: string): Text => ({ fr: `${days.fr}${fr}`, en: `${days.en}${en}` });

const payload: HeldElsewhere = {
  what: { fr: "contenu des messages échangés avec le sous-traitant", en: "payloads exchanged with the processor" },
  lasts: { fr: "jusqu'à l'accusé de réception du message", en: "until the message is acknowledged" },
  source: {
    fr: "sans utilité une fois le message reçu (charte art. 6)",
    en: "of no use once the message has arrived (charter art. 6)",
  },
  proofs: [
    proof("functions/queues.test.ts", "is settled when the processor acknowledges: row and payload go"),
    proof("functions/erasure.test.ts", "comes to its end with the processor's word, and nothing of the person is left"),
    // What nobody acknowledges or erases any more, such as the copy of a late re-send.
    proof("infra/held.test.ts", "payloads in the exchange end by their age, after the days that are told"),
  ],
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
    proofs: [
      proof("functions/end-of-account.test.ts", "ends with a certificate to the address that was sealed"),
      proof("functions/erasure.test.ts", "a database of before, put back, opens nothing of the person"),
      proof("unit/retention/end-unproven.test.ts", "a few days later nothing is left, no key and no note"),
      proof("functions/retention-preview.test.ts", "is foreseen a year before, exactly"),
    ],
  },
  "to-processor": payload,
  "from-processor": {
    ...payload,
    // Put there by the processor, and read again where a message comes twice: its age ends it, or the person's erasure.
    lasts: also(told(deployedDays.payloads), ", ou l'effacement de la personne", ", or the person's erasure"),
    source: {
      fr: "le temps qu'un message qui en dépend puisse être renvoyé (charte art. 6)",
      en: "as long as a message that needs it may be sent again (charter art. 6)",
    },
    proofs: [
      proof("infra/held.test.ts", "payloads in the exchange end by their age, after the days that are told"),
      proof(
        "journeys/erasure.test.ts",
        "no byte of the database, the storage, the processor or the logs holds a canary",
      ),
    ],
  },
  "ledger-seals": {
    what: { fr: "sceaux mensuels du registre : des empreintes", en: "monthly seals of the ledger: hashes" },
    lasts: {
      fr: `sans terme ; inaltérables ${told(deployedDays.seals).fr}, au moins le temps du registre`,
      en: `no end; unalterable for ${told(deployedDays.seals).en}, at least as long as the ledger`,
    },
    source: {
      fr: "aucune donnée de personne : la preuve survit à ce qu'elle scelle (RGPD art. 5(2))",
      en: "nothing about a person: the proof outlives what it sealed (GDPR art. 5(2))",
    },
    proofs: [
      proof(
        "infra/held.test.ts",
        "seals cannot be changed for the days that are told, in production as long as the ledger",
      ),
      proof("unit/audit/keep-streams.test.ts", "is sealed once, an hour later"),
      proof(
        "journeys/canaries.test.ts",
        "nothing personal lies in clear in the database, the queues, the logs, other blobs",
      ),
    ],
  },
};

/** No message of ours lives longer than its resend interval; how long a partner's may wait, the partner says. */
export const heldInQueues: Readonly<Record<"ours" | "theirs", HeldElsewhere & { readonly from: readonly string[] }>> = {
  ours: {
    what: { fr: "messages des files : des identifiants", en: "messages on queues: ids" },
    lasts: { fr: "au plus l'intervalle de renvoi", en: "the resend interval at most" },
    source: { fr: "une file ne conserve rien (charte art. 6)", en: "a queue keeps nothing (charter art. 6)" },
    proofs: [
      proof("functions/queue-lives.test.ts", "no message of ours outlives what sends it again"),
      proof("contract/storage/queues.test.ts", "what is not taken in its life is gone"),
    ],
    from: ["application"],
  },
  theirs: {
    what: { fr: "messages des partenaires : des identifiants", en: "messages of partners: ids" },
    lasts: {
      fr: "le temps d'être lus, aussitôt ; non lus, la durée que fixe le partenaire, sept jours à défaut (Azure)",
      en: "until they are read, at once; unread, as long as the partner says, else seven days (Azure)",
    },
    source: { fr: "ils sont renvoyés jusqu'à la réponse", en: "they are sent again until they are answered" },
    proofs: [
      proof("functions/queues.test.ts", "applies a message once and acknowledges it each time"),
      proof("functions/queues.test.ts", "records what is no message of its sender, and lets it go at once"),
      proof(
        "functions/failures.test.ts",
        "a store that is away for minutes loses nothing: poisoned, parked, handled once",
      ),
    ],
    from: ["processor", "card-issuer"],
  },
};

export const heldBeside: readonly HeldElsewhere[] = [
  {
    what: { fr: "journaux et télémétrie : des identifiants et des codes", en: "logs and telemetry: ids and codes" },
    lasts: told(deployedDays.logs),
    source: {
      fr: "ni nom ni parole d'une personne n'y entre ; le temps de comprendre une panne ou un abus (CNIL, délibération 2021-122 : six mois à un an)",
      en: "no name or words of a person get in; the time to understand a failure or an abuse (CNIL, délibération 2021-122: six months to one year)",
    },
    proofs: [
      proof("infra/held.test.ts", "logs and telemetry end after the days that are told"),
      proof(
        "journeys/canaries.test.ts",
        "nothing personal lies in clear in the database, the queues, the logs, other blobs",
      ),
    ],
  },
  {
    what: { fr: "sauvegardes continues de la base, scellées", en: "continuous backups of the database, sealed" },
    lasts: told(deployedDays.backups),
    source: {
      fr: "elles n'ouvrent rien sans la clé, qui n'est pas sauvegardée (RGPD art. 17 et 32)",
      en: "they open nothing without the key, which is in no backup (GDPR art. 17 and 32)",
    },
    proofs: [
      proof("infra/held.test.ts", "backups of the database reach back the days that are told, and there are no others"),
      proof("journeys/erasure.test.ts", "a copy of the database of before opens nothing"),
    ],
  },
];

export const everythingHeldElsewhere: readonly HeldElsewhere[] = [
  ...Object.values(heldInBlobs),
  ...Object.values(heldInQueues),
  ...heldBeside,
];
