/** Transactional batches and bulk. */
import assert from "node:assert/strict";
import type { OperationInput } from "@azure/cosmos";
import type { Case, Group } from "../suite.ts";
import { ask, pathOf, raw, refused } from "../suite.ts";

const create = (id: string, more: object = {}): OperationInput => ({
  operationType: "Create",
  resourceBody: { id, pk: "p", ...more } as never,
});

const cases: Case[] = [
  {
    name: "a batch of every operation commits, with one result each in order",
    run: async ({ container }) => {
      const c = await container();
      for (const id of ["a", "b", "d", "e"]) await c.items.create({ id, pk: "p", n: 1 });
      const answer = await c.items.batch(
        [
          create("new"),
          { operationType: "Upsert", resourceBody: { id: "a", pk: "p", n: 2 } },
          { operationType: "Replace", id: "b", resourceBody: { id: "b", pk: "p", n: 3 } },
          { operationType: "Delete", id: "d" },
          { operationType: "Patch", id: "e", resourceBody: { operations: [{ op: "incr", path: "/n", value: 5 }] } },
          { operationType: "Read", id: "e" },
        ],
        "p",
      );
      assert.deepEqual(
        answer.result?.map((one) => one.statusCode),
        [201, 200, 200, 204, 200, 200],
      );
      assert.equal(answer.result?.[5]?.resourceBody?.["n"], 6);
      assert.ok(answer.result?.[0]?.eTag);
      assert.deepEqual((await ask<string>(c, "SELECT VALUE c.id FROM c", { in: "p" })).sort(), ["a", "b", "e", "new"]);
    },
  },
  {
    name: "one failing operation undoes all: 207, its own status, 424 for the others, nothing kept",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "taken", pk: "p", n: 1 });
      const answer = await c.items.batch(
        [
          create("x"),
          { operationType: "Upsert", resourceBody: { id: "taken", pk: "p", n: 2 } },
          create("taken"),
          create("y"),
        ],
        "p",
      );
      assert.equal(answer.code, 207);
      assert.deepEqual(
        answer.result?.map((one) => one.statusCode),
        [424, 424, 409, 424],
      );
      assert.deepEqual(await ask(c, "SELECT c.id, c.n FROM c", { in: "p" }), [{ id: "taken", n: 1 }]);
    },
  },
  {
    name: "deletes in a failed batch are undone too, and the index with them",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", kind: "k" });
      await c.items.batch(
        [
          { operationType: "Delete", id: "a" },
          { operationType: "Delete", id: "absent" },
        ],
        "p",
      );
      assert.deepEqual(await ask(c, "SELECT VALUE c.id FROM c WHERE c.kind = 'k'", { in: "p" }), ["a"]);
    },
  },
  {
    name: "an old ETag in a batch gives 412 for it and undoes the rest",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      const answer = await c.items.batch(
        [create("b"), { operationType: "Replace", id: "a", ifMatch: '"old"', resourceBody: { id: "a", pk: "p" } }],
        "p",
      );
      assert.deepEqual(
        answer.result?.map((one) => one.statusCode),
        [424, 412],
      );
      assert.equal((await c.item("b", "p").read()).statusCode, 404);
    },
  },
  {
    name: "the current ETag in a batch is accepted",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p" });
      const answer = await c.items.batch(
        [{ operationType: "Replace", id: "a", ifMatch: etag, resourceBody: { id: "a", pk: "p", n: 1 } }, create("b")],
        "p",
      );
      assert.equal(answer.code, 200);
    },
  },
  {
    name: "an item of another partition in a batch is refused and nothing is kept",
    run: async ({ container }) => {
      const c = await container();
      const answer = await c.items.batch(
        [create("a"), { operationType: "Create", resourceBody: { id: "b", pk: "other" } }],
        "p",
      );
      assert.deepEqual(
        answer.result?.map((one) => one.statusCode),
        [424, 400],
      );
      assert.deepEqual(await ask(c, "SELECT * FROM c"), []);
    },
  },
  {
    name: "later operations of a batch see the earlier ones",
    run: async ({ container }) => {
      const c = await container();
      const answer = await c.items.batch([create("a", { n: 1 }), { operationType: "Read", id: "a" }], "p");
      assert.equal(answer.result?.[1]?.resourceBody?.["n"], 1);
    },
  },
  {
    name: "100 operations commit, 101 are refused",
    run: async (subject) => {
      const c = await subject.container();
      const hundred = Array.from({ length: 100 }, (_, n) => create(`i${n}`));
      assert.equal((await c.items.batch(hundred, "p")).code, 200);
      const answer = await raw(subject, {
        method: "POST",
        path: `${pathOf(c)}/docs`,
        headers: {
          "x-ms-documentdb-partitionkey": '["p"]',
          "x-ms-cosmos-is-batch-request": "True",
          "x-ms-cosmos-batch-atomic": "True",
        },
        body: Array.from({ length: 101 }, (_, n) => create(`j${n}`)),
      });
      assert.equal(answer.status, 400);
    },
  },
  {
    name: "a batch above 2 MB is refused with 413",
    run: async ({ container }) => {
      const c = await container();
      const text = "x".repeat(800_000);
      await refused(c.items.batch([create("a", { text }), create("b", { text }), create("d", { text })], "p"), 413);
      assert.deepEqual(await ask(c, "SELECT VALUE c.id FROM c", { in: "p" }), []);
    },
  },
  {
    name: "an unknown operation type in a batch is refused",
    run: async ({ container }) => {
      const c = await container();
      await refused(c.items.batch([{ operationType: "Merge", id: "a" } as never], "p"), 400);
    },
  },
  {
    name: "a conditional patch in a batch that does not hold gives 412 and undoes the rest",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", state: "Open" });
      const patch = (condition: string): OperationInput => ({
        operationType: "Patch",
        id: "a",
        resourceBody: { condition, operations: [{ op: "set", path: "/state", value: "Closed" }] },
      });
      const answer = await c.items.batch([create("b"), patch("FROM c WHERE c.state = 'open'")], "p");
      assert.deepEqual(
        answer.result?.map((one) => one.statusCode),
        [424, 412],
      );
      assert.equal((await c.items.batch([create("b"), patch("FROM c WHERE c.state = 'Open'")], "p")).code, 200);
    },
  },
  {
    name: "with contentResponseOnWriteEnabled off, writes answer without their items and reads with them",
    run: async ({ container }) => {
      const c = await container();
      const operations: OperationInput[] = [
        create("a"),
        { operationType: "Upsert", resourceBody: { id: "a", pk: "p", n: 1 } },
        { operationType: "Read", id: "a" },
      ];
      const answer = await c.items.batch(operations, "p", { contentResponseOnWriteEnabled: false } as never);
      assert.deepEqual(
        answer.result?.map((one) => one.resourceBody?.["id"]),
        [undefined, undefined, "a"],
      );
    },
  },
  {
    name: "bulk performs each operation for itself, over several partitions",
    run: async ({ container }) => {
      const c = await container({}, { throughput: 30_000 });
      await c.items.create({ id: "taken", pk: "k1" });
      const operations = Array.from({ length: 40 }, (_, n) => ({
        operationType: "Create" as const,
        partitionKey: n === 7 ? "k1" : `k${n}`,
        resourceBody: { id: n === 7 ? "taken" : `i${n}`, pk: n === 7 ? "k1" : `k${n}` },
      }));
      const outcomes = await c.items.executeBulkOperations(operations);
      const codes = outcomes.map((one) => one.response?.statusCode ?? one.error?.code);
      assert.deepEqual(
        codes,
        operations.map((_, n) => (n === 7 ? 409 : 201)),
      );
      assert.equal((await ask(c, "SELECT * FROM c")).length, 40);
    },
  },
];

export const batches: Group = { name: "batches", cases };
