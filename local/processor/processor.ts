/**
 * The stand-in processor at work: receives, records what it decides, then answers; and says again what the application has not
 * acknowledged. The order matters: record, answer, and only then take the message off the queue, so that a kill in between
 * leads to the same answer once more and to no second effect.
 */
import { randomUUID } from "node:crypto";
import {
  type Event,
  type Incoming,
  type Outgoing,
  payloads,
  type RefusalReason,
  receiptSchema,
  receiptTypes,
  source,
} from "./contract.ts";
import { decide } from "./desk.ts";
import { carryOutErasure, erasureOrdered } from "./erasure.ts";
import { digest, type Exchange, type Received } from "./exchange.ts";
import type { Misbehaving } from "./misbehaviour.ts";
import type { signer, verifier } from "./signature.ts";
import type { NewRow, OutgoingRow, Store } from "./store.ts";

export type ProcessorOptions = {
  readonly exchange: Exchange;
  readonly store: Store;
  readonly now: () => Date;
  readonly sign: Awaited<ReturnType<typeof signer>>;
  readonly verify: ReturnType<typeof verifier>;
  readonly resendSeconds: number;
  readonly pollMs: number;
  /** Puts something between it and the exchange, and says when it is away. */
  readonly misbehaving?: Pick<Misbehaving, "isAway" | "releaseHeld">;
};

/** `acknowledge`: it says that it got a message and does nothing more with it. */
export type Behaviour = "full" | "acknowledge";

export type Processor = ReturnType<typeof startProcessor>;

/** A message that builds on another is looked at this often, then left to be sent again, and refused after a day. */
const looks = 8;
const patienceMs = 24 * 3_600_000;
const longestBackOffMs = 2_000;
const sendersAtOnce = 8;
const patientTries = 3;
const longestDoubling = 4;

