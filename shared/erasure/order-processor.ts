/**
 * The order to the processor (GDPR articles 17, 19 and 28(3)(g)): signed like every message, sent again until it is
 * acknowledged, and after that reminded with growing intervals until it is confirmed. However silent the processor is, the
 * order is not forgotten: our own stores wait for it for a while only, the certificate without end.
 */
import { type CloudEvent, digestOf } from "../messaging/cloud-event.ts";
import { growingInterval } from "../messaging/growing-interval.ts";
import { derivedId } from "../storage/derived-id.ts";
import { secondsAfter } from "../time/calendar.ts";
import { erasureOrdered } from "./contract.ts";
import type { Erasure } from "./erasure.ts";
import { type Case, done, type EngineNeeds, type Outcome, type Step } from "./step.ts";
import { messagesOf } from "./traces.ts";

type Order = NonNullable<Erasure["order"]>;

export const orderId = (erasureId: string, reminders: number): string =>
  derivedId("erasure-order", erasureId, reminders);

/** The payload's blob. Its name tells it apart from those of requests, which a row must stand for. */
export const orderBlob = (messageId: string): string => `erasure-${messageId}`;

export const orderProcessor: Step = async (needs, at) => {
  const { doc, person, now } = at;
  if (doc.order === undefined) {
    const { requestIds } = await messagesOf(needs, person);
    // Only requests are ever sent: whoever made none is unknown there.
    if (requestIds.length === 0) return done();
    const order: Order = {
      messageId: orderId(doc.id, 0),
      reminders: 0,
      requestIds: [...requestIds],
      chaseAt: now.toISOString(),
      times: 0,
    };
    return { outcome: "again", change: { order } };
  }
  const isPatienceOver =
    doc.order.firstSentAt !== undefined &&
    now.getTime() >= secondsAfter(new Date(doc.order.firstSentAt), needs.timing.patience).getTime();
  return isPatienceOver ? done() : chase(needs, at, doc.order);
};

/** Without the processor's word nothing is certified. */
export const awaitConfirmation: Step = async (needs, at) =>
  at.doc.order === undefined ? done() : chase(needs, at, at.doc.order);

async function chase(needs: EngineNeeds, { doc, now }: Case, order: Order): Promise<Outcome> {
  if (order.confirmed !== undefined) {
    // Its word stands for a receipt that got lost.
    for (let count = 0; count <= order.reminders; count += 1) {
      await needs.outgoing.erase(orderBlob(orderId(doc.id, count)));
    }
    return done();
  }
  if (now.getTime() < Date.parse(order.chaseAt)) {
    return { outcome: "wait", until: new Date(order.chaseAt), waitsFor: "processor" };
  }
  const isAnswered = order.acknowledgedAt !== undefined || order.refusedFor !== undefined;
  const reminders = order.reminders + (isAnswered ? 1 : 0);
  const messageId = orderId(doc.id, reminders);
  const life = growingInterval(needs.timing.chase, order.times);
  await send(needs, doc, order, messageId, life);
  const endAt = secondsAfter(now, life).toISOString();
  const payload = `to-processor/${orderBlob(messageId)}`;
  const { acknowledgedAt: _answered, refusedFor: _refused, ...rest } = order;
  return {
    outcome: "wait",
    until: new Date(endAt),
    waitsFor: "processor",
    change: {
      // Searched for at the end like every other payload.
      payloads: doc.payloads.includes(payload) ? doc.payloads : [...doc.payloads, payload],
      messagesEndAt: endAt > doc.messagesEndAt ? endAt : doc.messagesEndAt,
      order: {
        ...(isAnswered ? rest : order),
        messageId,
        reminders,
        times: order.times + 1,
        firstSentAt: order.firstSentAt ?? now.toISOString(),
        chaseAt: endAt,
      },
    },
  };
}

async function send(
  { outgoing, queues, sign, gate }: EngineNeeds,
  doc: Erasure,
  { requestIds }: Order,
  messageId: string,
  life: number,
): Promise<void> {
  gate(doc.brand, "processor");
  const payload = erasureOrdered.schema.parse({ erasureId: doc.id, requestIds, orderedAt: doc.orderedAt });
  const blob = orderBlob(messageId);
  const content = await outgoing.putOnce(blob, Buffer.from(JSON.stringify(payload)), "application/json");
  const event: CloudEvent = {
    specversion: "1.0",
    id: messageId,
    source: `urn:concierge:${doc.brand}`,
    type: erasureOrdered.type,
    subject: `${doc.subjectId}/${doc.id}`,
    time: doc.orderedAt,
    datacontenttype: "application/json",
    dataref: `to-processor/${blob}`,
    datadigest: digestOf(content),
  };
  await queues.send("concierge-inbox", await sign(event), life);
}
