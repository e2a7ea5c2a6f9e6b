/**
 * `node test/simulation/find-seeds.ts [--first N] [--last N]`: for each planted bug the seeds at which it is found, the quickest
 * first. For whoever has changed the product so that `from` in mutants.ts finds nothing any more at once.
 */
import { parseArgs } from "node:util";
import { bundleSimulation, runTask } from "./bundle.ts";
import { mutants } from "./mutants.ts";

const { values } = parseArgs({
  options: {
    first: { type: "string", default: "1" },
    last: { type: "string", default: "60" },
    enough: { type: "string", default: "4" },
  },
});
const [first, last, enough] = [Number(values.first), Number(values.last), Number(values.enough)];

for (const bug of mutants) {
  await using bundle = await bundleSimulation(bug);
  const found: { readonly seed: string; readonly ms: number }[] = [];
  let at = performance.now();
  const kind = bug.kind === undefined ? {} : { kind: bug.kind };
  await runTask(bundle, { what: "seeds", from: first, count: last - first + 1, step: 1, ...kind }, ({ of, wrong }) => {
    const ms = Math.round(performance.now() - at);
    at = performance.now();
    if (wrong.length > 0) found.push({ seed: of.replace("seed ", ""), ms });
    return found.length >= enough ? "stop" : undefined;
  });
  const best = found.toSorted((a, b) => a.ms - b.ms).map(({ seed, ms }) => `${seed} (${ms} ms)`);
  console.log(`${bug.name}: ${best.length === 0 ? `none of ${first} to ${last}` : best.join(", ")}`);
}
