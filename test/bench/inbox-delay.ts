/**
 * How long after a request was accepted (201) its message can be read in `concierge-inbox`. The processor is paused and the
 * bench itself takes messages off the queue, so what is measured is the application's part alone.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import type { System } from "../../local/system/system.ts";
import { type Member, requestBody } from "../faults/member.ts";
import { percentile, type Row, rounded } from "./figures.ts";
import { expectStatus } from "./journey.ts";

const inARow = 40;
const afterQuiet = 8;
const quietMs = 3_000;
const patienceMs = 30_000;

export async function benchInboxDelay(system: System, member: Member): Promise<Row[]> {
  const exchange = QueueServiceClient.fromConnectionString(system.connectionString("exchange"));
  const inbox = exchange.getQueueClient("concierge-inbox");
  await tellProcessor(system, "pause");
  try {
    const busy: number[] = [];
    for (let index = 0; index < inARow; index += 1) busy.push(await delayOf(system, member, inbox, `row-${index}`));
    const quiet: number[] = [];
    for (let index = 0; index < afterQuiet; index += 1) {
      await sleep(quietMs);
      quiet.push(await delayOf(system, member, inbox, `quiet-${index}`));
    }
    const note = `${inARow} requests, one after the other`;
    return [
      { name: "accepted to concierge-inbox, p50", value: rounded(percentile(busy, 0.5)), unit: "ms", note },
      { name: "accepted to concierge-inbox, p95", value: rounded(percentile(busy, 0.95)), unit: "ms" },
      {
        name: "accepted to concierge-inbox after a quiet time, median",
        value: rounded(percentile(quiet, 0.5)),
        unit: "ms",
        note: `${afterQuiet} requests, each after ${quietMs / 1_000} s of silence; host.json lets an idle queue wait up to 2 s`,
      },
    ];
  } finally {
    await tellProcessor(system, "resume");
  }
}

export async function tellProcessor(system: System, what: "pause" | "resume"): Promise<void> {
  const reply = await fetch(`${system.processorUrl}/api/${what}`, { method: "POST" });
  if (!reply.ok) throw new Error(`the processor answered ${reply.status} to ${what}`);
}

async function delayOf(system: System, { browser, csrf }: Member, inbox: QueueClient, mark: string): Promise<number> {
  const headers = { ...csrf, "idempotency-key": `bench-inbox-delay-${mark}` };
  const body = requestBody(system.clock.now(), mark);
  const submitted = await expectStatus(browser, 201, "POST", "/api/v1/requests", { headers, body });
  const acceptedAt = performance.now();
  const { id } = submitted.json<{ id: string }>();
  while (performance.now() - acceptedAt < patienceMs) {
    const { receivedMessageItems } = await inbox.receiveMessages({ numberOfMessages: 32, visibilityTimeout: 60 });
    const seenAt = performance.now();
    const isThere = receivedMessageItems.some(({ messageText }) => requestIdIn(messageText) === id);
    await Promise.all(receivedMessageItems.map((item) => inbox.deleteMessage(item.messageId, item.popReceipt)));
    if (isThere) return seenAt - acceptedAt;
  }
  throw new Error(`no message in concierge-inbox after ${patienceMs / 1_000} s`);
}

/** From the second part of the compact JWS; who signed it is not of interest here. */
function requestIdIn(jws: string): string | undefined {
  const payload = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8")) as {
    subject?: string;
  };
  return payload.subject?.split("/")[1];
}
