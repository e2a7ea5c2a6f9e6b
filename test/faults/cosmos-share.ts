/** The Cosmos endpoint's kill run as part of the fault runs: in one piece, or in rounds as long as a time box lasts. */
import { cosmosKills, type KillReport } from "./cosmos-kills.ts";

export type CosmosShare = { readonly lines: readonly string[]; readonly faults: readonly string[] };

const killsInRound = 10;

/** @param left seconds that are left; each round has a seed of its own, `seed` and its number. */
export async function cosmosShare(given: {
  readonly seed: number;
  readonly kills: number;
  readonly left: () => number;
}): Promise<CosmosShare> {
  const { seed, kills, left } = given;
  const isBounded = Number.isFinite(left());
  const reports: KillReport[] = [];
  let longest = 0;
  for (let done = 0; done < kills && (!isBounded || left() > longest * 1.5); done += killsInRound) {
    const before = performance.now();
    const round = isBounded ? Math.min(killsInRound, kills - done) : kills;
    reports.push(await cosmosKills({ seed: seed + reports.length, kills: round }));
    longest = Math.max(longest, (performance.now() - before) / 1_000);
    if (!isBounded) break;
  }
  const sum = (of: (report: KillReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const most = Math.max(0, ...reports.map(({ readyMs }) => readyMs.max));
  const medians = reports.map(({ readyMs }) => readyMs.median).sort((a, b) => a - b);
  const wrong = reports.flatMap((report) => report.wrong.map((what) => `seed ${report.seed}: ${what}`));
  return {
    lines: [
      `seeds from ${seed}: ${sum((report) => report.kills)} of ${kills} kills, ${sum((report) => report.acknowledged)} writes acknowledged`,
      `${wrong.length} lost or torn; under way at a kill: ${sum((report) => report.interruptedDone)} done, ${sum((report) => report.interruptedUndone)} not`,
      `ready again after ${medians[Math.floor(medians.length / 2)] ?? "–"} ms (median), ${most} ms (longest)`,
    ],
    faults: wrong.length > 8 ? [...wrong.slice(0, 8), `… and ${wrong.length - 8} more`] : wrong,
  };
}
