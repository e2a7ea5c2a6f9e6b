/**
 * Every queue function: what it does with a message, when it asks to be given it again (it throws) and when it lets it go,
 * and what is then on record.
 */
import { createHash, randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { beforeAll, describe, expect, it } from "vitest";
import { publicKey } from "../../local/system/secrets.ts";
import { maximumDequeueCount } from "../../shared/messaging/queue-handler.ts";
import { type QueueName, queues } from "../../shared/messaging/queues.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import { blobNameOf } from "../../shared/requests/payload-blob.ts";
import { storageConnections } from "../../shared/storage/containers.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { conversationPayload } from "../fixtures/payloads.ts";
import { failureOf, itemsOf } from "../fixtures/stored.ts";
import { application, erasureOf } from "./erasing.ts";
import { type Person, processorMessage, signedUp, submitted } from "./person.ts";

const functions = useFunctions();
let person: Person;
beforeAll(async () => {
  person = await signedUp(functions.of);
});

/** Which queue each function reads. */
const readers: Readonly<Record<string, QueueName>> = {
  "advance-erasure": "erasure-work",
  "care-for-person": "retention-work",
  "dispatch-message": "dispatch",
  "send-notification": "notifications",
  "take-card-event": "card-services",
  "take-update": "concierge-updates",
};

it("every queue function has its tests here, and its own connection", () => {
  expect(functions.of.registered("queueTrigger")).toEqual(Object.keys(readers).toSorted());
  for (const [name, queueName] of Object.entries(readers)) {
    const connection = storageConnections[queues[queueName].account];
    expect(functions.of.bindingOf(name)).toMatchObject({ queueName, connection });
  }
});

const rowsOf = async (requestId: string) =>
  (await itemsOf(functions.of.cosmos, "subjects")).filter(
    (item) => item.kind === "outbox" && item.requestId === requestId,
  );
const rowOf = async (requestId: string, channel: string) =>
  (await rowsOf(requestId)).find((row) => row.channel === channel);
const idOf = (text: string): string => (JSON.parse(text) as { id: string }).id;
const payloadBlob = (id: string) =>
  BlobServiceClient.fromConnectionString(functions.of.connectionString("exchange"))
    .getContainerClient("to-processor")
    .getBlobClient(id);
const verify = () => messageVerifier({ keys: [publicKey(functions.of.secrets.applicationKey)] } as never);

/** A request whose pointers are still on their way. */
async function underWay() {
  await functions.of.drain("dispatch");
  await functions.of.drain("notifications");
  await functions.of.drain("concierge-inbox");
  const requestId = await submitted(functions.of, person);
  const [dispatch = ""] = await functions.of.drain("dispatch");
  const [notification = ""] = await functions.of.drain("notifications");
  return { requestId, dispatch, notification };
}

describe("a submitted request", () => {
  it("puts the ids of its two rows on their queues, and nothing a person said", async () => {
    const { requestId, dispatch, notification } = await underWay();
    expect(`outbox.${idOf(dispatch)}`).toBe((await rowOf(requestId, "processor"))?.id);
    expect(`outbox.${idOf(notification)}`).toBe((await rowOf(requestId, "mail"))?.id);
    for (const text of [dispatch, notification]) {
      expect(JSON.parse(text)).toEqual({
        specversion: "1.0",
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        source: "urn:concierge:milleis",
        type: "concierge.outbox-row.due.v1",
        subject: person.subjectId,
        time: expect.any(String),
        traceparent: expect.any(String),
      });
    }
  });
});

describe("dispatch-message", () => {
  it("signs the message, keeps its payload beside it, and again the same one", async () => {
    const { requestId, dispatch } = await underWay();
    await functions.of.take("dispatch-message", dispatch);
    await functions.of.take("dispatch-message", dispatch);
    const texts = await functions.of.drain("concierge-inbox");
    expect(texts).toHaveLength(2);
    const [first, second] = await Promise.all(texts.map(verify()));
    expect(first).toEqual({
      specversion: "1.0",
      id: idOf(dispatch),
      source: "urn:concierge:milleis",
      type: "concierge.request.submitted.v1",
      subject: `${person.subjectId}/${requestId}`,
      time: expect.any(String),
      datacontenttype: "application/json",
      dataref: `to-processor/${blobNameOf(person, idOf(dispatch))}`,
      datadigest: expect.stringMatching(/^sha-256:/),
      traceparent: expect.any(String),
    });
    expect({ ...second, traceparent: "" }).toEqual({ ...first, traceparent: "" });
    const payload = JSON.parse(
      (await payloadBlob(blobNameOf(person, idOf(dispatch))).downloadToBuffer()).toString("utf8"),
    );
    expect(payload).toMatchObject({ request: { id: requestId }, member: { title: "madame" } });
    expect(await rowOf(requestId, "processor")).toMatchObject({ attempts: 2 });
    const read = await person.ask("read-request", { params: { requestId } });
    expect(read.json()).toMatchObject({ status: "forwarded" });
  });

  it("is settled when the processor acknowledges: row and payload go, and a late pointer does nothing", async () => {
    const { requestId, dispatch } = await underWay();
    await functions.of.take("dispatch-message", dispatch);
    const subject = `${person.subjectId}/${requestId}`;
    const type = "concierge.message.acknowledged.v1";
    const { text } = await processorMessage(functions.of, { subject, type, data: { messageId: idOf(dispatch) } });
    await functions.of.take("take-update", text);
    await functions.of.take("take-update", text);
    expect(await rowOf(requestId, "processor")).toBeUndefined();
    expect(await payloadBlob(blobNameOf(person, idOf(dispatch))).exists()).toBe(false);
    expect((await person.ask("read-request", { params: { requestId } })).json()).toMatchObject({
      status: "acknowledged",
    });
    await functions.of.drain("concierge-inbox");
    await functions.of.take("dispatch-message", dispatch);
    expect(await functions.of.drain("concierge-inbox")).toEqual([]);
  });

  it("keeps what the processor refuses, visible and no longer due", async () => {
    const { requestId, dispatch } = await underWay();
    await functions.of.take("dispatch-message", dispatch);
    const data = { messageId: idOf(dispatch), reason: "schema" };
    const about = { subject: `${person.subjectId}/${requestId}`, type: "concierge.message.refused.v1", data };
    await functions.of.take("take-update", (await processorMessage(functions.of, about)).text);
    const row = await rowOf(requestId, "processor");
    expect(row).toMatchObject({ refusedFor: "schema" });
    expect(row).not.toHaveProperty("dueAt");
  });
});

describe("send-notification", () => {
  it("sends the mail once and lets its row go", async () => {
    const { requestId, notification } = await underWay();
    const before = functions.of.mailbox.list(person.email, 0).length;
    await functions.of.take("send-notification", notification);
    await functions.of.take("send-notification", notification);
    const mails = functions.of.mailbox.list(person.email, 0).slice(before);
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining("demande enregistrée")]);
    expect(await rowOf(requestId, "mail")).toBeUndefined();
  });
});

