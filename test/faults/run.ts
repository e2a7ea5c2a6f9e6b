/**
 * `npm run faults [-- --seed N] [--seconds S] [--requests R] [--kills K] [--cosmos-kills C] [--simulate T] [--planted]`: the long
 * fault runs.
 * Requests while every process is ended in turn and the processor misbehaves, then the Cosmos endpoint under mixed writes, then
 * 10,000 simulated runs.
 * `--simulate T` does T simulated runs and nothing else; with 1 it replays `--seed`. `--planted` plants every bug of which `npm test`
 * plants each day's share (decision 0215), and does nothing else. `--seconds` bounds the whole: as much of it is
 * done as fits. Prints seed, counts and times; ends with 1 when anything was lost, doubled or wrong.
 */
import { parseArgs } from "node:util";
import { cosmosShare } from "./cosmos-share.ts";
import { plantAll } from "./plant-all.ts";
import { faultsIn, realProcessFaults, reportLines } from "./real-processes.ts";
import { simulationShare } from "./simulation-share.ts";

/** What a time box is filled with: little enough to come to rest within its share on a busy machine. */
const requestsOfASecond = 1;
const killsPerSecond = 0.07;
const submitShare = 0.4;
const drainShare = 0.5;
/**
 * Until something is sent again. Far above what a backlog takes: at 10 s the long run was seen to send faster than Azurite carries,
 * so that messages expired before their turn and the run came to rest only after minutes.
 */
const intervalSeconds = 20;
/**
 * The long run keeps below what Azurite can carry on a small machine: a request is nine messages, and Azurite's ceiling is in
 * docs/bench.md. Else the time to rest would be that of its backlog.
 */
const wholePace = 4;
/** And where the machine carries less than that, no more than this is under way at once. */
const mostUnderWay = 60;
/** Of the processor's messages that each kind of misbehaviour strikes: of ten kinds, so every third message is touched. */
const misbehaving = 0.03;
/** A box has little time and few requests, so that messages can be sent again sooner. */
const boxIntervalSeconds = 10;
/** Without a box: long enough to see how long it takes. Slow is told as a time, not as a loss. */
const drainSeconds = 300;
/** Seconds a box may be overrun by what is under way before the run is ended as failed. */
const graceSeconds = 30;

/** A timer alone may need 15 s to come back after a crash, and a message twice its interval: less than this shows nothing. */
const leastSeconds = 90;

const options = {
  seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  seconds: { type: "string" },
  requests: { type: "string", default: "2000" },
  kills: { type: "string", default: "50" },
  "cosmos-kills": { type: "string", default: "1000" },
  simulate: { type: "string" },
  planted: { type: "boolean", default: false },
} as const;

const { values } = parseArgs({ options });
const seed = wholeNumber("seed", 0);
const requests = wholeNumber("requests", 1);
const kills = wholeNumber("kills", 0);
const cosmosKills = wholeNumber("cosmos-kills", 0);
const seconds = values.seconds === undefined ? undefined : wholeNumber("seconds", leastSeconds);

const usualRuns = 10_000;
const simulated = values.simulate === undefined ? usualRuns : wholeNumber("simulate", 1);

function wholeNumber(name: keyof typeof options, least: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${name} must be a whole number from ${least}`);
  process.exit(2);
}

if (values.planted) process.exit(plantAll());

const startedAt = performance.now();
const left = () =>
  seconds === undefined ? Number.POSITIVE_INFINITY : seconds - (performance.now() - startedAt) / 1_000;
if (seconds !== undefined) {
  const overrun = () => {
    console.error(`FAILED: not over ${graceSeconds} s after its ${seconds} s. Again: npm run faults -- --seed ${seed}`);
    process.exit(1);
  };
  setTimeout(overrun, (seconds + graceSeconds) * 1_000).unref();
}

console.log(`fault runs, seed ${seed}${seconds === undefined ? "" : `, within ${seconds} s`}`);
const faults: string[] = [];

if (values.simulate === undefined) await endProcesses();
if (left() > 0) {
  const share = await simulationShare({ seed, seeds: simulated, left });
  console.log(["simulated runs:", ...share.lines].join("\n  "));
  faults.push(...share.faults);
}

async function endProcesses(): Promise<void> {
  const report = await realProcessFaults({
    seed,
    requests: seconds === undefined ? requests : Math.min(requests, Math.ceil(seconds * requestsOfASecond)),
    kills: seconds === undefined ? kills : Math.min(kills, Math.ceil(seconds * killsPerSecond)),
    intervalSeconds: seconds === undefined ? intervalSeconds : boxIntervalSeconds,
    misbehaving,
    processes: ["host", "cosmos", "processor", "azurite"],
    drainSeconds: seconds === undefined ? drainSeconds : Math.floor(seconds * drainShare),
    ...(seconds === undefined
      ? { requestsPerSecond: wholePace, mostUnderWay }
      : { submitSeconds: Math.floor(seconds * submitShare) }),
  });
  console.log(["requests while processes are ended:", ...reportLines(report)].join("\n  "));
  faults.push(...faultsIn(report));

  if (cosmosKills > 0 && left() > 0) {
    const share = await cosmosShare({ seed, kills: cosmosKills, left });
    console.log(["Cosmos endpoint ended during mixed writes:", ...share.lines].join("\n  "));
    faults.push(...share.faults);
  }
}

console.log(`over after ${Math.round((performance.now() - startedAt) / 1_000)} s`);
if (faults.length > 0) {
  console.error(["FAILED", ...faults].join("\n  "));
  console.error(`Again: npm run faults -- --seed ${seed}${seconds === undefined ? "" : ` --seconds ${seconds}`}`);
}
process.exit(faults.length === 0 ? 0 : 1);
