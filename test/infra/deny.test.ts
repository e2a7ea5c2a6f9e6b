/** A region outside the EEA does not compile, wherever it is given; the regions of the templates are those of the code. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eeaRegionNames, eeaRegions } from "../../shared/charter/regions.ts";
import { infraFolder } from "../../tools/infra/generated.ts";
import { plantedToday } from "../fixtures/planted-share.ts";
import { parameterPath } from "./evaluated.ts";
import { bicep, copyTemplates, useBicep } from "./prove.ts";

const outside = ["uksouth", "ukwest", "switzerlandnorth", "switzerlandwest", "eastus", "global"];

test("the regions one may deploy to are those of the EEA with zones, in the template as in the code", () => {
  const text = readFileSync(join(infraFolder, "types.bicep"), "utf8");
  const type = /type eeaRegion =([\s\S]*?)\n\n/.exec(text)?.[1] ?? "";
  const named = [...type.matchAll(/'(\w+)'/g)].map(([, region]) => region);
  expect(named).toEqual(eeaRegionNames.filter((region) => eeaRegions[region].zones).toSorted());
});

describe.skipIf("missing" in bicep)("the compiler refuses", () => {
  const compiler = useBicep();

  const codesOf = async (change: (text: string) => string): Promise<string[]> => {
    const folder = copyTemplates();
    try {
      const path = parameterPath("production", folder);
      const text = readFileSync(path, "utf8");
      const changed = change(text);
      expect(changed).not.toBe(text);
      writeFileSync(path, changed);
      const { diagnostics } = await compiler.current.compileParameters(path);
      return diagnostics.filter(({ level }) => level === "Error").map(({ code }) => code);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  test.each(plantedToday(outside, 3))("%s as the region", async (region) => {
    expect(
      await codesOf((text) => text.replace("param location = 'francecentral'", `param location = '${region}'`)),
    ).toContain("BCP033");
  });

  test.each(plantedToday(outside, 3))("%s as the second region", async (region) => {
    expect(await codesOf((text) => text.replace("= 'germanywestcentral'", `= '${region}'`))).not.toEqual([]);
  });

  test.each(plantedToday(["United States", "UK", "Switzerland"], 3))("%s as the place of mail data", async (place) => {
    expect(await codesOf((text) => `${text}\nparam mailLocation = '${place}'\n`)).not.toEqual([]);
  });

  test("an unknown parameter, and nothing else in the file as it stands", async () => {
    expect(await codesOf((text) => `${text}\nparam geoRedundant = true\n`)).toEqual(["BCP259"]);
  });

  test("an unknown storage redundancy in a module's call", async () => {
    const folder = copyTemplates();
    try {
      const path = join(folder, "main.bicep");
      writeFileSync(
        path,
        readFileSync(path, "utf8").replace("redundancy: 'Standard_ZRS'", "redundancy: 'Standard_GRS'"),
      );
      const { diagnostics } = await compiler.current.compile(path);
      expect(diagnostics.filter(({ level }) => level === "Error").map(({ code }) => code)).toContain("BCP088");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
