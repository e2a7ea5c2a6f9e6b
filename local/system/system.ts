/**
 * The whole product on one machine: the clock authority in this process, everything else as processes that meet only on HTTP
 * and queues (DESIGN, section 10). Used by `npm start`, the demo, the journeys, the fault runs and the bench.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brandIds } from "../../shared/charter/brands.ts";
import type { StorageConnection } from "../../shared/storage/containers.ts";
import { type Azurite, startAzurite } from "../azurite/azurite.ts";
import { type ClockAuthority, startClockAuthority } from "../clock/authority.ts";
import { emulatorKey } from "../cosmos/wire/authorization.ts";
import { type Child, readyPort, startChild } from "./child.ts";
import { type DataDirectory, openDataDirectory } from "./data-directory.ts";
import { choosePorts, type Ports } from "./ports.ts";
import { keptSecrets } from "./secrets.ts";
import { applicationSettings, mailboxSettings, originOf, type Places, processorSettings } from "./settings.ts";

export const processNames = ["azurite", "cosmos", "mailbox", "issuer", "processor", "host"] as const;
export type ProcessName = (typeof processNames)[number];

export type SystemOptions = {
  /** Where data are kept; without it a temporary directory that goes when the system stops. */
  readonly dataDir?: string | DataDirectory;
  /** Ports to use; free ones for the rest. */
  readonly ports?: Partial<Ports>;
  /** The time at which it starts. */
  readonly at?: Date;
  /** The folder with host.json and the built bundle; the project's own when absent. */
  readonly appDir?: string;
  /** Put over the application's settings; host settings (`LOCAL_HOST_…`) too. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Put over the processor's settings. */
  readonly processorSettings?: Readonly<Record<string, string>>;
  /** Each line of the host's log, as it is written. */
  readonly onHostLine?: (line: string) => void;
};

