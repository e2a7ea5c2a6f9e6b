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

/** Runs of 15 or 16 digits, whole or grouped the way cards print them: 4-4-4-4 or 4-6-5, one separator throughout. */
const candidates =
  /(?<![\d+])(?:\d{15,16}|\d{4}([ .\-\u00a0\u202f])\d{4}\1\d{4}\1\d{4}|\d{4}([ .\-\u00a0\u202f])\d{6}\2\d{5})(?!\d)/g;

function isCardNumber(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, "");
  return schemes.some(({ prefix, length }) => digits.length === length && prefix.test(digits)) && passesLuhn(digits);
}

/** Whether a text holds a full card number. */
export const holdsCardNumber = (text: string): boolean =>
  [...text.normalize("NFKC").matchAll(candidates)].some(([match]) => isCardNumber(match));

/** The text with the digits of every full card number replaced. */
export const maskCardNumbers = (text: string): string =>
  holdsCardNumber(text)
    ? text.normalize("NFKC").replace(candidates, (match) => (isCardNumber(match) ? match.replace(/\d/g, "•") : match))
    : text;

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
