/**
 * Messages made up for every queue function: a good one of its sender, and mostly something done to it. Whatever comes, a
 * function lets it go or asks to be given it again; at the last try it lets it go, and nothing it throws repeats what was sent.
 */
import { randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { CompactSign, importJWK } from "jose";
import { cloudEventSchema, digestOf } from "../../shared/messaging/cloud-event.ts";
import { maximumDequeueCount } from "../../shared/messaging/queue-handler.ts";
import { type QueueName, queues } from "../../shared/messaging/queues.ts";
import { algorithms, messageType } from "../../shared/messaging/signing.ts";
import { effects } from "../../shared/requests/effects.ts";
import type { Random } from "../faults/random.ts";
import type { Functions } from "../fixtures/functions.ts";
import type { Finding } from "./checks.ts";
import { mutated, spoiled } from "./mutations.ts";
import { sampleOf } from "./samples.ts";
import type { Scene } from "./scene.ts";
import { chance, hostileJson, hostileText, markOf, oneOf } from "./values.ts";

const receipts = ["concierge.message.acknowledged.v1", "concierge.message.refused.v1"];

export type Message = { readonly name: string; readonly text: string; readonly attempt: number; readonly mark: string };

/** Queues of the account that is shared with partners, who sign; all others hold pointers of our own. */
const isSigned = (functions: Functions, name: string) =>
  queues[functions.bindingOf(name)?.queueName as QueueName].account === "exchange";

function pointer(scene: Scene, random: Random): Record<string, unknown> {
  const member = oneOf(random, scene.members);
  return {
    specversion: "1.0",
    id: randomUUID(),
    source: `urn:concierge:${chance(random, 0.9) ? member.brand : "nobody"}`,
    type: "concierge.outbox-row.due.v1",
    subject: chance(random, 0.9) ? member.subjectId : randomUUID(),
    time: scene.functions.clock.now().toISOString(),
  };
}

async function withPayload(functions: Functions, payload: Uint8Array): Promise<Record<string, unknown>> {
  const id = randomUUID();
  const exchange = BlobServiceClient.fromConnectionString(functions.connectionString("exchange"));
  await exchange.getContainerClient("from-processor").getBlockBlobClient(id).upload(payload, payload.byteLength);
  return { dataref: `from-processor/${id}`, datadigest: digestOf(payload) };
}

async function signedEvent(scene: Scene, random: Random, mark: string, isGood: boolean): Promise<unknown> {
  const member = oneOf(random, scene.members);
  const type = oneOf(random, [...effects.keys(), ...receipts, "concierge.request.vanished.v1"]);
  const effect = effects.get(type);
  const sample =
    effect === undefined ? { messageId: randomUUID(), reason: "schema" } : sampleOf(effect.payload.schema, random);
  const payload = isGood ? sample : chance(random, 0.5) ? mutated(sample, random, mark) : sample;
  const text = JSON.stringify(payload);
  const bytes = !isGood && chance(random, 0.2) ? spoiled(text, random, mark) : Buffer.from(text);
  const requestId = chance(random, 0.85) ? member.requestId : randomUUID();
  const event = {
    specversion: "1.0",
    id: randomUUID(),
    source: "urn:concierge-processor:gconcierges",
    type,
    subject: `${chance(random, 0.85) ? member.subjectId : randomUUID()}/${requestId}`,
    time: scene.functions.clock.now().toISOString(),
    ...(chance(random, 0.6) ? await withPayload(scene.functions, bytes) : { data: payload }),
  };
  return isGood || chance(random, 0.6) ? event : mutated(event, random, mark);
}

async function signed(functions: Functions, event: unknown, random: Random, mark: string, isGood: boolean) {
  const key = functions.secrets.processorKey as { kid: string };
  const header = { alg: algorithms[0] as string, kid: key.kid, typ: messageType };
  const odd = oneOf(random, [{ typ: "JWT" }, { kid: mark }, { kid: "__proto__" }, {}]);
  const text = await new CompactSign(Buffer.from(JSON.stringify(event) ?? ""))
    .setProtectedHeader(isGood || chance(random, 0.7) ? header : { ...header, ...odd })
    .sign(await importJWK(key as never, header.alg));
  if (isGood || chance(random, 0.7)) return text;
  const parts = text.split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none", kid: key.kid, typ: messageType })).toString("base64url");
  const broken = [
    `${parts[0]}.${parts[1]}.`,
    `${none}.${parts[1]}.`,
    `${none}.${parts[1]}.${parts[2]}`,
    `${parts[0]}.${Buffer.from(JSON.stringify({ mark })).toString("base64url")}.${parts[2]}`,
    text.slice(0, -random.whole(1, 60)),
    text + text,
    `${text}.${mark}`,
  ];
  return oneOf(random, broken);
}

export async function messageFor(name: string, scene: Scene, random: Random): Promise<Message> {
  const mark = markOf(random);
  const isGood = chance(random, 0.2);
  const attempt = random.whole(1, maximumDequeueCount);
  const message = (text: string): Message => ({ name, text, attempt, mark });
  if (!isGood && chance(random, 0.15)) return message(hostileText(random, mark));
  if (!isGood && chance(random, 0.15)) return message(JSON.stringify(hostileJson(random, mark)));
  if (isSigned(scene.functions, name) && chance(random, 0.9)) {
    const event = await signedEvent(scene, random, mark, isGood);
    return message(await signed(scene.functions, event, random, mark, isGood));
  }
  const event = pointer(scene, random);
  if (isGood) return message(JSON.stringify(cloudEventSchema.parse(event)));
  if (chance(random, 0.4)) return message(Buffer.from(spoiled(JSON.stringify(event), random, mark)).toString("utf8"));
  return message(JSON.stringify(mutated(event, random, mark)));
}

/** Gives a message to its function as the host does. @returns what was wrong with how it ended. */
export async function take(functions: Functions, message: Message): Promise<Finding | undefined> {
  const { name, text, attempt, mark } = message;
  try {
    await functions.take(name, text, attempt);
    return undefined;
  } catch (error) {
    // The runtime writes the message of what is thrown into its own log.
    const told = error instanceof Error ? `${error.name} ${error.message}` : String(error);
    if (told.toLowerCase().includes(mark)) return { kind: "echo", where: name, detail: "in what was thrown" };
    if (attempt === maximumDequeueCount) return { kind: "thrown", where: name, detail: "at the last try" };
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
      return { kind: "thrown", where: name, detail: error.constructor.name };
    return undefined;
  }
}
