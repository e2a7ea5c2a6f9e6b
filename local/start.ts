/**
 * `npm start [-- --fresh] [--port N] [--at ISO] [--misbehave SEED]`: brings the whole system up on this machine, says where everything is, and ends
 * all of it on Ctrl-C. Data stay in `.local/`; `--fresh` begins without any, `--port` moves the site (and with it everything
 * else), `--at` sets the time at which it starts, `--misbehave` lets the stand-in processor lose, repeat, reorder and worse.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { everything } from "./processor/misbehaviour.ts";
import { buildIfOlder } from "./system/bundle.ts";
import { DataInUse, openDataDirectory } from "./system/data-directory.ts";
import { isFree, type PortName, type Ports, PortTaken, usualPorts } from "./system/ports.ts";
import { announceSystem, usualDataDir, withdrawAnnouncement } from "./system/running-system.ts";
import { type System, startSystem } from "./system/system.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const usage = "npm start [-- --fresh] [--port N] [--at 2027-01-30T10:00:00Z] [--data DIRECTORY] [--misbehave SEED]";

/** Of its messages, with `--misbehave`: enough to see each kind soon, little enough to get on. */
const misbehavingShare = 0.1;

/** A reason to end that the person at the keyboard can act on: shown without a stack. */
class Refused extends Error {}

try {
  await main();
} catch (error) {
  const plain = error instanceof Refused || error instanceof DataInUse || error instanceof PortTaken;
  console.error(plain ? error.message : error);
  process.exit(1);
}

async function main(): Promise<void> {
  const began = performance.now();
  const { dataDir, fresh, at, shift, seed } = readOptions();
  const data = openDataDirectory(dataDir);
  withdrawAnnouncement(dataDir);
  if (fresh) data.empty();
  const ports = await shiftedPorts(shift);
  await buildIfOlder(root);

  // A signal that comes while things are starting ends them once they are there to be ended.
  const asked = new Promise<"signal">((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => done("signal"));
  });
  const system = await startSystem({
    dataDir: data,
    ports,
    onHostLine: showImportant,
    ...(at ? { at } : {}),
    ...(seed === undefined
      ? {}
      : { processorSettings: { PROCESSOR_MISBEHAVIOUR: JSON.stringify(everything(seed, misbehavingShare)) } }),
  });
  announceSystem(system);
  console.log(overview(system, Math.round(performance.now() - began)));

  const end = await Promise.race([asked, system.crashed]);
  if (end !== "signal") console.error(`The process "${end}" has ended unexpectedly. Its log: ${system.logs[end]}`);
  console.log("Stopping…");
  withdrawAnnouncement(dataDir);
  await system.stop();
  console.log("Stopped. Data are kept; start again to go on.");
  process.exit(end === "signal" ? 0 : 1);
}

function readOptions() {
  const options = {
    fresh: { type: "boolean" },
    port: { type: "string" },
    at: { type: "string" },
    data: { type: "string" },
    misbehave: { type: "string" },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    values = parseArgs({ options }).values;
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : "Unknown option"}\nUsage: ${usage}`);
  }
  const site = Number(values.port ?? usualPorts.site);
  const shift = site - usualPorts.site;
  const highest = Math.max(...Object.values(usualPorts)) + shift;
  if (!Number.isInteger(site) || site < 1024 || highest > 65_535)
    throw new Refused("--port must be from 1024 to 62605");
  const at = values.at === undefined ? undefined : new Date(values.at);
  if (at && Number.isNaN(at.getTime())) throw new Refused("--at must be an instant such as 2027-01-30T10:00:00Z");
  const seed = values.misbehave === undefined ? undefined : Number(values.misbehave);
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0))
    throw new Refused("--misbehave takes a seed: a whole number from 0");
  return { dataDir: resolve(values.data ?? usualDataDir), fresh: values.fresh === true, at, shift, seed };
}

/** Nobody looks at Azurite's addresses, so a taken one is replaced; any other port that is taken is said, with what to do. */
async function shiftedPorts(shift: number): Promise<Partial<Ports>> {
  const chosen: Partial<Record<PortName, number>> = {};
  for (const [name, port] of Object.entries(usualPorts) as [PortName, number][]) {
    const wanted = port + shift;
    if (await isFree(wanted)) chosen[name] = wanted;
    else if (name !== "blobs" && name !== "queues") {
      const other = usualPorts.site + shift + 1_000;
      throw new Refused(
        `Port ${wanted} (${name}) is taken by another process on this machine.\n` +
          `End that process, or move the whole system: npm start -- --port ${other}`,
      );
    }
  }
  return chosen;
}

function overview(system: System, milliseconds: number): string {
  const [site = "", ...others] = Object.values(system.origins);
  return `
Ready in ${(milliseconds / 1000).toFixed(1)} s.

  Site        ${site}   (other brands: ${others.join(", ")})
  API         ${site}/api/v1/health/ready
  Mailbox     ${system.mailboxUrl}   e-mails that would be sent
  Processor   ${system.processorUrl}   the stand-in concierge
  Staff       ${system.issuerUrl}   tokens for desk, DPO, auditor and ops
  Cosmos      ${system.cosmos.endpoint}
  Clock       ${system.clock.url}   now ${system.clock.now().toISOString()}
  Data        ${system.dataDir}   (logs in logs/)

  npm run demo   plays the main journey against this system, in another terminal
  Ctrl-C         ends everything; "npm start -- --fresh" begins without data
`;
}

/** Of the host's log only what went wrong; all of it is in its log file. Its levels and the application's are named differently. */
function showImportant(line: string): void {
  if (/^\{.*"level":"(?:warn|warning|error|critical)"/.test(line) || !line.startsWith("{"))
    console.log(`host: ${line}`);
}
