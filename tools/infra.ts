/**
 * `npm run infra`: format, lint without a warning, compilation, evaluated snapshot of each parameter file, and drift of every
 * generated file. `npm run infra -- --write` formats and writes them instead. The assertions on what is deployed are tests
 * (test/infra). Without a Bicep compiler, and with no way to fetch one, what needs it is skipped aloud.
 */
import { bicepVersion, findBicep, openBicep } from "./infra/bicep.ts";
import { checkInfra } from "./infra/check-infra.ts";
import { repository } from "./infra/generated.ts";

const found = findBicep();
if ("missing" in found) console.warn(`infra: SKIPPED format, lint, build and snapshots. ${found.missing}.`);

const bicep = "path" in found ? openBicep(found.path) : undefined;
try {
  const { faults, written, checked } = await checkInfra(repository, bicep, process.argv.includes("--write"));
  for (const file of written) console.log(`infra: wrote ${file}`);
  for (const fault of faults) console.error(`infra: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else
    console.log(bicep ? `infra: ${checked} hold (Bicep ${bicepVersion})` : "infra: what is made from the code holds");
} finally {
  bicep?.close();
}
