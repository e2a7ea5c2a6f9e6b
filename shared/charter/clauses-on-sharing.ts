/** Clauses of articles 5 to 7: who is given data, for how long, and where they are. */
import type { Clause } from "./clause.ts";
import { control, passedOn, promise, proof, waits } from "./clause-notation.ts";

export const sharingClauses: readonly Clause[] = [
  {
    id: "5.need-to-know",
    article: 5,
    promise: promise(
      "Le personnel n'accède qu'à ce que sa fonction demande.",
      "Staff reach only what their function needs.",
    ),
    state: "kept",
    controls: [
      control("staff/need-to-know.ts", "needToKnow"),
      control("staff/open-file.ts", "makeOpenFile"),
      control("http/staff-token.ts", "makeIdentifyStaff"),
    ],
    proofs: [
      proof(
        "unit/staff/need-to-know.test.ts",
        "says for every function and purpose what is seen: the whole table, written out once more",
      ),
      proof("functions/staff-access.test.ts", "shows the desk what the desk needs, the officer more"),
      proof("functions/matrices/access.test.ts", "every route by every caller is answered as it is written down"),
    ],
  },
  {
    id: "5.reason-for-access",
    article: 5,
    promise: promise("Un accès du personnel a un motif, consigné.", "Staff access has a reason, recorded."),
    isAddition: true,
    state: "kept",
    controls: [
      control("staff/open-file.ts", "makeOpenFile"),
      control("staff/need-to-know.ts", "openingReasons"),
      control("staff/look-under.ts", "lookUnder"),
      control("archive/open-archive.ts", "makeOpenArchive"),
      control("disclosures/timeline.ts", "makeReadTimeline"),
    ],
    proofs: [
      proof("functions/staff-access.test.ts", "without a reason is none"),
      proof("functions/staff-access.test.ts", "is seen by the member, names no colleague, and stands in the ledger"),
      proof("functions/staff-reading.test.ts", "stands in the ledger by itself, with who, what and for which purpose"),
      proof("functions/staff-archive.test.ts", "says what lies there, and is on record"),
      proof(
        "functions/staff-access.test.ts",
        "is reviewed by an officer who did not open it, and named overdue until then",
      ),
    ],
  },
  {
    id: "5.providers",
    article: 5,
    promise: promise(
      "Un prestataire ne reçoit que les données nécessaires à la prestation.",
      "A provider receives only the data the service needs.",
    ),
    ...passedOn,
  },
  {
    id: "5.providers-visible",
    article: 5,
    promise: promise(
      "La personne peut constater ce qui a été transmis à un prestataire.",
      "The person can see what was passed to a provider.",
    ),
    isAddition: true,
    state: "kept",
    controls: [
      control("requests/contract.ts", "disclosureReported"),
      control("requests/follow-request.ts", "makeListDisclosures"),
    ],
    proofs: [proof("functions/requests.test.ts", "is seen by the member once, with its ground and basis")],
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
    state: "kept",
    controls: [
      control("consents/consent.ts", "consentSteps"),
      control("consents/answer-consent.ts", "makeAnswerConsent"),
      control("requests/compose-message.ts", "composeMessage"),
    ],
    proofs: [
      proof("functions/requests.test.ts", "contact data go only when it is given, and not once it is taken back"),
      proof("functions/requests.test.ts", "that is taken back before it went out sends nothing of the person"),
      proof("functions/requests.test.ts", "without the member's agreement is written down as what it is"),
    ],
  },
  {
    id: "5.business-transfer",
    article: 5,
    promise: promise(
      "En cas de cession d'activité, les engagements suivent les données.",
      "When a business is sold, the commitments follow the data.",
    ),
    state: "kept",
    controls: [
      control("disclosures/disclosure-rules.ts", "disclosureFaults"),
      control("staff/approval.ts", "fourEyes"),
    ],
    proofs: [
      proof("functions/staff-access.test.ts", "cannot even be proposed"),
      proof("functions/staff-access.test.ts", "are two people, one of them the officer, and nothing happens before"),
    ],
  },
  {
    id: "5.legal-disclosure",
    article: 5,
    promise: promise(
      "Une communication à une autorité n'a lieu que si la loi l'impose.",
      "A disclosure to an authority happens only where the law imposes it.",
    ),
    state: "kept",
    controls: [
      control("disclosures/disclosure-rules.ts", "disclosureFaults"),
      control("staff/approval.ts", "fourEyes"),
    ],
    proofs: [
      proof("functions/staff-access.test.ts", "are two people, one of them the officer, and nothing happens before"),
      proof(
        "functions/staff-access.test.ts",
        "that the law forbids telling is told from its day on; the officer sees it before",
      ),
    ],
  },
  {
    id: "5.contract-disclosure",
    article: 5,
    promise: promise(
      "Les contrats avec les membres peuvent être défendus en communiquant les données utiles.",
      "Contracts with members may be defended by disclosing the data that takes.",
    ),
    state: "kept",
    controls: [
      control("charter/disclosures.ts", "disclosureGrounds"),
      control("staff/approval.ts", "registrableGrounds"),
    ],
    proofs: [
      proof("functions/staff-access.test.ts", "cannot even be proposed"),
      proof("functions/staff-access.test.ts", "confirmed by many at once is done once"),
    ],
  },
  {
    id: "5.disclosure-recorded",
    article: 5,
    promise: promise(
      "Une communication est consignée avec son fondement.",
      "A disclosure is recorded with its ground.",
    ),
    isAddition: true,
    state: "kept",
    controls: [
      control("disclosures/register-disclosure.ts", "registerDisclosure"),
      control("requests/dispatch-message.ts", "makeDispatchMessage"),
    ],
    proofs: [
      proof(
        "functions/staff-access.test.ts",
        "to the processor is written down before the request leaves, once however often it is sent",
      ),
      proof("unit/requests/dispatch-message.test.ts", "where what is passed on cannot be written down for the person"),
    ],
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
    state: "kept",
    controls: [
      control("retention/clock.ts", "nextStep"),
      control("retention/care-for.ts", "makeCareFor"),
      control("terminations/take-card-event.ts", "makeTakeCardEvent"),
      control("terminations/decide-termination.ts", "makeDecideTermination"),
    ],
    proofs: [
      proof("unit/retention/truth-table.test.ts", "from every day of eight years"),
      proof("functions/retention.test.ts", "closes the account once its day is over"),
      proof("functions/staff-terminations.test.ts", "sets the member's clock once two people agree, and once only"),
    ],
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
    state: "kept",
    controls: [
      control("retention/clock.ts", "nextStep"),
      control("retention/care-for.ts", "makeCareFor"),
      control("erasure/order-processor.ts", "orderProcessor"),
    ],
    proofs: [
      proof("unit/retention/truth-table.test.ts", "from every day of eight years"),
      proof("functions/retention-run.test.ts", "the order to erase: it is given once"),
      proof("functions/erasure.test.ts", "orders the processor once what was running has ended"),
    ],
  },
  {
    id: "6.erasure-proves-itself",
    article: 6,
    isAddition: true,
    promise: promise(
      "Un effacement n'est dit terminé qu'une fois prouvé : tout est cherché, le sous-traitant a répondu, un certificat signé est remis.",
      "An erasure counts as done only once it is proved: everything is searched, the processor has answered, a signed certificate is delivered.",
    ),
    state: "kept",
    controls: [
      control("erasure/advance-erasure.ts", "makeAdvanceErasure"),
      control("erasure/prove.ts", "prove"),
      control("erasure/certificate.ts", "objectionTo"),
      control("erasure/confirm-on-paper.ts", "makeConfirmOnPaper"),
    ],
    proofs: [
      proof("unit/erasure/erasure.test.ts", "ends with nothing left, a certificate that verifies"),
      proof("unit/erasure/planted-bugs.test.ts", "a step that fails and is counted as done"),
      proof("faults/erasure-kills.test.ts", "wherever it is killed, it comes to the same end"),
      proof("functions/erasure.test.ts", "nothing of the person is left"),
      proof("functions/staff-erasures.test.ts", "is two people's who have read the same"),
    ],
  },
  {
    id: "6.backups-open-nothing",
    article: 6,
    isAddition: true,
    promise: promise(
      "Une sauvegarde restaurée n'ouvre rien des personnes effacées, qui sont effacées de nouveau.",
      "A restored backup opens nothing of the people erased, and they are erased again.",
    ),
    state: "kept",
    controls: [control("erasure/replay-restore.ts", "makeReplayRestore")],
    proofs: [
      proof("unit/erasure/restore.test.ts", "opens nothing, and is erased again"),
      proof("functions/erasure.test.ts", "a database of before, put back, opens nothing"),
    ],
  },
  {
    id: "6.strictly-necessary",
    article: 6,
    promise: promise(
      "Rien n'est gardé plus longtemps que sa durée déclarée.",
      "Nothing is kept longer than its declared duration.",
    ),
    state: "kept",
    controls: [
      control("retention/rules-of-brand.ts", "ruleOfBrand"),
      control("retention/sweep.ts", "makeSweep"),
      control("retention/end-short-lived.ts", "makeEndShortLived"),
      control("retention/end-look-ups.ts", "makeEndLookUps"),
      control("retention/held-elsewhere.ts", "everythingHeldElsewhere"),
    ],
    proofs: [
      proof("unit/retention/truth-table.test.ts", "every life, begun on each day on which calendars go wrong"),
      proof("unit/retention/kills.test.ts", "killed before every call: the same end"),
      proof("unit/retention/end-short-lived.test.ts", "each at its end, none before"),
      proof("unit/retention/end-short-lived.test.ts", "knows every record that carries an end"),
      proof("unit/retention/end-look-ups.test.ts", "each goes at its own end, none before"),
      proof("unit/audit/keep-streams.test.ts", "comes by its rule, never before"),
      proof("unit/retention/held-elsewhere.test.ts", "is every blob container and every queue"),
      proof("infra/held.test.ts", "payloads in the exchange end by their age, after the days that are told"),
      proof("functions/queue-lives.test.ts", "no message of ours outlives what sends it again"),
      proof("functions/retention-preview.test.ts", "is foreseen a year before, exactly"),
      proof("functions/retention-run.test.ts", "after forty missed days catches up"),
    ],
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
    state: "kept",
    controls: [control("requests/effects.ts", "effects"), control("disclosures/disclosure.ts", "transferBases")],
    proofs: [proof("functions/requests.test.ts", "outside the EEA without a basis is refused")],
  },
];
