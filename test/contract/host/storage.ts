/** Azurite and the queues and blobs the tests look at, by the real SDKs; nothing here knows how the host works. */
import { BlobServiceClient } from "@azure/storage-blob";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { type Azurite, type AzuriteOptions, startAzurite } from "../../../local/azurite/azurite.ts";

export type Storage = AsyncDisposable & {
  /** The settings a sample app and its host need: `AzureWebJobsStorage` and `data`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly azurite: Azurite;
  /** Makes the queue, empty, and gives its client. */
  queue(name: string): Promise<QueueClient>;
  readonly hostBlobs: ReturnType<BlobServiceClient["getContainerClient"]>;
};

/** With options, an account that keeps its data and place over a restart. */
export async function startStorage(options: AzuriteOptions = {}): Promise<Storage> {
  const azurite = await startAzurite(options);
  const [host, data] = [azurite.connectionString("host"), azurite.connectionString("data")];
  const account = QueueServiceClient.fromConnectionString(data);
  return {
    azurite,
    settings: { AzureWebJobsStorage: host, data, RECORDS_QUEUE: "records" },
    hostBlobs: BlobServiceClient.fromConnectionString(host).getContainerClient("azure-webjobs-hosts"),
    queue: async (name) => {
      const queue = account.getQueueClient(name);
      await queue.createIfNotExists();
      await queue.clearMessages();
      return queue;
    },
    [Symbol.asyncDispose]: () => azurite.stop(),
  };
}

/** The texts in a queue, hidden ones not included. */
export async function textsIn(queue: QueueClient): Promise<string[]> {
  const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => messageText);
}

/** Hidden ones included. */
export async function lengthOf(queue: QueueClient): Promise<number> {
  return (await queue.getProperties()).approximateMessagesCount ?? 0;
}

/** Asks until it is so. For effects nobody announces, such as a message that is deleted after its handler. */
export async function eventually(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
