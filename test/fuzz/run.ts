/**
 * `npm run fuzz [-- --seed N] [--requests N] [--messages N] [--plant]`: made-up requests over every registered route and made-up
 * messages over every queue function, called as the host calls them, with the real SDKs on the local endpoints. Prints the seed,
 * what was answered, and everything that was wrong; ends with 1 where anything was. `--plant` adds bugs and fails on a missed one.
 */
import { parseArgs } from "node:util";
import { loadFunctions } from "../fixtures/functions.ts";
import { fuzz } from "./fuzzing.ts";
import { missedIn, plant } from "./planted.ts";
import { openScene } from "./scene.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    requests: { type: "string", default: "100000" },
    messages: { type: "string", default: "20000" },
    plant: { type: "boolean", default: false },
  },
});
function whole(name: "seed" | "requests" | "messages"): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number`);
  process.exit(2);
}
const [seed, requests, messages] = [whole("seed"), whole("requests"), whole("messages")];

const print = console.log.bind(console);
print(`fuzz: seed ${seed}, ${requests} requests, ${messages} messages`);
const lines = { take: (_text: string): void => undefined };
const functions = await loadFunctions((text) => lines.take(text));
let failed: boolean;
try {
  const scene = await openScene(functions);
  if (values.plant) plant(scene, (await import("../../shared/compose.ts")).concierge.serving);
  const startedAt = performance.now();
  const onTenth = (tenths: number) => {
    if (requests + messages >= 10_000)
      print(`${tenths * 10} % after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  };
  const report = await fuzz({ scene, seed, requests, messages, lines, onTenth });
  const seconds = (performance.now() - startedAt) / 1_000;
  print(`in ${seconds.toFixed(0)} s (${Math.round((requests + messages) / seconds)} each second)`);
  print(`answered before any code of ours: ${report.beforeUs}; statuses: ${JSON.stringify(report.statuses)}`);
  print(`memory in use after collecting, MiB: ${report.memory.map((mebi) => mebi.toFixed(0)).join(", ")}`);
  const unmade = Object.entries(report.unmade);
  if (unmade.length > 0) print(`could not be made up: ${JSON.stringify(report.unmade)}`);
  if (report.unreached.length > 0) print(`never answered with a success: ${report.unreached.join(", ")}`);
  for (const { kind, where, detail, count, first } of report.findings) {
    print(`${kind} in ${where}: ${detail} (${count} times)\n  first: ${first}`);
  }
  const missed = values.plant ? missedIn(report.findings) : [];
  if (values.plant) print(missed.length === 0 ? "every planted bug was found" : `not found: ${missed.join(", ")}`);
  else
    print(
      `${report.findings.length} findings. Again: npm run fuzz -- --seed ${seed} --requests ${requests} --messages ${messages}`,
    );
  failed = values.plant ? missed.length > 0 : report.findings.length > 0;
} finally {
  await functions.close();
}
// The SDKs keep connections and timers of their own.
process.exit(failed ? 1 : 0);
