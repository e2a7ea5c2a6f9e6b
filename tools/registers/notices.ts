/** What people must be told: members (GDPR article 13, and 14 for what others supply), and people a member names (article 14). */
import { type BrandId, brandIds } from "../../shared/charter/brands.ts";
import { controllers } from "../../shared/charter/controllers.ts";
import { cookies } from "../../shared/charter/cookies.ts";
import { transfers } from "../../shared/charter/transfers.ts";
import { legalBases, type Purpose, purposes } from "../../shared/privacy/catalogues.ts";
import { retentionRulesOf } from "../../shared/privacy/derive.ts";
import type { RetentionRule } from "../../shared/privacy/retention-rules.ts";
import { purposesOf, ruleLabels } from "./labels.ts";
import { partyOf } from "./recipients.ts";
import {
  confirmed,
  duration,
  fieldNames,
  type Language,
  lastsText,
  list,
  recipientNames,
  recipientsOf,
  records,
  rows,
  stateOfPlay,
  type Table,
  text,
  unique,
  type Words,
} from "./wording.ts";

const columns = [
  { key: "brand", title: text("Marque", "Brand") },
  { key: "subject", title: text("Sujet", "Subject") },
  { key: "answer", title: text("Réponse", "Answer") },
];

/** The interest pursued, where that is the basis (GDPR articles 13(1)(d) and 14(2)(b)). */
const interests: Partial<Readonly<Record<Purpose, Words>>> = {
  "requests-for-others": text(
    "satisfaire la demande du membre ; la personne nommée n'est pas partie au contrat",
    "fulfilling the member's request; the person named is no party to the contract",
  ),
  personalisation: text(
    "proposer des services et des informations qui conviennent aux goûts que la personne a elle-même déclarés",
    "offering services and information that suit the tastes the person has declared themselves",
  ),
  "legal-claims": text(
    "garder, le temps d'un litige ou d'une demande d'autorité, ce qu'il faut pour établir des droits ou s'en défendre",
    "keeping, for a dispute or an authority's request, what it takes to establish or defend claims",
  ),
  security: text(
    "protéger les comptes et le service contre les abus",
    "protecting accounts and the service against abuse",
  ),
};

function basisOf(purpose: Purpose, language: Language): string {
  const { basis } = purposes[purpose];
  const named = `${legalBases[basis][language]} (art. ${legalBases[basis].article})`;
  const interest = interests[purpose];
  if (basis !== "legitimate interest") return named;
  if (interest === undefined) throw new Error(`${purpose}: name the interest pursued in tools/registers/notices.ts`);
  return `${named} : ${interest[language]}`;
}

const transferText = text(
  "Aucun transfert n'est organisé par nos systèmes. Si la demande s'exécute hors de l'EEE, par exemple un hôtel à Dubaï, les données nécessaires sont transmises au prestataire concerné, sur la base d'une décision d'adéquation, de clauses types ou, à défaut et ponctuellement, de la nécessité du contrat (art. 49(1)(b)). Copie des garanties : auprès du délégué. Certains services techniques, dont l'acheminement des e-mails, restent à vérifier.",
  "No transfer is organised by our systems. Where the request is carried out outside the EEA, a hotel in Dubai for example, the data needed are passed to the provider concerned, on an adequacy decision, standard clauses or, failing these and occasionally, the need of the contract (art. 49(1)(b)). A copy of the safeguards: from the officer. Some technical services, the routing of e-mails among them, remain to be verified.",
);

/** Whom this service sends nothing to, but who receive what a request takes, or what the law requires. */
const throughProcessor = text(
  "par le sous-traitant, les prestataires qui exécutent la demande ; une autorité, si la loi l'impose",
  "through the processor, the providers who carry the request out; an authority, where the law requires it",
);

/** Who answers, and how one reaches them: the same in both notices. */
function answerable(brand: BrandId, language: Language): readonly (readonly [Words, string])[] {
  const { name, isToConfirm, address, dataProtectionOfficer: dpo } = controllers[brand];
  return [
    [
      text("Responsable du traitement", "Controller"),
      `${confirmed(name, isToConfirm, language)}, ${address.lines.join(", ")}`,
    ],
    [
      text("Délégué à la protection des données", "Data protection officer"),
      `${dpo.email} ; ${dpo.address.lines.join(", ")}`,
    ],
  ];
}

