/** The local Cosmos endpoint with everything declared, spoken to by the real SDK as the application does it, and its fault switch. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CosmosClient } from "@azure/cosmos";
import { type CosmosEndpoint, startCosmosEndpoint } from "../../../local/cosmos/endpoint.ts";
import type { FaultRule } from "../../../local/cosmos/faults.ts";
import { provisionCosmos } from "../../../local/system/provision.ts";
import { type ContainerName, databaseName } from "../../../shared/storage/containers.ts";
import { cosmosRepository } from "../../../shared/storage/cosmos-repository.ts";
import { type StandingClock, standingClock } from "../../memory/clock.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";

export async function startStore(clock: StandingClock = standingClock()) {
  const directory = mkdtempSync(join(tmpdir(), "concierge-store-"));
  const endpoint: CosmosEndpoint = await startCosmosEndpoint({
    port: 0,
    dataFile: join(directory, "cosmos.sqlite"),
    clock,
    ranges: 3,
  });
  await provisionCosmos({ endpoint: endpoint.url, key: endpoint.key });
  const client = new CosmosClient({
    endpoint: endpoint.url,
    key: endpoint.key,
    connectionPolicy: {
      retryOptions: { maxRetryAttemptCount: 1, fixedRetryIntervalInMilliseconds: 1, maxWaitTimeInSeconds: 1 },
      requestTimeout: 5_000,
    },
  });
  const container = (name: ContainerName) => client.database(databaseName).container(name);
  const { keys, ...keyStore } = memoryPersonKeys(clock);
  const faults = (rules: readonly FaultRule[]) =>
    fetch(new URL("/_local/faults", endpoint.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ seed: 1, rules }),
    }).then((answer) => {
      if (!answer.ok) throw new Error(`faults refused: ${answer.status}`);
    });
  return {
    clock,
    container,
    keys,
    ...keyStore,
    faults,
    repository: cosmosRepository({ container: container("subjects"), keys, clock }),
    /** Every byte of the database's files. */
    bytes: () => Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name)))),
    async close() {
      client.dispose();
      await endpoint.close();
      rmSync(directory, { recursive: true });
    },
  };
}
export type TestStore = Awaited<ReturnType<typeof startStore>>;
