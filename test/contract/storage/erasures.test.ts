/** The erasures and the places they empty: on Cosmos DB's endpoint through the real SDK, and in memory. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import { cosmosErasures } from "../../../shared/storage/cosmos-erasures.ts";
import { cosmosPersonStores } from "../../../shared/storage/cosmos-person-stores.ts";
import { metered } from "../../../shared/storage/meter.ts";
import { keyBlobName, type Person } from "../../../shared/storage/person-keys.ts";
import { isStore } from "../../../shared/storage/person-stores.ts";
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

  test("what bears a hash only is found by an index: others that wait cost nothing", async () => {
    const hash = () => `1.${randomUUID().replaceAll("-", "").padEnd(43, "x")}` as KeyedHash;
    const [own, person] = [hash(), { brand: "milleis", subjectId: randomUUID() } as const];
    const queue = "card-services-undecided";
    const put = (joins: readonly KeyedHash[]) =>
      given.put(
        "failures",
        queue,
        joins.map((join) => ({ id: randomUUID(), queue, join })),
      );
    const cost = () =>
      metered(async (meter) => {
        const { failures } = given.stores;
        if (!isStore(failures)) throw new Error("no store");
        let count = 0;
        for await (const page of failures.find(person, { payloads: [], joins: [own] })) count += page.length;
        return { count, requestUnits: meter.requestUnits };
      });
    await put([own]);
    const before = await cost();
    expect(before.count).toBe(1);
    for (let round = 0; round < 3; round += 1) await put(Array.from({ length: 100 }, hash));
    expect(await cost()).toEqual(before);
  });
});

describe("in memory", () => {
  const clock = standingClock();
  const cosmos = memoryCosmos(clock);
  const { keys, blobs } = memoryPersonKeys(clock);
  const given = givenOf({ container: (name) => cosmos.open(name) as never, keys, blobs });
  erasuresSuite(() => given);
});
