/** Account, databases, containers; authorization; and everything that must be refused rather than half done. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type ContainerDefinition, CosmosClient } from "@azure/cosmos";
import type { Case, Group, Subject } from "../suite.ts";
import { ask, pathOf, raw, refused } from "../suite.ts";

const resourceCases: Case[] = [
  {
    name: "the account names the asked address as its only region",
    run: async ({ client, url }) => {
      const { resource } = await client.getDatabaseAccount();
      assert.equal(resource?.writableLocations[0]?.databaseAccountEndpoint, url);
    },
  },
  {
    name: "databases: create, read, list, query, delete, 409 and 404",
    run: async ({ client }) => {
      const id = randomUUID();
      assert.equal((await client.databases.create({ id })).statusCode, 201);
      await refused(client.databases.create({ id }), 409);
      assert.equal((await client.databases.createIfNotExists({ id })).statusCode, 200);
      const { resources } = await client.databases.readAll().fetchAll();
      assert.ok(resources.some((one) => one.id === id));
      const query = { query: "SELECT * FROM d WHERE d.id = @id", parameters: [{ name: "@id", value: id }] };
      assert.equal((await client.databases.query(query).fetchAll()).resources.length, 1);
      await client.database(id).delete();
      await refused(client.database(id).read(), 404);
    },
  },
  {
    name: "containers: create, read, list, delete, 409 and 404",
    run: async ({ database }) => {
      const id = randomUUID();
      const { container } = await database.containers.create({ id, partitionKey: "/pk" });
      await refused(database.containers.create({ id, partitionKey: "/pk" }), 409);
      const { resource } = await container.read();
      assert.deepEqual(resource?.partitionKey?.paths, ["/pk"]);
      assert.equal(resource?.indexingPolicy?.indexingMode, "consistent");
      const { resources } = await database.containers.readAll().fetchAll();
      assert.ok(resources.some((one) => one.id === id));
      await container.delete();
      await refused(container.read(), 404);
      await refused(container.items.create({ id: "a", pk: "p" }), 404);
    },
  },
  {
    name: "a container that is made again under its name is empty",
    run: async ({ database }) => {
      const id = randomUUID();
      const first = await database.containers.create({ id, partitionKey: "/pk" });
      await first.container.items.create({ id: "a", pk: "p", kind: "k" });
      await first.container.delete();
      const second = await database.containers.create({ id, partitionKey: "/pk" });
      assert.deepEqual(await ask(second.container, "SELECT * FROM c WHERE c.kind = 'k'"), []);
    },
  },
  {
    name: "deleting a database takes its containers and items with it",
    run: async ({ client }) => {
      const id = randomUUID();
      for (const round of [1, 2]) {
        const { database } = await client.databases.create({ id });
        const { container } = await database.containers.create({ id: "c", partitionKey: "/pk" });
        assert.deepEqual(await ask(container, "SELECT * FROM c", { in: "p" }), [], `round ${round}`);
        await container.items.create({ id: "a", pk: "p" });
        await database.delete();
      }
    },
  },
  {
    name: "a new indexing policy applies to what the container already holds",
    run: async ({ container }) => {
      const c = await container({
        indexingPolicy: { includedPaths: [{ path: "/x/?" }], excludedPaths: [{ path: "/*" }] },
      });
      for (const n of [3, 1, 2]) await c.items.create({ id: `i${n}`, pk: "p", n });
      await refused(ask(c, "SELECT VALUE c.n FROM c ORDER BY c.n", { in: "p" }), 400);
      const { resource } = await c.read();
      const indexingPolicy = { includedPaths: [{ path: "/n/?" }], excludedPaths: [{ path: "/*" }] };
      await c.replace({ ...(resource as ContainerDefinition), indexingPolicy });
      assert.deepEqual(await ask(c, "SELECT VALUE c.n FROM c ORDER BY c.n", { in: "p" }), [1, 2, 3]);
    },
  },
  {
    name: "the partition key of a container cannot be changed",
    run: async ({ container }) => {
      const c = await container();
      const { resource } = await c.read();
      await refused(c.replace({ ...(resource as ContainerDefinition), partitionKey: { paths: ["/other"] } }), 400);
    },
  },
  {
    name: "another key is refused with 401",
    run: async ({ url }) => {
      const stranger = new CosmosClient({ endpoint: url, key: Buffer.from("another key").toString("base64") });
      await refused(stranger.databases.readAll().fetchAll(), 401);
      stranger.dispose();
    },
  },
  {
    name: "a request without authorization, or signed for another resource, is refused with 401",
    run: async (subject) => {
      const c = await subject.container();
      assert.equal((await fetch(new URL(pathOf(c), subject.url))).status, 401);
      const other = await raw(subject, {
        method: "GET",
        path: `${pathOf(c)}/docs/a`,
        headers: { authorization: "type%3Dmaster%26ver%3D1.0%26sig%3DAAAA" },
      });
      assert.equal(other.status, 401);
    },
  },
];

/** Queries that this endpoint must refuse, whatever the container holds. */
const refusedQueries: readonly (readonly [what: string, query: string])[] = [
  ["text that is no query", "SELEC * FROM c"],
  ["a query that ends too early", "SELECT * FROM c WHERE"],
  ["something after the end", "SELECT * FROM c LIMIT 5"],
  ["an unknown function", "SELECT * FROM c WHERE MAGIC(c.id)"],
  ["a spatial function", "SELECT * FROM c WHERE ST_DISTANCE(c.a, c.b) < 1"],
  ["a full-text function", "SELECT * FROM c WHERE FullTextContains(c.a, 'x')"],
  ["a user-defined function", "SELECT VALUE udf.f(c.id) FROM c"],
  ["a function with too few parameters", "SELECT * FROM c WHERE STARTSWITH(c.id)"],
  ["an unknown name", "SELECT * FROM c WHERE x.id = 1"],
  ["a parameter that is not supplied", "SELECT * FROM c WHERE c.id = @x"],
  ["an aggregate in a filter", "SELECT * FROM c WHERE COUNT(1) > 1"],
  ["a property beside an aggregate", "SELECT c.id, COUNT(1) AS n FROM c"],
  ["a property outside GROUP BY", "SELECT c.id FROM c GROUP BY c.n"],
  ["ORDER BY with GROUP BY", "SELECT c.n FROM c GROUP BY c.n ORDER BY c.n"],
  ["ORDER BY of an expression", "SELECT * FROM c ORDER BY LOWER(c.id)"],
  ["ORDER BY of joined elements", "SELECT VALUE t FROM c JOIN t IN c.l ORDER BY t.n"],
  ["SELECT * with JOIN", "SELECT * FROM c JOIN t IN c.l"],
  ["the same name twice", "SELECT c.a, c.b.a FROM c"],
  ["the same alias twice", "SELECT VALUE c FROM c JOIN c IN c.l"],
  ["TOP together with OFFSET LIMIT", "SELECT TOP 1 * FROM c OFFSET 1 LIMIT 1"],
  ["a negative TOP", "SELECT TOP @n * FROM c"],
  ["an unclosed text", "SELECT * FROM c WHERE c.id = 'a"],
  ["an unclosed set in LIKE", "SELECT * FROM c WHERE 'a' LIKE '[a'"],
];

