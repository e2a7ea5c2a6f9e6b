/**
 * A life in which every message of the contract is sent, both ways, and every queue the application reads carries something; and
 * all of it written down, so that it can be said again.
 */
import { randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import type { ContainerName } from "../../shared/storage/containers.ts";
import { type BlobContainerName, blobContainers, containers } from "../../shared/storage/containers.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import type { Functions } from "../fixtures/functions.ts";
import { consentPayload, conversationPayload } from "../fixtures/payloads.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { issuerOf, settleMessages, sweep } from "./ending.ts";
import { application, bringOn, confirmed as erasureConfirmed, erasureOf, untilOver } from "./erasing.ts";
import { confirmed, etagOf, type Person, proposed, signedUp, submitted, told } from "./person.ts";
import { refusedMessage, undecidedTermination } from "./staff.ts";

export type Sent = { readonly name: string; readonly text: string };

/** The type in a message: of a signed one, of an event, or none. */
export const typeOf = (text: string): string => {
  const [, payload] = text.split(".");
  const json = text.startsWith("{") ? text : Buffer.from(payload ?? "", "base64url").toString("utf8");
  return (JSON.parse(json) as { type: string }).type;
};

/** The same functions, with every message they are given written down, and what they send to the processor. */
export function recording(of: Functions) {
  const sent: Sent[] = [];
  const toProcessor = new Set<string>();
  const take: Functions["take"] = (name, text, attempts) => {
    sent.push({ name, text });
    return of.take(name, text, attempts);
  };
  const drain: Functions["drain"] = async (from) => {
    const texts = await of.drain(from);
    if (from === "concierge-inbox") for (const text of texts) toProcessor.add(typeOf(text));
    return texts;
  };
  const deliver: Functions["deliver"] = async (from, name) => {
    const all: string[] = [];
    for (;;) {
      const texts = await of.drain(from);
      if (texts.length === 0) return all;
      for (const text of texts) await take(name, text);
      all.push(...texts);
    }
  };
  return { sent, toProcessor, functions: { ...of, take, drain, deliver } as Functions };
}

/** Everything that lies anywhere, with the marks of its last write. */
export async function everythingStored(functions: Functions) {
  const items: Record<string, unknown> = {};
  for (const name of Object.keys(containers) as ContainerName[]) items[name] = await itemsOf(functions.cosmos, name);
  const blobs: string[] = [];
  for (const [name, { account }] of Object.entries(blobContainers) as [BlobContainerName, { account: "keys" }][]) {
    const client = BlobServiceClient.fromConnectionString(functions.connectionString(account)).getContainerClient(name);
    for await (const blob of client.listBlobsFlat()) blobs.push(`${name}/${blob.name} ${blob.properties.etag}`);
  }
  return { items, blobs };
}

const days = (functions: Functions, count: number) => functions.clock.move({ advanceMs: count * 86_400_000 });
const lastName = () => `Kanari${randomUUID().replace(/[^a-z]/g, "")}`;

/** A request of which nothing came for months: only its end is written down, the rest would be too old to be said again. */
async function expired(plain: Functions, functions: Functions): Promise<void> {
  await submitted(plain, await signedUp(plain));
  await settleMessages(plain);
  await days(plain, 400);
  await functions.runTimer("expire-requests");
  await settleMessages(functions);
}

const reason = { reason: "complet", text: "Aucune table ce soir-là." };

async function talkedAbout(functions: Functions, person: Person): Promise<void> {
  const requestId = await submitted(functions, person);
  const params = { requestId };
  await settleMessages(functions);
  const say = (type: string, about: object) =>
    told(functions, person, requestId, { type: `concierge.${type}.v1`, ...about });
  await say("request.started", { data: {} });
  await say("conversation.posted", { payload: conversationPayload("Bonjour") });
  const posted = await person.ask("post-message", { params, body: { text: "Merci" } });
  await settleMessages(functions);
  await say("conversation.read", { data: { messageId: posted.json<{ id: string }>().id } });
  const asked = consentPayload();
  await say("consent.requested", { payload: asked });
  const consentId = asked.consent.id;
  const answer = (said: string) =>
    person.ask("answer-consent", { params: { ...params, consentId }, body: { answer: said } });
  await answer("given");
  const at = functions.clock.now().toISOString();
  const disclosure = { id: randomUUID(), provider: "Hôtel", country: "FR", categories: ["identity"], at, consentId };
  await say("disclosure.reported", { payload: { disclosure } });
  await answer("withdrawn");
  await person.ask("cancel-request", { params, headers: { "if-match": await etagOf(person, requestId) } });
  await settleMessages(functions);
  await say("cancellation.settled", { payload: { fee: { amount: "40.00", currency: "EUR" } } });
}

/** Requests that end otherwise: refused, called off, declined, and a message the processor cannot read. */
async function endedOtherwise(functions: Functions, person: Person): Promise<void> {
  const [refused, calledOff, unread] = [
    await submitted(functions, person),
    await submitted(functions, person),
    await submitted(functions, person),
  ];
  await functions.deliver("dispatch", "dispatch-message");
  await refusedMessage(functions, person.subjectId, unread);
  await settleMessages(functions);
  await told(functions, person, refused, { type: "concierge.request.refused.v1", payload: reason });
  // Contradicts what was just said: it is answered with a refusal.
  await told(functions, person, refused, { type: "concierge.request.completed.v1", data: {} });
  await told(functions, person, calledOff, { type: "concierge.request.cancelled.v1", payload: reason });
  const { requestId, proposalId, etag } = await proposed(functions, person);
  const params = { requestId, proposalId };
  await person.ask("decline-proposal", { params, headers: { "if-match": etag } });
  await settleMessages(functions);
}

/** An account whose services end: the issuer's word, the sweep, the archive; and a word that fits nobody. */
async function ended(functions: Functions): Promise<void> {
  const person = await signedUp(functions, { lastName: lastName() });
  await submitted(functions, person);
  await settleMessages(functions);
  const issuer = issuerOf(functions);
  const { lastName: name, birthDate, cardDigits } = person.body;
  const holder = { brand: "milleis", lastName: name, birthDate, cardDigits };
  const today = parisDay(functions.clock.now());
  for (const [index, what] of (["terminated", "reinstated", "corrected"] as const).entries()) {
    await functions.take("take-card-event", await issuer.sign(issuer.event(what, holder, today, index + 1)));
  }
  const last = issuer.event("terminated", holder, today, 4);
  await functions.take("take-card-event", await issuer.sign(last));
  await undecidedTermination(functions);
  for (let round = 0; round < 3; round += 1) {
    await days(functions, 1);
    await sweep(functions);
    await settleMessages(functions);
  }
}

/** Somebody erased, from the order to the certificate. */
async function erased(functions: Functions): Promise<void> {
  const person = await signedUp(functions);
  const requestId = await submitted(functions, person);
  await settleMessages(functions);
  await told(functions, person, requestId, { type: "concierge.request.started.v1", data: {} });
  const { startErasure } = await application();
  const of = { brand: "milleis", subjectId: person.subjectId } as const;
  const { erasureId } = await startErasure(of, { cause: "member", at: functions.clock.now() });
  for (const advanceMs of [0, 301_000, 61_000]) {
    await functions.clock.move({ advanceMs });
    await bringOn(functions);
  }
  await functions.drain("concierge-inbox");
  const doc = await erasureOf(erasureId);
  if (doc === undefined) throw new Error("the erasure is gone");
  await functions.take("take-update", (await erasureConfirmed(functions, doc)).text);
  if (!(await untilOver(functions, erasureId))) throw new Error("the erasure has not ended");
}

/** Everything that can be said, said. @param plain the functions as they are, for what is too old to be said again. */
export async function everythingSaid(plain: Functions, functions: Functions): Promise<Person> {
  await expired(plain, functions);
  const person = await signedUp(functions);
  const booked = await confirmed(functions, person);
  await told(functions, person, booked, { type: "concierge.request.completed.v1", data: {} });
  await talkedAbout(functions, person);
  await endedOtherwise(functions, person);
  await ended(functions);
  await erased(functions);
  await settleMessages(functions);
  await functions.drain("concierge-inbox");
  return person;
}