describe.each(["dispatch-message", "send-notification"])("%s", (name) => {
  const pick = ({ dispatch, notification }: { dispatch: string; notification: string }) =>
    name === "dispatch-message" ? dispatch : notification;
  const channel = name === "dispatch-message" ? "processor" : "mail";

  it("asks to be given again what may pass; at the last try it lets the pointer go, and the row stays due", async () => {
    const work = await underWay();
    await functions.of.stopCosmos();
    try {
      for (const attempt of [1, maximumDequeueCount - 1]) {
        await expect(functions.of.take(name, pick(work), attempt)).rejects.toThrow("unavailable");
      }
      await expect(functions.of.take(name, pick(work), maximumDequeueCount)).resolves.toBeUndefined();
    } finally {
      await functions.of.startCosmos();
    }
    expect(functions.of.lines.at(-1)).toMatchObject({
      event: "queue.message-failed",
      function: name,
      messageId: idOf(pick(work)),
      attempts: maximumDequeueCount,
    });
    expect(await rowOf(work.requestId, channel)).toMatchObject({ dueAt: expect.any(String), attempts: 0 });
    await expect(functions.of.take(name, pick(work))).resolves.toBeUndefined();
  });

  it("lets go what is no pointer of ours, and says so", async () => {
    for (const text of ["kanari", "{}", '"kanari"', "null", JSON.stringify({ id: "kanari", specversion: "1.0" })]) {
      await expect(functions.of.take(name, text)).resolves.toBeUndefined();
      expect(functions.of.lines.at(-1)).toMatchObject({ event: "queue.message-rejected", code: "not-a-cloud-event" });
    }
    expect(JSON.stringify(functions.of.lines)).not.toContain("kanari");
  });

  it("does nothing for a row that is gone", async () => {
    const work = await underWay();
    const event = { ...JSON.parse(pick(work)), id: randomUUID() };
    await expect(functions.of.take(name, JSON.stringify(event))).resolves.toBeUndefined();
    expect(await rowsOf(work.requestId)).toHaveLength(2);
  });
});

