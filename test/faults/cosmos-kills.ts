/**
 * SIGKILL of the Cosmos endpoint at seeded moments while several writers mix creates, upserts, patches, deletes and batches.
 * After each restart every partition must hold exactly what was acknowledged, plus at most the one operation that was under
 * way, wholly or not at all. Alone: `node test/faults/cosmos-kills.ts --kills 1000 --seed 1`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Container, CosmosClient, type OperationInput } from "@azure/cosmos";
import { emulatorKey } from "../../local/cosmos/wire/authorization.ts";
import { type EndpointProcess, spawnEndpoint } from "../contract/cosmos/endpoint-process.ts";
import { type Random, randomFrom } from "./random.ts";

export type KillReport = {
  readonly seed: number;
  readonly kills: number;
  /** Operations that were acknowledged, and of these the batches. */
  readonly acknowledged: number;
  readonly batches: number;
  /** Operations that were under way at a kill: how many turned out done, how many not. */
  readonly interruptedDone: number;
  readonly interruptedUndone: number;
  /** Acknowledged writes that were missing or undone, and batches of which a part was there. Must be empty. */
  readonly wrong: readonly string[];
  /** Milliseconds from starting the program again to ready. */
  readonly readyMs: { readonly median: number; readonly p95: number; readonly max: number };
};

const writers = 4;
const program = join(import.meta.dirname, "../../local/cosmos/main.ts");

/** What a partition holds: the number of each item. */
type State = ReadonlyMap<string, number>;

type Writer = {
  readonly partition: string;
  acknowledged: State;
  /** What the partition holds when the operation under way is done. */
  underWay: State | undefined;
};

