/**
 * What the processor says about an order to erase. Untrusted input like everything it sends: it counts only for the erasure
 * it names, after it was ordered, and once. Said again it is acknowledged again; said otherwise it is refused and shown.
 */
import type { BrandId } from "../charter/brands.ts";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { Logger } from "../privacy/log.ts";
import type { Clock } from "../time/clock.ts";
import { erasureConfirmed, isSoundConfirmation } from "./contract.ts";
import { type Erasure, erasure } from "./erasure.ts";
import type { Erasures, VersionedErasure } from "./erasures.ts";

type Answer =
  | { readonly outcome: "acknowledged" }
  | { readonly outcome: "refused"; readonly reason: "state" | "schema" };

/** What its sender is told; undefined where no such erasure is (or no longer) known. */
export type Heard = { readonly brand: BrandId; readonly answer: Answer } | undefined;

type Confirmed = NonNullable<NonNullable<Erasure["order"]>["confirmed"]>;

type Needs = {
  readonly erasures: Erasures;
  /** Whether this sender is the processor of that brand. */
  readonly speaksFor: (event: CloudEvent, brand: BrandId) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
};

const rounds = 5;

/** The answer to an order is here before the order is noted as sent. Passes by itself. */
export class NotYetNoted extends Error {
  override readonly name = "NotYetNoted";
}

export function makeHearProcessor({ erasures, speaksFor, clock, log }: Needs) {
  /** The erasure that an event is about, if it may speak of it. */
  const subjectOf = async (event: CloudEvent): Promise<VersionedErasure | undefined> => {
    const [subjectId, erasureId = ""] = event.subject.split("/");
    const found = await erasures.read(erasureId);
    if (found === undefined || !speaksFor(event, found.doc.brand)) return undefined;
    // After the end it names nobody: then only what was said before can be said again.
    return found.doc.subjectId === undefined || found.doc.subjectId === subjectId ? found : undefined;
  };

  /** Tries again from a fresh read when somebody else brought the erasure further in between. */
  const conditionally = async <T>(
    event: CloudEvent,
    decide: (doc: Erasure) => [T, Erasure?],
  ): Promise<T | undefined> => {
    for (let round = 0; round < rounds; round += 1) {
      const found = await subjectOf(event);
      if (found === undefined) return undefined;
      const [result, next] = decide(found.doc);
      if (next === undefined || (await erasures.replace(erasure.schema.parse(next), found.etag))) return result;
    }
    throw new Error("the erasure kept changing");
  };

  return {
    /** @returns whether it was about an order of ours. */
    async receipt(event: CloudEvent, messageId: string, refusedFor?: string): Promise<boolean> {
      const isOurs = await conditionally<boolean>(event, (doc) => {
        const { order } = doc;
        if (order === undefined || order.messageId !== messageId) return [order !== undefined];
        if (order.acknowledgedAt !== undefined || order.refusedFor !== undefined || order.confirmed !== undefined)
          return [true];
        const said = refusedFor === undefined ? { acknowledgedAt: clock.now().toISOString() } : { refusedFor };
        return [true, { ...doc, order: { ...order, ...said } }];
      });
      if (isOurs === true && refusedFor !== undefined) {
        log.warn("erasure.order-refused", { messageId, code: refusedFor });
      }
      return isOurs ?? false;
    },

    /** @param payload as the contract has it; undefined where it does not fit. */
    async confirmation(event: CloudEvent, payload: object | undefined): Promise<Heard> {
      const said = erasureConfirmed.schema.safeParse(payload);
      const refuse = (brand: BrandId, reason: "state" | "schema"): Heard => {
        log.warn("erasure.confirmation-refused", { messageId: event.id, code: reason });
        return { brand, answer: { outcome: "refused", reason } };
      };
      return conditionally<Heard>(event, (doc) => {
        const { brand, order } = doc;
        const accepted: Heard = { brand, answer: { outcome: "acknowledged" } };
        if (!said.success || said.data.erasureId !== doc.id || !isSoundConfirmation(said.data))
          return [refuse(brand, "schema")];
        if (order === undefined) return [refuse(brand, "state")];
        // Only the order names this erasure: it was quicker than our own note that the order went out. It is taken again.
        if (order.firstSentAt === undefined) throw new NotYetNoted();
        const { erasureId: _id, ...word } = said.data;
        if (order.confirmed !== undefined) return [isSame(order.confirmed, word) ? accepted : refuse(brand, "state")];
        const now = clock.now().toISOString();
        const isWaitedFor = doc.waitsFor === "processor";
        const confirmed: Confirmed = { at: now, ...word };
        const { paper: _unneeded, ...known } = order;
        return [accepted, { ...doc, order: { ...known, confirmed }, ...(isWaitedFor ? { dueAt: now } : {}) }];
      });
    },
  };
}

const isSame = ({ at: _, ...before }: Confirmed, said: Omit<Confirmed, "at">): boolean =>
  before.outcome === said.outcome && before.ground === said.ground && before.until === said.until;

export type HearProcessor = ReturnType<typeof makeHearProcessor>;
