/**
 * `npm run charter`: every clause of the charter, the code that keeps it, the tests that prove it, and what the last run of
 * those tests said. Exit 1 for a kept clause without control or proof, for a reference that does not exist (any more), and
 * for a test that failed or did not run. Open clauses are counted and never shown as kept. Last, what is held and is no record,
 * by the tests that show its end.
 *
 * `--json` prints the result as data, `--findings` the charter's own defects, `--write` renews docs/charter.md and
 * docs/findings.md.
 */
import { writeFileSync } from "node:fs";
import { clauses } from "../shared/charter/clauses.ts";
import { findings } from "../shared/charter/findings.ts";
import { everythingHeldElsewhere } from "../shared/retention/held-elsewhere.ts";
import { heldFaults, printedHeld } from "./charter/held.ts";
import { judge } from "./charter/judge.ts";
import { lastRun } from "./charter/last-run.ts";
import { charterPage, findingsPage } from "./charter/pages.ts";
import { printed, printedFindings } from "./charter/print.ts";

const flags = new Set(process.argv.slice(2));

if (flags.has("--write")) {
  writeFileSync(new URL("../docs/charter.md", import.meta.url), charterPage(clauses));
  writeFileSync(new URL("../docs/findings.md", import.meta.url), findingsPage(findings));
  console.log("wrote docs/charter.md and docs/findings.md");
} else if (flags.has("--findings")) {
  console.log(printedFindings(findings));
} else {
  const run = lastRun();
  const verdicts = judge(clauses, run);
  const held = heldFaults(everythingHeldElsewhere, run);
  console.log(
    flags.has("--json")
      ? JSON.stringify({ clauses: verdicts, heldElsewhere: { faults: held } }, null, 2)
      : [printed(verdicts), printedHeld(everythingHeldElsewhere, held)].join("\n"),
  );
  if (held.length > 0 || verdicts.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}
