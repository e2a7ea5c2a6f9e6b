/** The brands' own table: who is eligible is decided by it alone, so its entries must not contradict each other. */
import { expect, test } from "vitest";
import { brandIds, brandOf, brands } from "../../../shared/charter/brands.ts";
import { cardDigitsFault, programmeOf } from "../../../shared/members/card.ts";

const programmes = brandIds.flatMap((id) => brandOf(id).programmes.map((programme) => ({ brand: id, ...programme })));

test("every brand is there under its own id", () => {
  expect(Object.keys(brands)).toEqual([...brandIds]);
  for (const id of brandIds) expect(brandOf(id).id).toBe(id);
});

test("programme ids are unique, ids of the model's kind", () => {
  const ids = programmes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,64}$/);
});

test("no prefix can belong to two programmes of a brand", () => {
  for (const id of brandIds) {
    const prefixes = brandOf(id).programmes.flatMap((programme) => programme.prefixes);
    for (const one of prefixes) {
      const other = prefixes.filter((candidate) => candidate !== one && candidate.startsWith(one));
      expect(other, `${one} covers`).toEqual([]);
    }
    expect(new Set(prefixes).size).toBe(prefixes.length);
  }
});

test.each(programmes.flatMap(({ brand, id, prefixes }) => prefixes.map((prefix) => [prefix, id, brand] as const)))(
  "prefix %s can be given and leads to %s",
  (prefix, id, brand) => {
    const digits = /^3[47]/.test(prefix) ? prefix.padEnd(6, "0") : prefix.padEnd(9, "0");
    expect(cardDigitsFault(digits)).toBeUndefined();
    expect(programmeOf(brandOf(brand), digits)?.id).toBe(id);
  },
);