export function startProcessor(options: ProcessorOptions) {
  const { exchange, store, now, sign, verify, resendSeconds, pollMs, misbehaving } = options;
  const working = { receiving: true, sending: true, behaviour: "full" as Behaviour };
  const listeners = new Set<() => void>();
  const sleeping = new Set<() => void>();
  let stopped = false;
  const wake = () => {
    for (const goOn of [...sleeping]) goOn();
  };
  // Each for itself: a long list of messages to send must not keep answers waiting until they expire.
  const loops = Promise.all([repeat(receiveBatch), repeat(sendWhatIsDue)]);

  return {
    working,
    /** Takes notice at once of what changed: a pause that ended, a row to send. */
    wake,
    /** Calls back after each batch of messages; gives a function that stops that. */
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop(): Promise<void> {
      stopped = true;
      wake();
      await loops;
    },
  };

  /** Does a step again and again: at once while it finds work, else after a pause. */
  async function repeat(step: () => Promise<boolean>): Promise<void> {
    let backOffMs = pollMs;
    while (!stopped) {
      let hasFound = false;
      try {
        hasFound = await step();
        backOffMs = pollMs;
      } catch (error) {
        // Queues or blobs are away: nothing is lost, the messages come back, and the rows stay due.
        console.error(
          `Not able to exchange now: ${error instanceof Error ? error.message.split("\n")[0] : "unknown error"}`,
        );
        backOffMs = Math.min(Math.max(backOffMs, 50) * 2, longestBackOffMs);
      }
      if (!hasFound && !stopped) await idle(backOffMs);
    }
  }

  function idle(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        sleeping.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, ms);
      sleeping.add(goOn);
    });
  }

  async function receiveBatch(): Promise<boolean> {
    if (!working.receiving || misbehaving?.isAway()) return false;
    const batch = await exchange.receive();
    const taken = await Promise.allSettled(batch.map(take));
    for (const result of taken) if (result.status === "rejected") throw result.reason;
    if (batch.length === 0) return false;
    wake();
    for (const listener of [...listeners]) listener();
    return true;
  }

  async function take(message: Received): Promise<void> {
    const verified = await verify(message.text);
    if ("reason" in verified) {
      store.unreadable(now().toISOString(), verified.reason);
      if (verified.about) await sendReceipt(verified.about, verified.reason);
    } else if (Object.values<string>(receiptTypes).includes(verified.event.type)) {
      await takeReceipt(verified.event);
    } else if (await takeMessage(verified.event, message)) {
      return;
    }
    await message.done();
  }

  async function takeReceipt(event: Event): Promise<void> {
    const receipt = receiptSchema.safeParse(event.data);
    if (!receipt.success) return store.unreadable(now().toISOString(), "schema");
    const { messageId, reason } = receipt.data;
    if (event.type === receiptTypes.acknowledged) store.acknowledged(messageId, now().toISOString());
    else store.refused(messageId, reason ?? "other");
    await exchange.erase(messageId);
  }

  /** @returns true when the message stays on the queue, to be looked at again. */
  async function takeMessage(event: Event, message: Received): Promise<boolean> {
    const before = store.answered(event.id);
    if (before) {
      await sendReceipt(event, before.refusedFor ?? undefined);
      return false;
    }
    const content = await readPayload(event);
    // The same message may have come twice at once; from here on nothing else runs until it is recorded.
    if (store.answered(event.id)) return true;
    const outcome = "type" in content ? decideOn(event, content) : content;
    if ("early" in outcome && now().getTime() - Date.parse(event.time) < patienceMs) {
      if (message.deliveries >= looks) return false;
      await message.later(1);
      return true;
    }
    const reason = "early" in outcome ? "unknown" : "refuse" in outcome ? outcome.refuse : undefined;
    const effect = { messageId: event.id, subject: event.subject, type: event.type, at: now().toISOString() };
    if (reason !== undefined) store.record(effect, { refusedFor: reason });
    else if ("case" in outcome) {
      const rows = outcome.messages.map((outgoing) => newRow(outgoing, event, now()));
      store.record(effect, { case: outcome.case, rows });
    }
    await sendReceipt(event, reason);
    return false;
  }

  function decideOn(event: Event, incoming: Incoming) {
    if (incoming.type === erasureOrdered) return carryOutErasure(store, event.subject, incoming.payload);
    const known = store.case(event.subject);
    const decision = decide(incoming, known, { now: now(), newId: randomUUID });
    return working.behaviour === "acknowledge" && "messages" in decision ? { ...decision, messages: [] } : decision;
  }

  async function readPayload(event: Event): Promise<Incoming | { refuse: RefusalReason } | { early: true }> {
    const schema = Object.hasOwn(payloads, event.type) ? payloads[event.type as Incoming["type"]] : undefined;
    if (!schema) return { refuse: "unknown" };
    if (event.dataref === undefined || event.datadigest === undefined) return { refuse: "schema" };
    const bytes = await exchange.read(event.dataref);
    if (!bytes) return { early: true };
    if (digest(bytes) !== event.datadigest) return { refuse: "digest" };
    const parsed = schema.safeParse(parseJson(bytes));
    return parsed.success ? ({ type: event.type, payload: parsed.data } as Incoming) : { refuse: "schema" };
  }

  async function sendReceipt(about: { id: string; subject: string }, reason?: string): Promise<void> {
    const type = reason === undefined ? receiptTypes.acknowledged : receiptTypes.refused;
    const data = reason === undefined ? { messageId: about.id } : { messageId: about.id, reason };
    const event = { id: randomUUID(), subject: about.subject, type, time: now().toISOString(), data };
    await exchange.send(await sign(envelope(event)), resendSeconds);
  }

  /** @returns false: what it has sent is not due again at once. */
  async function sendWhatIsDue(): Promise<boolean> {
    if (misbehaving?.isAway()) return false;
    await misbehaving?.releaseHeld();
    const bySubject = Map.groupBy(working.sending ? store.waiting().filter(isDue) : [], ({ subject }) => subject);
    const left = [...bySubject.values()];
    const sender = async () => {
      for (let rows = left.shift(); rows !== undefined && !stopped && working.sending; rows = left.shift()) {
        // What is said about one request goes out in its order.
        for (const row of rows) {
          await exchange.send(await sign(await eventOf(exchange, row)), intervalAfter(row.attempts + 1));
          store.sent(row.id, now().toISOString());
        }
      }
    };
    const sent = await Promise.allSettled(Array.from({ length: sendersAtOnce }, sender));
    for (const result of sent) if (result.status === "rejected") throw result.reason;
    return false;
  }

  /** Seconds until it is said again: longer after some tries in vain, so that a backlog is not sent again before its turn. */
  function intervalAfter(attempts: number): number {
    return resendSeconds * 2 ** Math.min(Math.max(0, attempts - patientTries), longestDoubling);
  }

  function isDue({ sentAt, attempts }: OutgoingRow): boolean {
    const sinceMs = sentAt === null ? undefined : now().getTime() - Date.parse(sentAt);
    // A clock that was moved back must not hold anything up.
    return sinceMs === undefined || sinceMs < 0 || sinceMs >= intervalAfter(attempts) * 1_000;
  }
}

/** The CloudEvent of a row; its payload, if it has one, is written (again) beside it. */
export async function eventOf(
  exchange: Exchange,
  row: Omit<OutgoingRow, "attempts" | "sentAt" | "acknowledgedAt" | "refusedFor">,
) {
  const { id, subject, type, at: time } = row;
  const trace = row.traceparent === null ? {} : { traceparent: row.traceparent };
  if (row.payload === null)
    return envelope({ id, subject, type, time, ...trace, data: row.data === null ? {} : JSON.parse(row.data) });
  const bytes = Buffer.from(row.payload);
  const dataref = await exchange.write(id, bytes);
  return envelope({ id, subject, type, time, ...trace, dataref, datadigest: digest(bytes) });
}

function envelope(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { specversion: "1.0", source, datacontenttype: "application/json", ...event };
}

function newRow(outgoing: Outgoing, cause: Event, at: Date): NewRow {
  return {
    id: randomUUID(),
    subject: cause.subject,
    type: outgoing.type,
    at: at.toISOString(),
    data: "data" in outgoing ? JSON.stringify(outgoing.data) : null,
    payload: "payload" in outgoing ? JSON.stringify(outgoing.payload) : null,
    traceparent: cause.traceparent ?? null,
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
