/** The contract cases against the local endpoint, or against the one that COSMOS_CONTRACT_ENDPOINT and _KEY name. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type CosmosEndpoint, startCosmosEndpoint } from "../../../local/cosmos/endpoint.ts";
import { groups } from "./cases/all.ts";
import { closeSubject, movableClock, openSubject, type Subject } from "./suite.ts";

const url = process.env["COSMOS_CONTRACT_ENDPOINT"];
const key = process.env["COSMOS_CONTRACT_KEY"];
const program = join(import.meta.dirname, "../../../local/cosmos/main.ts");

let endpoint: CosmosEndpoint | undefined;
let subject: Subject;

beforeAll(async () => {
  if (url && key) {
    subject = await openSubject({ url, key }, undefined);
    return;
  }
  const clock = movableClock();
  endpoint = await startCosmosEndpoint({ port: 0, clock });
  subject = await openSubject(endpoint, { clock, program });
});

afterAll(async () => {
  await closeSubject(subject);
  await endpoint?.close();
});

for (const group of groups) {
  describe(group.name, () => {
    for (const one of group.cases) {
      test.skipIf(Boolean(url) && one.localOnly === true)(one.name, () => one.run(subject));
    }
  });
}