const complaintOf = (brand: BrandId): string => {
  const { authority } = controllers[brand];
  return `${authority.name}, ${authority.address.lines.join(", ")} ; ${authority.complaints}`;
};

const howToExercise = text(
  "par e-mail ou par courrier au délégué ; réponse dans le mois, prolongeable de deux mois pour une demande complexe (art. 12(3)) ; un justificatif n'est demandé qu'en cas de doute raisonnable",
  "by e-mail or post to the officer; an answer within a month, which may be extended by two for a complex matter (art. 12(3)); proof of identity is asked for on reasonable doubt only",
);

/** Why the service holds records about members: their personal fields and what lies in clear beside them. */
const purposesInUse = unique<Purpose>([
  ...rows.map(({ purpose }) => purpose),
  ...records.flatMap(({ kind }) => purposesOf(kind)),
]);

const suppliedFields = rows.filter(({ source }) => source === "processor").map(({ data }) => data);

function memberAnswers(brand: BrandId, language: Language): readonly (readonly [Words, string])[] {
  const { processor, isToConfirm } = controllers[brand];
  const say = (fr: string, en: string) => text(fr, en)[language];
  const carriers = transfers.filter(({ brand: of, recipient }) => of === brand && recipient !== "processor");
  return [
    ...answerable(brand, language),
    [
      text("Sous-traitant", "Processor"),
      `${confirmed(processor.name, isToConfirm, language)} (${processor.register}), ${processor.address.lines.join(", ")} : ${processor.task[language]}`,
    ],
    [
      text("Hébergement et e-mails", "Hosting and e-mails"),
      unique(carriers.map((one) => partyOf(one, language))).join(" — "),
    ],
    [
      text("Données obligatoires", "Mandatory data"),
      say(
        "toutes celles de l'inscription : sans elles, le compte ne peut pas être ouvert ; dans une demande, la catégorie et l'objet seulement",
        "all that sign-up asks for: without them the account cannot be opened; in a request, the category and what is asked only",
      ),
    ],
    [
      text("Données que vous n'avez pas fournies", "Data you did not supply"),
      `${say("par le sous-traitant", "by the processor")} : ${fieldNames(suppliedFields, language)}`,
    ],
    ...purposesInUse.map(
      (purpose) =>
        [
          text(`Finalité : ${purposes[purpose].fr}`, `Purpose: ${purposes[purpose].en}`),
          basisOf(purpose, language),
        ] as const,
    ),
    ...unique<RetentionRule>(["inactive-account", ...records.flatMap(retentionRulesOf)]).map(
      (rule) =>
        [
          text(`Conservation : ${ruleLabels[rule].name.fr}`, `Retention: ${ruleLabels[rule].name.en}`),
          duration(rule, language),
        ] as const,
    ),
    [
      text("Destinataires", "Recipients"),
      `${recipientNames(recipientsOf(rows.flatMap((one) => one.recipients)), language)} ; ${throughProcessor[language]}`,
    ],
    [text("Transferts hors de l'EEE", "Transfers outside the EEA"), transferText[language]],
    [
      text("Vos droits", "Your rights"),
      say(
        "accès, rectification, effacement, limitation, portabilité, directives après le décès ; opposition, pour des raisons tenant à votre situation, à ce qui repose sur l'intérêt légitime (art. 21)",
        "access, rectification, erasure, restriction, portability, directives for after death; objection, on grounds of your situation, to what rests on legitimate interest (art. 21)",
      ),
    ],
    [text("Comment les exercer", "How to exercise them"), howToExercise[language]],
    [text("Réclamation", "Complaint"), complaintOf(brand)],
    [
      text("Cookies (loi n° 78-17, art. 82)", "Cookies (act no. 78-17, art. 82)"),
      `${cookies[brand]
        .filter(({ setBy }) => setBy === "application")
        .map(({ name, purpose, lasts }) => `${name} : ${purpose[language]} (${lastsText(lasts, language)})`)
        .join(
          " ; ",
        )} ; ${say("nécessaires au service demandé, donc sans consentement ; les autres : voir la liste des cookies du site", "needed for the service asked for, hence without consent; the others: see the list of the site's cookies")}`,
    ],
    [
      text("Décision automatisée", "Automated decision"),
      say(
        "aucun profilage ; l'éligibilité est vérifiée automatiquement d'après les premiers chiffres de la carte et refusée pour une carte d'un autre programme (qualification au regard de l'art. 22 à confirmer par le responsable)",
        "no profiling; eligibility is checked automatically from the first digits of the card and refused for a card of another programme (whether art. 22 applies is to be confirmed by the controller)",
      ),
    ],
  ];
}

