/**
 * A message that could not be handled. With its event it is tried again with a growing back-off and then waits for a
 * person; without one (it was no message of its sender) it waits for a person at once. Handled in the end or discarded, it
 * stays for its retention period and goes; what nobody resolves is given up a year after it first failed. It holds ids and
 * closed words, never what a message says.
 */
import * as z from "zod";
import { brandIds } from "../charter/brands.ts";
import { code, keyedHash, opaqueId, reference, traceparent } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
import { secondsAfter } from "../time/calendar.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { growingInterval } from "./growing-interval.ts";
import type { QueueName } from "./queues.ts";

const ops = ["ops", "dpo"] as const;

/** Every queue the application reads: what a message on it fails with is kept here. */
export const failureQueues = [
  "dispatch",
  "notifications",
  "erasure-work",
  "concierge-updates",
  "card-services",
  "retention-work",
] as const satisfies readonly QueueName[];

export const failure = record(
  "failure",
  1,
  {
    /** The event's id, or the digest of a text that is no event. */
    id: plain(opaqueId(), ops),
    queue: plain(z.enum(failureQueues), ops),
    reason: plain(code(), ops),
    attempts: plain(z.int().min(1), ops),
    firstAt: plain(z.iso.datetime(), ops),
    lastAt: plain(z.iso.datetime(), ops),
    /** When it is tried again or, once it is resolved, erased. Absent: it waits for a person. */
    dueAt: z.exactOptional(plain(z.iso.datetime(), ops)),
    resolvedAt: z.exactOptional(plain(z.iso.datetime(), ops)),
    /** `handled` in the end, by itself or replayed; or `discarded` by a person. */
    outcome: z.exactOptional(plain(z.enum(["handled", "discarded"]), ops)),
    event: z.exactOptional(
      z.strictObject({
        id: plain(z.uuid(), ops),
        source: plain(reference(), ops),
        type: plain(code(), ops),
        subject: plain(reference(), ops),
        time: plain(z.iso.datetime(), ops),
        dataref: z.exactOptional(plain(reference(), ops)),
        datadigest: z.exactOptional(plain(reference(), ops)),
        messageId: z.exactOptional(plain(opaqueId(), ops)),
        reason: z.exactOptional(plain(opaqueId(), ops)),
        brand: z.exactOptional(plain(z.enum(brandIds), ops)),
        /** Of the card issuer: whom it speaks of, as a keyed hash. */
        join: z.exactOptional(
          personal(keyedHash(), {
            category: "card-eligibility",
            purposes: ["identification"],
            source: "card-issuer",
            seenBy: ["dpo"],
            kept: "failure",
            protection: "keyed hash",
          }),
        ),
        effectiveOn: z.exactOptional(plain(z.iso.date(), ops)),
        sequence: z.exactOptional(plain(z.int().min(1), ops)),
        traceparent: z.exactOptional(plain(traceparent(), ops)),
      }),
    ),
  },
  { kept: "failure" },
);
export type Failure = Doc<typeof failure>;
export type FailureQueue = Failure["queue"];

export type Outcome = NonNullable<Failure["outcome"]>;

/** `retrying`: by itself, later. `waiting`: for a person. `resolved`: kept for its retention period, then it goes. */
export const failureStates = ["retrying", "waiting", "resolved"] as const;
export type FailureState = (typeof failureStates)[number];

export function stateOf({ resolvedAt, dueAt }: Pick<Failure, "resolvedAt" | "dueAt">): FailureState {
  if (resolvedAt !== undefined) return "resolved";
  return dueAt === undefined ? "waiting" : "retrying";
}

export type FailurePage = { readonly items: readonly Failure[]; readonly cursor: string | undefined };
type Paging = { readonly limit: number; readonly cursor?: string | undefined };

