/**
 * What the templates need to know of the code: containers, blob containers and queues, as JSON that Bicep loads. Written
 * from the code's own declarations, so there is one list; `npm run infra` fails when the committed file differs.
 */
import { poisonQueue, type QueueName, queues } from "../../shared/messaging/queues.ts";
import { blobContainers, containers, databaseName, type StorageConnection } from "../../shared/storage/containers.ts";

type Party = "application" | "processor" | "card-issuer";
export type DeclaredQueue = { name: string; from: Party; to: Party };
export type DeclaredAccount = { containers: string[]; queues: DeclaredQueue[] };
export type Declarations = {
  database: string;
  containers: { name: string; partitionKey: string; indexed: string[]; defaultTtl: number; identity: string }[];
  accounts: Record<StorageConnection, DeclaredAccount>;
};

/** Queues of one account, with the poison queue of each one that the application reads: the host writes it, a timer reads it. */
const queuesOf = (account: StorageConnection): DeclaredQueue[] =>
  (Object.keys(queues) as QueueName[])
    .filter((name) => queues[name].account === account)
    .flatMap((name) => {
      const { from, to } = queues[name];
      const poison: DeclaredQueue[] =
        to === "application" ? [{ name: poisonQueue(name), from: "application", to: "application" }] : [];
      return [{ name, from, to }, ...poison];
    });

const accountOf = (account: StorageConnection): DeclaredAccount => ({
  containers: Object.entries(blobContainers)
    .filter(([, container]) => container.account === account)
    .map(([name]) => name),
  queues: queuesOf(account),
});

export const declarations = (): Declarations => ({
  database: databaseName,
  containers: Object.entries(containers).map(([name, { partitionKey, indexed, defaultTtl, identity }]) => ({
    name,
    partitionKey,
    indexed: [...indexed],
    defaultTtl,
    identity,
  })),
  accounts: {
    host: accountOf("host"),
    data: accountOf("data"),
    keys: accountOf("keys"),
    exchange: accountOf("exchange"),
  },
});
