/**
 * The contract with the concierge processor: the payload of every message in either direction, declared like all other
 * data. To the processor goes its view and no more: no birth date, no card digits, contact data only for the categories
 * that cannot be carried out without (charter article 5; GDPR articles 5(1)(c) and 28).
 */
import * as z from "zod";
import { askedShape, consent, consentAnswers } from "../consents/consent.ts";
import { transferBases } from "../disclosures/disclosure.ts";
import { member } from "../members/member.ts";
import { type Doc, message as payload, personal, plain } from "../privacy/record.ts";
import {
  confirmationShape,
  endingShape,
  freeText,
  fromProcessor,
  message,
  proposalShape,
  request,
  settlementShape,
  wishShape,
} from "./request.ts";

const { title, lastName, firstName, email, mobile } = member.schema.shape;
const { id, language, submittedAt } = request.schema.shape;
const parties = ["member", "processor", "desk", "dpo"] as const;

/** Categories whose supplier must be able to reach the person: a delivery, a home visit, a traveller. */
export const needsContact: Readonly<Record<Doc<typeof request>["category"], boolean>> = {
  restaurant: false,
  travel: true,
  event: false,
  gift: true,
  wellness: false,
  home: true,
  other: false,
};

export const requestSubmitted = payload("concierge.request.submitted", 1, {
  request: z.strictObject({ id, language, submittedAt, ...wishShape }),
  member: z.strictObject({
    title,
    lastName,
    firstName,
    contact: z.exactOptional(z.strictObject({ email, mobile })),
  }),
});

const { text, postedAt } = message.schema.shape;
const messageId = plain(z.uuid(), parties);

export const conversationPosted = payload("concierge.conversation.posted", 1, { messageId, text, postedAt });

const proposalId = proposalShape.id;
const answeredAt = plain(z.iso.datetime(), parties);

export const proposalAccepted = payload("concierge.proposal.accepted", 1, {
  proposalId,
  optionId: confirmationShape.optionId,
  answeredAt,
});
export const proposalDeclined = payload("concierge.proposal.declined", 1, { proposalId, answeredAt });
export const requestCancelled = payload("concierge.request.cancelled", 1, {
  cancelledAt: plain(z.iso.datetime(), parties),
});
export const requestExpired = payload("concierge.request.expired", 1, {
  expiredAt: plain(z.iso.datetime(), parties),
});

/** What the member says to a consent that was asked for, or takes back. The latest `answeredAt` counts. */
export const consentAnswered = payload("concierge.consent.answered", 1, {
  consentId: consent.schema.shape.id,
  about: consent.schema.shape.about,
  answer: plain(z.enum(consentAnswers), parties),
  answeredAt,
  messageId: consent.schema.shape.messageId,
  /** Only with `given`, and only where contact data were asked for: withheld until then. */
  contact: z.exactOptional(z.strictObject({ email, mobile })),
});

export const proposalMade = payload("concierge.proposal.made", 1, { proposal: z.strictObject(proposalShape) });
export const requestConfirmed = payload("concierge.request.confirmed", 1, confirmationShape);
const ended = { reason: endingShape.reason, text: endingShape.text };
export const requestRefused = payload("concierge.request.refused", 1, ended);
export const requestCancelledByProcessor = payload("concierge.request.cancelled", 1, ended);
export const cancellationSettled = payload("concierge.cancellation.settled", 1, settlementShape);

/** How far the member's messages have been read: up to and with this one. Ids only, so it travels in the event itself. */
export const conversationRead = payload("concierge.conversation.read", 1, { messageId });

/** A provider asks for data for purposes of its own; it gets none of them before the member agrees. */
export const consentRequested = payload("concierge.consent.requested", 1, {
  consent: z.strictObject({ id: consent.schema.shape.id, ...askedShape }),
});

/** What was passed to a provider: charter article 5, GDPR articles 15(1)(c) and 19. */
export const disclosureReported = payload("concierge.disclosure.reported", 1, {
  disclosure: z.strictObject({
    id: plain(z.uuid(), parties),
    provider: personal(freeText(200), fromProcessor),
    /** ISO 3166: where the provider gets them. */
    country: personal(z.string().regex(/^[A-Z]{2}$/), fromProcessor),
    /** Required outside the EEA (charter article 7). */
    basis: z.exactOptional(plain(z.enum(transferBases), parties)),
    categories: askedShape.categories,
    at: plain(z.iso.datetime().max(35), parties),
    /** The consent it rests on, where it is for the provider's own purposes; absent: to carry out the request. */
    consentId: z.exactOptional(plain(z.uuid(), parties)),
  }),
});

/** About messages, both ways; ids only, so they travel in the event itself. */
export const messageAcknowledged = payload("concierge.message.acknowledged", 1, { messageId });
export const refusalReasons = ["signature", "schema", "digest", "state", "unknown", "stale", "other"] as const;
export const messageRefused = payload("concierge.message.refused", 1, {
  messageId,
  reason: plain(z.enum(refusalReasons), parties),
});

export const requestStarted = payload("concierge.request.started", 1, {});
export const requestCompleted = payload("concierge.request.completed", 1, {});
