/** The application's side of the exchange for tests of the processor: signs, writes payloads, reads what comes back. */
import { createHash, randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { readyPort, startChild } from "../../../local/system/child.ts";

export type Event = {
  id: string;
  type: string;
  subject: string;
  source: string;
  dataref?: string;
  datadigest?: string;
  data?: Record<string, string>;
  traceparent?: string;
};

/** Only bounds a test that fails. */
const longestWaitMs = 20_000;

async function keyPair(kid: string): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  return { privateJwk: { ...(await exportJWK(privateKey)), kid }, publicJwk: { ...(await exportJWK(publicKey)), kid } };
}

export async function testExchange(connectionString: string) {
  const ours = await keyPair("concierge-1");
  const theirs = await keyPair("processor-1");
  const inbox = QueueServiceClient.fromConnectionString(connectionString).getQueueClient("concierge-inbox");
  const updates = QueueServiceClient.fromConnectionString(connectionString).getQueueClient("concierge-updates");
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const received: Event[] = [];
  const taken = new Set<Event>();

  async function sign(event: object, header = {}): Promise<string> {
    const protectedHeader = { alg: "EdDSA", kid: "concierge-1", typ: "concierge-message+jws", ...header };
    return new CompactSign(Buffer.from(JSON.stringify(event)))
      .setProtectedHeader(protectedHeader)
      .sign(await importJWK(ours.privateJwk, "EdDSA"));
  }

  /** A message as the application makes it; the payload, if there is one, is written to its blob. */
  async function message(
    type: string,
    subject: string,
    content: { payload?: unknown; data?: unknown },
    over: object = {},
  ) {
    const id = randomUUID();
    const event: Record<string, unknown> = {
      specversion: "1.0",
      id,
      source: "urn:concierge:milleis",
      type: `concierge.${type}.v1`,
      subject,
      time: new Date().toISOString(),
      datacontenttype: "application/json",
    };
    if (content.data !== undefined) event.data = content.data;
    if (content.payload !== undefined) {
      const bytes = Buffer.from(JSON.stringify(content.payload));
      await blobs.getContainerClient("to-processor").getBlockBlobClient(id).upload(bytes, bytes.length);
      event.dataref = `to-processor/${id}`;
      event.datadigest = `sha-256:${createHash("sha256").update(bytes).digest("base64url")}`;
    }
    return { id, text: await sign({ ...event, ...over }) };
  }

  async function fetchUpdates(): Promise<void> {
    const { receivedMessageItems } = await updates.receiveMessages({ numberOfMessages: 32 });
    for (const item of receivedMessageItems) {
      const { payload } = await compactVerify(item.messageText, await importJWK(theirs.publicJwk, "EdDSA"));
      received.push(JSON.parse(Buffer.from(payload).toString("utf8")));
      // Its life is the sender's interval, a second here: it may have ended while it was looked at.
      await updates.deleteMessage(item.messageId, item.popReceipt).catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404) throw error;
      });
    }
  }

  return {
    received,
    sign,
    message,
    put: async (text: string) => void (await inbox.sendMessage(text)),
    async send(type: string, subject: string, content: { payload?: unknown; data?: unknown }, over: object = {}) {
      const { id, text } = await message(type, subject, content, over);
      await inbox.sendMessage(text);
      return id;
    },
    /** The next message from the processor, not yet given, that fits. */
    async next(type: string, about: { subject?: string; messageId?: string }): Promise<Event> {
      const until = Date.now() + longestWaitMs;
      for (;;) {
        if (Date.now() > until) throw new Error(`No ${type} came from the processor`);
        const found = received.find(
          (event) =>
            !taken.has(event) &&
            event.type === `concierge.${type}.v1` &&
            (about.subject === undefined || event.subject === about.subject) &&
            (about.messageId === undefined || event.data?.messageId === about.messageId),
        );
        if (found) {
          taken.add(found);
          return found;
        }
        await fetchUpdates();
      }
    },
    async payloadOf<T>(event: Event): Promise<T> {
      const [container = "", blob = ""] = (event.dataref ?? "").split("/");
      const bytes = await blobs.getContainerClient(container).getBlobClient(blob).downloadToBuffer();
      const digest = `sha-256:${createHash("sha256").update(bytes).digest("base64url")}`;
      if (digest !== event.datadigest) throw new Error("The processor's payload does not match its digest");
      return JSON.parse(bytes.toString("utf8"));
    },
    payloadExists: (event: Event) => blobs.getContainerClient("from-processor").getBlobClient(event.id).exists(),
    start: (data: string, more: Record<string, string> = {}) =>
      startChild({
        name: "processor",
        args: [fileURLToPath(new URL("../../../local/processor/main.ts", import.meta.url))],
        env: {
          EXCHANGE_STORAGE: connectionString,
          PROCESSOR_SIGNING_KEY: JSON.stringify(theirs.privateJwk),
          CONCIERGE_KEYS: JSON.stringify({ keys: [ours.publicJwk] }),
          PROCESSOR_DATA: data,
          PROCESSOR_RESEND_SECONDS: "3600",
          PROCESSOR_POLL_MS: "20",
          ...more,
        },
        ready: readyPort,
      }),
  };
}

export const submission = (requestId: string, request: object = {}) => ({
  request: {
    id: requestId,
    category: "restaurant",
    what: "Une table pour deux, au calme",
    where: "Lyon",
    when: { date: "2027-07-16", time: "20:30" },
    party: { adults: 2 },
    language: "fr",
    submittedAt: "2027-07-01T09:00:00Z",
    ...request,
  },
  member: { title: "Mme", lastName: "Martin", firstName: "Camille" },
});
