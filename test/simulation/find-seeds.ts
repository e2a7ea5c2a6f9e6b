/**
 * `node test/simulation/find-seeds.ts [--count N] [--enough N] [--only TEXT]`: for each planted bug (whose name has that text) the
 * seeds from its own on at which it is found, the quickest first. For whoever has changed the product so that a bug is not found
 * at its first seed any more.
 */
import { parseArgs } from "node:util";
import { bundleSimulation, runTask } from "./bundle.ts";
import { mutants } from "./mutants.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "60" },
    enough: { type: "string", default: "2" },
    only: { type: "string", default: "" },
  },
});
const [count, enough] = [Number(values.count), Number(values.enough)];

for (const bug of mutants.filter(({ name }) => name.includes(values.only))) {
  await using bundle = await bundleSimulation(bug);
  const found: { readonly seed: string; readonly ms: number }[] = [];
  let at = performance.now();
  const kind = bug.kind === undefined ? {} : { kind: bug.kind };
  await runTask(bundle, { what: "seeds", from: bug.from, count, step: 1, ...kind }, ({ of, wrong }) => {
    const ms = Math.round(performance.now() - at);
    at = performance.now();
    if (wrong.length > 0) found.push({ seed: of.replace("seed ", ""), ms });
    return found.length >= enough ? "stop" : undefined;
  });
  const best = found.toSorted((a, b) => a.ms - b.ms).map(({ seed, ms }) => `${seed} (${ms} ms)`);
  console.log(`${bug.name}: ${best.length === 0 ? `none of ${count} from ${bug.from}` : best.join(", ")}`);
}
