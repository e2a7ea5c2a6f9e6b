/** Clauses of articles 8 to 10: rights, complaints, cookies. */
import type { Clause } from "./clause.ts";
import { control, promise, proof, waits } from "./clause-notation.ts";

const rightsCases = waits("les dossiers d'exercice de droits", "rights cases");
const consents = waits("le recueil des choix sur les cookies", "records of the choices about cookies");
const site = waits("les pages du site, hors de ce service", "the site's pages, outside this service");
const siteCookies = waits("les cookies du site, hors de ce service", "the site's cookies, outside this service");

export const rightsClauses: readonly Clause[] = [
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
    ...siteCookies,
  },
  {
    id: "10.cookie-data-in-the-group",
    article: 10,
    promise: promise(
      "Les données des cookies restent dans le groupe (voir les constats).",
      "Data from cookies stay in the group (see the findings).",
    ),
    ...siteCookies,
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
