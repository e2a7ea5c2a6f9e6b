/** Single items: create, read, replace, upsert, delete; what is kept, what is refused, what the headers say. */
import assert from "node:assert/strict";
import type { Case, Group } from "../suite.ts";
import { pathOf, raw, refused } from "../suite.ts";

const cases: Case[] = [
  {
    name: "create gives 201, the item with its system properties, an ETag, a session token and a charge",
    run: async ({ container }) => {
      const c = await container();
      const answer = await c.items.create({ id: "a", pk: "p", n: 1 });
      assert.equal(answer.statusCode, 201);
      const item: Record<string, unknown> = { ...answer.resource };
      assert.deepEqual([item["id"], item["pk"], item["n"]], ["a", "p", 1]);
      for (const name of ["_rid", "_self", "_etag", "_ts"]) assert.ok(item[name], name);
      assert.equal(answer.headers["etag"], item["_etag"]);
      assert.match(String(answer.headers["x-ms-session-token"]), /^\d+:-?\d+#\d+/u);
      assert.ok(answer.requestCharge >= 5);
    },
  },
  {
    name: "create refuses an id that exists in the partition with 409",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", n: 1 });
      await refused(c.items.create({ id: "a", pk: "p", n: 2 }), 409);
      assert.equal((await c.item("a", "p").read()).resource.n, 1);
    },
  },
  {
    name: "the same id may exist in two partitions, and each reads its own",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", n: 1 });
      await c.items.create({ id: "a", pk: "q", n: 2 });
      assert.equal((await c.item("a", "p").read()).resource.n, 1);
      assert.equal((await c.item("a", "q").read()).resource.n, 2);
      await c.item("a", "p").delete();
      assert.equal((await c.item("a", "q").read()).resource.n, 2);
    },
  },
  {
    name: "read of an absent item, or with another partition's key, gives 404",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      assert.equal((await c.item("b", "p").read()).statusCode, 404);
      assert.equal((await c.item("a", "q").read()).statusCode, 404);
    },
  },
  {
    name: "replace changes the item and its ETag; what is left out is gone",
    run: async ({ container }) => {
      const c = await container();
      const before = await c.items.create({ id: "a", pk: "p", n: 1, old: true });
      const after = await c.item("a", "p").replace({ id: "a", pk: "p", n: 2 });
      assert.equal(after.statusCode, 200);
      assert.notEqual(after.etag, before.etag);
      const { resource } = await c.item("a", "p").read();
      assert.deepEqual([resource.n, resource.old, resource._rid], [2, undefined, before.resource?._rid]);
    },
  },
  {
    name: "replace, patch and delete of an absent item give 404",
    run: async ({ container }) => {
      const c = await container();
      await refused(c.item("a", "p").replace({ id: "a", pk: "p" }), 404);
      await refused(c.item("a", "p").delete(), 404);
      await refused(c.item("a", "p").patch([{ op: "add", path: "/n", value: 1 }]), 404);
    },
  },
  {
    name: "replace cannot change the id",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      await refused(c.item("a", "p").replace({ id: "b", pk: "p" }), 400);
    },
  },
  {
    name: "replace cannot move an item to another partition",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      await refused(c.item("a", "p").replace({ id: "a", pk: "q" }), 400, 1001);
      assert.equal((await c.item("a", "q").read()).statusCode, 404);
    },
  },
  {
    name: "upsert creates with 201, then replaces with 200",
    run: async ({ container }) => {
      const c = await container();
      assert.equal((await c.items.upsert({ id: "a", pk: "p", n: 1 })).statusCode, 201);
      assert.equal((await c.items.upsert({ id: "a", pk: "p", n: 2 })).statusCode, 200);
      assert.equal((await c.item("a", "p").read()).resource.n, 2);
    },
  },
  {
    name: "upsert of an id of another partition creates beside it",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", n: 1 });
      assert.equal((await c.items.upsert({ id: "a", pk: "q", n: 2 })).statusCode, 201);
      assert.equal((await c.item("a", "p").read()).resource.n, 1);
    },
  },
  {
    name: "delete gives 204 and the item is gone; the id can be used again",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p", n: 1 });
      assert.equal((await c.item("a", "p").delete()).statusCode, 204);
      assert.equal((await c.item("a", "p").read()).statusCode, 404);
      await c.items.create({ id: "a", pk: "p", n: 2 });
      assert.equal((await c.item("a", "p").read()).resource.n, 2);
    },
  },
  {
    name: "every JSON value survives as it was written",
    run: async ({ container }) => {
      const c = await container();
      const value = {
        text: "œuvre \u0000 \u2028 \ud83c\udf7d\ufe0f עברית",
        number: [0, -1.5, 1e-7, 9007199254740991],
        nested: { empty: {}, list: [], null: null, deep: [[{ a: [true, false] }]] },
        'a name/with ~ odd " characters': 1,
        __proto__x: "x",
      };
      await c.items.create({ id: "a", pk: "p", value });
      assert.deepEqual((await c.item("a", "p").read()).resource.value, value);
    },
  },
  {
    name: "ids with spaces, dots, unicode and percent signs are found again",
    run: async ({ container }) => {
      const c = await container();
      for (const id of ["a b", "a.b", "é-日本", "100%25", "a+b&c=d", "o'clock"]) {
        await c.items.create({ id, pk: "p" });
        assert.equal((await c.item(id, "p").read()).resource?.id, id);
      }
    },
  },
  {
    name: "ids that the service cannot address are refused with 400",
    run: async (subject) => {
      const c = await subject.container();
      for (const id of ["a/b", "a\\b", "a?b", "a#b", "x".repeat(256)]) {
        const answer = await raw(subject, {
          method: "POST",
          path: `${pathOf(c)}/docs`,
          headers: { "x-ms-documentdb-partitionkey": '["p"]', "content-type": "application/json" },
          body: { id, pk: "p" },
        });
        assert.equal(answer.status, 400, id);
      }
    },
  },
  {
    name: "partition keys of every kind are kept apart: text, number, boolean, null, missing",
    run: async ({ container }) => {
      const c = await container();
      const keys = ["1", 1, true, "true", null, undefined] as const;
      for (const [n, pk] of keys.entries()) await c.items.create({ id: "a", n, ...(pk === undefined ? {} : { pk }) });
      for (const [n, pk] of keys.entries()) {
        const { resource } = await c.item("a", pk as string).read();
        assert.equal(resource?.n, n, `partition key ${String(pk)}`);
      }
    },
  },
  {
    name: "an object or array as partition key is refused",
    run: async (subject) => {
      const c = await subject.container();
      const answer = await raw(subject, {
        method: "POST",
        path: `${pathOf(c)}/docs`,
        headers: { "x-ms-documentdb-partitionkey": '["p"]', "content-type": "application/json" },
        body: { id: "a", pk: ["p"] },
      });
      assert.equal(answer.status, 400);
    },
  },
  {
    name: "an item of nearly 2 MB is kept, one above is refused with 413",
    run: async ({ container }) => {
      const c = await container({ indexingPolicy: { indexingMode: "none", automatic: true } as never });
      await c.items.create({ id: "a", pk: "p", text: "x".repeat(2 * 1024 * 1024 - 200) });
      await refused(c.items.create({ id: "b", pk: "p", text: "x".repeat(2 * 1024 * 1024) }), 413);
      assert.equal((await c.item("b", "p").read()).statusCode, 404);
    },
  },
  {
    name: "a point read costs less than a write, and a larger item more than a small one",
    run: async ({ container }) => {
      const c = await container();
      const write = await c.items.create({ id: "a", pk: "p" });
      const small = await c.item("a", "p").read();
      await c.items.create({ id: "b", pk: "p", text: "x".repeat(50_000) });
      const large = await c.item("b", "p").read();
      assert.ok(small.requestCharge < write.requestCharge && small.requestCharge < large.requestCharge);
    },
  },
  {
    name: "the session token grows with every write",
    run: async ({ container }) => {
      const c = await container();
      const lsn = (token: unknown): number => Number(/#(\d+)/u.exec(String(token))?.[1]);
      const first = await c.items.create({ id: "a", pk: "p" });
      const second = await c.items.create({ id: "b", pk: "p" });
      assert.ok(lsn(second.headers["x-ms-session-token"]) > lsn(first.headers["x-ms-session-token"]));
    },
  },
  {
    name: "a session that the endpoint has not reached gives 404 with sub-status 1002",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await c.items.create({ id: "a", pk: "p" });
      const answer = await raw(subject, {
        method: "GET",
        path: `${pathOf(c)}/docs/a`,
        headers: { "x-ms-documentdb-partitionkey": '["p"]', "x-ms-session-token": "0:-1#999999999" },
      });
      assert.deepEqual([answer.status, answer.headers.get("x-ms-substatus")], [404, "1002"]);
    },
  },
];

export const items: Group = { name: "items", cases };
