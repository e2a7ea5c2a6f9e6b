/** What was acknowledged survives: a restart, and SIGKILL at any moment. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CosmosClient } from "@azure/cosmos";
import { type EndpointProcess, spawnEndpoint } from "../endpoint-process.ts";
import type { Case, Group, Subject } from "../suite.ts";
import { ask } from "../suite.ts";

async function withData(
  subject: Subject,
  check: (start: () => Promise<EndpointProcess>) => Promise<void>,
): Promise<void> {
  assert.ok(subject.local);
  const { program } = subject.local;
  const folder = await mkdtemp(join(tmpdir(), "cosmos-contract-"));
  const started: EndpointProcess[] = [];
  const start = async (): Promise<EndpointProcess> => {
    const endpoint = await spawnEndpoint(program, join(folder, "data.sqlite"));
    started.push(endpoint);
    return endpoint;
  };
  try {
    await check(start);
  } finally {
    // Whatever the check came to, no process is left behind.
    for (const endpoint of started) await endpoint.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}

const cases: Case[] = [
  {
    name: "acknowledged writes survive SIGKILL, wholly and in the index",
    localOnly: true,
    run: (subject) =>
      withData(subject, async (start) => {
        const first = await start();
        const client = new CosmosClient({ endpoint: first.url, key: subject.key });
        const { database } = await client.databases.create({ id: "d" });
        const { container } = await database.containers.create({ id: "c", partitionKey: "/pk" });
        for (let n = 0; n < 23; n++) await container.items.create({ id: `i${n}`, pk: "p", n });
        await container.item("i3", "p").delete();
        await first.kill("SIGKILL");
        client.dispose();

        const second = await start();
        const again = new CosmosClient({ endpoint: second.url, key: subject.key });
        const kept = again.database("d").container("c");
        assert.deepEqual(await ask(kept, "SELECT VALUE COUNT(1) FROM c", { in: "p" }), [22]);
        assert.deepEqual(await ask(kept, "SELECT VALUE c.id FROM c WHERE c.n = 22", { in: "p" }), ["i22"]);
        assert.equal((await kept.item("i3", "p").read()).statusCode, 404);
        again.dispose();
      }),
  },
  {
    name: "SIGTERM closes the file and ends the program with code 0",
    localOnly: true,
    run: (subject) =>
      withData(subject, async (start) => {
        const endpoint = await start();
        assert.equal(await endpoint.kill("SIGTERM"), 0);
      }),
  },
];

export const durability: Group = { name: "durability", cases };