const asRows = (brand: BrandId, answers: readonly (readonly [Words, string])[], language: Language) =>
  answers.map(([subject, answer]) => ({ brand, subject: subject[language], answer }));

export const notice: Table = {
  id: "notice",
  title: text("Information des personnes", "Information for people"),
  about: text(
    `RGPD, articles 13 et 14 : ce qu'une personne doit savoir, par site. Projet, à valider par le responsable avant publication. ${stateOfPlay.fr}`,
    `GDPR, articles 13 and 14: what a person must know, per site. A draft, for the controller to approve before it is published. ${stateOfPlay.en}`,
  ),
  columns,
  rows: (language) => brandIds.flatMap((brand) => asRows(brand, memberAnswers(brand, language), language)),
};

/** Fields in which somebody else may be named. */
const aboutOthers = rows.filter(({ purpose }) => purpose === "requests-for-others");

function othersAnswers(brand: BrandId, language: Language): readonly (readonly [Words, string])[] {
  const say = (fr: string, en: string) => text(fr, en)[language];
  return [
    ...answerable(brand, language),
    [
      text("D'où viennent vos données", "Where your data come from"),
      say("du membre qui vous a nommé dans une demande", "from the member who named you in a request"),
    ],
    [
      text("Lesquelles", "Which"),
      `${say("ce que le membre a écrit de vous dans", "what the member wrote about you in")} : ${fieldNames(
        aboutOthers.map(({ data }) => data),
        language,
      )}`,
    ],
    [
      text("Pourquoi, sur quelle base", "Why, on what basis"),
      `${purposes["requests-for-others"][language]} : ${basisOf("requests-for-others", language)}`,
    ],
    [
      text("Données sensibles et enfants", "Sensitive data and children"),
      say(
        "un texte libre peut contenir une allergie, un handicap, une conviction ou l'âge d'un enfant : base et précautions (art. 9, considérant 38) à confirmer par le responsable",
        "free text may hold an allergy, a disability, a belief or a child's age: basis and precautions (art. 9, recital 38) to be confirmed by the controller",
      ),
    ],
    [
      text("Destinataires", "Recipients"),
      `${recipientNames(recipientsOf(aboutOthers.flatMap((one) => one.recipients)), language)} ; ${throughProcessor[language]}`,
    ],
    [text("Transferts hors de l'EEE", "Transfers outside the EEA"), transferText[language]],
    [text("Conservation", "Kept for"), list(aboutOthers.map(({ kept }) => duration(kept, language)))],
    [
      text("Vos droits", "Your rights"),
      say(
        "accès, rectification, effacement, limitation, et opposition pour des raisons tenant à votre situation ; aucun compte n'est nécessaire",
        "access, rectification, erasure, restriction, and objection on grounds of your situation; no account is needed",
      ),
    ],
    [text("Comment les exercer", "How to exercise them"), howToExercise[language]],
    [text("Réclamation", "Complaint"), complaintOf(brand)],
  ];
}

export const thirdParties: Table = {
  id: "notice-to-third-parties",
  title: text("Information des personnes nommées par un membre", "Information for people a member names"),
  about: text(
    `RGPD, article 14 : pour une personne (un invité, un destinataire) dont un membre a parlé dans une demande, sans avoir de compte. Le moment et le moyen de l'informer (art. 14(3)), ou l'exception retenue (art. 14(5)), sont à confirmer par le responsable. ${stateOfPlay.fr}`,
    `GDPR, article 14: for a person (a guest, an addressee) whom a member mentioned in a request, without having an account. When and how they are told (art. 14(3)), or the exception relied on (art. 14(5)), is to be confirmed by the controller. ${stateOfPlay.en}`,
  ),
  columns,
  rows: (language) => brandIds.flatMap((brand) => asRows(brand, othersAnswers(brand, language), language)),
};