export interface Failures {
  /** Records a failure, or one more attempt of the same message. A resolved one is open again. @returns what is kept now. */
  record(failed: Pick<Failure, "id" | "queue" | "reason"> & { readonly event?: CloudEvent }): Promise<Failure>;
  /** What is to be tried again, to be erased or to be given up at or before `now`: `dueWork` says which, if anything. */
  due(now: Date, paging: Paging): Promise<FailurePage>;
  /** It needs nothing more. @returns false where it is not there or was resolved before. */
  resolve(failed: Pick<Failure, "id" | "queue">, outcome: Outcome): Promise<boolean>;
  read(queue: FailureQueue, id: string): Promise<Failure | undefined>;
  /** A page of a queue's failures in a state, in no order. */
  list(queue: FailureQueue, state: FailureState, paging: Paging): Promise<FailurePage>;
  /** Erases one that is over; one whose time has not come stays. */
  erase(failed: Pick<Failure, "id" | "queue">): Promise<void>;
}

const firstBackOffSeconds = 60;
const longestBackOffSeconds = 86_400;
/** With doubling from a minute: about four days. */
export const maximumAttempts = 14;

export const backOffSeconds = (attempts: number): number =>
  growingInterval({ first: firstBackOffSeconds, maximum: longestBackOffSeconds }, attempts - 1);

export const storedEvent = ({
  data,
  specversion: _v,
  datacontenttype: _c,
  ...event
}: CloudEvent): Failure["event"] => ({
  ...event,
  ...data,
});

export function restoredEvent(stored: NonNullable<Failure["event"]>): CloudEvent {
  const { messageId, reason, brand, join, effectiveOn, sequence, ...event } = stored;
  const data = Object.fromEntries(
    Object.entries({ messageId, reason, brand, join, effectiveOn, sequence }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as NonNullable<CloudEvent["data"]>;
  return { specversion: "1.0", ...event, ...(Object.keys(data).length === 0 ? {} : { data }) };
}

/** What is kept of a message that failed (once more). A resolved one is open again. */
export function failedAgain(
  before: Failure | undefined,
  { id, queue, reason, event }: Parameters<Failures["record"]>[0],
  now: Date,
): Failure {
  const attempts = (before?.attempts ?? 0) + 1;
  const kept = event === undefined ? before?.event : storedEvent(event);
  return {
    id,
    queue,
    reason,
    attempts,
    firstAt: before?.firstAt ?? now.toISOString(),
    lastAt: now.toISOString(),
    ...(kept === undefined ? {} : { event: kept }),
    ...(kept === undefined || attempts >= maximumAttempts
      ? {}
      : { dueAt: secondsAfter(now, backOffSeconds(attempts)).toISOString() }),
  };
}

/** It needs nothing more, and goes after its retention period. */
export const resolvedFailure = (failed: Failure, outcome: Outcome, now: Date): Failure => ({
  ...failed,
  resolvedAt: now.toISOString(),
  dueAt: endOfPeriod(now, retentionRules.failure.period).toISOString(),
  outcome,
});

/** What nobody resolved ends then, and that is told: what the card issuer's message holds must not wait without end. Our choice. */
const longestUnresolved = { years: 1 } as const;
/** Of a year, the fewest days. */
const shortestYearMs = 365 * 86_400_000;

/** When an unresolved one ends. Another attempt moves nothing. */
export const endOfUnresolved = ({ firstAt }: Pick<Failure, "firstAt">): Date =>
  endOfPeriod(new Date(firstAt), longestUnresolved);

/** What first failed by then may be a year old: what a store looks for beside the dates. */
export const longAgo = (now: Date): string => new Date(now.getTime() - shortestYearMs).toISOString();

/** What is to be done about one at an instant. One that waits for a person waits for a year. */
export function dueWork(failed: Failure, now: Date): "retry" | "erase" | "give-up" | undefined {
  const { dueAt, resolvedAt } = failed;
  // Most are young, and the calendar is asked for none of these.
  const mayBeOver = resolvedAt === undefined && failed.firstAt <= longAgo(now);
  if (mayBeOver && endOfUnresolved(failed) <= now) return "give-up";
  if (dueAt === undefined || Date.parse(dueAt) > now.getTime()) return undefined;
  return resolvedAt === undefined ? "retry" : "erase";
}

/** Whether one is over at an instant, resolved or not. */
export function isOver(failed: Failure, now: Date): boolean {
  const work = dueWork(failed, now);
  return work === "erase" || work === "give-up";
}