/** @param options.seconds ends the run after this time, with fewer kills: what the report says was done was done. */
export async function cosmosKills(options: { seed: number; kills: number; seconds?: number }): Promise<KillReport> {
  const random = randomFrom(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "cosmos-kills-"));
  const start = (): Promise<EndpointProcess> => spawnEndpoint(program, join(folder, "data.sqlite"));
  const tally = { acknowledged: 0, batches: 0, interruptedDone: 0, interruptedUndone: 0 };
  const wrong: string[] = [];
  const ready: number[] = [];
  const settled: Writer[] = [];
  let endpoint = await start();
  try {
    await withContainer(endpoint, true, async () => {});
    const until = performance.now() + (options.seconds ?? Number.POSITIVE_INFINITY) * 1000;
    for (let life = 0; life < options.kills && performance.now() < until; life++) {
      const lived = Array.from({ length: writers }, (_, index): Writer => {
        return { partition: `w${index}-${life}`, acknowledged: new Map(), underWay: undefined };
      });
      await withContainer(endpoint, false, (container) => writeUntilKilled(container, endpoint, lived, random, tally));
      endpoint = await start();
      ready.push(endpoint.readyAfterMs);
      await withContainer(endpoint, false, async (container) => {
        for (const writer of lived) {
          const problem = await check(container, writer, tally);
          if (problem) wrong.push(`kill ${life}: ${problem}`);
        }
      });
      settled.push(...lived);
    }
    await withContainer(endpoint, false, async (container) => {
      for (const writer of settled) {
        const problem = await check(container, writer, tally);
        if (problem) wrong.push(`at the end: ${problem}`);
      }
    });
  } finally {
    await endpoint.kill("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
  return { seed: options.seed, kills: ready.length, ...tally, wrong, readyMs: summary(ready) };
}

async function withContainer(
  endpoint: EndpointProcess,
  fresh: boolean,
  use: (container: Container) => Promise<void>,
): Promise<void> {
  const client = new CosmosClient({ endpoint: endpoint.url, key: emulatorKey });
  try {
    if (fresh) {
      const { database } = await client.databases.create({ id: "kills" });
      await database.containers.create({ id: "items", partitionKey: "/pk" });
    }
    await use(client.database("kills").container("items"));
  } finally {
    client.dispose();
  }
}

/** All writers write until, some operations in, the endpoint is killed; each ends with its first failure. */
async function writeUntilKilled(
  container: Container,
  endpoint: EndpointProcess,
  lived: readonly Writer[],
  random: Random,
  tally: { acknowledged: number; batches: number },
): Promise<void> {
  let untilKill = random.whole(1, 60);
  const hesitationMs = random.whole(0, 3);
  let killed: Promise<unknown> | undefined;
  const writing = lived.map(async (writer) => {
    for (;;) {
      const operation = nextOperation(writer, random);
      writer.underWay = operation.after;
      if (--untilKill === 0) {
        killed = new Promise((resolve) => setTimeout(resolve, hesitationMs)).then(() => endpoint.kill("SIGKILL"));
      }
      try {
        await operation.perform(container);
      } catch (error) {
        // Only the kill may fail an operation; anything else is a fault of the endpoint.
        if (killed === undefined || isRefusal(error)) throw error;
        return;
      }
      writer.acknowledged = operation.after;
      writer.underWay = undefined;
      tally.acknowledged++;
      if (operation.batch) tally.batches++;
    }
  });
  await Promise.all(writing);
  await killed;
}

function isRefusal(error: unknown): boolean {
  return typeof error === "object" && error !== null && typeof (error as { code?: unknown }).code === "number";
}

type Operation = {
  readonly after: State;
  readonly batch: boolean;
  readonly perform: (container: Container) => Promise<void>;
};

function nextOperation(writer: Writer, random: Random): Operation {
  const { partition: pk, acknowledged } = writer;
  const known = [...acknowledged.keys()];
  const id = known.length > 0 ? known[random.whole(0, known.length - 1)] : undefined;
  const fresh = `i${acknowledged.size}-${random.whole(0, 1_000_000_000)}`;
  const after = new Map(acknowledged);
  const kind = id === undefined ? 0 : random.whole(0, 5);
  const value = random.whole(0, 1_000_000);
  const single = (perform: Operation["perform"]): Operation => ({ after, batch: false, perform });
  if (id === undefined || kind === 0) {
    after.set(fresh, value);
    return single(async (container) => void (await container.items.create({ id: fresh, pk, n: value })));
  }
  if (kind === 1) {
    after.set(id, value);
    return single(async (container) => void (await container.items.upsert({ id, pk, n: value })));
  }
  if (kind === 2) {
    after.set(id, (acknowledged.get(id) as number) + 1);
    const operations = [{ op: "incr" as const, path: "/n", value: 1 }];
    return single(async (container) => void (await container.item(id, pk).patch(operations)));
  }
  if (kind === 3) {
    after.delete(id);
    return single(async (container) => void (await container.item(id, pk).delete()));
  }
  const batch: OperationInput[] = [{ operationType: "Upsert", resourceBody: { id, pk, n: value } }];
  after.set(id, value);
  for (let part = 0; part < 4; part++) {
    after.set(`${fresh}-${part}`, value);
    batch.push({ operationType: "Create", resourceBody: { id: `${fresh}-${part}`, pk, n: value } });
  }
  return {
    after,
    batch: true,
    perform: async (container) => {
      const answer = await container.items.batch(batch, pk);
      if (answer.code !== 200) throw Object.assign(new Error("a batch was refused"), { code: answer.code });
    },
  };
}

/** Compares a partition with what may be in it; settles what was under way. */
async function check(
  container: Container,
  writer: Writer,
  tally: { interruptedDone: number; interruptedUndone: number },
): Promise<string | undefined> {
  const query = "SELECT c.id, c.n FROM c";
  const { resources } = await container.items
    .query<{ id: string; n: number }>(query, { partitionKey: writer.partition })
    .fetchAll();
  const held = new Map(resources.map(({ id, n }) => [id, n]));
  const { acknowledged, underWay } = writer;
  writer.underWay = undefined;
  if (same(held, acknowledged)) {
    if (underWay) tally.interruptedUndone++;
    return undefined;
  }
  if (underWay && same(held, underWay)) {
    tally.interruptedDone++;
    writer.acknowledged = underWay;
    return undefined;
  }
  return `${writer.partition} holds ${held.size} items, acknowledged were ${acknowledged.size}`;
}

function same(left: State, right: State): boolean {
  return left.size === right.size && [...left].every(([id, n]) => right.get(id) === n);
}

function summary(times: readonly number[]): KillReport["readyMs"] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "1000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      seconds: { type: "string", default: "3600" },
    },
  });
  const started = performance.now();
  const report = await cosmosKills({
    seed: Number(values.seed),
    kills: Number(values.kills),
    seconds: Number(values.seconds),
  });
  process.stdout.write(`${JSON.stringify({ ...report, seconds: Math.round((performance.now() - started) / 1000) })}\n`);
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
}
