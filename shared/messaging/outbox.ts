/**
 * The outbox: whatever must leave a person's partition is a row committed together with its cause. A row goes when its
 * effect is confirmed, not when it was sent; until then it is due again after its interval (DESIGN, sections 2 and 6).
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { entryFields } from "../audit/entry-fields.ts";
import { opaqueId, traceparent } from "../privacy/formats.ts";
import { type Doc, plain, record } from "../privacy/record.ts";
import { currentTrace } from "./trace.ts";

/** What goes to the concierge processor. */
export const processorMessageTypes = [
  "concierge.request.submitted.v1",
  "concierge.conversation.posted.v1",
  "concierge.proposal.accepted.v1",
  "concierge.proposal.declined.v1",
  "concierge.request.cancelled.v1",
  "concierge.request.expired.v1",
  "concierge.consent.answered.v1",
] as const;
export type ProcessorMessageType = (typeof processorMessageTypes)[number];

/** What becomes an e-mail. */
export const mailTypes = [
  "code",
  "welcome",
  "request-received",
  "proposal-made",
  "message-posted",
  "request-confirmed",
  "request-refused",
  "request-cancelled",
  "proposals-expired",
  "request-expired",
  "cancellation-settled",
  "consent-requested",
  "texts-changing",
  "programme-news",
  "address-changed",
  "account-closed",
  "inactivity-first",
  "inactivity-last",
] as const;
export type MailType = (typeof mailTypes)[number];

const ops = ["ops", "dpo"] as const;

export const outboxRow = record(
  "outbox",
  1,
  {
    /** The message's id, the same at each re-send. */
    id: plain(z.uuid(), ops),
    /**
     * `lookup` confirms the person's address in the look-ups, and after a change gives the old one free; `ledger` becomes an
     * entry of the audit chain; `approval` is carried out.
     */
    channel: plain(z.enum(["processor", "mail", "lookup", "ledger", "approval"]), ops),
    type: plain(
      z.enum([
        ...processorMessageTypes,
        ...mailTypes,
        "address-confirmed",
        "address-moved",
        "ledger-entry",
        "approval-confirmed",
      ]),
      ops,
    ),
    requestId: z.exactOptional(plain(z.uuid(), ops)),
    /** The message, proposal or ticket it is about. */
    aboutId: z.exactOptional(plain(opaqueId(), ops)),
    createdAt: plain(z.iso.datetime(), ops),
    /** When it is taken up (again). Absent: the receiver refused it, and it waits for a person. */
    dueAt: z.exactOptional(plain(z.iso.datetime(), ops)),
    /** How often it was sent: to the processor; or a mail that the provider took and then could not send. */
    attempts: plain(z.int().min(0), ops),
    /** How often the timer has taken it up since it last had an effect. Absent: never. */
    takeUps: z.exactOptional(plain(z.int().min(1), ops)),
    /** Only of mails: when the provider took it. What became of it is asked for until it is known. */
    sentAt: z.exactOptional(plain(z.iso.datetime(), ops)),
    /** Somebody is sending it and has until then to say so; before, nobody else does. */
    claimedUntil: z.exactOptional(plain(z.iso.datetime(), ops)),
    refusedFor: z.exactOptional(
      plain(z.enum(["signature", "schema", "digest", "state", "unknown", "stale", "other"]), ops),
    ),
    traceparent: z.exactOptional(plain(traceparent(), ops)),
    /** Only of the ledger's channel: what the entry will say. */
    entry: z.exactOptional(entryFields.schema),
  },
  { kept: "outbox" },
);
export type OutboxRow = Doc<typeof outboxRow>;

export type NewRow = Pick<OutboxRow, "channel" | "type"> & Partial<Pick<OutboxRow, "requestId" | "aboutId">>;

/** A fresh row: inline relay takes it at once, the timer after `relaySeconds` if that failed. */
export function newOutboxRow(row: NewRow, now: Date, relaySeconds: number): OutboxRow {
  const trace = currentTrace();
  return {
    ...row,
    id: randomUUID(),
    createdAt: now.toISOString(),
    dueAt: new Date(now.getTime() + relaySeconds * 1_000).toISOString(),
    attempts: 0,
    ...(trace === undefined ? {} : { traceparent: trace }),
  };
}
