/** Clauses of articles 1 to 4: the charter itself, who answers, what is collected and why. */
import type { Clause } from "./clause.ts";
import { control, passedOn, promise, proof, waits } from "./clause-notation.ts";

export const collectionClauses: readonly Clause[] = [
  {
    id: "1.acceptance",
    article: 1,
    promise: promise(
      "Nul ne devient membre sans avoir accepté la charte et les conditions en vigueur.",
      "Nobody becomes a member without accepting the charter and terms in force.",
    ),
    state: "kept",
    controls: [
      control("documents/acceptance.ts", "acceptanceOf"),
      control("documents/acceptance.ts", "acceptancesInForce"),
      control("members/member.ts", "acceptance"),
    ],
    proofs: [
      proof("unit/documents/document.test.ts", "an acceptance names the exact text by its hash"),
      proof("unit/documents/document.test.ts", "an acceptance that comes too late"),
    ],
  },
  {
    id: "1.version-recorded",
    article: 1,
    isAddition: true,
    promise: promise(
      "Une acceptation garde l'empreinte du texte exact, l'heure et le canal.",
      "An acceptance keeps the hash of the exact text, the time and the channel.",
    ),
    state: "kept",
    controls: [control("documents/acceptance.ts", "acceptanceOf"), control("members/member.ts", "acceptance")],
    proofs: [proof("unit/documents/document.test.ts", "an acceptance names the exact text by its hash")],
  },
  {
    id: "1.latest-version",
    article: 1,
    promise: promise(
      "La version à jour de la charte est toujours disponible sur le site.",
      "The current version of the charter is always available on the site.",
    ),
    state: "kept",
    controls: [control("documents/document.ts", "documentsOf"), control("http/document-answer.ts", "answerDocument")],
    proofs: [
      proof("unit/documents/document.test.ts", "are there for every brand, in both languages"),
      proof("unit/documents/document.test.ts", "the one in force is the last that has begun"),
    ],
  },
  {
    id: "1.change-is-told",
    article: 1,
    isAddition: true,
    promise: promise(
      "Une modification est annoncée, et un changement majeur accepté de nouveau.",
      "A change is announced, and a major one accepted again.",
    ),
    state: "kept",
    controls: [
      control("documents/announce-versions.ts", "makeAnnounceVersions"),
      control("documents/acceptance.ts", "acceptancesInForce"),
    ],
    proofs: [
      proof("unit/documents/announce-versions.test.ts", "tells every member once, however often it runs"),
      proof("unit/documents/document.test.ts", "what must have been accepted changes with a major version only"),
    ],
  },
  {
    id: "2.controller",
    article: 2,
    promise: promise(
      "Chacun sait qui répond de ses données, site par site.",
      "Everybody knows who answers for their data, site by site.",
    ),
    state: "kept",
    controls: [control("charter/controllers.ts", "controllers")],
    proofs: [proof("unit/registers/registers.test.ts", "are the committed files, to the letter")],
  },
  {
    id: "2.assistance-portal",
    article: 2,
    promise: promise(
      "Le portail assistance assurance a ses propres responsables, que sa propre charte désigne.",
      "The assistance and insurance portal has controllers of its own, whom its own charter names.",
    ),
    ...waits("le renvoi vers la charte du portail", "the link to the portal's charter"),
  },
  {
    id: "2.nothing-to-the-portal",
    article: 2,
    isAddition: true,
    promise: promise(
      "Ce service n'envoie aucune donnée au portail assistance assurance.",
      "This service sends no data to the assistance and insurance portal.",
    ),
    state: "kept",
    controls: [control("charter/transfers.ts", "transfers"), control("privacy/catalogues.ts", "recipients")],
    proofs: [proof("unit/charter/transfers.test.ts", "nothing leaves to a recipient nobody listed")],
  },
  {
    id: "3.account-data",
    article: 3,
    promise: promise(
      "L'inscription demande la civilité, le nom, le prénom, la date de naissance, l'e-mail, le mobile et les premiers chiffres de la carte, et rien d'autre.",
      "Sign-up asks for title, last and first name, birth date, e-mail, mobile and the first digits of the card, and nothing else.",
    ),
    state: "kept",
    controls: [control("members/sign-up.ts", "signUpInput"), control("members/member.ts", "member")],
    proofs: [proof("unit/members/member.test.ts", "with the charter's data")],
  },
  {
    id: "3.card-digits",
    article: 3,
    promise: promise("Neuf premiers chiffres de la carte au plus.", "The first nine digits of the card at most."),
    constants: { digits: "9", "digits of a 15-digit card": "6" },
    state: "kept",
    controls: [control("members/card.ts", "cardDigitsFault")],
    proofs: [
      proof("unit/members/card.test.ts", "nine digits of a fifteen-digit card, whatever they are; six of another"),
    ],
  },
  {
    id: "3.never-the-whole-number",
    article: 3,
    isAddition: true,
    promise: promise(
      "Le numéro entier d'une carte n'est jamais gardé, où qu'il soit saisi.",
      "The whole number of a card is never kept, wherever it is typed.",
    ),
    state: "kept",
    controls: [control("members/card-number.ts", "holdsCardNumber")],
    proofs: [proof("unit/members/card-number.test.ts", "a card number is found and masked")],
  },
  {
    id: "3.minimisation",
    article: 3,
    promise: promise("La collecte se borne au nécessaire.", "Collection is limited to what is necessary."),
    ...waits("l'appréciation du responsable, donnée par donnée", "the controller's assessment, item by item"),
  },
  {
    id: "3.declared-purpose",
    article: 3,
    isAddition: true,
    promise: promise(
      "Chaque donnée a une finalité déclarée ; une donnée sans finalité ne peut pas exister dans le système.",
      "Every piece of data has a declared purpose; one without cannot exist in the system.",
    ),
    state: "kept",
    controls: [control("privacy/record.ts", "personal"), control("privacy/record.ts", "record")],
    proofs: [
      proof("unit/privacy/rules.test.ts", "a leaf without annotation is refused at load, by its pointer"),
      proof("unit/registers/registers.test.ts", "holds every record and message declared in the tree"),
    ],
  },
  {
    id: "3.request-data",
    article: 3,
    promise: promise(
      "Une demande contient ce qui sert à l'exécuter : dates, lieux, prestation, personnes, budget.",
      "A request holds what serves to carry it out: dates, places, service, people, budget.",
    ),
    state: "kept",
    controls: [control("requests/submit-request.ts", "submitRequestInput")],
    proofs: [proof("unit/requests/request.test.ts", "is not for the member to say")],
  },
  {
    id: "3.without-data",
    article: 3,
    promise: promise(
      "La personne sait ce que l'absence de ses données l'empêche d'utiliser.",
      "People know what they cannot use without giving their data.",
    ),
    ...waits(
      "le marquage des champs obligatoires sur les pages du site",
      "the marking of mandatory fields on the site's pages",
    ),
  },
  {
    id: "3.no-one-without-agreement",
    article: 3,
    promise: promise(
      "Hors des usages annoncés, la personne donne son accord avant qu'un tiers ne reçoive ses données.",
      "Beyond the announced uses, the person agrees before anybody else receives their data.",
    ),
    ...passedOn,
  },
  {
    id: "3.interests",
    article: 3,
    promise: promise(
      "Les centres d'intérêt servent aux services de conciergerie.",
      "Interests serve the concierge services.",
    ),
    ...waits(
      "l'emploi des centres d'intérêt déclarés par le service conciergerie",
      "the desk's use of the interests declared",
    ),
  },
  {
    id: "3.interests-erasable",
    article: 3,
    isAddition: true,
    promise: promise(
      "Les centres d'intérêt sont déclarés par la personne, visibles et effaçables un à un.",
      "Interests are declared by the person, visible and erasable one by one.",
    ),
    state: "kept",
    controls: [
      control("members/declare-interest.ts", "makeDeclareInterest"),
      control("members/declare-interest.ts", "makeEraseInterest"),
      control("free-text/ask-consent.ts", "confirmedIn"),
    ],
    proofs: [
      proof("unit/members/personal-space.test.ts", "gone with it"),
      proof("unit/members/personal-space.test.ts", "nothing of an erased one stays"),
      proof("unit/members/personal-space.test.ts", "of no special category"),
    ],
  },
  {
    id: "3.anonymous-statistics",
    article: 3,
    promise: promise(
      "Les études statistiques ne portent que sur des données anonymes.",
      "Statistical studies use anonymous data only.",
    ),
    ...waits("les statistiques", "statistics"),
  },
  {
    id: "4.purposes",
    article: 4,
    promise: promise(
      "Chaque donnée sert à une finalité inscrite au registre, avec sa base légale ; la sécurité, les droits, la preuve et les tiers s'ajoutent à celles que la charte annonce (voir les constats).",
      "Each piece of data serves a purpose of the register, with its legal basis; security, rights, proof and people named come on top of those the charter announces (see the findings).",
    ),
    state: "kept",
    controls: [control("privacy/catalogues.ts", "purposes"), control("privacy/derive.ts", "registerRows")],
    proofs: [
      proof("unit/privacy/rules.test.ts", "every entry of the catalogues has a source and both languages"),
      proof("unit/privacy/rules.test.ts", "the register has one row for each field and purpose"),
    ],
  },
  {
    id: "4.personalisation",
    article: 4,
    promise: promise(
      "Les services et les informations sont personnalisés et améliorés.",
      "Services and information are personalised and improved.",
    ),
    ...waits("la personnalisation, et l'opposition à celle-ci", "personalisation, and objection to it"),
  },
  {
    id: "4.portal-access",
    article: 4,
    promise: promise(
      "Le membre accède directement au portail assistance assurance.",
      "The member has direct access to the assistance and insurance portal.",
    ),
    ...waits("l'accès au portail", "access to the portal"),
  },
  {
    id: "4.processor",
    article: 4,
    promise: promise(
      "Le sous-traitant nommé exécute les demandes et ne reçoit que ce qu'il faut pour cela.",
      "The named processor carries requests out and receives only what that takes.",
    ),
    state: "kept",
    controls: [control("requests/compose-message.ts", "composeMessage"), control("privacy/view.ts", "view")],
    proofs: [proof("unit/registers/registers.test.ts", "sends the processor nothing it may not see")],
  },
];
