/** Ends processes of a running system by plan and starts each again at once. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessName, System } from "../../local/system/system.ts";
import { type Kill, signalFor } from "./kill-plan.ts";

export type Killer = {
  /** To be told how many requests are accepted by now; carries out what is due. */
  readonly at: (accepted: number) => void;
  /** Plans no more and resolves when everything that was ended runs again. @throws Error where a process does not come back. */
  readonly finish: () => Promise<void>;
  readonly done: Partial<Record<ProcessName, number>>;
  /** When the last process was ended, in milliseconds of `performance.now()`. */
  readonly lastAt: () => number | undefined;
};

const startAttempts = 5;

export function killByPlan(system: System, plan: readonly Kill[]): Killer {
  const waiting = [...plan];
  const done: Partial<Record<ProcessName, number>> = {};
  const busy = new Map<ProcessName, Promise<void>>();
  const over = new AbortController();
  let lastAt: number | undefined;

  const carryOut = async ({ process, delayMs }: Kill, before: Promise<void> | undefined) => {
    // The same process is ended again only once it is back; different ones may well be down together.
    await before;
    await sleep(delayMs, undefined, { signal: over.signal }).catch(() => undefined);
    if (over.signal.aborted) return;
    lastAt = performance.now();
    await system.kill(process, signalFor(process));
    done[process] = (done[process] ?? 0) + 1;
    await startAgain(system, process);
  };

  return {
    done,
    lastAt: () => lastAt,
    at(accepted) {
      while (waiting[0] !== undefined && waiting[0].afterAccepted <= accepted) {
        const kill = waiting.shift()!;
        const carried = carryOut(kill, busy.get(kill.process));
        busy.set(kill.process, carried);
        // Told by `finish`; until then it must not count as unhandled.
        carried.catch(() => undefined);
      }
    },
    async finish() {
      await Promise.all(busy.values());
      over.abort();
    },
  };
}

/** What it needs may be down too at that moment: whoever runs the processes tries again. */
async function startAgain(system: System, process: ProcessName): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await system.restart(process);
    } catch (error) {
      if (attempt === startAttempts) throw error;
    }
  }
}
