/**
 * Telling the processor what became of a message of its. A plain send: if it is lost, the sender repeats and is told again.
 */
import { randomUUID } from "node:crypto";
import type { BrandId } from "../charter/brands.ts";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { SignMessage } from "../messaging/signing.ts";
import type { Clock } from "../time/clock.ts";
import type { Verdict } from "./apply-update.ts";
import * as contract from "./contract.ts";

type Needs = {
  readonly queues: QueueSender;
  readonly sign: SignMessage;
  readonly clock: Clock;
  /** Seconds a receipt may wait to be read; the sender's own re-send brings the next one. */
  readonly replySeconds: number;
};

/** @param from `nobody`: the message is about a person who is not (or no longer) here, so no brand can speak of them. */
export type SendReceipt = (
  from: BrandId | "nobody",
  event: CloudEvent,
  verdict: Exclude<Verdict, { outcome: "early" }>,
) => Promise<void>;

export const makeSendReceipt =
  ({ queues, sign, clock, replySeconds }: Needs): SendReceipt =>
  async (from, event, verdict) => {
    const messageId = event.id;
    const type = verdict.outcome === "acknowledged" ? contract.messageAcknowledged.type : contract.messageRefused.type;
    const answer: CloudEvent = {
      specversion: "1.0",
      id: randomUUID(),
      source: `urn:concierge:${from}`,
      type,
      subject: event.subject,
      time: clock.now().toISOString(),
      data: verdict.outcome === "acknowledged" ? { messageId } : { messageId, reason: verdict.reason },
    };
    await queues.send("concierge-inbox", await sign(answer), replySeconds);
  };
