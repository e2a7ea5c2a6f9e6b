/**
 * The contract with the concierge processor: the payload of every message in either direction, declared like all other
 * data. To the processor goes its view and no more: no birth date, no card digits, contact data only for the categories
 * that cannot be carried out without (charter article 5; GDPR articles 5(1)(c) and 28).
 */
import * as z from "zod";
import { member } from "../members/member.ts";
import { type Doc, message as payload, plain } from "../privacy/record.ts";
import { confirmationShape, endingShape, message, proposalShape, request, wishShape } from "./request.ts";

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

export const proposalMade = payload("concierge.proposal.made", 1, { proposal: z.strictObject(proposalShape) });
export const requestConfirmed = payload("concierge.request.confirmed", 1, confirmationShape);
const ended = { reason: endingShape.reason, text: endingShape.text };
export const requestRefused = payload("concierge.request.refused", 1, ended);
export const requestCancelledByProcessor = payload("concierge.request.cancelled", 1, ended);

/** About messages, both ways; ids only, so they travel in the event itself. */
export const messageAcknowledged = payload("concierge.message.acknowledged", 1, { messageId });
export const refusalReasons = ["signature", "schema", "digest", "state", "unknown", "other"] as const;
export const messageRefused = payload("concierge.message.refused", 1, {
  messageId,
  reason: plain(z.enum(refusalReasons), parties),
});

export const requestStarted = payload("concierge.request.started", 1, {});
export const requestCompleted = payload("concierge.request.completed", 1, {});
