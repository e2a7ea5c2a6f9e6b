/**
 * Every Cosmos container and blob container of the product, declared once. Local start, tests and the Bicep check read
 * this; the application creates none of them (its roles could not). Source: DESIGN, section 4.
 */

/** A Cosmos DB container. `defaultTtl` -1 means: items expire only where they carry their own `ttl` (seconds). */
export type ContainerDeclaration = {
  readonly partitionKey: `/${string}`;
  /** Paths that queries use; everything else is excluded from the index, which keeps writes cheap. */
  readonly indexed: readonly `/${string}`[];
  readonly defaultTtl: -1;
  /** Reached with the application's identity, or with the archive's own. */
  readonly identity: "application" | "archive";
};

export const databaseName = "concierge";

export const containers = {
  /** One person, one partition: member, sessions, requests, acceptances, outbox and idempotency rows. */
  subjects: {
    partitionKey: "/subjectId",
    indexed: [
      "/kind/?",
      "/brand/?",
      "/dueAt/?",
      "/expiresAt/?",
      "/requestId/?",
      "/submittedAt/?",
      "/postedAt/?",
      "/at/?",
      "/askedAt/?",
      "/status/?",
      "/unreadBy/?",
      "/contradicted/at/?",
    ],
    defaultTtl: -1,
    identity: "application",
  },
  /** Keyed hash of an e-mail address to the person's id; counters of limits. */
  lookups: {
    partitionKey: "/id",
    indexed: ["/subjectId/?", "/subjectIds/[]/?", "/expiresAt/?"],
    defaultTtl: -1,
    identity: "application",
  },
  /** Intermediate archive of closed accounts. */
  archive: { partitionKey: "/subjectId", indexed: ["/kind/?", "/dueAt/?"], defaultTtl: -1, identity: "archive" },
  /** Running and finished erasures; outside the partition they empty. */
  erasures: { partitionKey: "/id", indexed: ["/dueAt/?", "/subjectId/?"], defaultTtl: -1, identity: "application" },
  /** Messages that could not be handled. */
  failures: {
    partitionKey: "/queue",
    indexed: ["/dueAt/?", "/firstAt/?", "/event/subject/?", "/join/?", "/event/join/?"],
    defaultTtl: -1,
    identity: "application",
  },
  /** The audit chain; a stream is one brand, class and month. */
  ledger: {
    partitionKey: "/stream",
    indexed: ["/kind/?", "/sequence/?", "/dueAt/?"],
    defaultTtl: -1,
    identity: "application",
  },
  /** What ops can switch while the application runs. Nothing about anybody. */
  controls: { partitionKey: "/brand", indexed: [], defaultTtl: -1, identity: "application" },
  /** Anonymous aggregates only. */
  statistics: { partitionKey: "/brand", indexed: [], defaultTtl: -1, identity: "application" },
} as const satisfies Record<string, ContainerDeclaration>;

export type ContainerName = keyof typeof containers;

/** The four storage accounts, by the name of the connection setting that a trigger names. */
export const storageConnections = {
  host: "AzureWebJobsStorage",
  data: "DataStorage",
  keys: "KeyStorage",
  exchange: "ExchangeStorage",
} as const;

export type StorageConnection = keyof typeof storageConnections;

export type BlobContainerDeclaration = { readonly account: StorageConnection };

export const blobContainers = {
  /** One wrapped key per person; no soft delete, versions or backup on this account: deleting the blob is the shredding. */
  "person-keys": { account: "keys" },
  /** Payloads of messages to the concierge processor. */
  "to-processor": { account: "exchange" },
  /** Payloads of messages from the concierge processor. */
  "from-processor": { account: "exchange" },
  /** Monthly seals of the ledger, create-once. */
  "ledger-seals": { account: "data" },
} as const satisfies Record<string, BlobContainerDeclaration>;

export type BlobContainerName = keyof typeof blobContainers;
