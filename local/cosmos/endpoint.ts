/** Starts the endpoint in this process: for tests, and for the program in `main.ts`. */
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../../shared/time/clock.ts";
import { Faults } from "./faults.ts";
import type { Consistency } from "./request-units.ts";
import { Items } from "./store/items.ts";
import { Store } from "./store/store.ts";
import { emulatorKey } from "./wire/authorization.ts";
import { createCosmosServer } from "./wire/server.ts";

export type CosmosEndpointOptions = {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** SQLite file; absent: a temporary one, removed when the endpoint closes. */
  readonly dataFile?: string;
  /** Begins with an empty file. Default: false. */
  readonly fresh?: boolean;
  /** What `_ts`, expiry and date functions follow. Default: the machine's clock. */
  readonly clock?: Clock;
  /** Consistency of the account. Default: BoundedStaleness, which within one region reads the latest write. */
  readonly consistency?: Consistency;
  /** Partition-key ranges of a container that is created without throughput. Default: 1. */
  readonly ranges?: number;
};

export type CosmosEndpoint = {
  readonly url: string;
  /** Account key: the emulators' public one. */
  readonly key: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

const purgeEveryMs = 5_000;
const purgedAtOnce = 500;

/** @throws Error with code EADDRINUSE when the port is taken, or when another process holds the data file. */
export async function startCosmosEndpoint(options: CosmosEndpointOptions): Promise<CosmosEndpoint> {
  const store = new Store(options.dataFile, options.clock ?? systemClock, options.fresh);
  const items = new Items(store);
  const endpoint = {
    store,
    items,
    consistency: options.consistency ?? "BoundedStaleness",
    defaultRanges: options.ranges ?? 1,
  };
  const server = createCosmosServer(endpoint, emulatorKey, new Faults());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port, "127.0.0.1", resolve);
    });
  } catch (error) {
    store.close();
    throw error;
  }
  const purge = setInterval(() => items.purgeExpired(purgedAtOnce), purgeEveryMs);
  purge.unref();
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    clearInterval(purge);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      // Requests are answered within one turn of the event loop; what still hangs is a client that sends no more.
      setTimeout(() => server.closeAllConnections(), 500).unref();
    });
    store.close();
  };
  return { url: `http://127.0.0.1:${port}/`, key: emulatorKey, port, close };
}
