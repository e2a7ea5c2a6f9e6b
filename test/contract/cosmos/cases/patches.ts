/** Partial updates and their conditions. */
import assert from "node:assert/strict";
import type { PatchOperation } from "@azure/cosmos";
import type { Case, Group } from "../suite.ts";
import { refused } from "../suite.ts";

const item = { id: "a", pk: "p", n: 1, state: "Open", tags: ["x", "y"], nested: { deep: { value: 1 } } };

/** Patches the item above and compares what the operation touched. */
function patched(name: string, operations: PatchOperation[], expected: Record<string, unknown>): Case {
  return {
    name,
    run: async ({ container }) => {
      const c = await container();
      await c.items.create(item);
      await c.item("a", "p").patch(operations);
      const { resource } = await c.item("a", "p").read();
      for (const [property, value] of Object.entries(expected)) assert.deepEqual(resource[property], value, property);
    },
  };
}

function patchRefused(name: string, operations: PatchOperation[]): Case {
  return {
    name,
    run: async ({ container }) => {
      const c = await container();
      const before = await c.items.create(item);
      await refused(c.item("a", "p").patch(operations), 400);
      assert.equal((await c.item("a", "p").read()).etag, before.etag);
    },
  };
}

const cases: Case[] = [
  patched("add makes a property", [{ op: "add", path: "/new", value: { a: 1 } }], { new: { a: 1 } }),
  patched(
    "add into an array inserts, and '-' appends",
    [
      { op: "add", path: "/tags/0", value: "w" },
      { op: "add", path: "/tags/-", value: "z" },
    ],
    { tags: ["w", "x", "y", "z"] },
  ),
  patched(
    "set replaces an element and makes a property",
    [
      { op: "set", path: "/tags/1", value: "Y" },
      { op: "set", path: "/nested/deep/other", value: 2 },
    ],
    { tags: ["x", "Y"], nested: { deep: { value: 1, other: 2 } } },
  ),
  patched("replace changes what exists", [{ op: "replace", path: "/nested/deep/value", value: 9 }], {
    nested: { deep: { value: 9 } },
  }),
  patched(
    "remove takes a property and an element",
    [
      { op: "remove", path: "/nested" },
      { op: "remove", path: "/tags/0" },
    ],
    { nested: undefined, tags: ["y"] },
  ),
  patched(
    "incr adds, also negative, and makes a missing counter",
    [
      { op: "incr", path: "/n", value: -3 },
      { op: "incr", path: "/made", value: 4 },
    ],
    { n: -2, made: 4 },
  ),
  patched("move takes a value elsewhere", [{ op: "move", from: "/state", path: "/nested/state" } as never], {
    state: undefined,
    nested: { deep: { value: 1 }, state: "Open" },
  }),
  patched("pointers escape ~ and /", [{ op: "add", path: "/a~1b~0c", value: 1 }], { "a/b~c": 1 }),
  patchRefused("replace of what is absent is refused", [{ op: "replace", path: "/absent", value: 1 }]),
  patchRefused("remove of what is absent is refused", [{ op: "remove", path: "/absent" }]),
  patchRefused("incr of text is refused", [{ op: "incr", path: "/state", value: 1 }]),
  patchRefused("add below a missing parent is refused", [{ op: "add", path: "/no/such", value: 1 }]),
  patchRefused("add beyond the end of an array is refused", [{ op: "add", path: "/tags/9", value: 1 }]),
  patchRefused("the id cannot be patched", [{ op: "set", path: "/id", value: "b" }]),
  patchRefused("the partition key cannot be patched", [{ op: "set", path: "/pk", value: "q" }]),
  patchRefused("a failing operation undoes the ones before it", [
    { op: "set", path: "/n", value: 100 },
    { op: "remove", path: "/absent" },
  ]),
  patchRefused(
    "eleven operations are refused",
    Array.from({ length: 11 }, () => ({ op: "incr", path: "/n", value: 1 })),
  ),
  {
    name: "a condition that holds lets the patch through, one that does not gives 412; text keeps its case",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create(item);
      const operations: PatchOperation[] = [{ op: "incr", path: "/n", value: 1 }];
      await refused(c.item("a", "p").patch({ condition: "FROM c WHERE c.state = 'open'", operations }), 412);
      await refused(c.item("a", "p").patch({ condition: "FROM c WHERE c.State = 'Open'", operations }), 412);
      const { resource } = await c
        .item("a", "p")
        .patch({ condition: "FROM c WHERE c.state = 'Open' AND c.n = 1", operations });
      assert.equal(resource.n, 2);
    },
  },
  {
    name: "the condition of a patch sees its own item only",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create(item);
      await c.items.create({ ...item, id: "other", state: "Closed" });
      await c.items.create({ ...item, pk: "q", state: "Closed" });
      const operations: PatchOperation[] = [{ op: "incr", path: "/n", value: 1 }];
      await refused(c.item("a", "p").patch({ condition: "FROM c WHERE c.state = 'Closed'", operations }), 412);
    },
  },
  {
    name: "a condition with an unknown function or without WHERE is refused",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create(item);
      const operations: PatchOperation[] = [{ op: "incr", path: "/n", value: 1 }];
      await refused(c.item("a", "p").patch({ condition: "FROM c WHERE FOO(c.n)", operations }), 400);
      await refused(c.item("a", "p").patch({ condition: "FROM c", operations }), 400);
    },
  },
  {
    name: "50 parallel increments all count",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create(item);
      await Promise.all(
        Array.from({ length: 50 }, () => c.item("a", "p").patch([{ op: "incr", path: "/n", value: 1 }])),
      );
      assert.equal((await c.item("a", "p").read()).resource.n, 51);
    },
  },
];

export const patches: Group = { name: "patches", cases };
