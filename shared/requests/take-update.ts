/**
 * A verified message of the processor, start to end: acknowledgements settle our rows, everything else is applied to its
 * request, and the sender is told what became of it. Telling is a plain send: if it is lost, the sender repeats and is
 * told again.
 */
import { randomUUID } from "node:crypto";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { Failures } from "../messaging/failure.ts";
import type { Partner } from "../messaging/partner.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { SignMessage } from "../messaging/signing.ts";
import type { Logger } from "../privacy/log.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type makeApplyUpdate, UnknownRequest, type Verdict } from "./apply-update.ts";
import * as contract from "./contract.ts";
import type { makeSettleMessage } from "./settle-message.ts";

type Needs = {
  readonly repository: Repository;
  readonly queues: QueueSender;
  readonly sign: SignMessage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly failures: Failures;
  readonly partner: Pick<Partner, "speaksFor" | "isStale">;
  readonly applyUpdate: ReturnType<typeof makeApplyUpdate>;
  readonly settle: ReturnType<typeof makeSettleMessage>;
  /** Seconds an acknowledgement may wait to be read; the sender's own re-send brings the next one. */
  readonly replySeconds: number;
};

export function makeTakeUpdate(needs: Needs) {
  const { repository, queues, sign, clock, log, failures, partner, applyUpdate, settle, replySeconds } = needs;

  const reply = async (person: Person, event: CloudEvent, verdict: Exclude<Verdict, { outcome: "early" }>) => {
    const messageId = event.id;
    const type = verdict.outcome === "acknowledged" ? contract.messageAcknowledged.type : contract.messageRefused.type;
    const answer: CloudEvent = {
      specversion: "1.0",
      id: randomUUID(),
      source: `urn:concierge:${person.brand}`,
      type,
      subject: event.subject,
      time: clock.now().toISOString(),
      data: verdict.outcome === "acknowledged" ? { messageId } : { messageId, reason: verdict.reason },
    };
    await queues.send("concierge-inbox", await sign(answer), replySeconds);
  };

  /** Kept for ops to see, never tried again. */
  const refuse = async (event: CloudEvent, reason: "foreign-brand" | "stale"): Promise<void> => {
    await failures.record({ id: event.id, queue: "concierge-updates", reason });
    log.warn("update.refused", { messageId: event.id, type: event.type, code: reason });
  };

  /** As it comes from the queue; what was parked was looked at when it came. */
  const receive = async (event: CloudEvent): Promise<void> => {
    if (!partner.isStale(event)) return take(event);
    await refuse(event, "stale");
    const person = await repository.owner(event.subject.split("/")[0] ?? "");
    if (person === undefined || !partner.speaksFor(event.source, person.brand)) return;
    await reply(person, event, { outcome: "refused", reason: "stale" });
  };

  const take = async (event: CloudEvent): Promise<void> => {
    const [subjectId = "", requestId = ""] = event.subject.split("/");
    const person = await repository.owner(subjectId);
    if (person === undefined) throw new UnknownRequest();
    // Its signature is good, and still it is none of this sender's business: not answered, as if nobody were there.
    if (!partner.speaksFor(event.source, person.brand)) return refuse(event, "foreign-brand");
    if (event.type === contract.messageAcknowledged.type || event.type === contract.messageRefused.type) {
      const acknowledged = contract.messageAcknowledged.schema.safeParse(event.data);
      const refused = contract.messageRefused.schema.safeParse(event.data);
      if (event.type === contract.messageAcknowledged.type && acknowledged.success) {
        return settle.acknowledged(person, acknowledged.data.messageId);
      }
      if (event.type === contract.messageRefused.type && refused.success) {
        return settle.refused(person, refused.data.messageId, refused.data.reason);
      }
      return reply(person, event, { outcome: "refused", reason: "schema" });
    }
    const verdict = await applyUpdate(person, requestId, event);
    if (verdict.outcome === "early") {
      log.warn("update.early", { requestId, messageId: event.id, type: event.type });
      return;
    }
    await reply(person, event, verdict);
  };

  return { take, receive };
}
