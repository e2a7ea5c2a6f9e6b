/**
 * Full card numbers are never kept, wherever they are typed: refused in what a member sends, masked in what the processor
 * sends. Found by issuer prefix, that scheme's length, Luhn's check and a grouping cards use, so that phone numbers, dates
 * and booking references pass (PCI DSS 3.3; DESIGN, section 5).
 */
import type { FieldFault } from "../refusal.ts";

/** Luhn's check (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Issuer prefix and length of the schemes a member may carry. */
const schemes: readonly { readonly prefix: RegExp; readonly length: number }[] = [
  { prefix: /^4/, length: 16 },
  { prefix: /^5[1-5]/, length: 16 },
  { prefix: /^2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)/, length: 16 },
  { prefix: /^3[47]/, length: 15 },
];

/**
 * Runs of 15 or 16 digits, whole or grouped the way cards print them: 4-4-4-4 or 4-6-5, one separator throughout. Looked
 * for from every group on, because a year may stand before the number.
 */
const candidates =
  /(?<![\d+])(?=(\d{15,16}(?!\d)|\d{4}([ .\-\u2010-\u2015])\d{4}\2\d{4}\2\d{4}(?!\d)|\d{4}([ .\-\u2010-\u2015])\d{6}\3\d{5}(?!\d)))/g;

function isCardNumber(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, "");
  return schemes.some(({ prefix, length }) => digits.length === length && prefix.test(digits)) && passesLuhn(digits);
}

/** Bank account numbers (ISO 13616), printed in groups of four like cards: one in twenty would hold a card number. */
const accounts = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/g;

/** ISO 7064, MOD 97-10. */
function isAccount(candidate: string): boolean {
  const text = candidate.replaceAll(" ", "");
  const rearranged = `${text.slice(4)}${text.slice(0, 4)}`;
  const digits = [...rearranged].map((character) => Number.parseInt(character, 36)).join("");
  return BigInt(digits) % 97n === 1n;
}

type Span = { readonly from: number; readonly to: number };

/** Where the card numbers of a text are. */
function cardNumbersIn(text: string): readonly Span[] {
  const spans = (pattern: RegExp, take: (match: RegExpExecArray) => string, isMeant: (found: string) => boolean) =>
    [...text.matchAll(pattern)]
      .filter((match) => isMeant(take(match)))
      .map((match) => ({ from: match.index, to: match.index + take(match).length }));
  const exempt = spans(accounts, ([match]) => match, isAccount);
  return spans(candidates, ([, found = ""]) => found, isCardNumber).filter(
    ({ from, to }) => !exempt.some((account) => account.from <= from && to <= account.to),
  );
}

/** Whether a text holds a full card number. */
export const holdsCardNumber = (text: string): boolean => cardNumbersIn(text.normalize("NFKC")).length > 0;

/** The text with the digits of every full card number replaced. */
export function maskCardNumbers(text: string): string {
  const plain = text.normalize("NFKC");
  const found = cardNumbersIn(plain);
  if (found.length === 0) return text;
  return found.reduce(
    (masked, { from, to }) => masked.slice(0, from) + masked.slice(from, to).replace(/\d/g, "•") + masked.slice(to),
    plain,
  );
}

/** Every place of a parsed body that holds a full card number. */
export function cardNumberFaults(value: unknown, pointer = ""): readonly FieldFault[] {
  if (typeof value === "string") {
    return holdsCardNumber(value) ? [{ pointer, rule: "must not hold a full card number" }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => cardNumberFaults(inner, `${pointer}/${key}`));
}

/** The same document with every text masked. */
export function withoutCardNumbers<T>(value: T): T {
  if (typeof value === "string") return maskCardNumbers(value) as T;
  if (Array.isArray(value)) return value.map((inner) => withoutCardNumbers(inner)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutCardNumbers(inner)])) as T;
}
