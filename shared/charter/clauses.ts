/**
 * The charter, clause by clause (articles 1 to 10), in our own words. A kept clause names the code that keeps it and the
 * tests that prove it; an open one says what it waits for. `npm run charter` judges them against the last test run.
 */
import type { Clause, Control, Proof } from "./clause.ts";

const control = (file: string, symbol: string): Control => ({ file: `shared/${file}`, symbol });
const proof = (file: string, name: string): Proof => ({ file: `test/${file}`, name });
const waits = (fr: string, en: string) => ({ state: "open", awaits: { fr, en } }) as const;
const promise = (fr: string, en: string) => ({ fr, en });

const rightsCases = waits("les dossiers d'exercice de droits", "rights cases");
const retentionEngine = waits("le moteur de conservation", "the retention engine");
const consents = waits("le recueil des consentements", "consent records");

export const clauses: readonly Clause[] = [
  {
    id: "1.acceptance",
    article: 1,
    promise: promise(
      "Nul ne devient membre sans avoir accepté la charte et les conditions en vigueur ; la version est consignée.",
      "Nobody becomes a member without accepting the charter and terms in force; the version is recorded.",
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
      "Le portail assistance assurance a ses propres responsables ; rien ne lui est transmis d'ici.",
      "The assistance and insurance portal has controllers of its own; nothing is sent to it from here.",
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
    promise: promise(
      "Neuf chiffres de la carte au plus, jamais le numéro entier, où qu'il soit saisi.",
      "Nine digits of the card at most, never the whole number, wherever it is typed.",
    ),
    constants: { digits: "9", "digits of a 15-digit card": "6" },
    state: "kept",
    controls: [control("members/card.ts", "cardDigitsFault"), control("members/card-number.ts", "holdsCardNumber")],
    proofs: [
      proof("unit/members/card.test.ts", "nine digits of a fifteen-digit card, whatever they are; six of another"),
      proof("unit/members/card-number.test.ts", "a card number is found and masked"),
    ],
  },
  {
    id: "3.minimisation",
    article: 3,
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
    id: "3.interests",
    article: 3,
    promise: promise(
      "Les centres d'intérêt sont déclarés par la personne, visibles et effaçables un à un.",
      "Interests are declared by the person, visible and erasable one by one.",
    ),
    ...waits("l'espace personnel complet", "the full personal space"),
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
      "Les données servent aux finalités annoncées et à aucune autre, chacune avec sa base légale.",
      "Data serve the announced purposes and no other, each with its legal basis.",
    ),
    state: "kept",
    controls: [control("privacy/catalogues.ts", "purposes"), control("privacy/derive.ts", "registerRows")],
    proofs: [
      proof("unit/privacy/rules.test.ts", "every entry of the catalogues has a source and both languages"),
      proof("unit/privacy/rules.test.ts", "the register has one row for each field and purpose"),
    ],
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
  {
    id: "5.need-to-know",
    article: 5,
    promise: promise(
      "Le personnel n'accède qu'à ce que sa fonction demande, avec un motif.",
      "Staff reach only what their function needs, with a reason.",
    ),
    ...waits("l'accès du personnel", "staff access"),
  },
  {
    id: "5.providers",
    article: 5,
    promise: promise(
      "Un prestataire ne reçoit que les données nécessaires à la prestation, et cela se voit.",
      "A provider receives only the data the service needs, and that is visible.",
    ),
    ...waits("la déclaration des communications aux prestataires", "reported disclosures to providers"),
  },
  {
    id: "5.provider-consent",
    article: 5,
    promise: promise(
      "Un prestataire qui veut plus doit demander le consentement de la personne.",
      "A provider who wants more must ask the person's consent.",
    ),
    ...waits("le consentement demandé par un prestataire", "consent asked by a provider"),
  },
  {
    id: "5.business-transfer",
    article: 5,
    promise: promise(
      "En cas de cession d'activité, les engagements suivent les données.",
      "When a business is sold, the commitments follow the data.",
    ),
    ...waits("le registre des communications", "the register of disclosures"),
  },
  {
    id: "5.legal-disclosure",
    article: 5,
    promise: promise(
      "Une communication imposée par la loi est consignée, avec son fondement.",
      "A disclosure the law imposes is recorded, with its ground.",
    ),
    ...waits("le registre des communications", "the register of disclosures"),
  },
  {
    id: "5.no-one-else",
    article: 5,
    promise: promise(
      "Nul autre ne reçoit de données : les destinataires forment une liste fermée, champ par champ.",
      "Nobody else receives data: recipients are a closed list, field by field.",
    ),
    state: "kept",
    controls: [
      control("privacy/catalogues.ts", "recipients"),
      control("privacy/view.ts", "view"),
      control("charter/disclosures.ts", "disclosureGrounds"),
    ],
    proofs: [
      proof("unit/privacy/rules.test.ts", "what a recipient may not see of a declaration is told"),
      proof("unit/charter/cookies.test.ts", "whoever outside gets a stored field stands in the transfers register"),
    ],
  },
  {
    id: "6.declared-durations",
    article: 6,
    promise: promise(
      "Chaque donnée a une durée et un événement de départ, déclarés avec leur source.",
      "Every piece of data has a duration and a starting event, declared with their source.",
    ),
    state: "kept",
    controls: [control("privacy/retention-rules.ts", "retentionRules")],
    proofs: [
      proof("unit/registers/registers.test.ts", "gives every record a retention rule"),
      proof("unit/privacy/rules.test.ts", "an erasure plan says what goes, what is kept, why and until when"),
    ],
  },
  {
    id: "6.requests-five-years",
    article: 6,
    promise: promise(
      "Les demandes disparaissent cinq ans après la résiliation des services liés à la carte, chez le sous-traitant aussi.",
      "Requests disappear five years after the card-linked services end, at the processor's too.",
    ),
    constants: { period: "5 years" },
    ...retentionEngine,
  },
  {
    id: "6.strictly-necessary",
    article: 6,
    promise: promise(
      "Rien n'est gardé plus longtemps que sa durée déclarée.",
      "Nothing is kept longer than its declared duration.",
    ),
    ...retentionEngine,
  },
  {
    id: "7.eea",
    article: 7,
    promise: promise(
      "Les données sont traitées dans l'EEE : l'application refuse de démarrer avec une région ou une adresse hors de l'EEE.",
      "Data are processed in the EEA: the application refuses to start with a region or endpoint outside it.",
    ),
    state: "kept",
    controls: [
      control("charter/regions.ts", "isEeaRegion"),
      control("charter/endpoints.ts", "settingsOutsideEea"),
      control("config.ts", "parseSettings"),
    ],
    proofs: [
      proof("unit/charter/endpoints.test.ts", "of a deployment in the EEA pass"),
      proof("unit/charter/regions.test.ts", "is outside"),
    ],
  },
  {
    id: "7.transfers",
    article: 7,
    promise: promise(
      "Vers un pays tiers, rien ne part sans décision d'adéquation ou clauses types en vigueur.",
      "To a third country nothing leaves without an adequacy decision or standard clauses in force.",
    ),
    state: "kept",
    controls: [
      control("charter/transfers.ts", "transferGate"),
      control("requests/dispatch-message.ts", "makeDispatchMessage"),
    ],
    proofs: [proof("unit/charter/transfers.test.ts", "nothing leaves to clauses that have ended")],
  },
  ...(
    [
      ["access", "Accès", "Access"],
      ["rectification", "Rectification", "Rectification"],
      ["objection", "Opposition", "Objection"],
      ["restriction", "Limitation", "Restriction"],
      ["portability", "Portabilité", "Portability"],
      ["erasure", "Effacement", "Erasure"],
      ["directives", "Directives après le décès", "Directives for after death"],
    ] as const
  ).map(
    ([id, fr, en]): Clause => ({
      id: `8.${id}`,
      article: 8,
      promise: promise(
        `${fr} : le droit s'exerce et reçoit réponse à temps.`,
        `${en}: the right is exercised and answered in time.`,
      ),
      ...rightsCases,
    }),
  ),
  {
    id: "8.officer",
    article: 8,
    promise: promise(
      "Le délégué est joignable par e-mail et par courrier.",
      "The officer can be reached by e-mail and by post.",
    ),
    state: "kept",
    controls: [control("charter/controllers.ts", "controllers")],
    proofs: [proof("unit/registers/registers.test.ts", "are the committed files, to the letter")],
  },
  {
    id: "9.complaint",
    article: 9,
    promise: promise(
      "L'autorité de contrôle et ses voies de recours sont indiquées à la personne.",
      "The supervisory authority and how to complain are told to the person.",
    ),
    state: "kept",
    controls: [control("charter/controllers.ts", "controllers")],
    proofs: [proof("unit/registers/registers.test.ts", "are the committed files, to the letter")],
  },
  {
    id: "10.no-tracking-before-consent",
    article: 10,
    promise: promise(
      "Aucun traceur soumis à consentement n'est déposé avant le choix de la personne.",
      "No tracker that needs consent is set before the person has chosen.",
    ),
    ...consents,
  },
  {
    id: "10.thirteen-months",
    article: 10,
    promise: promise("Aucun cookie ne vit plus de treize mois.", "No cookie lives longer than thirteen months."),
    constants: { longest: "13 months", "choice kept": "180 days" },
    ...consents,
  },
  {
    id: "10.table",
    article: 10,
    promise: promise(
      "Le service ne dépose que les cookies du tableau, tous nécessaires à ce qui est demandé et limités à la session.",
      "The service sets only the cookies of the table, all needed for what is asked and limited to the session.",
    ),
    constants: { longest: "13 months", "choice kept": "180 days" },
    state: "kept",
    controls: [control("charter/cookies.ts", "cookies"), control("http/cookies.ts", "bearerCookie")],
    proofs: [
      proof("unit/charter/cookies.test.ts", "what the application sets is what the table says it sets"),
      proof("unit/charter/cookies.test.ts", "ours end with the browser's session"),
    ],
  },
  {
    id: "10.withdrawal",
    article: 10,
    promise: promise(
      "Le consentement se retire à tout moment, aussi simplement qu'il se donne.",
      "Consent is withdrawn at any time, as simply as it is given.",
    ),
    ...consents,
  },
];
