/**
 * The one credential seam: how the Azure clients prove who is calling. In Azure, user-assigned managed identities and
 * nothing else; on one machine, the local endpoints' keys, because the SDKs refuse to send tokens over plain HTTP.
 * Everything above this file is the same code in both.
 */
import { CosmosClient } from "@azure/cosmos";
import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient } from "@azure/storage-blob";
import type { QueueServiceClient } from "@azure/storage-queue";
import type { Settings } from "../config.ts";

/** A credential that loads `@azure/identity` when the first token is asked for: it is large and local mode never needs it. */
export function managedIdentity(clientId: string): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      credential ??= import("@azure/identity").then(
        ({ ManagedIdentityCredential }) => new ManagedIdentityCredential({ clientId }),
      );
      return (await credential).getToken(scopes, options);
    },
  };
}

/** Within an HTTP request, waiting longer than this helps nobody: the caller is told 503 and when to come back. */
const throttling = { maxRetryAttemptCount: 3, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 5 };

/** @param as the archive is reached with an identity of its own, used for nothing else. */
export function cosmosClient(settings: Settings, as: "application" | "archive" = "application"): CosmosClient {
  const identityOf = { application: "MANAGED_IDENTITY_CLIENT_ID", archive: "ARCHIVE_IDENTITY_CLIENT_ID" } as const;
  return new CosmosClient({
    endpoint: settings.COSMOS_ENDPOINT,
    ...(settings.CONCIERGE_MODE === "local"
      ? { key: settings.COSMOS_KEY }
      : { aadCredentials: managedIdentity(settings[identityOf[as]]) }),
    connectionPolicy: { retryOptions: throttling, requestTimeout: 10_000 },
  });
}

type BlobAccount = "data" | "keys" | "exchange";
type QueueAccount = "data" | "exchange";

const prefix = { data: "DataStorage", keys: "KeyStorage", exchange: "ExchangeStorage" } as const;

/** Retries of the storage SDKs: short ones; the outbox is what makes sure. */
const retryOptions = { maxTries: 3, tryTimeoutInMs: 10_000, retryDelayInMs: 100, maxRetryDelayInMs: 1_000 };

export function blobClient(settings: Settings, account: BlobAccount): BlobServiceClient {
  return settings.CONCIERGE_MODE === "local"
    ? BlobServiceClient.fromConnectionString(settings[prefix[account]], { retryOptions })
    : new BlobServiceClient(
        settings[`${prefix[account]}__blobServiceUri`],
        managedIdentity(settings.MANAGED_IDENTITY_CLIENT_ID),
        { retryOptions },
      );
}

/** A client that comes with the first message: who only reads needs none. */
export type LateQueues = () => Promise<QueueServiceClient>;

export function queueClient(settings: Settings, account: QueueAccount): LateQueues {
  const load = async () => {
    const { QueueServiceClient } = await import("@azure/storage-queue");
    return settings.CONCIERGE_MODE === "local"
      ? QueueServiceClient.fromConnectionString(settings[prefix[account]], { retryOptions })
      : new QueueServiceClient(
          settings[`${prefix[account]}__queueServiceUri`],
          managedIdentity(settings.MANAGED_IDENTITY_CLIENT_ID),
          { retryOptions },
        );
  };
  let loaded: Promise<QueueServiceClient> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
