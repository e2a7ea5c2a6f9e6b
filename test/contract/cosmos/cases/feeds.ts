/** The change feed, and hierarchical partition keys. */
import assert from "node:assert/strict";
import { type ChangeFeedIteratorOptions, ChangeFeedStartFrom, type Container, PartitionKeyKind } from "@azure/cosmos";
import type { Case, Group } from "../suite.ts";
import { ask, pathOf, raw, refused } from "../suite.ts";

type Change = { id: string; n?: number };

/** Reads until nothing is newer; gives the changes and where to go on. */
async function changes(
  container: Container,
  options: ChangeFeedIteratorOptions,
): Promise<{ seen: Change[]; token: string }> {
  const iterator = container.items.getChangeFeedIterator<Change>({ maxItemCount: 4, ...options });
  const seen: Change[] = [];
  for (;;) {
    const answer = await iterator.readNext();
    if (answer.statusCode === 304) return { seen, token: answer.continuationToken };
    seen.push(...answer.result);
  }
}

const fromStart = { changeFeedStartFrom: ChangeFeedStartFrom.Beginning() };

const changeFeed: Case[] = [
  {
    name: "from the beginning every item appears once with its newest state",
    run: async ({ container }) => {
      const c = await container({}, { throughput: 30_000 });
      for (let n = 0; n < 20; n++) await c.items.create({ id: `i${n}`, pk: `p${n}`, n });
      await c.item("i3", "p3").replace({ id: "i3", pk: "p3", n: 300 });
      const { seen } = await changes(c, fromStart);
      assert.equal(seen.length, 20);
      assert.equal(seen.find((one) => one.id === "i3")?.n, 300);
    },
  },
  {
    name: "a continuation gives what came after it, in the order of writing",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", n: 1 });
      await c.items.create({ id: "b", pk: "p", n: 1 });
      const first = await changes(c, fromStart);
      await c.items.upsert({ id: "b", pk: "p", n: 2 });
      await c.items.upsert({ id: "a", pk: "p", n: 2 });
      const second = await changes(c, { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(first.token) });
      assert.deepEqual(
        second.seen.map((one) => [one.id, one.n]),
        [
          ["b", 2],
          ["a", 2],
        ],
      );
    },
  },
  {
    name: "with nothing newer the answer is 304",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      const first = await changes(c, fromStart);
      const again = await changes(c, { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(first.token) });
      assert.deepEqual(again.seen, []);
    },
  },
  {
    name: "a feed that starts now does not see what came before",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      const start = await changes(c, { changeFeedStartFrom: ChangeFeedStartFrom.Now() });
      assert.deepEqual(start.seen, []);
      await c.items.create({ id: "b", pk: "p" });
      const next = await changes(c, { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(start.token) });
      assert.deepEqual(
        next.seen.map((one) => one.id),
        ["b"],
      );
    },
  },
  {
    name: "a feed of one partition key sees that partition only",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      await c.items.create({ id: "b", pk: "q" });
      const { seen } = await changes(c, { changeFeedStartFrom: ChangeFeedStartFrom.Beginning("q") });
      assert.deepEqual(
        seen.map((one) => one.id),
        ["b"],
      );
    },
  },
  {
    name: "deleted items do not appear",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      await c.item("a", "p").delete();
      assert.deepEqual((await changes(c, fromStart)).seen, []);
    },
  },
  {
    name: "the feed of all versions and deletes is refused",
    run: async (subject) => {
      const c = await subject.container();
      const answer = await raw(subject, {
        method: "GET",
        path: `${pathOf(c)}/docs`,
        headers: { "a-im": "Full-Fidelity Feed" },
      });
      assert.equal(answer.status, 400);
    },
  },
];

const hierarchical = {
  partitionKey: { paths: ["/tenant", "/user/id", "/session"], kind: PartitionKeyKind.MultiHash, version: 2 },
};

const hierarchy: Case[] = [
  {
    name: "items are found by their whole hierarchical key",
    run: async ({ container }) => {
      const c = await container(hierarchical, { throughput: 30_000 });
      await c.items.create({ id: "a", tenant: "t", user: { id: "u" }, session: 1, n: 1 });
      await c.items.create({ id: "a", tenant: "t", user: { id: "u" }, session: 2, n: 2 });
      assert.equal((await c.item("a", ["t", "u", 1]).read()).resource.n, 1);
      assert.equal((await c.item("a", ["t", "u", 2]).read()).resource.n, 2);
      assert.equal((await c.item("a", ["t", "v", 1]).read()).statusCode, 404);
    },
  },
  {
    name: "a query by a prefix of the key sees all below it and nothing beside it",
    run: async ({ container }) => {
      const c = await container(hierarchical, { throughput: 30_000 });
      for (const tenant of ["t1", "t2"]) {
        for (const user of ["u1", "u2"]) {
          for (const session of [1, 2]) {
            await c.items.create({ id: `${tenant}${user}${session}`, tenant, user: { id: user }, session });
          }
        }
      }
      const ids = async (key: unknown[]) => (await ask<string>(c, "SELECT VALUE c.id FROM c", { in: key })).sort();
      assert.deepEqual(await ids(["t1"]), ["t1u11", "t1u12", "t1u21", "t1u22"]);
      assert.deepEqual(await ids(["t2", "u1"]), ["t2u11", "t2u12"]);
      assert.deepEqual(await ids(["t2", "u2", 2]), ["t2u22"]);
      assert.deepEqual(await ids(["t3"]), []);
    },
  },
  {
    name: "a write needs the whole key",
    run: async (subject) => {
      const c = await subject.container(hierarchical);
      const answer = await raw(subject, {
        method: "POST",
        path: `${pathOf(c)}/docs`,
        headers: { "x-ms-documentdb-partitionkey": '["t"]', "content-type": "application/json" },
        body: { id: "a", tenant: "t", user: { id: "u" }, session: 1 },
      });
      assert.equal(answer.status, 400);
    },
  },
  {
    name: "batches work within one hierarchical key",
    run: async ({ container }) => {
      const c = await container(hierarchical);
      const body = { tenant: "t", user: { id: "u" }, session: 1 };
      const answer = await c.items.batch(
        [
          { operationType: "Create", resourceBody: { id: "a", ...body } },
          { operationType: "Create", resourceBody: { id: "b", ...body } },
        ],
        ["t", "u", 1],
      );
      assert.equal(answer.code, 200);
      const wrong = await c.items.batch(
        [
          { operationType: "Create", resourceBody: { id: "d", ...body } },
          { operationType: "Create", resourceBody: { id: "e", ...body, session: 2 } },
        ],
        ["t", "u", 1],
      );
      assert.equal(wrong.code, 207);
    },
  },
  {
    name: "a key with more components than the container has is refused",
    run: async ({ container }) => {
      const c = await container(hierarchical);
      await refused(ask(c, "SELECT * FROM c", { in: ["a", "b", "c", "d"] }), 400);
    },
  },
];

export const feeds: Group = { name: "feeds", cases: changeFeed };
export const hierarchicalKeys: Group = { name: "hierarchy", cases: hierarchy };
