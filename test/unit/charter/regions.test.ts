/** The line of charter article 7: which regions are inside it, and that no pair crosses it. */
import { describe, expect, test } from "vitest";
import {
  eeaRegionNames,
  eeaRegions,
  isEeaRegion,
  nonEeaLocations,
  pairOf,
  parseEeaRegion,
} from "../../../shared/charter/regions.ts";

/** Countries of the European Union, and Iceland, Liechtenstein and Norway. */
const eeaCountries = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(" "),
);

describe("regions", () => {
  test.each(eeaRegionNames)("%s lies in a country of the EEA", (region) => {
    expect(eeaCountries).toContain(eeaRegions[region].country);
  });

  test.each(eeaRegionNames)("the pair of %s, if any, is in the EEA and points back", (region) => {
    const pair = pairOf(region);
    if (pair === null) return expect(eeaRegions[region].zones).toBe(true);
    expect(isEeaRegion(pair)).toBe(true);
    expect(pairOf(pair)).toBe(region);
  });

  test.each(eeaRegionNames)("%s is read from the name Azure shows", (region) => {
    expect(parseEeaRegion(eeaRegions[region].displayName)).toBe(region);
    expect(parseEeaRegion(region)).toBe(region);
  });

  test.each(["uksouth", "ukwest", "switzerlandnorth", "switzerlandwest", "eastus", "global", "", "toString", "europe"])(
    "%j is outside",
    (region) => {
      expect(isEeaRegion(region)).toBe(false);
      expect(parseEeaRegion(region)).toBeUndefined();
    },
  );

  test("locations a service answers are told apart", () => {
    expect(nonEeaLocations(["France Central", "northeurope"])).toEqual([]);
    expect(nonEeaLocations(["France Central", "Switzerland North", "UK South"])).toEqual([
      "Switzerland North",
      "UK South",
    ]);
  });
});
