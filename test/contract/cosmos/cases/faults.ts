/** The fault switch, as the SDK and as a bare client see it. */
import assert from "node:assert/strict";
import { CosmosClient } from "@azure/cosmos";
import type { Case, Group, Subject } from "../suite.ts";
import { pathOf, raw, refused } from "../suite.ts";

/** Sets the rules for the time of the check, and clears them whatever happens. */
async function withFaults(subject: Subject, rules: object[], check: () => Promise<void>, seed = 1): Promise<void> {
  const address = new URL("/_local/faults", subject.url);
  const headers = { "content-type": "application/json" };
  const set = await fetch(address, { method: "POST", headers, body: JSON.stringify({ seed, rules }) });
  assert.equal(set.status, 200, await set.text());
  try {
    await check();
  } finally {
    await fetch(address, { method: "DELETE" });
  }
}

/** A client that does not retry, so that what the endpoint answers is what is seen. */
function impatient({ url, key }: Subject): CosmosClient {
  const connectionPolicy = { retryOptions: { maxRetryAttemptCount: 0 } } as never;
  return new CosmosClient({ endpoint: url, key, connectionPolicy });
}

const cases: Case[] = [
  {
    name: "throttle answers 429 with the retry time, and the SDK's own retries get through",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await withFaults(
        subject,
        [{ fault: "throttle", operations: ["create"], retryAfterMs: 5, times: 3 }],
        async () => {
          const answer = await c.items.create({ id: "a", pk: "p" });
          assert.equal(answer.headers["x-ms-throttle-retry-count"], 3);
        },
      );
    },
  },
  {
    name: "unavailable answers 503, retryWith 449, and nothing is written",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      for (const [fault, status] of [
        ["unavailable", 503],
        ["retryWith", 449],
      ] as const) {
        await withFaults(subject, [{ fault }], async () => {
          const answer = await raw(subject, {
            method: "POST",
            path: `${pathOf(c)}/docs`,
            headers: { "x-ms-documentdb-partitionkey": '["p"]' },
            body: { id: "a", pk: "p" },
          });
          assert.equal(answer.status, status);
        });
      }
      assert.equal((await c.item("a", "p").read()).statusCode, 404);
    },
  },
  {
    name: "timeoutAfterCommit answers 408 and the write is there",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await withFaults(subject, [{ fault: "timeoutAfterCommit", operations: ["create"] }], async () => {
        const client = impatient(subject);
        await refused(client.database(subject.database.id).container(c.id).items.create({ id: "a", pk: "p" }), 408);
        client.dispose();
      });
      assert.equal((await c.item("a", "p").read()).statusCode, 200);
    },
  },
  {
    name: "a connection is cut before or after the commit, as told",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      for (const [fault, status] of [
        ["cutBeforeCommit", 404],
        ["cutAfterCommit", 200],
      ] as const) {
        await withFaults(subject, [{ fault, operations: ["create"] }], async () => {
          await assert.rejects(
            raw(subject, {
              method: "POST",
              path: `${pathOf(c)}/docs`,
              headers: { "x-ms-documentdb-partitionkey": '["p"]' },
              body: { id: fault, pk: "p" },
            }),
          );
        });
        assert.equal((await c.item(fault, "p").read()).statusCode, status, fault);
      }
    },
  },
  {
    name: "stale reads show the state before the last write, to point reads and queries; writes see the truth",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await c.items.create({ id: "a", pk: "p", n: 1 });
      await withFaults(subject, [{ fault: "stale", operations: ["read", "query"] }], async () => {
        await c.items.upsert({ id: "a", pk: "p", n: 2 });
        assert.equal((await c.item("a", "p").read()).resource.n, 1);
        const { resources } = await c.items.query("SELECT VALUE c.n FROM c", { partitionKey: "p" }).fetchAll();
        assert.deepEqual(resources, [1]);
        const patched = await c.item("a", "p").patch([{ op: "incr", path: "/n", value: 1 }]);
        assert.equal(patched.resource.n, 3);
        assert.equal((await c.item("a", "p").read()).resource.n, 2);
        await c.items.create({ id: "b", pk: "p" });
        assert.equal((await c.item("b", "p").read()).statusCode, 404);
      });
      assert.equal((await c.item("a", "p").read()).resource.n, 3);
    },
  },
  {
    name: "the same seed strikes the same requests",
    localOnly: true,
    run: async (subject) => {
      const c = await subject.container();
      await c.items.create({ id: "a", pk: "p" });
      const strikes = async (seed: number): Promise<string> => {
        let pattern = "";
        await withFaults(
          subject,
          [{ fault: "unavailable", operations: ["read"], probability: 0.5 }],
          async () => {
            for (let n = 0; n < 30; n++) {
              const answer = await raw(subject, {
                method: "GET",
                path: `${pathOf(c)}/docs/a`,
                headers: { "x-ms-documentdb-partitionkey": '["p"]' },
              });
              pattern += answer.status === 503 ? "x" : ".";
            }
          },
          seed,
        );
        return pattern;
      };
      const first = await strikes(7);
      assert.equal(await strikes(7), first);
      assert.notEqual(await strikes(8), first);
      assert.ok(first.includes("x") && first.includes("."));
    },
  },
  {
    name: "rules that are not known are refused",
    localOnly: true,
    run: async (subject) => {
      const address = new URL("/_local/faults", subject.url);
      for (const rule of [
        { fault: "explode" },
        { fault: "delay", operations: ["dance"] },
        { fault: "delay", sometimes: 1 },
      ]) {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify([rule]) });
        assert.equal(answer.status, 400);
      }
    },
  },
];

export const faultCases: Group = { name: "faults", cases };
