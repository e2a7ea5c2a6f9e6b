/** Full card numbers: found in every spelling cards use, and nothing honest taken for one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cardNumberFaults,
  holdsCardNumber,
  maskCardNumbers,
  withoutCardNumbers,
} from "../../../shared/members/card-number.ts";
import { seed } from "../seed.ts";
import { cards, disguised, honest, inGroups, numbersInTexts, separators } from "./card-number.corpus.ts";

test("the corpus is large enough to mean something", () => {
  expect(honest.length).toBeGreaterThanOrEqual(60);
  expect(new Set(numbersInTexts.map(({ text }) => text)).size).toBeGreaterThanOrEqual(40);
});

describe("an honest text passes and stays as it is", () => {
  test.each(honest)("%s", (text) => {
    expect(holdsCardNumber(text)).toBe(false);
    expect(maskCardNumbers(text)).toBe(text);
    expect(cardNumberFaults({ what: text })).toEqual([]);
  });
});

describe("a card number is found and masked", () => {
  test.each(numbersInTexts)("$text", ({ text, number }) => {
    expect(holdsCardNumber(text)).toBe(true);
    const masked = maskCardNumbers(text);
    expect(holdsCardNumber(masked)).toBe(false);
    expect(masked.replace(/\D/g, "")).not.toContain(number.replace(/\D/g, ""));
    expect(masked).toContain("••••");
  });

  test.each(Object.values(cards).flat())("%s in every spelling", (number) => {
    for (const separator of separators) expect(holdsCardNumber(inGroups(number, separator)), separator).toBe(true);
    const wide = [...number].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join("");
    expect(holdsCardNumber(wide)).toBe(true);
  });

  test.each(disguised)("%j", (text) => {
    expect(holdsCardNumber(`Ma carte : ${text}, merci 👨‍👩‍👧`)).toBe(true);
    const masked = maskCardNumbers(`Ma carte : ${text}, merci 👨‍👩‍👧`);
    expect(holdsCardNumber(masked)).toBe(false);
    expect(masked).not.toMatch(/\p{Nd}/u);
    expect(masked).toMatch(/^Ma carte : .+, merci 👨‍👩‍👧$/su);
  });

  test("two of them in digits of two units each", () => {
    const number = "𞥔𞥑𞥑𞥑 𞥑𞥑𞥑𞥑 𞥑𞥑𞥑𞥑 𞥑𞥑𞥑𞥑";
    const mask = "•••• •••• •••• ••••";
    expect(maskCardNumbers(`${number} et ${number}.`)).toBe(`${mask} et ${mask}.`);
  });

  test("two of them, the second behind what only looks like one", () => {
    const text = "1234 4111 1111 1111 1111 puis 5555-5555-5555-4444";
    expect(maskCardNumbers(text)).toBe("1234 •••• •••• •••• •••• puis ••••-••••-••••-••••");
  });

  test("what is around it stays", () => {
    expect(maskCardNumbers("Table pour 4, carte 4111 1111 1111 1111, merci 😀")).toBe(
      "Table pour 4, carte •••• •••• •••• ••••, merci 😀",
    );
  });
});

const luhnComplete = (body: string) => {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
};

const issued = fc
  .constantFrom(["4", 16], ["51", 16], ["55", 16], ["2221", 16], ["2720", 16], ["34", 15], ["37", 15])
  .chain(([prefix, length]) =>
    fc
      .stringMatching(new RegExp(`^\\d{${Number(length) - 1 - String(prefix).length}}$`))
      .map((rest) => luhnComplete(`${prefix}${rest}`)),
  );

test("every number of a scheme, in any of its spellings, among words", () => {
  fc.assert(
    fc.property(
      issued,
      fc.constantFrom("", ...separators),
      fc.constantFrom("", "le 3 ", "2026 ", "a"),
      (number, by, before) => {
        const text = `${before}${inGroups(number, by)} merci`;
        expect(holdsCardNumber(text)).toBe(true);
        expect(holdsCardNumber(maskCardNumbers(text))).toBe(false);
      },
    ),
    { seed, numRuns: 300 },
  );
});

test("one digit changed is no card number any more", () => {
  fc.assert(
    fc.property(issued, fc.nat(14), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const changed = [...number].map((digit, index) => (index === at ? String((Number(digit) + by) % 10) : digit));
      expect(holdsCardNumber(changed.join(""))).toBe(false);
    }),
    { seed },
  );
});

test("masking never takes more than a card number's digits, and masking twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string(), issued, fc.string(), (before, number, after) => {
      const masked = maskCardNumbers(`${before} ${number} ${after}`);
      expect(maskCardNumbers(masked)).toBe(masked);
    }),
    { seed },
  );
});

test("a bank account number is none, grouped or not, whatever its digits", () => {
  const account = fc
    .constantFrom(["FR", 23], ["DE", 18], ["ES", 20], ["FI", 14], ["DK", 14], ["LU", 16])
    .chain(([country, length]) =>
      fc.stringMatching(new RegExp(`^\\d{${length}}$`)).map((digits) => {
        const letters = [...String(country)].map((letter) => Number.parseInt(letter, 36)).join("");
        const check = 98n - (BigInt(`${digits}${letters}00`) % 97n);
        return `${country}${String(check).padStart(2, "0")}${digits}`;
      }),
    );
  fc.assert(
    fc.property(account, fc.boolean(), (number, isGrouped) => {
      const text = isGrouped ? (number.match(/.{1,4}/g) ?? []).join(" ") : number;
      expect(holdsCardNumber(`IBAN ${text}.`)).toBe(false);
    }),
    { seed, numRuns: 1_000 },
  );
  // Only that: a card number next to one is found.
  expect(holdsCardNumber("FR76 3000 6000 0112 3456 7890 189 et 4111 1111 1111 1111")).toBe(true);
  expect(holdsCardNumber("FR76 4111 1111 1111 1111")).toBe(true);
});

describe("in a document", () => {
  const number = "4111 1111 1111 1111";
  test("each place is named, no value is", () => {
    const faults = cardNumberFaults({ what: number, party: { adults: 2 }, list: ["x", number], none: null });
    expect(faults).toEqual([
      { pointer: "/what", rule: "must not hold a full card number" },
      { pointer: "/list/1", rule: "must not hold a full card number" },
    ]);
  });

  test("everything else is left as it is", () => {
    const document = { a: [1, true, null, "x"], b: { c: "y" } };
    expect(withoutCardNumbers(document)).toEqual(document);
    expect(withoutCardNumbers({ a: [number], b: { c: `${number}!` } })).toEqual({
      a: ["•••• •••• •••• ••••"],
      b: { c: "•••• •••• •••• ••••!" },
    });
  });
});
