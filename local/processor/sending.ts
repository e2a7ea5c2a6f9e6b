/** Messages sent on demand, right ones and wrong ones: how tests make the processor misbehave. */
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import * as z from "zod";
import type { Exchange } from "./exchange.ts";
import { eventOf } from "./processor.ts";
import { signer } from "./signature.ts";
import type { NewRow, Store } from "./store.ts";

export const sendingSchema = z.union([
  /** Put on the queue as it is. */
  z.strictObject({ raw: z.string(), repeat: z.int().min(1).max(1_000).default(1) }),
  z.strictObject({
    type: z.string(),
    subject: z.string(),
    id: z.string().default(() => randomUUID()),
    data: z.record(z.string(), z.unknown()).optional(),
    payload: z.unknown().optional(),
    /** Fields of the CloudEvent to put over the right ones. */
    event: z.record(z.string(), z.unknown()).default({}),
    /** Fields of the JWS header to put over the right ones. */
    header: z.record(z.string(), z.string()).default({}),
    fault: z.enum(["signature", "foreign-key", "digest", "missing-payload"]).optional(),
    /** How often it is put on the queue. */
    repeat: z.int().min(1).max(1_000).default(1),
    /** Whether it is sent again until it is acknowledged. */
    resend: z.boolean().default(false),
  }),
]);
export type Sending = z.output<typeof sendingSchema>;

export type SendingParts = {
  readonly exchange: Exchange;
  readonly store: Store;
  readonly sign: Awaited<ReturnType<typeof signer>>;
  readonly now: () => Date;
};

const lifeSeconds = 3_600;

/** @returns the id of the message sent, or nothing for a raw text. */
export async function sendOnDemand(
  sending: Sending,
  { exchange, store, sign, now }: SendingParts,
): Promise<string | undefined> {
  if ("raw" in sending) {
    for (let time = 0; time < sending.repeat; time += 1) await exchange.send(sending.raw, lifeSeconds);
    return undefined;
  }
  const row = {
    id: sending.id,
    subject: sending.subject,
    type: sending.type,
    at: now().toISOString(),
    data: sending.data === undefined ? null : JSON.stringify(sending.data),
    payload: sending.payload === undefined ? null : JSON.stringify(sending.payload),
    traceparent: null,
    once: sending.resend ? 0 : 1,
  } as const satisfies NewRow;
  const event = { ...(await eventOf(exchange, row)), ...sending.event };
  if (sending.fault === "digest") event.datadigest = `sha-256:${"A".repeat(43)}`;
  if (sending.fault === "missing-payload") await exchange.erase(row.id);
  const signing = sending.fault === "foreign-key" ? await foreignSigner() : sign;
  const text = await signing(event, sending.header);
  const whole = sending.fault === "signature" ? spoiled(text) : text;
  if (!store.known(row.id)) store.add(row);
  for (let time = 0; time < sending.repeat; time += 1) await exchange.send(whole, lifeSeconds);
  store.sent(row.id, now().toISOString());
  return row.id;
}

/** A key that nobody knows, under a name that nobody knows. */
async function foreignSigner() {
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  return signer({ ...(await exportJWK(privateKey)), kid: `foreign-${randomUUID()}` });
}

/** The same text with one character of its signature changed. */
export function spoiled(text: string): string {
  const at = text.lastIndexOf(".") + 1;
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
