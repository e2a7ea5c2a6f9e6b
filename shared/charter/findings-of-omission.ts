/**
 * What the charter leaves out or says in two ways, found when it was held against GDPR articles 5 to 22 and the published
 * cookies table. The other findings, and how they are meant: `findings.ts`.
 */
import type { Finding } from "./clause.ts";

export const omissions: readonly Finding[] = [
  {
    id: "no-transfer-without-agreement",
    article: "3, 5",
    defect: {
      fr: "L'article 3 exclut toute transmission à un tiers sans accord ; l'article 5 en prévoit trois sans accord (prestataires, cession d'activité, protection).",
      en: "Article 3 rules out passing data on without agreement; article 5 has three cases without it (providers, sale of a business, protection).",
    },
    choice: {
      fr: "La liste fermée de l'article 5, chaque motif disant si un accord est exigé.",
      en: "The closed list of article 5, each ground saying whether agreement is needed.",
    },
    reason: {
      fr: "La règle particulière et vérifiable prime, en attendant un texte unique.",
      en: "The specific rule that can be checked prevails until there is one text.",
    },
    source: "GDPR art. 5(1)(a), 12(1) and 13(1)(e)",
  },
  {
    id: "cookie-data-leaving-the-group",
    article: "10, 10.2",
    defect: {
      fr: "Les données des cookies sont dites ne jamais quitter le groupe, alors que l'article 10.2 les confie à un prestataire tiers et à des régies publicitaires.",
      en: "Data from cookies are said never to leave the group, while article 10.2 gives them to a third-party provider and to advertising networks.",
    },
    choice: {
      fr: "Ce service ne confie de données de cookies à personne ; la contradiction est à trancher par le responsable.",
      en: "This service gives data from cookies to nobody; the contradiction is for the controller to settle.",
    },
    reason: {
      fr: "La personne ne peut consentir à un destinataire qu'on lui dit inexistant.",
      en: "Nobody can consent to a recipient they are told does not exist.",
    },
    source: "GDPR art. 4(11) and 13(1)(e); loi n° 78-17 art. 82",
  },
  {
    id: "providers-own-needs",
    article: "5",
    defect: {
      fr: "Les prestataires n'ont pas le droit de réutiliser les données, puis peuvent demander un consentement pour leurs propres besoins.",
      en: "Providers may not reuse the data, then may ask consent for their own needs.",
    },
    choice: {
      fr: "Rien n'est transmis pour ces besoins sans accord consigné ; le prestataire est alors responsable distinct. L'accord se donne, se refuse et se retire dans l'espace du membre.",
      en: "Nothing is passed on for such needs without recorded agreement; the provider is then a controller of its own. The agreement is given, refused and withdrawn in the member's space.",
    },
    reason: {
      fr: "Un nouvel usage change de responsable et demande sa propre information.",
      en: "A new use changes the controller and calls for information of its own.",
    },
    source: "GDPR art. 6(1)(a), 6(4) and 28(10)",
  },
  {
    id: "recipients-left-out",
    article: "5",
    defect: {
      fr: "Le sous-traitant, l'hébergeur, le prestataire d'acheminement des e-mails et l'émetteur de la carte ne figurent pas parmi les destinataires.",
      en: "The processor, the host, the e-mail carrier and the card issuer do not stand among the recipients.",
    },
    choice: {
      fr: "Le registre des destinataires nomme les trois premiers ; rien n'est envoyé à l'émetteur. Sociétés contractantes à confirmer par le responsable.",
      en: "The register of recipients names the first three; nothing is sent to the issuer. Contracting companies to be confirmed by the controller.",
    },
    reason: { fr: "Un sous-traitant est un destinataire.", en: "A processor is a recipient." },
    source: "GDPR art. 4(9), 13(1)(e) and 28",
  },
  {
    id: "guests-not-mentioned",
    article: "3",
    defect: {
      fr: "Les personnes nommées dans une demande (invités, accompagnants, destinataires) ne sont pas mentionnées.",
      en: "People named in a request (guests, companions, addressees) are not mentioned.",
    },
    choice: {
      fr: "Une finalité propre fondée sur l'intérêt légitime, une notice pour ces personnes, la portabilité sous réserve de leurs droits ; mise en balance proposée dans docs/dpo.md, à confirmer par le responsable.",
      en: "A purpose of its own under legitimate interest, a notice for these people, portability without harm to their rights; a balancing test is proposed in docs/dpo.md, to be confirmed by the controller.",
    },
    reason: { fr: "Elles ne sont pas parties au contrat.", en: "They are no party to the contract." },
    source: "GDPR art. 6(1)(b), 6(1)(f), 14 and 20(4)",
  },
  {
    id: "sensitive-data-in-free-text",
    article: "3",
    defect: {
      fr: "Les souhaits et les messages peuvent révéler une allergie, un handicap, une conviction ; la charte n'en dit rien.",
      en: "Wishes and messages may reveal an allergy, a disability, a belief; the charter says nothing of it.",
    },
    choice: {
      fr: "Rien n'est demandé à ce sujet ; le texte libre est scellé et vu des seuls destinataires de la demande. La condition de l'article 9(2), par exemple un consentement explicite, est à choisir par le responsable.",
      en: "Nothing of the kind is asked for; free text is sealed and seen by the request's recipients only. Which condition of article 9(2) applies, explicit consent for example, is for the controller to choose.",
    },
    reason: { fr: "Le contrat ne suffit pas pour ces données.", en: "A contract is not enough for such data." },
    source: "GDPR art. 9",
  },
  {
    id: "minors-not-mentioned",
    article: "3",
    defect: {
      fr: "Ni l'âge des membres ni les données d'enfants (nombre, âge, prénoms dans un texte libre) ne sont évoqués.",
      en: "Neither the members' age nor data of children (number, age, names in free text) are mentioned.",
    },
    choice: {
      fr: "Le nombre d'enfants seul est un champ ; aucune date de naissance d'enfant n'est demandée. Règles à fixer par le responsable.",
      en: "The number of children alone is a field; no child's birth date is asked for. Rules to be set by the controller.",
    },
    reason: { fr: "Les enfants appellent une protection particulière.", en: "Children merit specific protection." },
    source: "GDPR art. 8 and recital 38",
  },
  {
    id: "logs-not-mentioned",
    article: "3",
    defect: {
      fr: "Adresses IP, journaux et données de connexion ne figurent pas parmi les données collectées.",
      en: "IP addresses, logs and connection data do not stand among the data collected.",
    },
    choice: {
      fr: "Journaux limités à une liste fermée de champs, adresses masquées ; ils figurent à la carte des données.",
      en: "Logs limited to a closed list of fields, addresses masked; they stand in the data map.",
    },
    reason: { fr: "Une adresse IP est une donnée personnelle.", en: "An IP address is personal data." },
    source: "GDPR art. 4(1) and 13; recital 30",
  },
  {
    id: "five-years-from-termination-only",
    article: "6",
    defect: {
      fr: "Les cinq ans ne courent que de la résiliation : une demande ancienne reste toute la vie de la carte.",
      en: "The five years run only from termination: an old request stays for the whole life of the card.",
    },
    choice: {
      fr: "La durée de la charte est déclarée telle quelle ; une durée par demande est à fixer par le responsable.",
      en: "The charter's period is declared as it is; a period per request is for the controller to set.",
    },
    reason: {
      fr: "Une demande close depuis longtemps n'est plus nécessaire.",
      en: "A request closed long ago is no longer needed.",
    },
    source: "GDPR art. 5(1)(c) and (e)",
  },
  {
    id: "information-accepted-like-a-contract",
    article: "1",
    defect: {
      fr: "L'information sur les données est « acceptée » comme un contrat.",
      en: "The information about data is “accepted” like a contract.",
    },
    choice: {
      fr: "L'inscription demande encore une acceptation de la charte ; « j'ai pris connaissance » suffirait pour elle, l'acceptation valant pour les conditions seules. À confirmer par le responsable.",
      en: "Sign-up still asks for acceptance of the charter; “I have read” would do for it, acceptance being for the terms alone. To be confirmed by the controller.",
    },
    reason: {
      fr: "Informer est un devoir du responsable ; ce n'est ni un contrat ni un consentement.",
      en: "Informing is the controller's duty; it is neither a contract nor a consent.",
    },
    source: "GDPR art. 7(2), 12 and 13",
  },
  {
    id: "consent-and-security-not-announced",
    article: "4, 8",
    defect: {
      fr: "Le consentement n'est pas nommé parmi les bases (cookies, besoins propres d'un prestataire), ni la sécurité parmi les finalités, ni le retrait parmi les droits de l'article 8.",
      en: "Consent is not named among the bases (cookies, a provider's own needs), nor security among the purposes, nor withdrawal among the rights of article 8.",
    },
    choice: {
      fr: "La sécurité et les autres finalités non annoncées sont au registre, avec leur base ; les accords demandés au sujet d'une demande sont recueillis avec leur preuve, les choix sur les cookies ne le sont pas encore.",
      en: "Security and the other purposes not announced are in the register, with their basis; consents about a request are recorded with their proof, choices about cookies are not yet.",
    },
    reason: {
      fr: "Finalités, bases et droit de retrait doivent être annoncés.",
      en: "Purposes, bases and the right to withdraw must be announced.",
    },
    source: "GDPR art. 13(1)(c) and 13(2)(c)",
  },
  {
    id: "complaint-limited",
    article: "9",
    defect: {
      fr: "La réclamation n'est ouverte que pour l'exercice des droits ; « courriel » y désigne la poste.",
      en: "A complaint is open for the exercise of rights only; “courriel” (e-mail) there means post.",
    },
    choice: {
      fr: "La notice ouvre la réclamation sans condition et donne l'adresse postale et le formulaire.",
      en: "The notice opens the complaint without condition and gives the postal address and the form.",
    },
    reason: {
      fr: "Toute violation alléguée du règlement peut faire l'objet d'une réclamation.",
      en: "Any alleged infringement of the regulation may be complained of.",
    },
    source: "GDPR art. 13(2)(d) and 77",
  },
  {
    id: "no-date-or-version",
    article: "1",
    defect: { fr: "Le texte ne porte ni date ni version.", en: "The text bears neither date nor version." },
    choice: {
      fr: "Chaque version publiée ici a un numéro, une date d'effet et une empreinte.",
      en: "Each version published here has a number, an effective date and a hash.",
    },
    reason: {
      fr: "Sans version, on ne peut prouver ce dont la personne a été informée.",
      en: "Without a version nobody can prove what people were told.",
    },
    source: "GDPR art. 5(2) and 12(1)",
  },
  {
    id: "mandatory-or-optional",
    article: "3",
    defect: {
      fr: "Les données obligatoires et facultatives ne sont pas distinguées.",
      en: "Mandatory and optional data are not told apart.",
    },
    choice: {
      fr: "Toutes celles de l'inscription sont obligatoires ; dans une demande, la catégorie et l'objet seulement. Le marquage à l'écran revient au site.",
      en: "All those of sign-up are mandatory; in a request the category and what is asked only. Marking them on the screen is the site's part.",
    },
    reason: { fr: "La personne doit savoir ce qu'entraîne un refus.", en: "People must know what refusing entails." },
    source: "GDPR art. 13(2)(e)",
  },
  {
    id: "copy-of-safeguards",
    article: "7",
    defect: {
      fr: "Rien n'est dit du moyen d'obtenir une copie des clauses types.",
      en: "Nothing is said of how to get a copy of the standard clauses.",
    },
    choice: { fr: "La notice renvoie au délégué.", en: "The notice refers to the officer." },
    reason: { fr: "Le moyen d'en obtenir copie doit être indiqué.", en: "The means of getting a copy must be given." },
    source: "GDPR art. 13(1)(f)",
  },
  {
    id: "lifetime-of-what-cookies-collect",
    article: "10",
    defect: {
      fr: "La durée des cookies est donnée, pas celle des données qu'ils ont permis de recueillir.",
      en: "The lifetime of cookies is given, not that of the data collected by them.",
    },
    choice: {
      fr: "Ce service ne recueille rien par des cookies ; à fixer par le responsable pour le site.",
      en: "This service collects nothing by cookies; for the controller to set for the site.",
    },
    reason: {
      fr: "La CNIL recommande vingt-cinq mois au plus pour la mesure d'audience exemptée.",
      en: "The CNIL recommends twenty-five months at most for exempt audience measurement.",
    },
    source: "GDPR art. 13(2)(a); CNIL guidelines on cookies of 17 September 2020",
  },
  {
    id: "entity-and-group",
    article: "5, 10",
    defect: {
      fr: "« Europ Assistance » et « Europ Assistance France » alternent, et le groupe n'est pas défini.",
      en: "“Europ Assistance” and “Europ Assistance France” alternate, and the group is not defined.",
    },
    choice: {
      fr: "Le responsable est Europ Assistance France, partout ; une autre entité est un tiers. Pour platinum, à confirmer.",
      en: "The controller is Europ Assistance France, everywhere; another entity is a third party. For platinum, to be confirmed.",
    },
    reason: {
      fr: "Le responsable doit être identifié sans ambiguïté.",
      en: "The controller must be identified without ambiguity.",
    },
    source: "GDPR art. 4(7), 4(10) and 13(1)(a)",
  },
  {
    id: "automated-decisions",
    article: "4",
    defect: {
      fr: "Rien n'est dit des décisions automatisées, alors que la carte décide de l'accès au service.",
      en: "Nothing is said of automated decisions, while the card decides on access to the service.",
    },
    choice: {
      fr: "La notice décrit la vérification d'éligibilité et l'absence de profilage ; la qualification revient au responsable.",
      en: "The notice describes the check of eligibility and the absence of profiling; whether article 22 applies is for the controller.",
    },
    reason: {
      fr: "L'existence ou l'absence d'une telle décision doit être connue.",
      en: "Whether there is such a decision must be known.",
    },
    source: "GDPR art. 13(2)(f) and 22",
  },
  {
    id: "recipients-not-told",
    article: "8",
    defect: {
      fr: "Rien n'est dit de l'information des destinataires après un effacement ou une rectification.",
      en: "Nothing is said of telling recipients after an erasure or a rectification.",
    },
    choice: {
      fr: "À l'effacement, un ordre est transmis au sous-traitant et sa confirmation attendue et consignée ; la rectification attend l'exercice des droits.",
      en: "At the erasure an order is sent to the processor and its confirmation awaited and recorded; rectification waits for the rights cases.",
    },
    reason: { fr: "Les destinataires doivent être prévenus.", en: "Recipients must be told." },
    source: "GDPR art. 19 and 28(3)(e)",
  },
  {
    id: "erasure-and-proof-of-acceptance",
    article: "1, 8",
    defect: {
      fr: "La charte ne dit pas ce qui subsiste, comme preuve, après un effacement.",
      en: "The charter does not say what remains, as proof, after an erasure.",
    },
    choice: {
      fr: "Les acceptations sont effacées avec le reste : la preuve est alors perdue. À confirmer par le responsable, qui peut préférer les garder.",
      en: "Acceptances are erased with the rest: the proof is then lost. To be confirmed by the controller, who may prefer to keep them.",
    },
    reason: {
      fr: "Garder une preuve nominative suppose une exception motivée.",
      en: "Keeping proof about a named person needs an exception with its reason.",
    },
    source: "GDPR art. 17(3)(e)",
  },
  {
    id: "drafting-slips",
    article: "3, 6, 9, 10",
    defect: {
      fr: "Coquilles : « neufs » premiers numéros, services « liées », « Piwick », un cookie nommé « Cookie », un lien de la CNIL rompu.",
      en: "Slips: “neufs”, “services liées”, “Piwick”, a cookie named “Cookie”, a broken link of the CNIL.",
    },
    choice: {
      fr: "Corrigés dans nos registres, hors le nom du cookie « Cookie », qui est celui que le texte publie.",
      en: "Corrected in our registers, but for the cookie name “Cookie”, which is the one the text publishes.",
    },
    reason: {
      fr: "Un nom de cookie inexact empêche de le reconnaître.",
      en: "A wrong cookie name keeps people from recognising it.",
    },
    source: "GDPR art. 12(1)",
  },
];
