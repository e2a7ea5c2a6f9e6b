/** Queries over several partition-key ranges: the SDK asks for the plan, asks each range and merges. */
import assert from "node:assert/strict";
import type { Container } from "@azure/cosmos";
import type { Case, Group, Subject } from "../suite.ts";
import { ask, pathOf, raw, refused } from "../suite.ts";

const containers = new WeakMap<Subject, Promise<Container>>();

/** 60 items over 20 partitions and, where throughput decides, three ranges. */
function spread(subject: Subject): Promise<Container> {
  const known = containers.get(subject);
  if (known) return known;
  const made = (async () => {
    const composite = [
      { path: "/team", order: "ascending" as const },
      { path: "/n", order: "descending" as const },
    ];
    const c = await subject.container(
      { indexingPolicy: { includedPaths: [{ path: "/*" }], compositeIndexes: [composite] } },
      { throughput: 30_000 },
    );
    for (let n = 0; n < 60; n++) {
      await c.items.create({
        id: `i${n}`,
        pk: `p${n % 20}`,
        n,
        team: `t${n % 3}`,
        half: n / 2,
        tags: [`x${n % 2}`, "y"],
      });
    }
    return c;
  })();
  containers.set(subject, made);
  return made;
}

const numbers = Array.from({ length: 60 }, (_, n) => n);
const sum = (of: readonly number[]): number => of.reduce((total, n) => total + n, 0);
const teams = [0, 1, 2].map((team) => ({ team: `t${team}`, all: numbers.filter((n) => n % 3 === team) }));

/** The results, and whether their order is part of the promise. */
type Expectation = readonly [query: string, expected: readonly unknown[], ordered?: "in order"];

const expectations: Expectation[] = [
  ["SELECT VALUE c.n FROM c", numbers],
  ["SELECT VALUE c.n FROM c WHERE c.n >= 57", [57, 58, 59]],
  ["SELECT VALUE c.n FROM c ORDER BY c.n", numbers, "in order"],
  ["SELECT VALUE c.n FROM c ORDER BY c.n DESC", [...numbers].reverse(), "in order"],
  ["SELECT c.n AS number FROM c WHERE c.n < 3 ORDER BY c.n", [{ number: 0 }, { number: 1 }, { number: 2 }], "in order"],
  ["SELECT TOP 4 VALUE c.n FROM c ORDER BY c.n DESC", [59, 58, 57, 56], "in order"],
  ["SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 10 LIMIT 3", [10, 11, 12], "in order"],
  ["SELECT TOP 3 VALUE c.n FROM c ORDER BY c.team, c.n DESC", [57, 54, 51], "in order"],
  ["SELECT VALUE COUNT(1) FROM c", [60]],
  ["SELECT VALUE COUNT(1) FROM c WHERE c.n > 1000", [0]],
  ["SELECT VALUE SUM(c.n) FROM c", [sum(numbers)]],
  ["SELECT VALUE AVG(c.half) FROM c", [sum(numbers) / 120]],
  ["SELECT VALUE MIN(c.n) FROM c WHERE c.n > 5", [6]],
  ["SELECT VALUE MAX(c.team) FROM c", ["t2"]],
  ["SELECT COUNT(1) AS n, MAX(c.n) AS highest FROM c", [{ n: 60, highest: 59 }]],
  [
    "SELECT c.team, COUNT(1) AS n, SUM(c.n) AS total FROM c GROUP BY c.team",
    teams.map(({ team, all }) => ({ team, n: all.length, total: sum(all) })),
  ],
  [
    "SELECT c.team, AVG(c.n) AS mean, MIN(c.n) AS low FROM c GROUP BY c.team",
    teams.map(({ team, all }) => ({ team, mean: sum(all) / all.length, low: Math.min(...all) })),
  ],
  ["SELECT VALUE c.team FROM c GROUP BY c.team", ["t0", "t1", "t2"]],
  ["SELECT DISTINCT VALUE c.team FROM c", ["t0", "t1", "t2"]],
  ["SELECT DISTINCT VALUE c.team FROM c ORDER BY c.team DESC", ["t2", "t1", "t0"], "in order"],
  ["SELECT DISTINCT VALUE t FROM c JOIN t IN c.tags", ["x0", "x1", "y"]],
  ["SELECT VALUE c.n FROM c WHERE c.pk = 'p7'", [7, 27, 47]],
  ["SELECT VALUE c.n FROM c WHERE c.pk = 'p7' ORDER BY c.n DESC", [47, 27, 7], "in order"],
];

