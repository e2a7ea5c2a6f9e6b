/** The simulation as part of the fault runs: seeds in two threads, as many as asked for or as fit into the time that is left. */
import { bundleSimulation, runTask } from "../simulation/bundle.ts";

export type SimulationShare = { readonly lines: readonly string[]; readonly faults: readonly string[] };

const threads = 2;
const mostFaults = 8;

/** @param left seconds that are left; without end where the run is not bounded. */
export async function simulationShare(given: {
  readonly seed: number;
  readonly seeds: number;
  readonly left: () => number;
}): Promise<SimulationShare> {
  const { seed, seeds, left } = given;
  const startedAt = performance.now();
  const faults: string[] = [];
  let done = 0;
  await using bundle = await bundleSimulation();
  await Promise.all(
    Array.from({ length: Math.min(threads, seeds) }, (_, index) =>
      runTask(bundle, { what: "seeds", from: seed + index, count: seeds - index, step: threads }, ({ of, wrong }) => {
        done += 1;
        if (wrong.length > 0) {
          faults.push(
            `${of}: ${wrong.slice(0, 3).join("; ")}. Again: npm run faults -- --simulate 1 --seed ${of.replace("seed ", "")}`,
          );
        }
        return left() < 0 || faults.length >= mostFaults ? "stop" : undefined;
      }),
    ),
  );
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  return {
    lines: [
      `seeds from ${seed}: ${done} of ${seeds} in ${seconds} s, ${faults.length} with something lost, doubled or wrong`,
    ],
    faults,
  };
}
