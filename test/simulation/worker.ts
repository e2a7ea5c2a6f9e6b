/** A thread that simulates seeds, or sweeps the crash points of a journey, and reports each of them. */
import { parentPort, workerData } from "node:worker_threads";
import { simulate } from "./run.ts";
import { killedAt, pointsOf, undisturbed } from "./sweep.ts";

export type Task =
  | {
      readonly what: "seeds";
      readonly from: number;
      readonly count: number;
      readonly step: number;
      readonly kind?: "lagging";
    }
  | { readonly what: "sweep"; readonly seed: number; readonly first: number; readonly step: number };

export type Finding = {
  /** The seed, or the point. */
  readonly of: string;
  readonly wrong: readonly string[];
  /** What the run has shown. */
  readonly seen: readonly string[];
};

async function* findings(task: Task): AsyncGenerator<Finding> {
  const of = async (name: string, run: () => Promise<Omit<Finding, "of">>): Promise<Finding> => {
    try {
      const { wrong, seen } = await run();
      return { of: name, wrong, seen };
    } catch (error) {
      return { of: name, wrong: [error instanceof Error ? (error.stack ?? error.message) : "unknown error"], seen: [] };
    }
  };
  if (task.what === "seeds") {
    for (let index = 0; index < task.count; index += task.step) {
      const seed = task.from + index;
      yield await of(`seed ${seed}`, () => simulate(seed, task.kind));
    }
    return;
  }
  const points = pointsOf(await undisturbed(task.seed));
  for (let index = task.first; index < points.length; index += task.step) {
    const point = points[index];
    if (point !== undefined)
      yield await of(`killed ${point.when} call ${point.call}, ${point.at}`, () => killedAt(task.seed, point));
  }
}

// In a function it would end the process.
process.on("unhandledRejection", (error) =>
  parentPort?.postMessage({ of: "any", wrong: [`unhandled: ${String(error)}`], seen: [] }),
);

for await (const finding of findings(workerData as Task)) parentPort?.postMessage(finding);
