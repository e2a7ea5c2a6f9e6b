/** The audit ledger: is it as it was written? */
import type { Commands } from "./command.ts";

const explained = {
  "entry-changed": "is not as it was written",
  "entry-missing": "is missing",
  "entry-added": "was added",
  "order-changed": "does not stand where it was written",
  "end-missing": "is missing, and what came after it",
  "head-changed": "is not what the stream's head says",
  "head-missing": "has no head behind it",
  "seal-missing": "is the last, and the month has no seal",
  "seal-contradicts": "is not what was fixed outside the database",
} as const;

export const auditCommands: Commands = {
  "audit verify": {
    usage: "audit verify",
    does: "follows every stream of the ledger: edits, deletions, another order, a missing end, and where",
    async run({ concierge }) {
      const verdicts = await concierge.verifyLedger();
      for (const { stream, entries, isSealed, faults } of verdicts) {
        const state = isSealed ? "sealed" : "open";
        console.log(`${stream}: ${entries} ${entries === 1 ? "entry" : "entries"}, ${state}, ${faults.length} faults`);
        for (const { sequence, fault } of faults) console.log(`  entry ${sequence} ${explained[fault]} (${fault})`);
      }
      const count = verdicts.reduce((sum, { faults }) => sum + faults.length, 0);
      console.log(count === 0 ? "The ledger is as it was written." : `The ledger has ${count} faults.`);
      if (count > 0) process.exitCode = 1;
    },
  },
};
