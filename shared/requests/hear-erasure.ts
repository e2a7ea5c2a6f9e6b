/**
 * What the processor says about erasures and about people who are erased, before anything else looks at it: receipts and
 * confirmations of our orders, updates about a person who is being erased, and about one who is no longer here. None of
 * them leaves a trace of the person.
 */
import type { BrandId } from "../charter/brands.ts";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { Logger } from "../privacy/log.ts";
import type { MessageOf } from "../privacy/record.ts";
import type { Blobs } from "../storage/blobs.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Verdict } from "./apply-update.ts";
import * as contract from "./contract.ts";
import { erasePayload, readPayload } from "./read-payload.ts";
import type { SendReceipt } from "./send-receipt.ts";

type Answer = Exclude<Verdict, { outcome: "early" }>;

type Needs = {
  readonly hearProcessor: {
    /** @returns whether it was about an order of ours. */
    readonly receipt: (event: CloudEvent, messageId: string, refusedFor?: string) => Promise<boolean>;
    /** @returns what its sender is told; undefined where no such erasure is known. */
    readonly confirmation: (
      event: CloudEvent,
      payload: object | undefined,
    ) => Promise<{ readonly brand: BrandId; readonly answer: Answer } | undefined>;
  };
  /** The payload of a confirmation. */
  readonly confirmed: MessageOf;
  readonly orderBlob: (messageId: string) => string;
  readonly incoming: Blobs;
  readonly outgoing: Blobs;
  readonly isMarked: (person: Person) => Promise<boolean>;
  /** Whether nobody has a key under this id: whoever it was is erased, or never was. */
  readonly isNobody: (subjectId: string) => Promise<boolean>;
  readonly sendReceipt: SendReceipt;
  readonly log: Logger;
};

export const isReceipt = ({ type }: CloudEvent) =>
  type === contract.messageAcknowledged.type || type === contract.messageRefused.type;

export type HearErasure = ReturnType<typeof makeHearErasure>;

export function makeHearErasure(needs: Needs) {
  const { hearProcessor, confirmed, orderBlob, incoming, outgoing, isMarked, isNobody, sendReceipt, log } = needs;

  const refuseUnknown = async (event: CloudEvent) => {
    log.warn("update.about-nobody", { messageId: event.id, type: event.type });
    // A receipt is answered by nothing.
    if (!isReceipt(event)) await sendReceipt("nobody", event, { outcome: "refused", reason: "unknown" });
  };

  const isConfirmation = ({ type }: CloudEvent) => type === confirmed.type;

  return {
    isConfirmation,

    /** @returns whether it was about an order to erase, and is dealt with. */
    async aboutOrder(event: CloudEvent): Promise<boolean> {
      if (isConfirmation(event)) {
        const payload = await readPayload(incoming, event, { payload: confirmed } as never);
        const heard = await hearProcessor.confirmation(
          event,
          "value" in payload ? (payload.value as object) : undefined,
        );
        if (heard === undefined) await refuseUnknown(event);
        else await sendReceipt(heard.brand, event, heard.answer);
        return true;
      }
      const messageId = event.data?.messageId;
      if (!isReceipt(event) || messageId === undefined) return false;
      const refusedFor = event.type === contract.messageRefused.type ? (event.data?.reason ?? "other") : undefined;
      const isOurs = await hearProcessor.receipt(event, messageId, refusedFor);
      if (isOurs) await outgoing.erase(orderBlob(messageId));
      return isOurs;
    },

    /** The person is not to be found. @returns whether that is certain, and its sender was told. */
    async aboutNobody(event: CloudEvent, subjectId: string): Promise<boolean> {
      if (!(await isNobody(subjectId))) return false;
      await refuseUnknown(event);
      return true;
    },

    /** @returns whether the person is being erased: nothing new is taken in, and its sender was told. */
    async aboutMarked(event: CloudEvent, person: Person): Promise<boolean> {
      if (!(await isMarked(person))) return false;
      log.warn("update.during-erasure", { messageId: event.id, type: event.type });
      // Nothing here will name it: it goes at once, not when its sender gets round to it.
      await erasePayload(incoming, event);
      await sendReceipt(person.brand, event, { outcome: "refused", reason: "state" });
      return true;
    },
  };
}
