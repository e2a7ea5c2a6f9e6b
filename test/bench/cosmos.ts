/**
 * Figures of the local Cosmos endpoint, through the real SDK, in a process of its own. They say what this stand-in can carry on
 * this machine, and nothing about the service.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Container, CosmosClient } from "@azure/cosmos";
import { Items } from "../../local/cosmos/store/items.ts";
import { partitionKeyOfItem } from "../../local/cosmos/store/partition-key.ts";
import { Store } from "../../local/cosmos/store/store.ts";
import { emulatorKey } from "../../local/cosmos/wire/authorization.ts";
import { systemClock } from "../../shared/time/clock.ts";
import { type EndpointProcess, spawnEndpoint } from "../contract/cosmos/endpoint-process.ts";

export type Row = { readonly name: string; readonly value: number; readonly unit: string; readonly note?: string };

const program = join(import.meta.dirname, "../../local/cosmos/main.ts");
const indexingPolicy = {
  includedPaths: [{ path: "/kind/?" }, { path: "/dueAt/?" }],
  excludedPaths: [{ path: "/*" }],
};
const due = {
  query: "SELECT * FROM c WHERE c.kind = @kind AND c.dueAt <= @now",
  parameters: [
    { name: "@kind", value: "outbox" },
    { name: "@now", value: "2026-06-01T00:00:00.000Z" },
  ],
};
const measuredMs = 3_000;
const connections = 16;
const manyItems = Number(process.env["COSMOS_BENCH_ITEMS"] ?? 1_000_000);

/** Takes about two minutes, most of it to store a million items. */
export async function benchCosmos(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-cosmos-"));
  const file = join(folder, "data.sqlite");
  try {
    const stored = fill(file);
    const endpoint = await spawnEndpoint(program, file);
    const client = new CosmosClient({ endpoint: endpoint.url, key: emulatorKey });
    try {
      const database = client.database("bench");
      return [
        ...readiness(endpoint),
        ...(await benchSingle(
          (
            await database.containers.create({ id: "single", partitionKey: "/pk", indexingPolicy })
          ).container,
        )),
        await benchPartition(database.container("thousand")),
        ...(await benchDue("10^3", database.container("thousand"))),
        ...(await benchDue("10^5", database.container("hundred-thousand"))),
        { ...stored, note: "through the store, not over HTTP" },
        ...(await benchDue("10^6", database.container("million"))),
        await benchWriters(database.container("single")),
      ];
    } finally {
      client.dispose();
      await endpoint.kill("SIGTERM");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readiness(endpoint: EndpointProcess): Row[] {
  return [
    {
      name: "endpoint: start to ready",
      value: Math.round(endpoint.readyAfterMs),
      unit: "ms",
      note: "10^6 items stored",
    },
  ];
}

/** One container with a thousand items (and a partition of 4,000 more), one with a million; in each 100 are due. */
function fill(file: string): Row {
  const store = new Store(file, systemClock);
  // Filling is preparation and may cut corners that the endpoint itself never does.
  store.connection.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;");
  const items = new Items(store);
  const database = store.createDatabase("bench");
  const make = (id: string) =>
    store.createContainer(
      database,
      { id, partitionKey: { paths: ["/pk"] }, indexingPolicy },
      { ranges: 1, throughput: {} },
    );
  const put = (
    container: ReturnType<typeof make>,
    item: { id: string; pk: string; kind: string; dueAt: string; text: string },
  ) => items.create(container, partitionKeyOfItem(item, container.partitionKey), item);
  const text = "x".repeat(200);
  const fillOne = (container: ReturnType<typeof make>, count: number): void => {
    for (let from = 0; from < count; from += 10_000) {
      store.transaction(() => {
        for (let n = from; n < Math.min(count, from + 10_000); n++) {
          const dueAt = n % (count / 100) === 0 ? "2026-05-01T00:00:00.000Z" : "2027-01-01T00:00:00.000Z";
          put(container, { id: `i${n}`, pk: `p${n % 5_000}`, kind: "outbox", dueAt, text });
        }
      });
    }
  };
  const thousand = make("thousand");
  fillOne(thousand, 1_000);
  store.transaction(() => {
    for (let n = 0; n < 4_000; n++) {
      const kind = n % 2 === 0 ? "request" : "message";
      put(thousand, {
        id: `r${n}`,
        pk: "person",
        kind,
        dueAt: `2027-01-01T00:00:00.${String(n % 1000).padStart(3, "0")}Z`,
        text,
      });
    }
  });
  fillOne(make("hundred-thousand"), 100_000);
  const started = performance.now();
  fillOne(make("million"), manyItems);
  const seconds = (performance.now() - started) / 1000;
  store.close();
  return { name: "endpoint: items stored in bulk", value: Math.round(manyItems / seconds), unit: "items/s" };
}

/** How many calls complete per second, kept up by several callers for a few seconds. */
async function perSecond(call: (n: number) => Promise<unknown>): Promise<number> {
  let made = 0;
  const started = performance.now();
  const caller = async (): Promise<void> => {
    while (performance.now() - started < measuredMs) await call(made++);
  };
  await Promise.all(Array.from({ length: connections }, caller));
  return Math.round(made / ((performance.now() - started) / 1000));
}

async function benchSingle(container: Container): Promise<Row[]> {
  const text = "x".repeat(500);
  const creates = await perSecond((n) =>
    container.items.create({ id: `i${n}`, pk: `p${n % 100}`, kind: "request", dueAt: "2027", text }),
  );
  const reads = await perSecond((n) => container.item(`i${n % 500}`, `p${(n % 500) % 100}`).read());
  const note = `${connections} callers, SDK and endpoint on one machine`;
  return [
    { name: "endpoint: creates", value: creates, unit: "/s", note },
    { name: "endpoint: point reads", value: reads, unit: "/s", note },
  ];
}

/** Median milliseconds of a call made several times. */
async function median(call: () => Promise<unknown>, times = 15): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const started = performance.now();
    await call();
    taken.push(performance.now() - started);
  }
  return Math.round((taken.sort((a, b) => a - b)[Math.floor(times / 2)] as number) * 10) / 10;
}

async function benchPartition(container: Container): Promise<Row> {
  const query = "SELECT * FROM c WHERE c.kind = 'request' AND c.dueAt >= '2027' ORDER BY c.dueAt DESC";
  const value = await median(async () => {
    const { resources } = await container.items.query(query, { partitionKey: "person", maxItemCount: 50 }).fetchNext();
    if (resources.length !== 50) throw new Error(`the query gave ${resources.length} items`);
  });
  return { name: "endpoint: first 50 of an ordered query over a partition of 4,000", value, unit: "ms" };
}

/** A page of due work, as the relay and the retention sweep look for it, and as erasures are looked for. */
async function benchDue(stored: string, container: Container): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, query] of [
    ["rows or members of a kind", due],
    ["erasures", { ...due, query: "SELECT c.id FROM c WHERE c.dueAt <= @now" }],
  ] as const) {
    let requestUnits = 0;
    const value = await median(async () => {
      const { resources, requestCharge } = await container.items.query(query, { maxItemCount: 100 }).fetchAll();
      if (resources.length !== 100) throw new Error(`the scan gave ${resources.length} items`);
      requestUnits = requestCharge;
    });
    const note = `${Math.round(requestUnits * 100) / 100} RU by the endpoint's rule`;
    rows.push({ name: `endpoint: due scan for ${name}, 100 due of ${stored} stored`, value, unit: "ms", note });
  }
  return rows;
}

