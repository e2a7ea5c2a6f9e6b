/**
 * The charter, clause by clause (articles 1 to 10), in our own words. A kept clause names the code that keeps it and the
 * tests that prove it; an open one says what it waits for. `npm run charter` judges them against the last test run.
 */
import type { Clause, Control, Proof } from "./clause.ts";

const control = (file: string, symbol: string): Control => ({ file: `shared/${file}`, symbol });
const proof = (file: string, name: string): Proof => ({ file: `test/${file}`, name });
const waits = (fr: string, en: string) => ({ state: "open", awaits: { fr, en } }) as const;
const disclosures = waits("le registre des communications", "the register of disclosures");
const site = waits("les pages du site, hors de ce service", "the site's pages, outside this service");
const promise = (fr: string, en: string) => ({ fr, en });

const rightsCases = waits("les dossiers d'exercice de droits", "rights cases");
const retentionEngine = waits("le moteur de conservation", "the retention engine");
const consents = waits("le recueil des consentements", "consent records");

export const clauses: readonly Clause[] = [
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
    ...disclosures,
  },
  {
    id: "3.interests",
    article: 3,
    promise: promise(
      "Les centres d'intérêt servent aux services de conciergerie.",
      "Interests serve the concierge services.",
    ),
    ...waits("l'espace personnel complet", "the full personal space"),
  },
  {
    id: "3.interests-erasable",
    article: 3,
    isAddition: true,
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
  {
    id: "5.need-to-know",
    article: 5,
    promise: promise(
      "Le personnel n'accède qu'à ce que sa fonction demande.",
      "Staff reach only what their function needs.",
    ),
    ...waits("l'accès du personnel", "staff access"),
  },
  {
    id: "5.reason-for-access",
    article: 5,
    promise: promise("Un accès du personnel a un motif, consigné.", "Staff access has a reason, recorded."),
    isAddition: true,
    ...waits("l'accès du personnel", "staff access"),
  },
  {
    id: "5.providers",
    article: 5,
    promise: promise(
      "Un prestataire ne reçoit que les données nécessaires à la prestation.",
      "A provider receives only the data the service needs.",
    ),
    ...waits("la déclaration des communications aux prestataires", "reported disclosures to providers"),
  },
  {
    id: "5.providers-visible",
    article: 5,
    promise: promise(
      "La personne peut constater ce qui a été transmis à un prestataire.",
      "The person can see what was passed to a provider.",
    ),
    isAddition: true,
    ...waits("la déclaration des communications aux prestataires", "reported disclosures to providers"),
  },
  {
    id: "5.providers-no-other-use",
    article: 5,
    promise: promise(
      "Un prestataire n'emploie les données à rien d'autre.",
      "A provider uses the data for nothing else.",
    ),
    ...waits(
      "les contrats des prestataires, à verser par le responsable",
      "the providers' contracts, to be filed by the controller",
    ),
  },
  {
    id: "5.providers-bound",
    article: 5,
    promise: promise(
      "Un prestataire est tenu par la charte et par la loi.",
      "A provider is bound by the charter and the law.",
    ),
    ...waits(
      "les contrats des prestataires, à verser par le responsable",
      "the providers' contracts, to be filed by the controller",
    ),
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
      "Une communication à une autorité n'a lieu que si la loi l'impose.",
      "A disclosure to an authority happens only where the law imposes it.",
    ),
    ...waits("le registre des communications", "the register of disclosures"),
  },
  {
    id: "5.contract-disclosure",
    article: 5,
    promise: promise(
      "Les contrats avec les membres peuvent être défendus en communiquant les données utiles.",
      "Contracts with members may be defended by disclosing the data that takes.",
    ),
    ...disclosures,
  },
  {
    id: "5.disclosure-recorded",
    article: 5,
    promise: promise(
      "Une communication est consignée avec son fondement.",
      "A disclosure is recorded with its ground.",
    ),
    isAddition: true,
    ...disclosures,
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
    isAddition: true,
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
      "Les demandes sont gardées cinq ans après la résiliation des services liés à la carte, dans les systèmes du sous-traitant.",
      "Requests are kept for five years after the card-linked services end, in the processor's systems.",
    ),
    constants: { period: "5 years" },
    ...retentionEngine,
  },
  {
    id: "6.requests-our-copy",
    article: 6,
    isAddition: true,
    promise: promise(
      "La copie du responsable a la même fin, et le sous-traitant reçoit l'ordre d'effacer la sienne.",
      "The controller's copy ends at the same time, and the processor is ordered to erase its own.",
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
      "Les ressources de ce service sont dans l'EEE : l'application refuse de démarrer avec une région ou un point d'accès hors de l'EEE.",
      "The resources of this service are in the EEA: the application refuses to start with a region or endpoint outside it.",
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
    id: "7.eea-without-region",
    article: 7,
    promise: promise(
      "Les services sans région (acheminement des e-mails, télémesure, assistance technique) restent dans l'EEE.",
      "Services without a region (routing of e-mails, telemetry, support) stay in the EEA.",
    ),
    ...waits("les vérifications listées dans docs/transfers.md", "the checks listed in docs/transfers.md"),
  },
  {
    id: "7.transfers",
    article: 7,
    promise: promise(
      "Vers un pays tiers, ce service n'envoie rien hors clauses types en vigueur ou décision d'adéquation.",
      "To a third country this service sends nothing but under standard clauses in force or an adequacy decision.",
    ),
    state: "kept",
    controls: [
      control("charter/transfers.ts", "transferGate"),
      control("requests/dispatch-message.ts", "makeDispatchMessage"),
    ],
    proofs: [proof("unit/charter/transfers.test.ts", "nothing leaves to clauses that have ended")],
  },
  {
    id: "7.adequacy",
    article: 7,
    isAddition: true,
    promise: promise(
      "Une décision d'adéquation ne vaut que jusqu'à son terme.",
      "An adequacy decision counts only until its end.",
    ),
    state: "kept",
    controls: [control("charter/transfers.ts", "isValidBasis")],
    proofs: [proof("unit/charter/transfers.test.ts", "nothing leaves to an adequacy decision that has ended")],
  },
  {
    id: "7.providers-outside",
    article: 7,
    promise: promise(
      "Ce qu'un prestataire hors de l'EEE reçoit pour exécuter une demande a une base consignée : adéquation, clauses types ou, ponctuellement, l'article 49.",
      "What a provider outside the EEA receives to carry out a request has a recorded basis: adequacy, standard clauses or, occasionally, article 49.",
    ),
    isAddition: true,
    ...waits("la déclaration des communications aux prestataires", "reported disclosures to providers"),
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
        `${fr} : le droit s'exerce auprès du délégué.`,
        `${en}: the right is exercised with the officer.`,
      ),
      ...rightsCases,
    }),
  ),
  {
    id: "8.answered-in-time",
    article: 8,
    promise: promise("Une réponse est donnée dans le délai légal.", "An answer is given within the legal time limit."),
    isAddition: true,
    ...rightsCases,
  },
  {
    id: "8.proof-of-identity",
    article: 8,
    promise: promise(
      "Une demande est accompagnée d'un justificatif d'identité (voir les constats).",
      "A request comes with proof of identity (see the findings).",
    ),
    ...waits("la décision du responsable sur ce constat", "the controller's decision on that finding"),
  },
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
      "L'autorité de contrôle et la manière de la saisir sont indiquées.",
      "The supervisory authority and the way to turn to it are told.",
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
    promise: promise(
      "Aucun cookie n'est conservé plus de treize mois.",
      "No cookie is kept longer than thirteen months.",
    ),
    constants: { longest: "13 months", "choice kept": "180 days" },
    ...consents,
  },
  {
    id: "10.own-cookies",
    article: 10,
    isAddition: true,
    promise: promise(
      "Ce service ne dépose que ses deux cookies, nécessaires à ce qui est demandé et limités à la session.",
      "This service sets only its two cookies, needed for what is asked and limited to the session.",
    ),
    state: "kept",
    controls: [control("charter/cookies.ts", "cookies"), control("http/cookies.ts", "bearerCookie")],
    proofs: [
      proof("unit/charter/cookies.test.ts", "what the application sets is what the table says it sets"),
      proof("unit/charter/cookies.test.ts", "ours end with the browser's session"),
    ],
  },
  {
    id: "10.table",
    article: 10,
    promise: promise(
      "Le tableau publié nomme chaque cookie du site, sa finalité et sa durée.",
      "The published table names each cookie of the site, its purpose and duration.",
    ),
    ...waits(
      "la mise à jour du tableau par le responsable : nos deux cookies n'y sont pas",
      "the controller's update of the table: our two cookies are not in it",
    ),
  },
  {
    id: "10.withdrawal",
    article: 10,
    promise: promise("Le consentement se retire à tout moment.", "Consent is withdrawn at any time."),
    ...consents,
  },
  {
    id: "10.withdrawal-as-simple",
    article: 10,
    promise: promise(
      "Retirer son consentement est aussi simple que le donner.",
      "Withdrawing consent is as simple as giving it.",
    ),
    isAddition: true,
    ...consents,
  },
  {
    id: "10.cookie-data-not-sold",
    article: 10,
    promise: promise("Les données des cookies ne sont pas vendues.", "Data from cookies are not sold."),
    ...disclosures,
  },
  {
    id: "10.cookie-data-in-the-group",
    article: 10,
    promise: promise(
      "Les données des cookies restent dans le groupe (voir les constats).",
      "Data from cookies stay in the group (see the findings).",
    ),
    ...disclosures,
  },
  {
    id: "10.advertising-refusal",
    article: 10,
    promise: promise(
      "Refuser la publicité est sans effet sur le site.",
      "Refusing advertising has no effect on the site.",
    ),
    ...consents,
  },
  {
    id: "10.service-management",
    article: 10,
    promise: promise(
      "Le module « Gestion des services » est au bas de chaque page.",
      "The module “Gestion des services” is at the foot of each page.",
    ),
    ...site,
  },
  {
    id: "10.browser-settings",
    article: 10,
    promise: promise(
      "La personne est informée qu'elle peut régler les cookies dans son navigateur.",
      "People are told that they can set cookies in their browser.",
    ),
    ...site,
  },
];
