/** The gate in front of everything that leaves: only a basis that is valid at that moment opens it (charter article 7). */
import { describe, expect, it } from "vitest";
import { brandIds } from "../../../shared/charter/brands.ts";
import {
  eeaCountries,
  isValidBasis,
  type Transfer,
  type TransferBasis,
  TransferWithoutBasis,
  transferGate,
  transfers,
} from "../../../shared/charter/transfers.ts";

const now = new Date("2026-11-23T10:00:00Z");
const clock = { now: () => now };
const listed = (basis: TransferBasis): readonly Transfer[] => [
  { recipient: "processor", brand: "milleis", name: "x", what: { fr: "x", en: "x" }, basis },
];
const clauses = (until: string, signedAt = "2025-01-01"): TransferBasis => ({
  kind: "standard clauses",
  country: "MA",
  version: "2021/914",
  signedAt,
  until,
});

describe("transfers", () => {
  it("everyone data are sent to today is in the EEA", () => {
    for (const { basis } of transfers) expect(basis.kind).toBe("EEA");
    for (const brand of brandIds) {
      expect(() => transferGate({ register: transfers, clock })(brand, "processor")).not.toThrow();
      expect(() => transferGate({ register: transfers, clock })(brand, "mail-provider")).not.toThrow();
    }
  });

  it.each([
    ["a recipient nobody listed", []],
    ["clauses that have ended", listed(clauses("2026-11-23"))],
    ["clauses not signed yet", listed(clauses("2030-01-01", "2026-12-01"))],
    [
      "an adequacy decision that has ended",
      listed({ kind: "adequacy", country: "GB", decision: "x", until: "2025-12-27" }),
    ],
    ["a country that only calls itself EEA", listed({ kind: "EEA", country: "CH" as never })],
    [
      "two entries of which one has ended",
      [...listed({ kind: "EEA", country: "FR" }), ...listed(clauses("2026-01-01"))],
    ],
    [
      "another brand's entry",
      listed({ kind: "EEA", country: "FR" }).map((one) => ({ ...one, brand: "platinum" as const })),
    ],
  ])("nothing leaves to %s", (_name, register) => {
    expect(() => transferGate({ register, clock })("milleis", "processor")).toThrow(TransferWithoutBasis);
  });

  it("a basis counts until the day it ends, and from the moment it is signed", () => {
    expect(isValidBasis(clauses("2026-11-24"), now)).toBe(true);
    expect(isValidBasis(clauses("2026-11-24"), new Date("2026-11-24T00:00:00Z"))).toBe(false);
    expect(isValidBasis({ kind: "adequacy", country: "JP", decision: "2019/419" }, now)).toBe(true);
  });

  it("the EEA is the Union, Iceland, Liechtenstein and Norway", () => {
    expect(eeaCountries).toHaveLength(30);
    expect(eeaCountries).toEqual(expect.arrayContaining(["IS", "LI", "NO"]));
    for (const outside of ["CH", "GB", "US"]) expect(eeaCountries).not.toContain(outside);
  });
});