describe("advance-erasure", () => {
  it("asks to be given again what may pass, lets a pointer go at the last try, and does nothing for one that is gone", async () => {
    const gone = await signedUp(functions.of);
    await functions.of.drain("erasure-work");
    const { startErasure } = await application();
    const of = { brand: "milleis", subjectId: gone.subjectId } as const;
    const { erasureId } = await startErasure(of, { cause: "inactive", at: functions.of.clock.now() });
    const [text = ""] = await functions.of.drain("erasure-work");
    expect(JSON.parse(text)).toMatchObject({ id: erasureId, subject: erasureId, type: "concierge.erasure.due.v1" });
    expect(text).not.toContain(gone.subjectId);
    await functions.of.stopCosmos();
    try {
      await expect(functions.of.take("advance-erasure", text)).rejects.toThrow("unavailable");
      await expect(functions.of.take("advance-erasure", text, maximumDequeueCount)).resolves.toBeUndefined();
    } finally {
      await functions.of.startCosmos();
    }
    await functions.of.take("advance-erasure", text);
    expect(await erasureOf(erasureId)).toMatchObject({ step: "in-flight", waitsFor: "running-work" });
    const other = { ...JSON.parse(text), id: randomUUID() };
    await expect(functions.of.take("advance-erasure", JSON.stringify(other))).resolves.toBeUndefined();
  });
});

describe("take-update", () => {
  const type = "concierge.conversation.posted.v1";

  it("applies a message once and acknowledges it each time", async () => {
    const { requestId } = await underWay();
    const payload = conversationPayload("Bonjour");
    const { id, text } = await processorMessage(functions.of, {
      subject: `${person.subjectId}/${requestId}`,
      type,
      payload,
    });
    await functions.of.drain("concierge-inbox");
    for (const attempt of [1, 2]) await functions.of.take("take-update", text, attempt);
    const answers = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify()));
    expect(answers.map((answer) => [answer.type, answer.data])).toEqual(
      Array.from({ length: 2 }, () => ["concierge.message.acknowledged.v1", { messageId: id }]),
    );
    const messages = (await person.ask("list-messages", { params: { requestId } })).json<{
      items: { text: string }[];
    }>();
    expect(messages.items.map((message) => message.text)).toEqual(["Bonjour"]);
  });

  it("records what is no message of its sender, and lets it go at once", async () => {
    const { text } = await processorMessage(functions.of, { subject: `${randomUUID()}/${randomUUID()}`, type });
    const spoiled = `${text.slice(0, -2)}${text.endsWith("AA") ? "BB" : "AA"}`;
    for (const [wrong, reason] of [
      ["kanari", "not-a-jws"],
      [spoiled, "bad-signature"],
    ] as const) {
      await expect(functions.of.take("take-update", wrong)).resolves.toBeUndefined();
      const id = createHash("sha256").update(wrong).digest("base64url");
      expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ reason, attempts: 1 });
    }
  });

  it("asks to be given again what it does not find; at the last try it parks it, to be tried again later", async () => {
    const started = "concierge.request.started.v1";
    const { id, text } = await processorMessage(functions.of, {
      subject: `${person.subjectId}/${randomUUID()}`,
      type: started,
      data: {},
    });
    for (let attempt = 1; attempt < maximumDequeueCount; attempt += 1) {
      await expect(functions.of.take("take-update", text, attempt)).rejects.toThrow();
      expect(await failureOf(functions.of.cosmos, id)).toBeUndefined();
    }
    await expect(functions.of.take("take-update", text, maximumDequeueCount)).resolves.toBeUndefined();
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({
      reason: "UnknownRequest",
      attempts: 1,
      dueAt: expect.any(String),
      event: { id, type: started },
    });
  });
});
