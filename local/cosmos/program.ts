/** What `main.ts` runs: reads the arguments, starts the endpoint, says so, and ends it on a signal. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Clock, systemClock } from "../../shared/time/clock.ts";
import { type CosmosEndpoint, startCosmosEndpoint } from "./endpoint.ts";
import type { Consistency } from "./request-units.ts";

const usage = "usage: node local/cosmos/main.ts --port N [--data FILE] [--fresh] [--ranges N] [--consistency LEVEL]";
const levels: readonly Consistency[] = ["Strong", "BoundedStaleness", "Session", "ConsistentPrefix", "Eventual"];

function fail(message: string): never {
  process.stderr.write(`cosmos: ${message}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        data: { type: "string", default: ".local/cosmos/data.sqlite" },
        fresh: { type: "boolean", default: false },
        ranges: { type: "string", default: "1" },
        consistency: { type: "string", default: "BoundedStaleness" },
      },
    }).values;
  } catch {
    return fail(usage);
  }
}

function wholeNumber(text: string | undefined, name: string, least: number, most: number): number {
  const value = Number(text);
  if (text === undefined || !Number.isInteger(value) || value < least || value > most) {
    fail(`--${name} must be a whole number from ${least} to ${most}. ${usage}`);
  }
  return value;
}

async function clockOf(url: string | undefined): Promise<Clock> {
  if (!url) return systemClock;
  const { followClockAuthority } = await import("../../shared/time/authority-clock.ts");
  return followClockAuthority(url);
}

const values = readArguments();
const port = wholeNumber(values.port, "port", 0, 65_535);
const ranges = wholeNumber(values.ranges, "ranges", 1, 100);
const consistency =
  levels.find((level) => level === values.consistency) ?? fail(`--consistency is one of ${levels.join(", ")}.`);
const dataFile = resolve(values.data);

let endpoint: CosmosEndpoint;
try {
  const clock = await clockOf(process.env["CLOCK_URL"]);
  endpoint = await startCosmosEndpoint({ port, dataFile, fresh: values.fresh, clock, ranges, consistency });
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  fail(taken ? `port ${port} on 127.0.0.1 is taken by another process; choose another with --port.` : String(error));
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void endpoint.close().then(() => process.exit(0));
  });
}
process.stdout.write(`${JSON.stringify({ ready: true, port: endpoint.port })}\n`);
