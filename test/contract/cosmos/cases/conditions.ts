/** Conditional requests: If-Match and If-None-Match. */
import assert from "node:assert/strict";
import type { Case, Group } from "../suite.ts";
import { pathOf, raw, refused } from "../suite.ts";

const ifMatch = (condition: string) => ({ accessCondition: { type: "IfMatch", condition } });
const ifNoneMatch = (condition: string) => ({ accessCondition: { type: "IfNoneMatch", condition } });

const cases: Case[] = [
  {
    name: "replace with the current ETag succeeds, with an old one gives 412 and changes nothing",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p", n: 1 });
      await c.item("a", "p").replace({ id: "a", pk: "p", n: 2 }, ifMatch(etag));
      await refused(c.item("a", "p").replace({ id: "a", pk: "p", n: 3 }, ifMatch(etag)), 412);
      assert.equal((await c.item("a", "p").read()).resource.n, 2);
    },
  },
  {
    name: "delete with an old ETag gives 412 and keeps the item",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p" });
      await c.items.upsert({ id: "a", pk: "p", n: 1 });
      await refused(c.item("a", "p").delete(ifMatch(etag)), 412);
      assert.equal((await c.item("a", "p").read()).statusCode, 200);
    },
  },
  {
    name: "upsert with an old ETag gives 412",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p", n: 1 });
      await c.items.upsert({ id: "a", pk: "p", n: 2 }, ifMatch(etag));
      await refused(c.items.upsert({ id: "a", pk: "p", n: 3 }, ifMatch(etag)), 412);
    },
  },
  {
    name: "upsert with If-None-Match * creates once",
    run: async ({ container }) => {
      const c = await container();
      assert.equal((await c.items.upsert({ id: "a", pk: "p", n: 1 }, ifNoneMatch("*"))).statusCode, 201);
      await refused(c.items.upsert({ id: "a", pk: "p", n: 2 }, ifNoneMatch("*")), 412);
    },
  },
  {
    name: "patch with an old ETag gives 412",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p", n: 1 });
      const operations = [{ op: "incr" as const, path: "/n", value: 1 }];
      await c.item("a", "p").patch(operations, ifMatch(etag));
      await refused(c.item("a", "p").patch(operations, ifMatch(etag)), 412);
      assert.equal((await c.item("a", "p").read()).resource.n, 2);
    },
  },
  {
    name: "If-Match * accepts any state of an existing item, and an absent one is still 404",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      await c.item("a", "p").replace({ id: "a", pk: "p", n: 1 }, ifMatch("*"));
      await refused(c.item("b", "p").replace({ id: "b", pk: "p" }, ifMatch("*")), 404);
    },
  },
  {
    name: "read with the current ETag in If-None-Match gives 304 without a body, with an old one the item",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p" });
      const same = await c.item("a", "p").read(ifNoneMatch(etag));
      assert.deepEqual([same.statusCode, same.resource ?? null], [304, null]);
      await c.items.upsert({ id: "a", pk: "p", n: 1 });
      assert.equal((await c.item("a", "p").read(ifNoneMatch(etag))).resource.n, 1);
    },
  },
  {
    name: "every write gives another ETag, also when the content is the same",
    run: async ({ container }) => {
      const c = await container();
      const seen = new Set<string>();
      for (let n = 0; n < 5; n++) seen.add((await c.items.upsert({ id: "a", pk: "p" })).etag);
      assert.equal(seen.size, 5);
    },
  },
  {
    name: "of 50 writers with one ETag exactly one succeeds",
    run: async ({ container }) => {
      const c = await container();
      const { etag } = await c.items.create({ id: "a", pk: "p", n: 0 });
      const writes = Array.from({ length: 50 }, (_, n) =>
        c.item("a", "p").replace({ id: "a", pk: "p", n: n + 1 }, ifMatch(etag)),
      );
      const outcomes = await Promise.allSettled(writes);
      assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
      for (const outcome of outcomes) if (outcome.status === "rejected") assert.equal(outcome.reason.code, 412);
    },
  },
  {
    name: "a container can be replaced only with its current ETag when one is given",
    run: async (subject) => {
      const c = await subject.container();
      const { resource } = await c.read();
      const answer = await raw(subject, {
        method: "PUT",
        path: pathOf(c),
        headers: { "if-match": '"old"', "content-type": "application/json" },
        body: resource,
      });
      assert.equal(answer.status, 412);
    },
  },
];

export const conditions: Group = { name: "conditions", cases };
