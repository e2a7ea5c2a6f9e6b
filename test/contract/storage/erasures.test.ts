/** The erasures and the places they empty: on Cosmos DB's endpoint through the real SDK, and in memory. */
import { afterAll, beforeAll, describe } from "vitest";
import { cosmosErasures } from "../../../shared/storage/cosmos-erasures.ts";
import { cosmosPersonStores } from "../../../shared/storage/cosmos-person-stores.ts";
import { keyBlobName, type Person } from "../../../shared/storage/person-keys.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryCosmos } from "../../memory/cosmos.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";
import { type ErasuresGiven, erasuresSuite } from "./erasures-suite.ts";
import { startStore, type TestStore } from "./store.ts";

type Parts = Pick<TestStore, "container" | "keys"> & { readonly blobs: ReturnType<typeof memoryBlobs> };

const givenOf = ({ container, keys, blobs }: Parts): ErasuresGiven => {
  const named = new Map<string, readonly Person[]>();
  return {
    erasures: cosmosErasures({ container: container("erasures") as never, keys }),
    stores: cosmosPersonStores({
      container: container as never,
      blobs: (name) => (name === "person-keys" ? blobs : memoryBlobs()),
      keys,
      holdersOf: async (_brand, join) => named.get(join) ?? [],
    }),
    put: (name, partition, items) =>
      container(name).items.batch(
        items.map((item) => ({ operationType: "Create", resourceBody: item as never })),
        partition,
      ),
    hasKey: async (person) => blobs.contents.has(keyBlobName(person)),
    name: (join, people) => void named.set(join, people),
  };
};

describe("on Cosmos DB's endpoint", () => {
  let store: TestStore;
  let given: ErasuresGiven;
  beforeAll(async () => {
    store = await startStore();
    given = givenOf(store);
  });
  afterAll(() => store.close());
  erasuresSuite(() => given);
});

describe("in memory", () => {
  const clock = standingClock();
  const cosmos = memoryCosmos(clock);
  const { keys, blobs } = memoryPersonKeys(clock);
  const given = givenOf({ container: (name) => cosmos.open(name) as never, keys, blobs });
  erasuresSuite(() => given);
});
