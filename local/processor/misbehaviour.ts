/**
 * The processor misbehaving on demand, seeded: what it sends and receives passes through here, and is lost, repeated, sent in
 * another order, late, or joined by what nobody should send. What it decides and remembers stays right, so that a run can
 * still ask it what was done. It is also away for as long as the clock says.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Random, randomFrom } from "../system/random.ts";
import { receiptTypes, source } from "./contract.ts";
import type { Exchange, Received } from "./exchange.ts";
import { spoiled } from "./sending.ts";
import type { signer } from "./signature.ts";

/** How often each happens, as a share of the messages from 0 to 1. */
const rate = z.number().min(0).max(1).default(0);

export const ratesSchema = z.strictObject({
  /** A message that it sends never arrives. */
  loseSent: rate,
  /** A message for it is taken off the queue and forgotten. */
  loseReceived: rate,
  /** Two to four copies of what it sends. */
  repeat: rate,
  /** A message for it is handled and comes again all the same. */
  repeatReceived: rate,
  /** Held back until some others have gone. */
  reorder: rate,
  /** Seen by the application only seconds later. */
  delay: rate,
  /** A text that is no message, beside the right one. */
  rubbish: rate,
  /** A copy whose signature is not its own, beside the right one. */
  wrongSignature: rate,
  /** A well-signed message that contradicts what has happened, beside the right one. */
  wrongState: rate,
  /** An acknowledgement of a message that never was. */
  falseAcknowledgement: rate,
});
export type Rates = z.output<typeof ratesSchema>;
export type Mischief = keyof Rates;

export const misbehaviourSchema = z.strictObject({
  seed: z.int().min(0).default(1),
  rates: ratesSchema.prefault({}),
  /** Neither reads nor writes until the clock has gone on this far. */
  awaySeconds: z.int().min(0).optional(),
});
export type Misbehaviour = z.output<typeof misbehaviourSchema>;

/** Everything at once, at a rate that leaves most messages whole. */
export const everything = (seed: number, share: number): Misbehaviour =>
  misbehaviourSchema.parse({
    seed,
    rates: Object.fromEntries(Object.keys(ratesSchema.shape).map((kind) => [kind, share])),
  });

type Needs = {
  readonly exchange: Exchange;
  readonly sign: Awaited<ReturnType<typeof signer>>;
  readonly now: () => Date;
};

export type Misbehaving = ReturnType<typeof misbehaving>;

const lifeSeconds = 600;
const longestDelaySeconds = 4;
/** What is held back goes when this many wait, or with the next look at the queue. */
const heldAtMost = 4;
const eventSchema = z.object({ id: z.string(), subject: z.string(), type: z.string() });

export function misbehaving({ exchange, sign, now }: Needs, initial?: Misbehaviour) {
  let rates: Rates = ratesSchema.parse({});
  let random: Random = randomFrom(1);
  let awayUntil = 0;
  let held: { readonly text: string; readonly life: number }[] = [];
  const done = new Map<Mischief, number>();
  const set = (wanted: Misbehaviour): void => {
    rates = wanted.rates;
    random = randomFrom(wanted.seed);
    awayUntil = wanted.awaySeconds === undefined ? 0 : now().getTime() + wanted.awaySeconds * 1_000;
  };
  if (initial !== undefined) set(initial);

  const isAway = () => now().getTime() < awayUntil;
  /** Whether it happens now; then it is counted. */
  const happens = (kind: Mischief): boolean => {
    if (random.fraction() >= rates[kind]) return false;
    done.set(kind, (done.get(kind) ?? 0) + 1);
    return true;
  };

  const envelope = (type: string, subject: string, data: object) =>
    sign({
      specversion: "1.0",
      id: randomUUID(),
      source,
      type,
      subject,
      time: now().toISOString(),
      datacontenttype: "application/json",
      data,
    });

  const rubbish = () =>
    random.shuffled([
      "ceci n'est pas un message",
      "{}",
      JSON.stringify({ specversion: "1.0", type: "concierge.request.confirmed.v1" }),
      "eyJhbGciOiJub25lIn0.e30.",
      "A".repeat(2_000),
    ])[0] ?? "";

  async function put(text: string, life: number): Promise<void> {
    const delay = happens("delay") ? random.whole(1, longestDelaySeconds) : 0;
    await exchange.send(text, life + delay, delay);
  }

  async function releaseHeld(): Promise<void> {
    const going = random.shuffled(held);
    held = [];
    for (const { text, life } of going) await put(text, life);
  }

  async function beside(text: string): Promise<void> {
    if (happens("rubbish")) await exchange.send(rubbish(), lifeSeconds);
    if (happens("wrongSignature")) await exchange.send(spoiled(text), lifeSeconds);
    const event = eventOf(text);
    if (event === undefined) return;
    if (happens("falseAcknowledgement")) {
      const receipt = await envelope(receiptTypes.acknowledged, event.subject, { messageId: randomUUID() });
      await exchange.send(receipt, lifeSeconds);
    }
    // Before anything was confirmed, nothing can be completed.
    if (event.type === "concierge.proposal.made.v1" && happens("wrongState")) {
      await exchange.send(await envelope("concierge.request.completed.v1", event.subject, {}), lifeSeconds);
    }
  }

  const misbehavingExchange: Exchange = {
    ...exchange,
    async send(text, life) {
      await beside(text);
      if (happens("loseSent")) return;
      const copies = happens("repeat") ? random.whole(2, 4) : 1;
      for (let copy = 1; copy < copies; copy += 1) await put(text, life);
      if (happens("reorder")) {
        held.push({ text, life });
        if (held.length >= heldAtMost) await releaseHeld();
        return;
      }
      await put(text, life);
    },
    async receive() {
      const taken: Received[] = [];
      for (const message of await exchange.receive()) {
        if (happens("loseReceived")) await message.done();
        else if (happens("repeatReceived")) taken.push({ ...message, done: () => message.later(1) });
        else taken.push(message);
      }
      return taken;
    },
  };

  return {
    exchange: misbehavingExchange,
    set,
    /** Lets go what it held back, so that nothing of it is later than the next look. */
    releaseHeld,
    isAway,
    state: () => ({
      rates,
      awayUntil: isAway() ? new Date(awayUntil).toISOString() : null,
      done: Object.fromEntries(done),
    }),
  };
}

function eventOf(text: string): z.output<typeof eventSchema> | undefined {
  try {
    const parsed = eventSchema.safeParse(
      JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8")),
    );
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
