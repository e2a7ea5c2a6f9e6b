/**
 * Full card numbers are never kept, wherever they are typed: refused in what a member sends, masked in what the processor
 * sends. Found by issuer prefix, that scheme's length, Luhn's check and a grouping people write them in, in any digits and
 * with anything unseen between them, so that phone numbers, dates and booking references pass (PCI DSS 3.3; DESIGN,
 * section 5).
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

/** What stands between two groups of four, mixed as it may be: up to three spaces, line breaks, dots, dashes and the like. */
const between = String.raw`[\s./,_·|*\-\u2010-\u2015]{1,3}`;
/** Between two groups of eight: nothing that also lists, because some countries' telephone numbers have eight digits. */
const betweenEights = String.raw`[\s._·\-\u2010-\u2015]{1,3}`;

/** Between single digits and pairs. */
const sign = String.raw`\s?[./,_·|*\-\u2010-\u2015]\s?|\s`;

/** A whole row of groups of one size, with the same sign between all of them: two telephone numbers in a row are longer. */
const row = (size: 1 | 2, name: string): string => {
  const group = String.raw`(?<!\d)\d{${size}}(?!\d)`;
  const others = size === 1 ? String.raw`(?:\k<${name}>${group}){13,14}` : String.raw`(?:\k<${name}>${group}){5,6}`;
  const last = String.raw`(?:\k<${name}>\d(?!\d))?`;
  return String.raw`(?<!${group}(?:${sign}))${group}(?<${name}>${sign})${group}${others}${last}(?!\k<${name}>\d{1,${size}}(?!\d))(?!\d)`;
};

/**
 * Runs of 15 or 16 digits, whole or in groups of 4-4-4-4, 8-8 or 4-6-5, or digit by digit, or in pairs. Looked for from every group on, because a year may
 * stand before the number. A `+` before it makes no difference: 16 digits are more than a telephone number has (ITU-T
 * E.164), and no country whose code begins with 34 or 37 has numbers of 15.
 */
const groupings = [
  String.raw`\d{15,16}(?!\d)`,
  String.raw`\d{4}${between}\d{4}${between}\d{4}${between}\d{4}(?!\d)`,
  String.raw`\d{8}${betweenEights}\d{8}(?!\d)`,
  String.raw`\d{4}${between}\d{6}${between}\d{5}(?!\d)`,
  row(1, "digits"),
  row(2, "pairs"),
];
const candidates = new RegExp(String.raw`(?<!\d)(?=(${groupings.join("|")}))`, "g");

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

/** The value of a decimal digit of any script: each script's ten stand in a row (Unicode, general category Nd). */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** A text as it is looked through: digits as 0 to 9, nothing that is not seen, and where each unit of it comes from. */
function legible(text: string): { readonly text: string; readonly origins: readonly number[] } {
  let read = "";
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const shown = /[\p{Cf}\p{M}]/u.test(character) ? "" : /\p{Nd}/u.test(character) ? digitOf(character) : character;
    for (let unit = 0; unit < shown.length; unit += 1) origins.push(at);
    read += shown;
    at += character.length;
  }
  return { text: read, origins: [...origins, at] };
}

/** Where the card numbers of a text are. */
function cardNumbersIn(text: string): readonly Span[] {
  const read = legible(text);
  const spans = (pattern: RegExp, take: (match: RegExpExecArray) => string, isMeant: (found: string) => boolean) =>
    [...read.text.matchAll(pattern)]
      .filter((match) => isMeant(take(match)))
      .map((match) => ({ from: match.index, to: match.index + take(match).length }));
  const exempt = spans(accounts, ([match]) => match, isAccount);
  return spans(candidates, ([, found = ""]) => found, isCardNumber)
    .filter(({ from, to }) => !exempt.some((account) => account.from <= from && to <= account.to))
    .map(({ from, to }) => ({ from: read.origins[from] ?? 0, to: read.origins[to] ?? text.length }));
}

/** Whether a text holds a full card number. */
export const holdsCardNumber = (text: string): boolean => cardNumbersIn(text.normalize("NFKC")).length > 0;

/** The text with the digits of every full card number replaced. */
export function maskCardNumbers(text: string): string {
  const plain = text.normalize("NFKC");
  const found = cardNumbersIn(plain);
  if (found.length === 0) return text;
  // From the last to the first, so that a digit written in two units moves nothing that is still to be masked.
  return found.reduceRight(
    (masked, { from, to }) =>
      masked.slice(0, from) + masked.slice(from, to).replace(/\p{Nd}/gu, "•") + masked.slice(to),
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