const byText = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value)).sort();

const cases: Case[] = [
  ...expectations.map(
    ([query, expected, ordered]): Case => ({
      name: query,
      run: async (subject) => {
        const results = await ask(await spread(subject), query, { pageSize: 7 });
        if (ordered) assert.deepEqual(results, expected);
        else assert.deepEqual(byText(results), byText(expected));
      },
    }),
  ),
  {
    name: "OFFSET LIMIT without an order skips and takes as many as it says",
    run: async (subject) => {
      const results = await ask<number>(await spread(subject), "SELECT VALUE c.n FROM c OFFSET 5 LIMIT 9");
      assert.equal(new Set(results).size, 9);
    },
  },
  {
    name: "throughput above 10,000 gives more than one range; together they cover the key space",
    run: async (subject) => {
      const c = await spread(subject);
      const { resources } = await c.readPartitionKeyRanges().fetchAll();
      const ranges = resources as unknown as { minInclusive: string; maxExclusive: string }[];
      assert.ok(ranges.length >= 3);
      const sorted = [...ranges].sort((a, b) => (a.minInclusive < b.minInclusive ? -1 : 1));
      assert.equal(sorted[0]?.minInclusive, "");
      assert.equal(sorted.at(-1)?.maxExclusive, "FF");
      for (const [index, range] of sorted.entries()) {
        if (index > 0) assert.equal(range.minInclusive, sorted[index - 1]?.maxExclusive);
      }
    },
  },
  {
    name: "each range holds a part of the items, and none twice",
    run: async (subject) => {
      const c = await spread(subject);
      const { resources } = await c.readPartitionKeyRanges().fetchAll();
      const counts = await Promise.all(
        resources.map(async (range) => {
          const answer = await raw(subject, {
            method: "POST",
            path: `${pathOf(c)}/docs`,
            headers: {
              "content-type": "application/query+json",
              "x-ms-documentdb-isquery": "True",
              "x-ms-documentdb-partitionkeyrangeid": String(range.id),
              "x-ms-max-item-count": "-1",
            },
            body: { query: "SELECT VALUE c.n FROM c" },
          });
          return (answer.body["Documents"] as unknown[]).length;
        }),
      );
      assert.equal(sum(counts), 60);
      assert.ok(counts.every((count) => count > 0));
    },
  },
  {
    name: "a merging query that names no range is answered 400 with its plan, not with wrong results",
    run: async (subject) => {
      const c = await spread(subject);
      for (const query of ["SELECT * FROM c ORDER BY c.n", "SELECT VALUE COUNT(1) FROM c", "SELECT TOP 1 * FROM c"]) {
        const answer = await raw(subject, {
          method: "POST",
          path: `${pathOf(c)}/docs`,
          headers: {
            "content-type": "application/query+json",
            "x-ms-documentdb-isquery": "True",
            "x-ms-documentdb-query-enablecrosspartition": "True",
          },
          body: { query },
        });
        assert.equal(answer.status, 400, query);
        assert.equal(answer.headers.get("x-ms-substatus"), "1004");
        assert.ok(answer.body["additionalErrorInfo"]);
      }
    },
  },
  {
    name: "an aggregate inside a larger expression cannot be merged and is refused",
    run: async (subject) => {
      await refused(ask(await spread(subject), "SELECT VALUE COUNT(1) + 1 FROM c"), 400);
    },
  },
  {
    name: "a range that does not exist is gone (410)",
    run: async (subject) => {
      const c = await spread(subject);
      const answer = await raw(subject, {
        method: "POST",
        path: `${pathOf(c)}/docs`,
        headers: {
          "content-type": "application/query+json",
          "x-ms-documentdb-isquery": "True",
          "x-ms-documentdb-partitionkeyrangeid": "99",
        },
        body: { query: "SELECT * FROM c" },
      });
      assert.equal(answer.status, 410);
    },
  },
];

export const across: Group = { name: "across", cases };
