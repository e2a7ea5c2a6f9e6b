/**
 * Every message of the contract once, both ways, as one request could cause them: what the test vectors are made of. Parsed
 * by the product's own schemas when it is put together, so an example that is no message does not get written.
 */
import { erasureConfirmed, erasureOrdered } from "../../shared/erasure/contract.ts";
import { type CloudEvent, digestOf } from "../../shared/messaging/cloud-event.ts";
import type { Declared } from "../../shared/privacy/record.ts";
import * as contract from "../../shared/requests/contract.ts";

export type Direction = "to-processor" | "to-application";
export type ContractMessage = {
  readonly name: string;
  readonly direction: Direction;
  readonly event: CloudEvent;
  /** The bytes of the blob, as text. */
  readonly payload?: string;
};

const subject = "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10/8d6a1c52-0b9e-4f6a-8c3d-1e5f7a9b2c40";
const erasureId = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const erasureSubject = `${subject.slice(0, 36)}/${erasureId}`;
const proposalId = "p-7Qm2xV";
const optionId = "o-train";
const consentId = "2e9c4d71-5a6b-4c8d-9e0f-1a2b3c4d5e6f";
const cancellation = {
  freeUntil: "2026-12-01T12:00:00+01:00",
  fee: { amount: "120.00", currency: "EUR" },
  text: "Passé ce terme, une nuit est due.",
};
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const sources = {
  "to-processor": "urn:concierge:milleis",
  "to-application": "urn:concierge-processor:example",
} as const;

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 9, minutes)).toISOString();
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

type Draft = {
  readonly to: "processor" | "application";
  readonly minutes: number;
  readonly declared: Declared & { readonly type: string };
  /** Goes into a blob. */
  readonly payload?: object;
  /** Goes into the event: which message of this list it is about. */
  readonly about?: number;
  readonly reason?: string;
  /** Absent: the request's. */
  readonly subject?: string;
};

const ending = { reason: "no-availability", text: "Complet à ces dates ; nous restons à votre disposition." };

