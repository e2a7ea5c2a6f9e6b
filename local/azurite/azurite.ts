/**
 * Azurite as a child process: the blobs and queues of a local system, with the product's four storage accounts. One process
 * for both starts as fast as two and needs half the memory; the tables it also serves are on a free port and unused.
 *
 * Azurite saves acknowledged writes every 5 s and when it is asked to end: end it with SIGTERM, never SIGKILL (DESIGN, section 10).
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { StorageConnection } from "../../shared/storage/containers.ts";
import { type Child, startChild } from "../system/child.ts";
import { reclaimDeleted } from "./reclaim.ts";

export type AccountKeys = Readonly<Record<StorageConnection, string>>;

export type Azurite = {
  readonly blobPort: number;
  readonly queuePort: number;
  readonly pid: number;
  readonly ended: Child<unknown>["ended"];
  connectionString(account: StorageConnection): string;
  /** Asks it to save and end, waits for that, and overwrites what was deleted. */
  stop(): Promise<void>;
};

export type AzuriteOptions = {
  /** Where data and account keys are kept; without it everything is in memory and gone at the end. */
  readonly dataDir?: string;
  /** 0 or absent: a free port. */
  readonly blobPort?: number;
  readonly queuePort?: number;
  readonly logFile?: string;
};

const accounts: readonly StorageConnection[] = ["host", "data", "keys", "exchange"];
const accountName = (account: StorageConnection) => `concierge${account}`;
const program = createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");

export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const { dataDir } = options;
  const keys = dataDir === undefined ? generateKeys() : keptKeys(dataDir);
  // Also at the start: one that was killed could not do it at its end.
  if (dataDir !== undefined) reclaimDeleted(dataDir);
  const place = dataDir === undefined ? ["--inMemoryPersistence"] : ["--location", dataDir];
  const ports = [
    ...["--blobPort", String(options.blobPort ?? 0)],
    ...["--queuePort", String(options.queuePort ?? 0)],
    ...["--tablePort", "0"],
  ];
  const child = await startChild({
    name: "Azurite",
    args: [program, ...ports, ...place, "--disableTelemetry", "--silent", "--skipApiVersionCheck"],
    env: { AZURITE_ACCOUNTS: accounts.map((account) => `${accountName(account)}:${keys[account]}`).join(";") },
    ready: listeningPorts(),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  });
  const { blob: blobPort, queue: queuePort } = child.ready;
  return {
    blobPort,
    queuePort,
    pid: child.pid,
    ended: child.ended,
    connectionString: (account) =>
      [
        "DefaultEndpointsProtocol=http",
        `AccountName=${accountName(account)}`,
        `AccountKey=${keys[account]}`,
        `BlobEndpoint=http://127.0.0.1:${blobPort}/${accountName(account)}`,
        `QueueEndpoint=http://127.0.0.1:${queuePort}/${accountName(account)}`,
      ].join(";"),
    async stop() {
      await child.stop(15_000);
      if (dataDir !== undefined) reclaimDeleted(dataDir);
    },
  };
}

/** Ready when the three servers have said on which port they listen; table is the last. */
function listeningPorts() {
  const found = new Map<string, number>();
  return (line: string) => {
    const [, server, port] =
      /^Azurite (\w+) service is successfully listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
    if (server !== undefined) found.set(server, Number(port));
    const [blob, queue] = [found.get("Blob"), found.get("Queue")];
    return found.has("Table") && blob !== undefined && queue !== undefined ? { blob, queue } : undefined;
  };
}

function generateKeys(): AccountKeys {
  const key = () => randomBytes(64).toString("base64");
  return { host: key(), data: key(), keys: key(), exchange: key() };
}

/** The keys this data was made with; at the first start, new ones. */
function keptKeys(dataDir: string): AccountKeys {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "account-keys.json");
  const generated = generateKeys();
  try {
    writeFileSync(file, JSON.stringify(generated), { mode: 0o600, flag: "wx" });
    return generated;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const kept: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isAccountKeys(kept)) throw new Error(`${file} does not hold a key for each account; start with fresh data`);
  return kept;
}

function isAccountKeys(value: unknown): value is AccountKeys {
  return (
    typeof value === "object" &&
    value !== null &&
    accounts.every((name) => typeof Reflect.get(value, name) === "string")
  );
}