const closed: Case[] = [
  ...refusedQueries.map(
    ([what, query]): Case => ({
      name: `${what} is refused: ${query}`,
      run: async (subject) => {
        const c = await filled(subject);
        const parameters: Record<string, unknown> = query.includes("@n") ? { "@n": -1 } : {};
        const error = await refused(ask(c, query, { in: "p", parameters }), 400);
        assert.ok(error.message.length > 10);
      },
    }),
  ),
  ...["sprocs", "triggers", "udfs", "conflicts"].map(
    (kind): Case => ({
      name: `${kind} are refused`,
      run: async (subject) => {
        const c = await filled(subject);
        for (const method of ["GET", "POST"]) {
          const body = method === "POST" ? { body: { id: "x", body: "" } } : {};
          assert.equal((await raw(subject, { method, path: `${pathOf(c)}/${kind}`, ...body })).status, 400);
        }
      },
    }),
  ),
  {
    name: "a wrong query is refused over an empty container too, where nothing would be evaluated",
    run: async (subject) => {
      const c = await subject.container();
      for (const query of [
        "SELECT * FROM c WHERE MAGIC(c.id)",
        "SELECT VALUE x.id FROM c",
        "SELECT * FROM c WHERE ABS()",
      ]) {
        await refused(ask(c, query, { in: "p" }), 400);
      }
    },
  },
  {
    name: "a header that would change the meaning is refused, an unknown one too",
    localOnly: true,
    run: async (subject) => {
      const c = await filled(subject);
      const headers: Record<string, string>[] = [
        { "x-ms-documentdb-pre-trigger-include": "t" },
        { "x-ms-indexing-directive": "Exclude" },
        { "x-ms-cosmos-is-client-encrypted": "true" },
        { "x-ms-something-new": "1" },
        { "x-ms-consistency-level": "Strong" },
        { "x-ms-max-item-count": "many" },
      ];
      for (const header of headers) {
        const answer = await raw(subject, {
          method: "POST",
          path: `${pathOf(c)}/docs`,
          headers: {
            "content-type": "application/query+json",
            "x-ms-documentdb-isquery": "True",
            "x-ms-documentdb-partitionkey": '["p"]',
            ...header,
          },
          body: { query: "SELECT * FROM c" },
        });
        assert.equal(answer.status, 400, JSON.stringify(header));
      }
    },
  },
  {
    name: "a body that is not JSON, or no object, is refused",
    run: async (subject) => {
      const c = await filled(subject);
      for (const body of [[1], "text"]) {
        const answer = await raw(subject, {
          method: "POST",
          path: `${pathOf(c)}/docs`,
          headers: { "x-ms-documentdb-partitionkey": '["p"]' },
          body,
        });
        assert.equal(answer.status, 400);
      }
    },
  },
  {
    name: "a query over all partitions must be enabled",
    run: async (subject) => {
      const c = await filled(subject);
      const answer = await raw(subject, {
        method: "POST",
        path: `${pathOf(c)}/docs`,
        headers: { "content-type": "application/query+json", "x-ms-documentdb-isquery": "True" },
        body: { query: "SELECT * FROM c" },
      });
      assert.equal(answer.status, 400);
    },
  },
  {
    name: "containers with what this endpoint does not model are refused",
    localOnly: true,
    run: async ({ database }) => {
      const definitions: object[] = [
        { partitionKey: { paths: ["/pk"], version: 1 } },
        { partitionKey: { paths: ["/pk"] }, vectorEmbeddingPolicy: { vectorEmbeddings: [{ path: "/v" }] } },
        {
          partitionKey: { paths: ["/pk"] },
          indexingPolicy: { includedPaths: [{ path: "/*" }], spatialIndexes: [{ path: "/l/*" }] },
        },
        { partitionKey: { paths: ["/pk"] }, indexingPolicy: { includedPaths: [{ path: "/a/?" }] } },
        { partitionKey: { paths: ["/pk"] }, defaultTtl: 0 },
        { partitionKey: { paths: ["/pk"] }, computedProperties: [{ name: "x", query: "SELECT VALUE 1 FROM c" }] },
      ];
      for (const definition of definitions) {
        await refused(database.containers.create({ id: randomUUID(), ...definition } as never), 400);
      }
    },
  },
];

const filledContainers = new WeakMap<Subject, ReturnType<Subject["container"]>>();

function filled(subject: Subject): ReturnType<Subject["container"]> {
  const known = filledContainers.get(subject);
  if (known) return known;
  const made = subject.container().then(async (c) => {
    await c.items.create({ id: "a", pk: "p", l: [{ n: 1 }] });
    return c;
  });
  filledContainers.set(subject, made);
  return made;
}

export const resources: Group = { name: "resources", cases: resourceCases };
export const refusals: Group = { name: "refusals", cases: closed };
