/**
 * What reading the charter closely turned up: defects of the text, with what the product does about each, why, and the
 * source. For the data protection officer, who decides; the product does not copy a defect in silence.
 */
import type { Finding } from "./clause.ts";
import { omissions } from "./findings-of-omission.ts";

export const findings: readonly Finding[] = [
  {
    id: "two-dates-of-one-law",
    article: "2.1, 6",
    defect: {
      fr: "La même loi est datée de juillet 1978 à l'article 2.1 et de janvier 1978 à l'article 6.",
      en: "The same act is dated July 1978 in article 2.1 and January 1978 in article 6.",
    },
    choice: { fr: "Partout : loi n° 78-17 du 6 janvier 1978.", en: "Everywhere: act no. 78-17 of 6 January 1978." },
    reason: { fr: "La date de janvier est celle de la loi.", en: "January is the date of the act." },
    source: "loi n° 78-17 du 6 janvier 1978",
  },
  {
    id: "identifying-audience-cookies",
    article: "10.1, 10.3",
    defect: {
      fr: "Les cookies d'audience sont présentés comme anonymes et dispensés de consentement, alors que l'un d'eux reconnaît le visiteur pendant treize mois.",
      en: "Audience cookies are called anonymous and exempt from consent, while one of them recognises a visitor for thirteen months.",
    },
    choice: {
      fr: "Aucun cookie d'audience n'est déposé sans consentement ; le produit n'en dépose aucun.",
      en: "No audience cookie is set without consent; the product itself sets none.",
    },
    reason: {
      fr: "Conditions de l'exemption non démontrées : un traceur exempté peut durer treize mois, à condition de ne produire que des statistiques anonymes pour le seul éditeur.",
      en: "The conditions of the exemption are not shown: an exempt tracker may last thirteen months if it yields nothing but anonymous statistics for the publisher alone.",
    },
    source: "loi n° 78-17 art. 82; CNIL guidelines on cookies of 17 September 2020",
  },
  {
    id: "observed-navigation",
    article: "10.2",
    defect: {
      fr: "Une observation en temps réel de la navigation est annoncée sans finalité, durée ni prestataire nommé dans le tableau.",
      en: "Real-time observation of navigation is announced with no purpose, duration or named provider in the table.",
    },
    choice: { fr: "Non mise en œuvre.", en: "Not implemented." },
    reason: { fr: "Rien ne permet d'en informer la personne.", en: "There is nothing to inform the person with." },
    source: "GDPR art. 5(1)(a) and 13",
  },
  {
    id: "no-advertising-cookie-in-table",
    article: "10.2, 10.3",
    defect: {
      fr: "Des cookies publicitaires sont annoncés ; le tableau n'en contient aucun.",
      en: "Advertising cookies are announced; the table holds none.",
    },
    choice: {
      fr: "Le produit ne dépose aucun cookie publicitaire. Ses deux cookies (__Host-session, __Host-ticket) ne sont pas non plus au tableau publié : à y ajouter.",
      en: "The product sets no advertising cookie. Its own two cookies (__Host-session, __Host-ticket) are not in the published table either: to be added.",
    },
    reason: {
      fr: "Le tableau doit être complet pour que la personne puisse choisir.",
      en: "The table has to be complete for people to choose.",
    },
    source: "GDPR art. 5(2)",
  },
  {
    id: "exempt-survey-cookies",
    article: "10.1",
    defect: {
      fr: "La personnalisation et la participation à une enquête figurent parmi les usages dispensés de consentement.",
      en: "Personalisation and taking part in a survey stand among the uses exempt from consent.",
    },
    choice: {
      fr: "Le produit n'en dépose aucun ; sur le site, consentement sauf personnalisation de l'interface que la personne attend.",
      en: "The product sets none; on the site consent, but for personalisation of the interface that the person expects.",
    },
    reason: {
      fr: "Une enquête n'est pas nécessaire au service demandé ; une personnalisation de l'interface peut l'être, si elle en est un élément attendu.",
      en: "A survey is not necessary for the service asked for; personalising the interface can be, where it is an expected part of it.",
    },
    source: "loi n° 78-17 art. 82",
  },
  {
    id: "systematic-proof-of-identity",
    article: "8",
    defect: {
      fr: "Un justificatif d'identité est demandé pour tout exercice de droits.",
      en: "Proof of identity is asked for with every exercise of rights.",
    },
    choice: {
      fr: "Être connecté et donner un nouveau code suffit ; les invités et les héritiers, sans compte, s'adressent au délégué. Un justificatif n'est demandé qu'en cas de doute motivé et consigné.",
      en: "Being signed in and giving a new code is enough; guests and heirs, who have no account, turn to the officer. A document is asked for on recorded reasonable doubt only.",
    },
    reason: {
      fr: "Le règlement ne permet de demander plus qu'en cas de doute raisonnable.",
      en: "The regulation allows asking for more only where there is reasonable doubt.",
    },
    source: "GDPR art. 12(6); décret n° 2019-536 art. 77; EDPB guidelines 01/2022",
  },
  {
    id: "no-duration-for-account-data",
    article: "6",
    defect: {
      fr: "Aucune durée n'est donnée pour les données du compte.",
      en: "No duration is given for account data.",
    },
    choice: {
      fr: "Les données du compte suivent le sort des demandes : cinq ans après la résiliation, en archive intermédiaire ; deux ans sans connexion mettent fin au compte. C'est appliqué.",
      en: "Account data share the fate of the requests: five years from termination, in the intermediate archive; two years without signing in end the account. This is applied.",
    },
    reason: {
      fr: "« Strictement nécessaire » doit être chiffré pour être appliqué.",
      en: "“Strictly necessary” needs a figure to be enforced.",
    },
    source: "GDPR art. 5(1)(e) and 13(2)(a); Code civil art. 2224",
  },
  {
    id: "five-years-in-the-processors-systems",
    article: "6",
    defect: {
      fr: "Les cinq ans ne sont dits que des systèmes du sous-traitant, et la copie du responsable n'est pas mentionnée.",
      en: "The five years are said of the processor's systems only, and the controller's own copy is not mentioned.",
    },
    choice: {
      fr: "La même durée vaut pour notre copie ; à son terme, l'ordre d'effacer est transmis au sous-traitant.",
      en: "The same period holds for our copy; at its end the processor is ordered to erase its own.",
    },
    reason: { fr: "Le responsable répond des deux.", en: "The controller answers for both." },
    source: "GDPR art. 5(2) and 28(3)(g)",
  },
  {
    id: "cookie-names-without-host-prefix",
    article: "10.3",
    defect: {
      fr: "Les cookies de session et anti-CSRF du tableau n'ont pas le préfixe __Host-.",
      en: "The session and anti-forgery cookies of the table lack the __Host- prefix.",
    },
    choice: {
      fr: "Deux cookies seulement, __Host-session et __Host-ticket ; le jeton X-CSRF-TOKEN-CONCIERGERIE est un en-tête signé et lié à la session.",
      en: "Two cookies only, __Host-session and __Host-ticket; the token X-CSRF-TOKEN-CONCIERGERIE is a header, signed and bound to the session.",
    },
    reason: {
      fr: "Un sous-domaine voisin ne peut ni lire ni remplacer un cookie à ce préfixe.",
      en: "A neighbouring sub-domain can neither read nor replace a cookie with that prefix.",
    },
    source: "RFC 6265bis section 4.1.3; OWASP ASVS 5, 3.3.3",
  },
  {
    id: "nine-digits-of-a-fifteen-digit-card",
    article: "3",
    defect: {
      fr: "Neuf chiffres sont demandés à tous ; pour une carte à quinze chiffres c'est plus que les réseaux n'en laissent conserver.",
      en: "Nine digits are asked of everybody; for a 15-digit card that is more than the schemes let anybody keep.",
    },
    choice: {
      fr: "Six chiffres pour les numéros commençant par 34 ou 37 ; neuf sont refusés en disant pourquoi.",
      en: "Six digits for numbers starting with 34 or 37; nine are refused and the rule is named.",
    },
    reason: {
      fr: "Six chiffres identifient le programme ; garder plus n'est ni permis ni nécessaire.",
      en: "Six digits identify the programme; keeping more is neither allowed nor needed.",
    },
    source: "PCI SSC FAQ 1091; GDPR art. 5(1)(c)",
  },
  {
    id: "card-digits-called-identity",
    article: "3",
    defect: {
      fr: "Les neuf chiffres sont dits servir à identifier la personne lorsqu'elle se connecte, alors qu'ils désignent surtout l'émetteur.",
      en: "The nine digits are said to identify the person at sign-in, while they mostly name the issuer.",
    },
    choice: {
      fr: "Ils prouvent l'éligibilité à l'inscription et ne servent jamais à authentifier.",
      en: "They show eligibility at sign-up and never authenticate anybody.",
    },
    reason: {
      fr: "Ils sont connus de tous les porteurs du même programme.",
      en: "Everybody in the same programme shares them.",
    },
    source: "OWASP ASVS 5, 6.1",
  },
  {
    id: "adequacy-and-clauses-mixed",
    article: "7",
    defect: {
      fr: "Les pays à protection équivalente sont soumis aux clauses types, et les autres pays tiers ne sont pas mentionnés.",
      en: "Countries with equivalent protection are put under standard clauses, and other third countries are not mentioned.",
    },
    choice: {
      fr: "Dans l'EEE, pas de transfert. Hors de l'EEE, des bases distinctes : décision d'adéquation, garanties de l'article 46 (clauses types datées) ou 47, à défaut dérogation ponctuelle de l'article 49. Sans adéquation ni clauses valables, ce service n'envoie rien.",
      en: "Inside the EEA there is no transfer. Outside, bases apart: adequacy decision, safeguards of article 46 (dated standard clauses) or 47, failing these an occasional derogation of article 49. Without adequacy or valid clauses this service sends nothing.",
    },
    reason: {
      fr: "L'adéquation dispense des clauses ; à défaut d'adéquation, elles sont requises, ou une autre garantie.",
      en: "Adequacy does without clauses; failing adequacy they are required, or another safeguard.",
    },
    source: "GDPR art. 45 to 49",
  },
  {
    id: "union-or-economic-area",
    article: "7",
    defect: {
      fr: "Le texte passe de l'EEE à l'Union européenne d'une phrase à l'autre.",
      en: "The text moves from the EEA to the European Union between two sentences.",
    },
    choice: { fr: "La limite est l'EEE.", en: "The line is the EEA." },
    reason: { fr: "Le règlement s'applique dans tout l'EEE.", en: "The regulation applies throughout the EEA." },
    source: "EEA Joint Committee decision 154/2018",
  },
  {
    id: "bases-not-assigned",
    article: "4",
    defect: {
      fr: "Deux bases légales sont nommées sans dire laquelle vaut pour quelle finalité.",
      en: "Two legal bases are named without saying which holds for which purpose.",
    },
    choice: {
      fr: "Une base par finalité, au catalogue ; l'opposition vise celles d'intérêt légitime, la portabilité celles du contrat.",
      en: "One basis per purpose, in the catalogue; objection reaches those of legitimate interest, portability those of contract.",
    },
    reason: { fr: "Les droits dépendent de la base.", en: "The rights depend on the basis." },
    source: "GDPR art. 13(1)(c), 20 and 21",
  },
  {
    id: "acceptance-by-use",
    article: "1",
    defect: {
      fr: "Utiliser le site vaudrait acceptation, y compris des versions futures.",
      en: "Using the site would amount to acceptance, of future versions too.",
    },
    choice: {
      fr: "Une action expresse, par version, à l'inscription et à chaque changement majeur ; sa formulation reste à revoir (voir information-accepted-like-a-contract).",
      en: "An express act, per version, at sign-up and at each major change; its wording is to be reviewed (see information-accepted-like-a-contract).",
    },
    reason: { fr: "Une acceptation doit pouvoir être prouvée.", en: "An acceptance must be provable." },
    source: "GDPR art. 5(2); Code civil art. 1127-1",
  },
  {
    id: "free-use-of-anonymised-data",
    article: "3",
    defect: {
      fr: "Les données anonymisées sont dites librement exploitables sans dire comment l'anonymat est obtenu.",
      en: "Anonymised data are said to be free to use without saying how anonymity is reached.",
    },
    choice: {
      fr: "Des agrégats seulement, avec seuil de publication ; jamais de lignes par personne.",
      en: "Aggregates only, with a publication threshold; never rows per person.",
    },
    reason: { fr: "Une donnée pseudonymisée reste personnelle.", en: "Pseudonymised data stay personal." },
    source: "GDPR recital 26; WP29 opinion 05/2014",
  },
  {
    id: "link-of-another-brand",
    article: "preamble",
    defect: {
      fr: "Le texte d'une marque contient le lien du site d'une autre.",
      en: "One brand's text carries the link of another brand's site.",
    },
    choice: { fr: "Textes, origines et cookies par marque.", en: "Texts, origins and cookies per brand." },
    reason: { fr: "Chaque site doit informer de lui-même.", en: "Each site must inform about itself." },
    source: "GDPR art. 12(1)",
  },
  {
    id: "rights-without-limits-or-time",
    article: "8",
    defect: {
      fr: "Les droits sont listés sans leurs limites ni leurs délais.",
      en: "The rights are listed without their limits or time limits.",
    },
    choice: {
      fr: "Chaque droit avec son délai légal, sa limite motivée et le recours ; la portabilité ne couvre pas les données calculées.",
      en: "Each right with its legal time limit, its limit with a reason, and where to complain; portability does not cover computed data.",
    },
    reason: {
      fr: "La personne doit être informée des suites dans le mois.",
      en: "The person must be told what was done within a month.",
    },
    source: "GDPR art. 12(3), 12(4) and 20(1)",
  },
  ...omissions,
];
