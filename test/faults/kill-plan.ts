/** When which process is ended: a plan made from a seed, so that a run that failed can be played again. */
import type { ProcessName } from "../../local/system/system.ts";
import { randomFrom } from "./random.ts";

export type Kill = {
  /** It happens when this many requests have been accepted: spread over the work, whatever the machine's speed. */
  readonly afterAccepted: number;
  /** And this much later, so that it hits any point of what is going on. */
  readonly delayMs: number;
  readonly process: ProcessName;
};

const longestDelayMs = 250;

/** Every process gets its turn before one has another: `kills` are dealt out like cards. */
export function planKills(given: {
  readonly seed: number;
  readonly kills: number;
  readonly requests: number;
  readonly processes: readonly ProcessName[];
}): Kill[] {
  const { seed, kills, requests, processes } = given;
  const random = randomFrom(seed);
  const moments = Array.from({ length: kills }, () => random.whole(1, Math.max(1, requests - 2))).sort((a, b) => a - b);
  let deck: ProcessName[] = [];
  return moments.map((afterAccepted) => {
    if (deck.length === 0) deck = random.shuffled(processes);
    return { afterAccepted, delayMs: random.whole(0, longestDelayMs), process: deck.pop()! };
  });
}

/** Azurite would lose what it has acknowledged (DESIGN, section 10); everything else has to stand being cut off. */
export const signalFor = (process: ProcessName): NodeJS.Signals => (process === "azurite" ? "SIGTERM" : "SIGKILL");
