/**
 * The triggers of the application as the simulated host calls them: each queue function and timer, put on a started application
 * as its file in `functions/` does. A test holds this list against those files.
 */
import type { Concierge } from "../../shared/compose.ts";
import { personOf } from "../../shared/messaging/pointer.ts";
import { partnerHandler, pointerHandler, type QueueFunction } from "../../shared/messaging/queue-handler.ts";
import type { QueueName } from "../../shared/messaging/queues.ts";

export const queueFunctions = (concierge: Concierge): Partial<Record<QueueName, QueueFunction>> => ({
  dispatch: pointerHandler(concierge, "dispatch", (event) => concierge.dispatchMessage(personOf(event), event.id)),
  notifications: pointerHandler(concierge, "notifications", (event) =>
    concierge.sendNotification(personOf(event), event.id),
  ),
  "concierge-updates": partnerHandler(concierge.partner, "concierge-updates", concierge.takeUpdate),
  "card-services": partnerHandler(concierge.issuer, "card-services", concierge.retention.takeCardEvent),
  "erasure-work": pointerHandler(concierge, "erasure-work", ({ id }) => concierge.advanceErasure(id)),
  "retention-work": pointerHandler(concierge, "retention-work", (event) =>
    concierge.retention.careFor(personOf(event)),
  ),
});

export type TimerFunction = {
  readonly name: string;
  readonly seconds: number;
  /** What it looks at. At any other time it is a function of data that asks for nothing, and is not run. */
  readonly looksAt: "due records" | "poison queues";
  readonly run: (concierge: Concierge) => Promise<unknown>;
};

export const timerFunctions: readonly TimerFunction[] = [
  {
    name: "relay-outbox",
    seconds: 60,
    looksAt: "due records",
    run: (concierge) => Promise.all([concierge.relayDue(), concierge.retryFailures()]),
  },
  {
    name: "take-back-poison",
    seconds: 60,
    looksAt: "poison queues",
    run: (concierge) => concierge.takeBackPoison(),
  },
  {
    name: "advance-erasures",
    seconds: 600,
    looksAt: "due records",
    run: (concierge) => Promise.all([concierge.sendDueErasures(), concierge.endKept()]),
  },
  {
    name: "expire-requests",
    seconds: 900,
    looksAt: "due records",
    run: (concierge) => concierge.expireRequests(),
  },
];

/** Timers that have no part in what a run checks, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  "overdue-reviews": "exceptional openings by staff are no part of a run",
  "sweep-retention": "works in calendar months: a run is over long before",
  "keep-ledger": "seals months and ends streams: a run is over long before",
  "announce-versions": "reads the published texts, which do not change within a run",
};
