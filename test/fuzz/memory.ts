/** How much memory is in use, after what can be given back was given back. */
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const mebi = 1_048_576;
/** What a half of a run may leave behind: caches that are bounded fill up, and engines compile. */
const allowedMebi = 24;
const allowedShare = 0.2;

/** MiB of heap and of buffers beside it. */
export async function memoryInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await sleep(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / mebi;
}

export const hasGrown = (before: number, after: number): boolean =>
  after - before > Math.max(allowedMebi, before * allowedShare);
