/** Judging what is said of things that are no record: each entry's proofs are tests of the last run, and they passed. */
import type { HeldElsewhere } from "../../shared/retention/held-elsewhere.ts";
import { judgeProof } from "./judge.ts";
import type { TestResult } from "./last-run.ts";

export const heldFaults = (held: readonly HeldElsewhere[], run: readonly TestResult[] | undefined): readonly string[] =>
  held.flatMap(({ what, proofs }) =>
    proofs.flatMap((proof) => {
      const { fault } = judgeProof(proof, run);
      return fault === undefined ? [] : [`${what.en}: ${fault}`];
    }),
  );

export function printedHeld(held: readonly HeldElsewhere[], faults: readonly string[]): string {
  const proofs = held.reduce((total, one) => total + one.proofs.length, 0);
  return [
    ...faults.map((fault) => `  ✗ ${fault}`),
    `Held elsewhere: ${held.length} kinds of things, ${proofs} proofs, ${faults.length} faults.`,
  ].join("\n");
}
