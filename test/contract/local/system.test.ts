/** The local system with a tiny application: everything answers, is told the same time, comes back after a kill, and ends. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CosmosClient } from "@azure/cosmos";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataInUse } from "../../../local/system/data-directory.ts";
import { indexingPolicy } from "../../../local/system/provision.ts";
import { type ProcessName, processNames, type System, startSystem } from "../../../local/system/system.ts";
import { parseSettings } from "../../../shared/config.ts";
import { containers, databaseName } from "../../../shared/storage/containers.ts";

const appDir = fileURLToPath(new URL("./app", import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), "system-test-"));
let system: System;

beforeAll(async () => {
  system = await startSystem({ dataDir, appDir, at: new Date("2027-01-30T10:00:00Z") });
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Probe = { pid: number; mode: string; taken: string[] };
const probe = async () => (await (await fetch(`http://127.0.0.1:${system.port}/probe`)).json()) as Probe;
const database = () => new CosmosClient(system.cosmos).database(databaseName);
const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a started system", () => {
  it("has given the application settings that its schema accepts", async () => {
    expect((await probe()).mode).toBe("local");
    const settings = parseSettings(system.settings);
    expect(settings.BRAND_ORIGINS).toEqual(system.origins);
    expect(system.url).toBe(`http://localhost:${system.port}`);
  });

  it("has every declared container with its key and index", async () => {
    for (const [name, declaration] of Object.entries(containers)) {
      const { resource } = await database().container(name).read();
      expect(resource?.partitionKey?.paths).toEqual([declaration.partitionKey]);
      expect(resource?.defaultTtl).toBe(-1);
      const paths = resource?.indexingPolicy?.includedPaths?.map(({ path }) => path);
      expect(paths).toEqual(indexingPolicy(declaration).includedPaths?.map(({ path }) => path));
    }
  });

  it("shows one time everywhere, also after it was moved", async () => {
    const created = async () => {
      const { resource } = await database().container("lookups").items.create({ id: randomUUID() });
      return new Date((resource?._ts ?? 0) * 1_000).toISOString().slice(0, 10);
    };
    expect(await created()).toBe("2027-01-30");
    await system.clock.move({ now: new Date("2028-02-29T12:00:00Z") });
    expect(await created()).toBe("2028-02-29");
  });

  it("keeps its secrets and logs to their owner", () => {
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    for (const file of ["secrets.json", "brand-keys.json", "storage/account-keys.json"]) {
      expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0);
    }
    for (const file of Object.values(system.logs)) expect(statSync(file).mode & 0o077).toBe(0);
  });

  it("refuses a second system on the same data", async () => {
    await expect(startSystem({ dataDir, appDir })).rejects.toThrow(DataInUse);
  });
});

describe("a process that is killed", () => {
  it.each<[ProcessName, NodeJS.Signals]>([
    ["host", "SIGKILL"],
    ["cosmos", "SIGKILL"],
    ["mailbox", "SIGKILL"],
    ["processor", "SIGKILL"],
    ["azurite", "SIGTERM"],
  ])("comes back at its place: %s after %s", async (name, signal) => {
    const pid = system.pid(name);
    await system.kill(name, signal);
    expect(isRunning(pid)).toBe(false);
    await system.restart(name);
    expect(system.pid(name)).not.toBe(pid);
    const message = randomUUID();
    const data = QueueServiceClient.fromConnectionString(system.connectionString("data"));
    await data.getQueueClient("dispatch").sendMessage(message);
    await expect.poll(async () => (await probe()).taken, { timeout: 30_000 }).toContain(message);
    expect((await database().container("subjects").read()).statusCode).toBe(200);
    expect((await fetch(`${system.mailboxUrl}/api/messages`)).status).toBe(200);
    expect((await fetch(`${system.processorUrl}/api/effects`)).status).toBe(200);
  });

  it("is not Azurite by SIGKILL", async () => {
    await expect(system.kill("azurite", "SIGKILL")).rejects.toThrow("SIGTERM only");
  });
});

describe("the end", () => {
  it("of a system leaves no process, and no temporary data", async () => {
    const temporary = await startSystem({ appDir });
    const pids = processNames.map((name) => temporary.pid(name));
    expect(pids.every(isRunning)).toBe(true);
    expect(readdirSync(temporary.dataDir)).toContain("secrets.json");
    await temporary.stop();
    expect(pids.some(isRunning)).toBe(false);
    expect(existsSync(temporary.dataDir)).toBe(false);
  });

  it("of one process alone is noticed", async () => {
    const temporary = await startSystem({ appDir });
    process.kill(temporary.pid("mailbox"), "SIGKILL");
    expect(await temporary.crashed).toBe("mailbox");
    await temporary.stop();
  });

  it("comes before a start that fails: nothing is left running", async () => {
    const ports = { site: system.ports.mailbox };
    await expect(startSystem({ appDir, ports })).rejects.toThrow(`Port ${system.ports.mailbox} (site) is taken`);
    const notAnApp = mkdtempSync(join(tmpdir(), "no-app-"));
    await expect(startSystem({ appDir: notAnApp })).rejects.toThrow("host ended before it was ready");
    rmSync(notAnApp, { recursive: true });
  });
});
