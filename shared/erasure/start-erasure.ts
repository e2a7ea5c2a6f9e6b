/**
 * Starting an erasure, by whoever has the reason: retention, an inactive account, an unfinished sign-up, and the member's own
 * right. Asked again, it is the one that runs already. Refused while a legal hold stands, because that goes first
 * (GDPR article 17(3)(e); DESIGN, section 11).
 */
import { randomUUID } from "node:crypto";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import { currentTrace } from "../messaging/trace.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Erasure, type ErasureCause, erasureMark, markId } from "./erasure.ts";
import type { Erasures } from "./erasures.ts";
import { paths } from "./steps.ts";

/** @param at when the reason for it arose: from then on the month of GDPR article 12(3) runs. */
export type StartErasure = (
  person: Person,
  order: { readonly cause: Exclude<ErasureCause, "restore">; readonly at: Date },
) => Promise<{ readonly erasureId: string }>;

/** Seconds a pointer may wait to be read; the timer brings the erasure up again. */
const pointerLife = 300;

/** A pointer to an erasure that is due: its id and the brand, nothing else. */
export function erasurePointer({ id, brand }: Pick<Erasure, "id" | "brand">, now: Date): CloudEvent {
  const traceparent = currentTrace();
  return {
    specversion: "1.0",
    id,
    source: `urn:concierge:${brand}`,
    type: "concierge.erasure.due.v1",
    subject: id,
    time: now.toISOString(),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

export const newErasure = (
  { brand, subjectId }: Person,
  { cause, at }: { readonly cause: ErasureCause; readonly at: Date },
  now: Date,
): Erasure => ({
  id: randomUUID(),
  brand,
  subjectId,
  cause,
  orderedAt: at.toISOString(),
  step: paths[cause][0] ?? "end",
  steps: [],
  dueAt: now.toISOString(),
  attempts: 0,
  messagesEndAt: now.toISOString(),
  payloads: [],
  kept: [],
  proofs: [],
  rounds: 0,
});

type Needs = {
  readonly erasures: Erasures;
  readonly repository: Repository;
  readonly heldBy: (person: Person) => Promise<boolean>;
  readonly advance: (id: string) => Promise<void>;
  readonly queues: QueueSender;
  readonly clock: Clock;
  readonly log: Logger;
};

export function makeStartErasure({ erasures, repository, heldBy, advance, queues, clock, log }: Needs): StartErasure {
  const running = async (person: Person) => (await repository.read(person, erasureMark, markId))?.doc.erasureId;

  return async (person, order) => {
    const known = await running(person);
    if (known !== undefined) return { erasureId: known };
    if (await heldBy(person)) throw new Refusal("legal-hold");
    const now = clock.now();
    const doc = newErasure(person, order, now);
    // The record first: a crash before the mark leaves an erasure that the timer takes up, or that finds another's mark and goes.
    await erasures.create(doc);
    await advance(doc.id);
    const erasureId = (await running(person)) ?? doc.id;
    try {
      await queues.send("erasure-work", JSON.stringify(erasurePointer({ ...doc, id: erasureId }, now)), pointerLife);
    } catch (error) {
      log.error("erasure.pointer-missed", error, { recordId: erasureId });
    }
    return { erasureId };
  };
}

const pageSize = 100;

/** Puts every erasure that is due on the queue, each by itself. @returns how many. */
export const makeSendDueErasures =
  ({ erasures, queues, clock }: Pick<Needs, "erasures" | "queues" | "clock">) =>
  async (): Promise<number> => {
    let count = 0;
    let cursor: string | undefined;
    const now = clock.now();
    do {
      const page = await erasures.due(now, { limit: pageSize, cursor });
      cursor = page.cursor;
      for (const { id, brand } of page.items) {
        await queues.send("erasure-work", JSON.stringify(erasurePointer({ id, brand }, now)), pointerLife);
        count += 1;
      }
    } while (cursor !== undefined);
    return count;
  };
