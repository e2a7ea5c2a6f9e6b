/** Time to live and unique keys. */
import assert from "node:assert/strict";
import type { Case, Group, Subject } from "../suite.ts";
import { ask, refused } from "../suite.ts";

function clockOf(subject: Subject) {
  assert.ok(subject.local);
  return subject.local.clock;
}

const timeToLive: Case[] = [
  {
    name: "an item with a ttl is gone that many seconds after it was written",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await c.items.create({ id: "a", pk: "p", kind: "k", ttl: 60 });
      clockOf(subject).advance(59);
      assert.equal((await c.item("a", "p").read()).statusCode, 200);
      clockOf(subject).advance(1);
      assert.equal((await c.item("a", "p").read()).statusCode, 404);
      assert.deepEqual(await ask(c, "SELECT * FROM c WHERE c.kind = 'k'", { in: "p" }), []);
      assert.deepEqual(await ask(c, "SELECT * FROM c"), []);
    },
  },
  {
    name: "the ttl counts from the last write, not from creation",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await c.items.create({ id: "a", pk: "p", n: 0, ttl: 60 });
      clockOf(subject).advance(50);
      await c.item("a", "p").patch([{ op: "incr", path: "/n", value: 1 }]);
      clockOf(subject).advance(50);
      assert.equal((await c.item("a", "p").read()).resource?.n, 1);
      clockOf(subject).advance(10);
      assert.equal((await c.item("a", "p").read()).statusCode, 404);
    },
  },
  {
    name: "a container's default ttl applies where the item says nothing; -1 in the item keeps it",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container({ defaultTtl: 100 });
      await c.items.create({ id: "default", pk: "p" });
      await c.items.create({ id: "own", pk: "p", ttl: 200 });
      await c.items.create({ id: "never", pk: "p", ttl: -1 });
      const ids = () => ask<string>(c, "SELECT VALUE c.id FROM c", { in: "p" });
      clockOf(subject).advance(100);
      assert.deepEqual((await ids()).sort(), ["never", "own"]);
      clockOf(subject).advance(100);
      assert.deepEqual(await ids(), ["never"]);
    },
  },
  {
    name: "with default ttl -1 nothing expires by itself; without one even an item's ttl is ignored",
    localOnly: true,
    run: async (subject) => {
      const { database } = subject;
      const kept = await subject.container();
      await kept.items.create({ id: "a", pk: "p" });
      const made = await database.containers.create({ id: "no-ttl", partitionKey: "/pk" });
      await made.container.items.create({ id: "a", pk: "p", ttl: 1 });
      clockOf(subject).advance(1_000_000);
      assert.equal((await kept.item("a", "p").read()).statusCode, 200);
      assert.equal((await made.container.item("a", "p").read()).statusCode, 200);
      await made.container.delete();
    },
  },
  {
    name: "the id and the unique key of an expired item are free again",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container({ uniqueKeyPolicy: { uniqueKeys: [{ paths: ["/email"] }] } });
      await c.items.create({ id: "a", pk: "p", email: "e", ttl: 10 });
      clockOf(subject).advance(10);
      await c.items.create({ id: "b", pk: "p", email: "e", ttl: 10 });
      clockOf(subject).advance(10);
      await c.items.create({ id: "b", pk: "p", email: "e" });
    },
  },
  {
    name: "changing a container's default ttl applies to what it already holds",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await c.items.create({ id: "a", pk: "p" });
      const { resource } = await c.read();
      assert.ok(resource);
      await c.replace({
        ...resource,
        partitionKey: { paths: ["/pk"], kind: "Hash", version: 2 } as never,
        defaultTtl: 30,
      });
      clockOf(subject).advance(30);
      assert.equal((await c.item("a", "p").read()).statusCode, 404);
    },
  },
  {
    name: "a ttl of 0, below -1 or not whole is refused",
    run: async ({ container }) => {
      const c = await container();
      for (const ttl of [0, -2, 1.5, "60"])
        await refused(c.items.create({ id: "a", pk: "p", ttl: ttl as number }), 400);
    },
  },
];

const unique = (...paths: string[]) => ({ uniqueKeyPolicy: { uniqueKeys: [{ paths }] } });

const uniqueKeys: Case[] = [
  {
    name: "a second item with the same unique value in the partition gives 409",
    run: async ({ container }) => {
      const c = await container(unique("/email"));
      await c.items.create({ id: "a", pk: "p", email: "e" });
      await refused(c.items.create({ id: "b", pk: "p", email: "e" }), 409);
      await refused(c.items.upsert({ id: "b", pk: "p", email: "e" }), 409);
      await c.items.create({ id: "b", pk: "p", email: "E" });
    },
  },
  {
    name: "uniqueness is per partition",
    run: async ({ container }) => {
      const c = await container(unique("/email"));
      await c.items.create({ id: "a", pk: "p", email: "e" });
      await c.items.create({ id: "a", pk: "q", email: "e" });
    },
  },
  {
    name: "a composite unique key compares all its paths together",
    run: async ({ container }) => {
      const c = await container(unique("/first", "/name/last"));
      await c.items.create({ id: "a", pk: "p", first: "1", name: { last: "1" } });
      await c.items.create({ id: "b", pk: "p", first: "1", name: { last: "2" } });
      await c.items.create({ id: "d", pk: "p", first: "2", name: { last: "1" } });
      await refused(c.items.create({ id: "e", pk: "p", first: "1", name: { last: "1" } }), 409);
    },
  },
  {
    name: "a missing value is a value: only one item may lack it",
    run: async ({ container }) => {
      const c = await container(unique("/email"));
      await c.items.create({ id: "a", pk: "p" });
      await refused(c.items.create({ id: "b", pk: "p" }), 409);
    },
  },
  {
    name: "replace and patch cannot take a value that another item holds, and keep their own",
    run: async ({ container }) => {
      const c = await container(unique("/email"));
      await c.items.create({ id: "a", pk: "p", email: "e" });
      await c.items.create({ id: "b", pk: "p", email: "f" });
      await c.item("b", "p").replace({ id: "b", pk: "p", email: "f", n: 1 });
      await refused(c.item("b", "p").replace({ id: "b", pk: "p", email: "e" }), 409);
      await refused(c.item("b", "p").patch([{ op: "set", path: "/email", value: "e" }]), 409);
      assert.equal((await c.item("b", "p").read()).resource.email, "f");
    },
  },
  {
    name: "a value is free after its item is deleted or changed",
    run: async ({ container }) => {
      const c = await container(unique("/email"));
      await c.items.create({ id: "a", pk: "p", email: "e" });
      await c.item("a", "p").replace({ id: "a", pk: "p", email: "f" });
      await c.items.create({ id: "b", pk: "p", email: "e" });
      await c.item("b", "p").delete();
      await c.items.create({ id: "d", pk: "p", email: "e" });
    },
  },
  {
    name: "a unique key cannot be changed later",
    run: async ({ container }) => {
      const c = await container(unique("/email"));
      const { resource } = await c.read();
      assert.ok(resource);
      await refused(c.replace({ ...resource, ...unique("/other") } as never), 400);
    },
  },
];

export const expiry: Group = { name: "expiry", cases: timeToLive };
export const uniqueness: Group = { name: "uniqueness", cases: uniqueKeys };
