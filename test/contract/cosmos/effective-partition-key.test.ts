/** Keys are hashed as the SDK hashes them, which is how the service does: the SDK sends bulk operations by its own result. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import {
  effectivePartitionKey,
  type KeyComponent,
  rangeBoundaries,
} from "../../../local/cosmos/store/effective-partition-key.ts";
import { randomFrom } from "../../faults/random.ts";

// The SDK does not export its hashing; it is read from the package's files.
const entry = createRequire(import.meta.url).resolve("@azure/cosmos");
const hashing = pathToFileURL(join(dirname(entry), "../esm/utils/hashing/hash.js")).href;
const { hashPartitionKey } = (await import(hashing)) as {
  hashPartitionKey: (key: unknown[], definition: object) => string;
};

const plain = (component: KeyComponent): unknown => (component === undefined ? {} : component);

test("single keys of every type and length hash alike", () => {
  const random = randomFrom(1);
  const texts = Array.from({ length: 300 }, (_, length) =>
    String.fromCodePoint(...Array.from({ length: length % 70 }, () => random.whole(1, 0xd7ff))),
  );
  const keys: KeyComponent[] = [...texts, "", "é😀", 0, -1, 1.5, 1e300, 9007199254740991, true, false, null, undefined];
  for (const key of keys) {
    const expected = hashPartitionKey([plain(key)], { paths: ["/pk"], kind: "Hash", version: 2 });
    expect(effectivePartitionKey([key], "Hash")).toBe(expected);
  }
});

test("hierarchical keys and their prefixes hash alike", () => {
  for (const key of [["a"], ["a", 1], ["a", 1, null], ["tenant", "user", "session"]] as KeyComponent[][]) {
    const expected = hashPartitionKey(key, { paths: ["/a", "/b", "/c"], kind: "MultiHash", version: 2 });
    expect(effectivePartitionKey(key, "MultiHash")).toBe(expected);
  }
});

test("ranges cover the key space without gaps and divide it evenly", () => {
  const boundaries = rangeBoundaries(4);
  expect(boundaries).toHaveLength(5);
  expect([boundaries[0], boundaries.at(-1)]).toEqual(["", "FF"]);
  expect([...boundaries].sort()).toEqual(boundaries);
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 4_000; n++) {
    const position = effectivePartitionKey([`key ${n}`], "Hash");
    const range = boundaries.findLastIndex((boundary) => boundary <= position);
    counts[range] = (counts[range] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(800);
});
