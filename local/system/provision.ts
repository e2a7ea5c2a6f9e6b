/**
 * Creates what the product declares and never creates itself: the queues with their poison queues, the blob containers, the
 * database and its containers. Safe to repeat; existing data stay. In Azure the same declarations are checked against Bicep.
 */
import { CosmosClient, type IndexingPolicy } from "@azure/cosmos";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { poisonQueue, type QueueName, queues } from "../../shared/messaging/queues.ts";
import {
  blobContainers,
  type ContainerDeclaration,
  containers,
  databaseName,
  type StorageConnection,
} from "../../shared/storage/containers.ts";

export async function provisionStorage(connectionString: (account: StorageConnection) => string): Promise<void> {
  const blobClients = clients((account) => BlobServiceClient.fromConnectionString(connectionString(account)));
  const queueClients = clients((account) => QueueServiceClient.fromConnectionString(connectionString(account)));
  await Promise.all([
    ...Object.entries(blobContainers).map(([name, { account }]) =>
      blobClients(account).getContainerClient(name).createIfNotExists(),
    ),
    ...Object.entries(queues).flatMap(([name, { account, to }]) =>
      [name, ...(to === "application" ? [poisonQueue(name as QueueName)] : [])].map((queue) =>
        queueClients(account).getQueueClient(queue).createIfNotExists(),
      ),
    ),
  ]);
}

export async function provisionCosmos(cosmos: { readonly endpoint: string; readonly key: string }): Promise<void> {
  const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key });
  try {
    const { database } = await client.databases.createIfNotExists({ id: databaseName });
    await Promise.all(
      Object.entries<ContainerDeclaration>(containers).map(async ([id, declaration]) => {
        const wanted = {
          id,
          partitionKey: { paths: [declaration.partitionKey] },
          indexingPolicy: indexingPolicy(declaration),
          defaultTtl: declaration.defaultTtl,
        };
        const { container, resource } = await database.containers.createIfNotExists(wanted);
        if (!samePaths(resource?.indexingPolicy, wanted.indexingPolicy)) await container.replace(wanted);
      }),
    );
  } finally {
    client.dispose();
  }
}

/** Indexing is opt-in: the declared paths, and nothing else. */
export function indexingPolicy({ indexed }: ContainerDeclaration): IndexingPolicy {
  return {
    indexingMode: "consistent",
    automatic: true,
    includedPaths: indexed.map((path) => ({ path })),
    excludedPaths: [{ path: "/*" }],
  };
}

function samePaths(kept: IndexingPolicy | undefined, wanted: IndexingPolicy): boolean {
  const paths = (policy: IndexingPolicy | undefined) => (policy?.includedPaths ?? []).map(({ path }) => path).sort();
  return paths(kept).join() === paths(wanted).join();
}

/** One client per account, made when it is first needed. */
function clients<Client>(make: (account: StorageConnection) => Client): (account: StorageConnection) => Client {
  const made = new Map<StorageConnection, Client>();
  return (account) => {
    const client = made.get(account) ?? make(account);
    made.set(account, client);
    return client;
  };
}
