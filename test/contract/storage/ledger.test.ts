/** The ledger on Cosmos DB's endpoint through the real SDK, and the same contract in memory. */
import { afterAll, beforeAll, describe } from "vitest";
import { cosmosLedger } from "../../../shared/storage/cosmos-ledger.ts";
import { memoryLedger } from "../../memory/ledger.ts";
import { ledgerSuite } from "./ledger-suite.ts";
import { startStore, type TestStore } from "./store.ts";

describe("on Cosmos DB", () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.close());
  ledgerSuite(() => cosmosLedger(store.container("ledger")));
});

describe("in memory", () => {
  const store = memoryLedger();
  ledgerSuite(() => store);
});