/** Fifty writers count one item up, each with If-Match and again when it lost. */
async function benchWriters(container: Container): Promise<Row> {
  const item = container.item("counter", "counter");
  await container.items.create({ id: "counter", pk: "counter", n: 0 });
  let lost = 0;
  const started = performance.now();
  const write = async (): Promise<void> => {
    for (;;) {
      const { resource, etag } = await item.read<{ id: string; pk: string; n: number }>();
      if (!resource) throw new Error("the counter is gone");
      try {
        await item.replace(
          { ...resource, n: resource.n + 1 },
          { accessCondition: { type: "IfMatch", condition: etag } },
        );
        return;
      } catch (error) {
        if ((error as { code?: unknown }).code !== 412) throw error;
        lost++;
      }
    }
  };
  await Promise.all(Array.from({ length: 50 }, write));
  const value = Math.round(performance.now() - started);
  const { resource } = await item.read<{ n: number }>();
  if (resource?.n !== 50) throw new Error(`50 writers counted to ${resource?.n}`);
  return {
    name: "endpoint: 50 If-Match writers of one item, all through",
    value,
    unit: "ms",
    note: `${lost} lost rounds (412)`,
  };
}

if (import.meta.main) {
  for (const row of await benchCosmos()) process.stdout.write(`${JSON.stringify(row)}\n`);
}
