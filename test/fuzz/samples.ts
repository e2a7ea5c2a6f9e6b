/**
 * Bodies that a route takes, made from its own declaration: each leaf gets a value its schema accepts, so a new route is sent
 * good bodies without a word here. Where rules beyond the schema decide (a code, a card, a date), the scene says more.
 */
import * as z from "zod";
import type { Random } from "../faults/random.ts";
import { chance, oneOf } from "./values.ts";

const words = ["Bonjour", "Une table au calme", "Lefèvre-Marchand", "kanapé", "ab", "abcdefghijklmnop"];

const candidates = (random: Random): readonly unknown[] => {
  const two = (least: number, most: number) => String(random.whole(least, most)).padStart(2, "0");
  const digits = (count: number) => Array.from({ length: count }, () => random.whole(0, 9)).join("");
  const hex = (count: number) => Array.from({ length: count }, () => random.whole(0, 15).toString(16)).join("");
  const uuid = `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const day = `2027-${two(1, 12)}-${two(1, 28)}`;
  return [
    `${oneOf(random, words)} ${hex(4)}`,
    oneOf(random, words),
    `camille.${hex(8)}@courriel.example`,
    `+3363998${digits(4)}`,
    "06 39 98 12 34",
    uuid,
    `${day}T${two(0, 23)}:${two(0, 59)}:${two(0, 59)}Z`,
    day,
    "P1M",
    digits(9),
    digits(6),
    `${random.whole(1, 999)}.${digits(2)}`,
    `${two(0, 23)}:${two(0, 59)}`,
    "2026-01",
    hex(64),
    "fr",
    "EUR",
    "FR",
    random.whole(0, 5),
    random.whole(0, 200),
    random.fraction(),
    true,
    false,
    null,
  ];
};

/** @returns a value of the schema, or undefined where none was found. */
export function sampleOf(schema: z.core.$ZodType, random: Random): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(def.shape).flatMap(([key, inner]) => {
          const isLeft = inner._zod.optin === "optional" && chance(random, 0.4);
          const value = isLeft ? undefined : sampleOf(inner, random);
          return value === undefined ? [] : [[key, value]];
        }),
      );
    case "array":
      return Array.from({ length: random.whole(1, 3) }, () => sampleOf(def.element, random)).filter(
        (value) => value !== undefined,
      );
    case "optional":
    case "nullable":
    case "readonly":
      return sampleOf(def.innerType, random);
    case "union":
      return sampleOf(oneOf(random, def.options), random);
    case "enum":
      return oneOf(random, Object.values(def.entries));
    case "literal":
      return oneOf(random, def.values);
    default:
      return random.shuffled(candidates(random)).find((candidate) => z.safeParse(schema, candidate).success);
  }
}
