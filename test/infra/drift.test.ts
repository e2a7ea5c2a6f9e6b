/** `npm run infra` as a part of the tests, and proof that it can say no: to drift, to bad format, to what the linter refuses. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkInfra } from "../../tools/infra/check-infra.ts";
import { repository } from "../../tools/infra/generated.ts";
import { bicep, useBicep } from "./prove.ts";

type Change = { readonly file: string; readonly from: string; readonly to: string; readonly complaint: string };

const compiler = useBicep();

const faultsAfter = async (changes: readonly Change[], compiled = true): Promise<string> => {
  const root = mkdtempSync(join(tmpdir(), "infra-drift-"));
  try {
    cpSync(join(repository, "infra"), join(root, "infra"), { recursive: true });
    cpSync(join(repository, "docs/ops.md"), join(root, "docs/ops.md"));
    for (const { file, from, to } of changes) {
      const text = readFileSync(join(root, file), "utf8");
      expect(text).toContain(from);
      writeFileSync(join(root, file), text.replace(from, to));
    }
    return (await checkInfra(root, compiled && "path" in bicep ? compiler.current : undefined, false)).faults.join(
      "\n",
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const byHand: readonly Change[] = [
  {
    file: "infra/regions.json",
    from: '  "westeurope"',
    to: '  "westeurope", "uksouth"',
    complaint: "regions.json differs",
  },
  { file: "infra/declarations.json", from: '"/brand"', to: '"/month"', complaint: "declarations.json differs" },
  {
    file: "infra/createUiDefinition.fr.json",
    from: "Région (EEE)",
    to: "Région",
    complaint: "createUiDefinition.fr.json differs",
  },
  { file: "infra/cost.json", from: '"gbSecond": 0.000026', to: '"gbSecond": 0.00026', complaint: "ops.md differs" },
];
const compiledByHand: readonly Change[] = [
  {
    file: "infra/parameters/dev.snapshot.json",
    from: '"francecentral"',
    to: '"uksouth"',
    complaint: "dev.snapshot.json differs",
  },
  { file: "infra/azuredeploy.json", from: '"TLS1_2"', to: '"TLS1_0"', complaint: "azuredeploy.json differs" },
];
const bad: readonly Change[] = [
  {
    file: "infra/modules/workbook.bicep",
    from: "  name: guid(",
    to: "    name: guid(",
    complaint: "workbook.bicep is not formatted",
  },
  {
    file: "infra/modules/identity.bicep",
    from: "  location: location",
    to: "  location: 'uksouth'",
    complaint: "no-hardcoded-location",
  },
  {
    file: "infra/modules/identity.bicep",
    from: "resource identity",
    to: "param unused string = ''\n\nresource identity",
    complaint: "no-unused-params",
  },
  {
    file: "infra/main.bicep",
    from: "module workbook 'modules/workbook.bicep'",
    to: "module workbook 'modules/identity.bicep'",
    complaint: "workbook.bicep is used by nothing",
  },
];

test("every file is what its sources make, formatted, and free of warnings", async () => {
  expect(await faultsAfter([])).toBe("");
}, 300_000);

const refusals = [
  { what: "files made from the code, changed by hand", changes: byHand, compiled: false },
  { what: "files made by the compiler, changed by hand", changes: compiledByHand, compiled: true },
  { what: "templates that are badly formatted, warn, or are used by nothing", changes: bad, compiled: true },
];

for (const { what, changes, compiled } of refusals) {
  test.skipIf(compiled && "missing" in bicep)(
    `refused: ${what}`,
    async () => {
      const faults = await faultsAfter(changes, compiled);
      for (const { complaint } of changes) expect(faults).toContain(complaint);
    },
    300_000,
  );
}
