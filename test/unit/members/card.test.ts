/** Card digits: how many may be given, and which programme they open. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brandOf } from "../../../shared/charter/brands.ts";
import { cardDigitsFault, programmeOf } from "../../../shared/members/card.ts";
import { seed } from "../seed.ts";

const ofSixteen = "must be the first nine digits of the card";
const ofFifteen = "a card starting with 34 or 37 gives its first six digits, never more";

describe("digits that may be given", () => {
  test.each(["497010000", "513200123", "222100000", "360000000", "374200", "341234"])("%s", (digits) => {
    expect(cardDigitsFault(digits)).toBeUndefined();
  });
});

describe("digits that may not", () => {
  test.each([
    ["", "must be digits only"],
    ["49701000a", "must be digits only"],
    ["4970 1000", "must be digits only"],
    ["-49701000", "must be digits only"],
    ["４９７０１００００", "must be digits only"],
    ["٤٩٧٠١٠٠٠٠", "must be digits only"],
    ["497010", ofSixteen],
    ["49701000", ofSixteen],
    ["4970100000", ofSixteen],
    ["4970101112345678", ofSixteen],
    ["3", ofSixteen],
    ["3742", ofFifteen],
    ["37420", ofFifteen],
    ["3742001", ofFifteen],
    ["374200123", ofFifteen],
    ["341234567", ofFifteen],
    ["378282246310005", ofFifteen],
  ])("%s: %s", (digits, rule) => {
    expect(cardDigitsFault(digits)).toBe(rule);
  });

  test("nine digits of a fifteen-digit card, whatever they are; six of another", () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    fc.assert(
      fc.property(fc.constantFrom("34", "37"), digits(7), (prefix, rest) => {
        expect(cardDigitsFault(prefix + rest)).toBe(ofFifteen);
      }),
      { seed },
    );
    fc.assert(
      fc.property(
        digits(6).filter((text) => !/^3[47]/.test(text)),
        (text) => {
          expect(cardDigitsFault(text)).toBe(ofSixteen);
        },
      ),
      { seed },
    );
  });
});

describe("a programme", () => {
  const [milleis, platinum] = [brandOf("milleis"), brandOf("platinum")];
  test.each([
    ["497010999", "milleis-infinite"],
    ["497011000", "milleis-infinite"],
    ["497020123", "milleis-premier"],
  ])("%s at milleis: %s", (digits, id) => {
    expect(programmeOf(milleis, digits)?.id).toBe(id);
  });

  test.each(["497012000", "497021000", "411111111", "374200", "513200000", "049701000", ""])(
    "%s: none there",
    (digits) => {
      expect(programmeOf(milleis, digits)).toBeUndefined();
    },
  );

  test("a card of one brand opens nothing at the other", () => {
    expect(programmeOf(platinum, "497010999")).toBeUndefined();
    expect(programmeOf(platinum, "374200")?.id).toBe("platinum-amex");
    expect(programmeOf(milleis, "374200")).toBeUndefined();
  });
});
