/**
 * Card digits: which ones may be given, and which programme they belong to. They show eligibility and are not an
 * authentication factor. A 16-digit card gives nine digits; numbers starting with 34 or 37 have 15 digits and give six at
 * most, because the card schemes let no more than that be kept (PCI SSC FAQ 1091; docs/findings on charter article 3).
 */
import type { Brand, CardProgramme } from "../charter/brands.ts";
import { type FieldFault, Refusal } from "../refusal.ts";

const isFifteenDigits = (digits: string) => /^3[47]/.test(digits);

/** @returns the rule the digits break, if any. */
export function cardDigitsFault(digits: string): FieldFault["rule"] | undefined {
  if (!/^\d+$/.test(digits)) return "must be digits only";
  if (isFifteenDigits(digits)) {
    return digits.length === 6 ? undefined : "a card starting with 34 or 37 gives its first six digits, never more";
  }
  return digits.length === 9 ? undefined : "must be the first nine digits of the card";
}

/** @throws Refusal card-not-eligible */
export function eligibleProgramme(brand: Brand, digits: string): CardProgramme {
  const programme = programmeOf(brand, digits);
  if (programme !== undefined) return programme;
  throw new Refusal("card-not-eligible", {
    fields: [{ pointer: "/cardDigits", rule: "must belong to a programme of this site" }],
  });
}

export const programmeOf = (brand: Brand, digits: string): CardProgramme | undefined =>
  brand.programmes.find(({ prefixes }) => prefixes.some((prefix) => digits.startsWith(prefix)));