/** In the order in which they could be sent; the first is number 1. */
const drafts: readonly Draft[] = [
  {
    to: "processor",
    minutes: 0,
    declared: contract.requestSubmitted,
    payload: {
      request: {
        id: subject.slice(37),
        language: "fr",
        submittedAt: at(0),
        category: "travel",
        what: "Deux nuits à Lyon pour notre anniversaire de mariage, hôtel au calme.",
        where: "Lyon, presqu'île ou Croix-Rousse",
        when: { date: "2026-12-04", time: "17:00", endDate: "2026-12-06" },
        party: { adults: 2 },
        budget: { amount: "1100.00", currency: "EUR" },
        wishes: "Vue dégagée si possible. Mon mari, Antoine, ne mange pas de crustacés.",
      },
      member: {
        title: "madame",
        lastName: "Lefèvre-Marchand",
        firstName: "Hélène",
        contact: { email: "helene.lefevre@courriel.example", mobile: "+33639981234" },
      },
    },
  },
  { to: "application", minutes: 0, declared: contract.messageAcknowledged, about: 1 },
  { to: "application", minutes: 1, declared: contract.requestStarted },
  { to: "processor", minutes: 1, declared: contract.messageAcknowledged, about: 3 },
  {
    to: "application",
    minutes: 2,
    declared: contract.proposalMade,
    payload: {
      proposal: {
        id: proposalId,
        options: [
          {
            id: optionId,
            title: "Train première classe et hôtel quatre étoiles",
            description: "Trajet direct et deux nuits près du centre.",
            price: { amount: "978.00", currency: "EUR" },
            inclusions: ["Train aller-retour", "Deux nuits avec petit déjeuner"],
            cancellation,
          },
          {
            id: "o-charme",
            title: "Séjour de charme en maison d'hôtes",
            price: { amount: "730.00", currency: "EUR" },
            inclusions: [],
          },
        ],
        expiresAt: "2026-11-25T09:02:00.000Z",
      },
    },
  },
  {
    to: "processor",
    minutes: 3,
    declared: contract.conversationPosted,
    payload: {
      messageId: "5b1f0a86-2d3c-4e57-9f10-6a7b8c9d0e1f",
      text: "Pourrions-nous arriver un quart d'heure plus tôt ?",
      postedAt: at(3),
    },
  },
  {
    to: "application",
    minutes: 4,
    declared: contract.conversationPosted,
    payload: { messageId: "6c2e1b97-3e4d-4f68-8a21-7b8c9d0e1f2a", text: "Bien sûr, c'est noté.", postedAt: at(4) },
  },
  {
    to: "processor",
    minutes: 5,
    declared: contract.proposalAccepted,
    payload: { proposalId, optionId, answeredAt: at(5) },
  },
  { to: "processor", minutes: 5, declared: contract.proposalDeclined, payload: { proposalId, answeredAt: at(5) } },
  {
    to: "application",
    minutes: 6,
    declared: contract.requestConfirmed,
    payload: {
      proposalId,
      optionId,
      supplier: "Maison des Voyages",
      reference: "GC-A33EF61D",
      startsAt: "2026-12-04T17:00:00+01:00",
      endsAt: "2026-12-06T12:00:00+01:00",
      place: "Lyon, presqu'île",
      confirmedAt: at(6),
      cancellation,
    },
  },
  { to: "application", minutes: 7, declared: contract.requestCompleted },
  { to: "application", minutes: 7, declared: contract.requestRefused, payload: ending },
  { to: "processor", minutes: 7, declared: contract.requestCancelled, payload: { cancelledAt: at(7) } },
  { to: "application", minutes: 7, declared: contract.requestCancelledByProcessor, payload: ending },
  { to: "application", minutes: 8, declared: contract.messageRefused, about: 8, reason: "state" },
  { to: "processor", minutes: 8, declared: contract.messageRefused, about: 10, reason: "digest" },
  {
    to: "processor",
    minutes: 9,
    declared: erasureOrdered,
    subject: erasureSubject,
    payload: { erasureId, requestIds: [subject.slice(37)], orderedAt: at(9) },
  },
  {
    to: "application",
    minutes: 10,
    declared: erasureConfirmed,
    subject: erasureSubject,
    payload: { erasureId, outcome: "kept-by-law", ground: "accounting", until: "2036-12-31" },
  },
  { to: "application", minutes: 9, declared: contract.conversationRead, about: 6 },
  {
    to: "application",
    minutes: 9,
    declared: contract.consentRequested,
    payload: {
      consent: {
        id: consentId,
        provider: "Maison des Voyages",
        purpose: "Vous proposer ses voyages par e-mail.",
        categories: ["identity", "contact"],
      },
    },
  },
  {
    to: "processor",
    minutes: 10,
    declared: contract.consentAnswered,
    payload: {
      consentId,
      about: "provider",
      answer: "given",
      answeredAt: at(10),
      contact: { email: "helene.lefevre@courriel.example", mobile: "+33639981234" },
    },
  },
  {
    to: "application",
    minutes: 11,
    declared: contract.disclosureReported,
    payload: {
      disclosure: {
        id: "7d3f2c98-4f5a-4b79-9c32-8d9e0f1a2b3c",
        provider: "Maison des Voyages",
        country: "FR",
        categories: ["identity", "request"],
        at: at(11),
      },
    },
  },
  {
    to: "application",
    minutes: 12,
    declared: contract.cancellationSettled,
    payload: {
      fee: { amount: "120.00", currency: "EUR" },
      refund: { amount: "858.00", currency: "EUR" },
      text: "Le remboursement part sous cinq jours.",
    },
  },
  { to: "processor", minutes: 13, declared: contract.requestExpired, payload: { expiredAt: at(13) } },
];

export const journeyMessages = (): readonly ContractMessage[] => drafts.map((draft, index) => make(draft, index + 1));

function make(
  { to, minutes, declared, payload: content, about, reason, subject: of = subject }: Draft,
  number: number,
): ContractMessage {
  const direction: Direction = `to-${to}`;
  const id = idOf(number);
  const inline =
    about === undefined ? undefined : { messageId: idOf(about), ...(reason === undefined ? {} : { reason }) };
  declared.schema.parse(inline ?? content ?? {});
  const payload = content === undefined ? undefined : JSON.stringify(content);
  const event: CloudEvent = {
    specversion: "1.0",
    id,
    source: sources[direction],
    type: declared.type,
    subject: of,
    time: at(minutes),
    ...(inline === undefined ? {} : { data: inline }),
    ...(payload === undefined
      ? {}
      : {
          datacontenttype: "application/json" as const,
          dataref: `${to === "processor" ? "to-processor" : "from-processor"}/${id}`,
          datadigest: digestOf(Buffer.from(payload)),
        }),
    traceparent,
  };
  const [, ...words] = declared.type.split(".").slice(0, -1);
  const name = `${String(number).padStart(2, "0")}-${words.join("-")}`;
  return { name, direction, event, ...(payload === undefined ? {} : { payload }) };
}
