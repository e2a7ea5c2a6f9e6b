/**
 * A verified message of the processor, start to end: acknowledgements settle our rows, everything else is applied to its
 * request, and the sender is told what became of it. Telling is a plain send: if it is lost, the sender repeats and is
 * told again.
 */
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { Failures } from "../messaging/failure.ts";
import type { Partner } from "../messaging/partner.ts";
import type { Logger } from "../privacy/log.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import { type makeApplyUpdate, UnknownRequest, type Verdict } from "./apply-update.ts";
import * as contract from "./contract.ts";
import { type HearErasure, isReceipt } from "./hear-erasure.ts";
import { received } from "./request.ts";
import type { SendReceipt } from "./send-receipt.ts";
import type { makeSettleMessage } from "./settle-message.ts";

type Needs = {
  readonly repository: Repository;
  readonly log: Logger;
  readonly failures: Failures;
  readonly partner: Pick<Partner, "speaksFor" | "isStale">;
  readonly applyUpdate: ReturnType<typeof makeApplyUpdate>;
  readonly settle: ReturnType<typeof makeSettleMessage>;
  readonly hearErasure: HearErasure;
  readonly sendReceipt: SendReceipt;
};

export function makeTakeUpdate(needs: Needs) {
  const { repository, log, failures, partner, applyUpdate, settle, hearErasure, sendReceipt } = needs;

  const reply = (person: Person, event: CloudEvent, verdict: Exclude<Verdict, { outcome: "early" }>) =>
    sendReceipt(person.brand, event, verdict);

  /** Kept for ops to see, never tried again. */
  const refuse = async (event: CloudEvent, reason: "foreign-brand" | "stale"): Promise<void> => {
    await failures.record({ id: event.id, queue: "concierge-updates", reason });
    log.warn("update.refused", { messageId: event.id, type: event.type, code: reason });
  };

  /** As it comes from the queue; what was parked was looked at when it came. */
  const receive = async (event: CloudEvent): Promise<void> => {
    if (!partner.isStale(event)) return take(event);
    // An erasure waits for its confirmation without end, so no confirmation is too old.
    if (hearErasure.isConfirmation(event)) return take(event);
    const [subjectId = ""] = event.subject.split("/");
    const person = await repository.owner(subjectId);
    if (person === undefined && (await hearErasure.aboutNobody(event, subjectId))) return;
    if (person !== undefined && !partner.speaksFor(event, person.brand)) return refuse(event, "foreign-brand");
    // Only its receipt was lost: it is told again what it was told then.
    if (person !== undefined && (await repository.read(person, received, event.id)) !== undefined) return take(event);
    await refuse(event, "stale");
    if (person !== undefined && !isReceipt(event)) await reply(person, event, { outcome: "refused", reason: "stale" });
  };

  const take = async (event: CloudEvent): Promise<void> => {
    const [subjectId = "", requestId = ""] = event.subject.split("/");
    if (await hearErasure.aboutOrder(event)) return;
    const person = await repository.owner(subjectId);
    if (person === undefined) {
      if (await hearErasure.aboutNobody(event, subjectId)) return;
      throw new UnknownRequest();
    }
    // Its signature is good, and still it is none of this sender's business: not answered, as if nobody were there.
    if (!partner.speaksFor(event, person.brand)) return refuse(event, "foreign-brand");
    if (isReceipt(event)) {
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

  return { take, receive };
}
