/**
 * The part of the composition root that makes settings into adapters: Azure's SDKs stand behind the ports from here on. The
 * simulation gives the application others of the same contracts.
 */
import { nonEeaLocations } from "./charter/regions.ts";
import type { Settings } from "./config.ts";
import { type Documents, documentsOf } from "./documents/document.ts";
import { loadDocuments } from "./documents/load-documents.ts";
import type { Probes } from "./health/readiness.ts";
import { type PoisonQueues, poisonQueues } from "./messaging/poison-queues.ts";
import { type QueueSender, queueSender } from "./messaging/queue-sender.ts";
import { currentTrace } from "./messaging/trace.ts";
import { communicationServicesMailer, type Mailer } from "./notifications/mail.ts";
import { type Logger, logger } from "./privacy/log.ts";
import { containerBlobs, type ListedBlobs } from "./storage/blobs.ts";
import { type BrandKeyRotation, type BrandKeys, brandKeys } from "./storage/brand-keys.ts";
import { type BlobContainerName, blobContainers, type ContainerName, containers } from "./storage/containers.ts";
import type { Container } from "./storage/cosmos-container.ts";
import { blobClient, cosmosClient, queueClient } from "./storage/credentials.ts";
import { followClockAuthority } from "./time/authority-clock.ts";
import { parisDay } from "./time/calendar.ts";
import { type Clock, systemClock } from "./time/clock.ts";

const toConsole = (line: string, level: "info" | "warn" | "error") =>
  level === "error" ? console.error(line) : console.log(line);

/** What the application stands on. Azure's adapters by `portsOf`; the simulation gives it others of the same contracts. */
export type Ports = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly container: (name: ContainerName) => Container;
  readonly blobs: (name: BlobContainerName) => ListedBlobs;
  readonly queues: QueueSender;
  readonly poison: PoisonQueues;
  readonly brandKeys: BrandKeys & BrandKeyRotation;
  readonly mailer: Mailer;
  readonly documents: Documents;
  readonly probes: Probes;
};

/** Settings become adapters. */
export async function portsOf(settings: Settings): Promise<Ports> {
  const clock =
    settings.CONCIERGE_MODE === "local" && settings.CLOCK_URL !== undefined
      ? await followClockAuthority(settings.CLOCK_URL)
      : systemClock;
  const cosmos = cosmosClient(settings);
  // The archive's client by need: most instances never open it.
  let archive: ReturnType<typeof cosmosClient> | undefined;
  const clientFor = (name: ContainerName) => {
    if (containers[name].identity === "application") return cosmos;
    archive ??= cosmosClient(settings, "archive");
    return archive;
  };
  const container = (name: ContainerName) => clientFor(name).database(settings.COSMOS_DATABASE).container(name);
  const dataQueues = queueClient(settings, "data");
  const exchangeQueues = queueClient(settings, "exchange");
  const accounts = {
    data: blobClient(settings, "data"),
    keys: blobClient(settings, "keys"),
    exchange: blobClient(settings, "exchange"),
  };
  const blobContainer = (name: BlobContainerName) => accounts[blobContainers[name].account].getContainerClient(name);

  return {
    clock,
    log: logger({ write: toConsole, clock, trace: currentTrace }),
    container,
    blobs: (name) => containerBlobs(blobContainer(name)),
    queues: queueSender({ data: dataQueues, exchange: exchangeQueues }),
    poison: poisonQueues({ data: dataQueues, exchange: exchangeQueues }),
    brandKeys: brandKeys(settings),
    mailer: communicationServicesMailer(settings),
    documents: documentsOf(loadDocuments(), parisDay(clock.now())),
    probes: {
      store: () => container("subjects").read(),
      residency: async () => {
        if (settings.CONCIERGE_MODE === "local") return;
        const { resource } = await cosmos.getDatabaseAccount();
        const names = [...(resource?.readableLocations ?? []), ...(resource?.writableLocations ?? [])].map(
          (at) => at.name,
        );
        if (nonEeaLocations(names).length > 0) throw new Error("the store has a location outside the EEA");
      },
      keys: () => blobContainer("person-keys").getProperties(),
      exchange: async () => (await exchangeQueues()).getQueueClient("concierge-inbox").getProperties(),
      queues: async () => (await dataQueues()).getQueueClient("dispatch").getProperties(),
    },
  };
}
