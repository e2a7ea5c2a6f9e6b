/** The exchange account as the processor uses it: it reads `concierge-inbox`, writes `concierge-updates`, and moves payloads as blobs. */
import { createHash } from "node:crypto";
import { BlobServiceClient, RestError } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";

export type Received = {
  readonly text: string;
  readonly deliveries: number;
  done(): Promise<void>;
  later(seconds: number): Promise<void>;
};

export type Exchange = ReturnType<typeof openExchange>;

/** While a message is being handled nobody else sees it; after a crash it comes back this many seconds later. */
const hiddenSeconds = 10;
const atOnce = 16;
const payloadContainer = "from-processor";

export const digest = (bytes: Buffer) => `sha-256:${createHash("sha256").update(bytes).digest("base64url")}`;

export function openExchange(connectionString: string) {
  const retryOptions = { maxTries: 2, retryDelayInMs: 100 };
  const blobs = BlobServiceClient.fromConnectionString(connectionString, { retryOptions });
  const queues = QueueServiceClient.fromConnectionString(connectionString, { retryOptions });
  const inbox = queues.getQueueClient("concierge-inbox");
  const updates = queues.getQueueClient("concierge-updates");

  return {
    async receive(): Promise<Received[]> {
      const { receivedMessageItems } = await inbox.receiveMessages({
        numberOfMessages: atOnce,
        visibilityTimeout: hiddenSeconds,
      });
      return receivedMessageItems.map(({ messageId, popReceipt, messageText, dequeueCount }) => ({
        text: messageText,
        deliveries: dequeueCount,
        done: async () => {
          // Gone already means that somebody else got it after our time was over: then it is theirs.
          await inbox.deleteMessage(messageId, popReceipt).catch(unlessMissing);
        },
        later: async (seconds) => {
          await inbox.updateMessage(messageId, popReceipt, undefined, seconds).catch(unlessMissing);
        },
      }));
    },
    /** Puts a text on the queue to the application; it expires after `lifeSeconds`, when it is sent again anyway. */
    async send(text: string, lifeSeconds: number, hiddenSeconds = 0): Promise<void> {
      const messageTimeToLive = Math.max(1 + hiddenSeconds, Math.ceil(lifeSeconds));
      await updates.sendMessage(text, {
        messageTimeToLive,
        ...(hiddenSeconds === 0 ? {} : { visibilityTimeout: hiddenSeconds }),
      });
    },
    /** The bytes of a payload of the application, or undefined where there are none. */
    async read(dataref: string): Promise<Buffer | undefined> {
      const [container = "", blob = ""] = dataref.split("/");
      try {
        return await blobs.getContainerClient(container).getBlobClient(blob).downloadToBuffer();
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    /** Writes a payload; gives its `dataref`. */
    async write(messageId: string, content: Buffer): Promise<string> {
      const blob = blobs.getContainerClient(payloadContainer).getBlockBlobClient(messageId);
      await blob.upload(content, content.length, { blobHTTPHeaders: { blobContentType: "application/json" } });
      return `${payloadContainer}/${messageId}`;
    },
    async erase(messageId: string): Promise<void> {
      await blobs.getContainerClient(payloadContainer).getBlobClient(messageId).deleteIfExists();
    },
  };
}

function unlessMissing(error: unknown): void {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (status !== 404 && status !== 400) throw error;
}
