/**
 * The contract between the application and a concierge processor, as the processor reads it: messages are CloudEvents with
 * ids, payloads lie beside them in blobs. Written for itself on purpose, from `docs/processor.md` and nothing of the
 * application's code, so that a mistake on either side shows.
 */
import * as z from "zod";
import { orderSchema } from "./erasure.ts";

export const source = "urn:concierge-processor:gconcierges";

export const eventSchema = z.object({
  specversion: z.literal("1.0"),
  id: z.uuid(),
  source: z.string().regex(/^urn:concierge:[a-z][a-z0-9-]*$/),
  type: z.string(),
  subject: z.string().regex(/^[^/]+\/[^/]+$/),
  time: z.iso.datetime(),
  datacontenttype: z.literal("application/json").optional(),
  dataref: z
    .string()
    .regex(/^to-processor\/[A-Za-z0-9._-]+$/)
    .optional(),
  datadigest: z.string().optional(),
  data: z.unknown().optional(),
  traceparent: z.string().optional(),
});
export type Event = z.output<typeof eventSchema>;

const instant = z.iso.datetime({ offset: true });
const id = z.string().min(1);

const requestSchema = z.object({
  id,
  category: z.string(),
  what: z.string(),
  where: z.string().optional(),
  when: z.object({ date: z.iso.date(), time: z.string().optional(), endDate: z.iso.date().optional() }).optional(),
  party: z.object({ adults: z.number(), children: z.number().optional() }).optional(),
  budget: z.object({ amount: z.string(), currency: z.string() }).optional(),
  wishes: z.string().optional(),
  language: z.string(),
  submittedAt: instant,
});
export type SubmittedRequest = z.output<typeof requestSchema>;

const memberSchema = z.object({
  title: z.string(),
  lastName: z.string(),
  firstName: z.string(),
  contact: z.unknown().optional(),
});

/** What the payload of each message to the processor holds. */
export const payloads = {
  "concierge.request.submitted.v1": z.object({ request: requestSchema, member: memberSchema }),
  "concierge.conversation.posted.v1": z.object({ messageId: id, text: z.string(), postedAt: instant }),
  "concierge.proposal.accepted.v1": z.object({ proposalId: id, optionId: id, answeredAt: instant }),
  "concierge.proposal.declined.v1": z.object({ proposalId: id, answeredAt: instant }),
  "concierge.request.cancelled.v1": z.object({ cancelledAt: instant }),
  "concierge.request.expired.v1": z.object({ expiredAt: instant }),
  "concierge.consent.answered.v1": z.object({
    consentId: id,
    about: z.string(),
    answer: z.enum(["given", "refused", "withdrawn"]),
    answeredAt: instant,
    contact: z.unknown().optional(),
  }),
  "concierge.erasure.ordered.v1": orderSchema,
} as const;
export type IncomingType = keyof typeof payloads;
export type Incoming = {
  [T in IncomingType]: { readonly type: T; readonly payload: z.output<(typeof payloads)[T]> };
}[IncomingType];

/** What is said about a message; these are answered by nothing. */
export const receiptTypes = {
  acknowledged: "concierge.message.acknowledged.v1",
  refused: "concierge.message.refused.v1",
} as const;
export const receiptSchema = z.object({ messageId: z.uuid(), reason: z.string().optional() });

/** Why a message of the application is refused. */
export type RefusalReason = "signature" | "schema" | "digest" | "state" | "unknown" | "other";

export type Outgoing =
  | { readonly type: "concierge.conversation.read.v1"; readonly data: { readonly messageId: string } }
  | {
      readonly type: "concierge.request.started.v1" | "concierge.request.completed.v1";
      readonly data: Readonly<Record<string, never>>;
    }
  | {
      readonly type:
        | "concierge.conversation.posted.v1"
        | "concierge.proposal.made.v1"
        | "concierge.request.confirmed.v1"
        | "concierge.request.refused.v1"
        | "concierge.request.cancelled.v1"
        | "concierge.cancellation.settled.v1"
        | "concierge.consent.requested.v1"
        | "concierge.disclosure.reported.v1"
        | "concierge.erasure.confirmed.v1";
      readonly payload: unknown;
    };

export type Option = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly inclusions: readonly string[];
};
