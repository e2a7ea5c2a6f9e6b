/**
 * Figures of the local Functions host: bare requests, and how fast a queue drains beside what Azurite itself gives a client that
 * does nothing but take and delete, in the same run, so that nobody takes the stand-in's limit for the product's.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { build } from "esbuild";
import { type Azurite, startAzurite } from "../../local/azurite/azurite.ts";
import { type Child, readyPort, startChild } from "../../local/system/child.ts";
import { writeManifests } from "../contract/host/app-folder.ts";

export type Row = { readonly name: string; readonly value: number; readonly unit: string; readonly note?: string };

const connections = 16;
const warmUpMs = 1_000;
const measuredMs = 3_000;
const messages = 1_000;

const app = `
import { app } from "@azure/functions";
app.http("hello", { handler: async () => ({ body: "hello" }) });
app.storageQueue("drain", { queueName: "bench-drain", connection: "data", handler: async () => {} });
`;

export async function benchHost(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-host-"));
  const azurite = await startAzurite();
  try {
    await buildApp(folder);
    return [...(await benchHello(folder, azurite)), ...(await benchDrain(folder, azurite))];
  } finally {
    await azurite.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buildApp(folder: string): Promise<void> {
  await build({
    stdin: { contents: app, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    outfile: join(folder, "index.cjs"),
    bundle: true,
    platform: "node",
    external: ["@azure/functions-core"],
    logLevel: "error",
  });
  writeManifests(folder, { name: "bench", main: "index.cjs" });
}

function startHost(
  folder: string,
  azurite: Azurite,
  onLine: (line: string) => void = () => {},
): Promise<Child<number>> {
  return startChild({
    name: "Functions host",
    args: [fileURLToPath(new URL("../../local/host/main.ts", import.meta.url)), "--app", folder, "--port", "0"],
    env: { data: azurite.connectionString("data") },
    ready: readyPort,
    onLine,
  });
}

async function benchHello(folder: string, azurite: Azurite): Promise<Row[]> {
  const startedAt = performance.now();
  const host = await startHost(folder, azurite);
  const startMs = Math.round(performance.now() - startedAt);
  const start = { name: "host: start of a bare app", value: startMs, unit: "ms", note: "process start to ready" };
  try {
    return [start, ...(await askHello(host.ready))];
  } finally {
    await host.stop();
  }
}

async function askHello(port: number): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const asking = request({ host: "127.0.0.1", port, path: "/hello", agent }, (response) => {
        response.resume().on("end", resolve);
      });
      asking.on("error", reject).end();
    });
  const run = async (ms: number): Promise<number[]> => {
    const times: number[] = [];
    const until = performance.now() + ms;
    const client = async () => {
      while (performance.now() < until) {
        const startedAt = performance.now();
        await ask();
        times.push(performance.now() - startedAt);
      }
    };
    await Promise.all(Array.from({ length: connections }, client));
    return times.sort((a, b) => a - b);
  };
  await run(warmUpMs);
  const times = await run(measuredMs);
  agent.destroy();
  const percentile = (part: number) => Math.round((times[Math.floor(times.length * part)] ?? 0) * 100) / 100;
  const note = `${connections} connections, client on the same machine`;
  return [
    { name: "host: hello", value: Math.round((times.length * 1000) / measuredMs), unit: "requests/s", note },
    { name: "host: hello, p50", value: percentile(0.5), unit: "ms" },
    { name: "host: hello, p99", value: percentile(0.99), unit: "ms" },
  ];
}

async function benchDrain(folder: string, azurite: Azurite): Promise<Row[]> {
  const account = QueueServiceClient.fromConnectionString(azurite.connectionString("data"));
  const [ceilingQueue, hostQueue] = [account.getQueueClient("bench-ceiling"), account.getQueueClient("bench-drain")];
  await Promise.all([ceilingQueue.create(), hostQueue.create()]);
  // One after the other: Azurite is slower the more messages it holds.
  const fillMs = await timed(() => fill(ceilingQueue));
  const ceilingMs = await timed(() => Promise.all([takeAndDelete(ceilingQueue), takeAndDelete(ceilingQueue)]));
  await fill(hostQueue);
  const drainMs = await timed(() => drainByHost(folder, azurite));
  const rate = (ms: number) => Math.round((messages * 1000) / ms);
  const row = (name: string, value: number, unit: string, note: string): Row => ({ name, value, unit, note });
  return [
    row("Azurite: put in", rate(fillMs), "messages/s", "bare SDK client, 16 at a time"),
    row(
      "Azurite: take and delete",
      rate(ceilingMs),
      "messages/s",
      "bare SDK client, two loops with batches of 16: the ceiling here",
    ),
    row(
      "host: queue drain",
      rate(drainMs),
      "messages/s",
      "start of the host to the last message handled; batchSize 16",
    ),
    row("host: queue drain to ceiling", Math.round((ceilingMs / drainMs) * 100) / 100, "ratio", "same run"),
  ];
}

async function drainByHost(folder: string, azurite: Azurite): Promise<void> {
  const { promise: drained, resolve } = Promise.withResolvers<void>();
  let count = 0;
  const host = await startHost(folder, azurite, (line) => {
    if (line.includes('"function":"drain"') && line.includes('"outcome":"succeeded"')) count += 1;
    if (count === messages) resolve();
  });
  await drained;
  await host.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function fill(queue: QueueClient): Promise<void> {
  let left = messages;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      await queue.sendMessage("message");
    }
  };
  await Promise.all(Array.from({ length: 16 }, sender));
}

async function takeAndDelete(queue: QueueClient): Promise<void> {
  for (;;) {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 16, visibilityTimeout: 600 });
    if (receivedMessageItems.length === 0) return;
    await Promise.all(receivedMessageItems.map((item) => queue.deleteMessage(item.messageId, item.popReceipt)));
  }
}