export type System = {
  /** The site of the first brand, and of each brand. */
  readonly url: string;
  readonly origins: Readonly<Record<string, string>>;
  readonly port: number;
  readonly ports: Ports;
  readonly mailboxUrl: string;
  readonly processorUrl: string;
  /** Where staff tokens are given out. */
  readonly issuerUrl: string;
  readonly cosmos: { readonly endpoint: string; readonly key: string };
  readonly connectionString: (account: StorageConnection) => string;
  readonly clock: ClockAuthority;
  readonly dataDir: string;
  /** The application's settings, secrets included. */
  readonly settings: Readonly<Record<string, string>>;
  /** The log file of each process. */
  readonly logs: Readonly<Record<ProcessName, string>>;
  pid(name: ProcessName): number;
  /** Sends the signal and waits for the end. Azurite takes SIGTERM only: it would lose what it has acknowledged. */
  kill(name: ProcessName, signal: NodeJS.Signals): Promise<void>;
  /** Starts a process that was killed, with its data and at its old address; resolves when it is ready. */
  restart(name: ProcessName): Promise<void>;
  /** Resolves with the name of the first process that ends without being told to. */
  readonly crashed: Promise<ProcessName>;
  stop(): Promise<void>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = (name: string) => join(root, "local", name, "main.ts");

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const temporary = options.dataDir === undefined ? mkdtempSync(join(tmpdir(), "concierge-")) : undefined;
  const data =
    typeof options.dataDir === "object"
      ? options.dataDir
      : openDataDirectory(resolve(options.dataDir ?? temporary ?? ""));
  const stopping: (() => Promise<unknown>)[] = [];
  const release = () => {
    data.release();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  try {
    return await start(data, options, stopping, release);
  } catch (error) {
    await Promise.allSettled(stopping.map((stop) => stop()));
    release();
    throw error;
  }
}

type Process = {
  readonly pid: number;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
  kill?(signal: NodeJS.Signals): Promise<void>;
};

async function start(
  data: DataDirectory,
  options: SystemOptions,
  stopping: (() => Promise<unknown>)[],
  release: () => void,
): Promise<System> {
  const dataDir = data.path;
  const ports = await choosePorts(options.ports);
  const secrets = keptSecrets(dataDir);
  mkdirSync(join(dataDir, "logs"), { recursive: true, mode: 0o700 });
  const logs = Object.fromEntries(processNames.map((name) => [name, join(dataDir, "logs", `${name}.log`)])) as Record<
    ProcessName,
    string
  >;
  for (const file of Object.values(logs)) rmSync(file, { force: true });

  const clock = await startClockAuthority({ port: ports.clock, ...(options.at ? { at: options.at } : {}) });
  stopping.push(clock.close);
  const clockEnvironment = { CLOCK_URL: clock.url };
  const cosmos = { endpoint: `http://127.0.0.1:${ports.cosmos}/`, key: emulatorKey };

  const running = new Map<ProcessName, Process>();
  let told = new Set<ProcessName>();
  const crash = Promise.withResolvers<ProcessName>();
  const started = <P extends Process>(name: ProcessName, process: P): P => {
    running.set(name, process);
    told.delete(name);
    void process.ended.then(() => {
      if (!told.has(name) && running.get(name) === process) crash.resolve(name);
    });
    return process;
  };
  const own = (
    name: Exclude<ProcessName, "azurite">,
    args: readonly string[],
    env: Record<string, string>,
  ): Promise<Child<number>> =>
    startChild({
      name,
      args: [program(name), "--port", String(ports[name === "host" ? "site" : name]), ...args],
      env,
      logFile: logs[name],
      ready: readyPort,
      ...(name === "host" && options.onHostLine ? { onLine: options.onHostLine } : {}),
    }).then((child) => started(name, child));

  const azurite = async () => {
    const process = await startAzurite({
      dataDir: join(dataDir, "storage"),
      blobPort: ports.blobs,
      queuePort: ports.queues,
      logFile: logs.azurite,
    });
    return started("azurite", process);
  };
  let storage: Azurite | undefined;
  const connectionString = (account: StorageConnection) => {
    if (!storage) throw new Error("Azurite has not started");
    return storage.connectionString(account);
  };
  const places: Places = {
    dataDir,
    sitePort: ports.site,
    mailboxPort: ports.mailbox,
    issuerPort: ports.issuer,
    clockUrl: clock.url,
    cosmos,
    connectionString,
  };

  const starters: Record<ProcessName, () => Promise<unknown>> = {
    azurite,
    cosmos: () => own("cosmos", ["--data", join(dataDir, "cosmos.sqlite")], clockEnvironment),
    mailbox: () => own("mailbox", ["--data", join(dataDir, "mails.jsonl")], mailboxSettings(secrets, clock.url)),
    issuer: () => own("issuer", [], clockEnvironment),
    processor: () =>
      own("processor", [], {
        ...processorSettings(secrets, places, join(dataDir, "processor.sqlite")),
        ...options.processorSettings,
      }),
    host: () => own("host", ["--app", options.appDir ?? root, "--data", join(dataDir, "host")], settings),
  };

  async function stopAll(): Promise<void> {
    told = new Set(processNames);
    const stop = (...names: ProcessName[]) => Promise.all(names.map((name) => running.get(name)?.stop()));
    // What writes goes before what it writes to.
    await stop("host", "processor", "mailbox", "issuer");
    await stop("cosmos", "azurite");
  }
  stopping.unshift(stopAll);

  // Each waits only for what it needs. All are waited for, also when one fails, so that nothing is left behind.
  const [storageReady, cosmosReady] = [azurite(), starters.cosmos()];
  const others = [starters.mailbox(), starters.issuer()];
  // Loaded while the processes start: the SDKs in it take as long to load as those take to be ready.
  const provisioning = import("./provision.ts");
  await allOf([
    storageReady.then(async (process) => {
      storage = process;
      await (await provisioning).provisionStorage(process.connectionString);
    }),
    cosmosReady.then(async () => (await provisioning).provisionCosmos(cosmos)),
    ...others,
  ]);
  const settings = { ...applicationSettings(secrets, places), ...options.settings };
  await allOf([starters.host(), starters.processor()]);

  return {
    url: originOf(brandIds[0], ports.site),
    origins: Object.fromEntries(brandIds.map((brand) => [brand, originOf(brand, ports.site)])),
    port: ports.site,
    ports,
    mailboxUrl: `http://127.0.0.1:${ports.mailbox}`,
    processorUrl: `http://127.0.0.1:${ports.processor}`,
    issuerUrl: `http://127.0.0.1:${ports.issuer}`,
    cosmos,
    connectionString,
    clock,
    dataDir,
    settings,
    logs,
    crashed: crash.promise,
    pid: (name) => running.get(name)?.pid ?? 0,
    async kill(name, signal) {
      if (name === "azurite" && signal !== "SIGTERM") throw new Error("Azurite is ended with SIGTERM only");
      told.add(name);
      const process = running.get(name);
      await (process?.kill?.(signal) ?? process?.stop());
    },
    async restart(name) {
      await starters[name]();
    },
    async stop() {
      await stopAll();
      await clock.close();
      release();
    },
  };
}

/** Like `Promise.all`, but it fails only when all of them have settled. */
async function allOf(promises: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) if (result.status === "rejected") throw result.reason;
}
