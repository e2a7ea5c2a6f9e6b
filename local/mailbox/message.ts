/** An e-mail as the Azure Communication Services Email API takes it, and as the mailbox keeps it. */
import * as z from "zod";

const address = z.object({ address: z.email(), displayName: z.string().optional() });
const addresses = z.array(address).max(50);

/** Body of `POST /emails:send` (REST API version 2025-09-01). Attachments are refused: the product sends none. */
export const sendSchema = z.strictObject({
  senderAddress: z.email(),
  content: z
    .strictObject({ subject: z.string().min(1), plainText: z.string().optional(), html: z.string().optional() })
    .refine(({ plainText, html }) => plainText !== undefined || html !== undefined, "has neither plainText nor html"),
  recipients: z.strictObject({ to: addresses.min(1), cc: addresses.optional(), bcc: addresses.optional() }),
  headers: z.record(z.string(), z.string()).optional(),
  replyTo: addresses.optional(),
  userEngagementTrackingDisabled: z.boolean().optional(),
});
export type SendBody = z.output<typeof sendSchema>;

export const messageSchema = z.object({
  /** Counts from 1 in the order of arrival. */
  sequence: z.int().positive(),
  /** The sender's `Operation-Id`, by which a repetition is known. */
  operationId: z.string(),
  receivedAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
});
export type Message = z.output<typeof messageSchema>;
