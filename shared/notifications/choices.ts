/**
 * What a member may choose about e-mails, and what no choice touches. Mails the contract or the law needs go at once; service
 * mails can be muted by kind and wait out the quiet hours, because what they point to stands in the personal space; promotion
 * needs an opt-in and is off until then (Code des postes et des communications électroniques, art. L. 34-5; GDPR article 21(2)).
 */
import * as z from "zod";
import { type MailType, mailTypes } from "../messaging/outbox.ts";
import { type Personal, personal } from "../privacy/record.ts";

/** `essential`: codes, security and legal notices. A new kind of mail must say here which it is. */
export type MailClass = "essential" | "service" | "promotion";

export const mailClasses = {
  code: "essential",
  welcome: "essential",
  "address-changed": "essential",
  "texts-changing": "essential",
  "account-closed": "essential",
  "inactivity-first": "essential",
  "inactivity-last": "essential",
  "request-received": "service",
  "proposal-made": "service",
  "message-posted": "service",
  "request-confirmed": "service",
  "request-refused": "service",
  "request-cancelled": "service",
  "proposals-expired": "service",
  "request-expired": "service",
  "cancellation-settled": "service",
  "consent-requested": "service",
  "programme-news": "promotion",
} as const satisfies Readonly<Record<MailType, MailClass>>;

type KindsOf<C extends MailClass> = {
  [T in keyof typeof mailClasses]: (typeof mailClasses)[T] extends C ? T : never;
}[keyof typeof mailClasses];

/** The kinds a member can mute. */
export const mutableKinds = mailTypes.filter((type): type is KindsOf<"service"> => mailClasses[type] === "service");

const chosen = {
  category: "preferences",
  purposes: ["communication"],
  source: "member",
  seenBy: ["member", "desk", "dpo"],
  kept: "account",
  protection: "sealed",
} as const satisfies Personal;

const timeOfDay = () => z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, "must be a time from 00:00 to 23:59");

/** The fields of `member.notifications`; `PATCH /api/v1/me` takes the same. */
export const notificationChoicesShape = {
  /** In Paris. From after to, they last over midnight; equal, there are none. */
  quietHours: z.exactOptional(
    z.strictObject({ from: personal(timeOfDay(), chosen), to: personal(timeOfDay(), chosen) }),
  ),
  mutedKinds: z.exactOptional(z.array(personal(z.enum(mutableKinds), chosen)).max(mutableKinds.length)),
  promotion: personal(z.boolean(), chosen),
};

export const notificationChoicesSchema = z.strictObject(notificationChoicesShape);
export type NotificationChoices = z.output<typeof notificationChoicesSchema>;
