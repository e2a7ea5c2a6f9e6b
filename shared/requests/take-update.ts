/**
 * A verified message of the processor, start to end: acknowledgements settle our rows, everything else is applied to its
 * request, and the sender is told what became of it. Telling is a plain send: if it is lost, the sender repeats and is
 * told again.
 */
import type { CloudEvent } from "../messaging/cloud-event.ts";
import { type Failure, type Failures, restoredEvent } from "../messaging/failure.ts";
import type { Logger } from "../privacy/log.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type makeApplyUpdate, UnknownRequest, type Verdict } from "./apply-update.ts";
import * as contract from "./contract.ts";
import type { HearErasure } from "./hear-erasure.ts";
import type { SendReceipt } from "./send-receipt.ts";
import type { makeSettleMessage } from "./settle-message.ts";

type Needs = {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Logger;
  readonly failures: Failures;
  readonly applyUpdate: ReturnType<typeof makeApplyUpdate>;
  readonly settle: ReturnType<typeof makeSettleMessage>;
  readonly hearErasure: HearErasure;
  readonly sendReceipt: SendReceipt;
};

export function makeTakeUpdate(needs: Needs) {
  const { repository, clock, log, failures, applyUpdate, settle, hearErasure, sendReceipt } = needs;

  const reply = (person: Person, event: CloudEvent, verdict: Exclude<Verdict, { outcome: "early" }>) =>
    sendReceipt(person.brand, event, verdict);

  const take = async (event: CloudEvent): Promise<void> => {
    const [subjectId = "", requestId = ""] = event.subject.split("/");
    if (await hearErasure.aboutOrder(event)) return;
    const person = await repository.owner(subjectId);
    if (person === undefined) {
      if (await hearErasure.aboutNobody(event, subjectId)) return;
      throw new UnknownRequest();
    }
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
    if (await hearErasure.aboutMarked(event, person)) return;
    const verdict = await applyUpdate(person, requestId, event);
    if (verdict.outcome === "early") {
      log.warn("update.early", { requestId, messageId: event.id, type: event.type });
      return;
    }
    await reply(person, event, verdict);
  };

  /** Tries the parked ones again, each by itself. @returns how many were settled. */
  const retryFailures = async (): Promise<number> => {
    const due = await failures.due(clock.now());
    const results = await Promise.allSettled(due.map((failed) => retry(failed)));
    return results.filter(({ status }) => status === "fulfilled").length;
  };

  const retry = async (failed: Failure): Promise<void> => {
    if (failed.event === undefined) return;
    const event = restoredEvent(failed.event);
    try {
      await take(event);
      await failures.settle(failed);
    } catch (error) {
      log.error("failure.retried-in-vain", error, { messageId: event.id, type: event.type, attempts: failed.attempts });
      const reason = error instanceof Error ? error.name : "unknown";
      await failures.record({ id: failed.id, queue: failed.queue, reason, event });
      throw error;
    }
  };

  return { take, retryFailures };
}
