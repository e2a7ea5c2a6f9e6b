/** Mathematical functions. A result that JSON cannot hold (infinite, not a number) is undefined. */
import type { Value } from "../json.ts";
import type { BuiltIn } from "./functions.ts";

function onNumbers(count: number, apply: (...numbers: number[]) => number, least = count): BuiltIn {
  return {
    least,
    most: count,
    call: (parameters) => {
      const numbers = parameters.filter((value): value is number => typeof value === "number");
      return numbers.length === parameters.length ? finite(apply(...numbers)) : undefined;
    },
  };
}

export function finite(value: number): Value {
  return Number.isFinite(value) ? value : undefined;
}

/** Midpoints are rounded away from zero. */
function round(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

const one: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEILING: Math.ceil,
  FLOOR: Math.floor,
  ROUND: round,
  TRUNC: Math.trunc,
  SIGN: Math.sign,
  SQRT: Math.sqrt,
  SQUARE: (value) => value * value,
  EXP: Math.exp,
  LOG10: Math.log10,
  SIN: Math.sin,
  COS: Math.cos,
  TAN: Math.tan,
  COT: (value) => 1 / Math.tan(value),
  ASIN: Math.asin,
  ACOS: Math.acos,
  ATAN: Math.atan,
  DEGREES: (value) => (value * 180) / Math.PI,
  RADIANS: (value) => (value * Math.PI) / 180,
};

export const mathFunctions: Readonly<Record<string, BuiltIn>> = {
  ...Object.fromEntries(Object.entries(one).map(([name, apply]) => [name, onNumbers(1, apply)])),
  POWER: onNumbers(2, (base, exponent) => base ** exponent),
  ATN2: onNumbers(2, (y, x) => Math.atan2(y, x)),
  LOG: onNumbers(2, (value, base) => (base === undefined ? Math.log(value) : Math.log(value) / Math.log(base)), 1),
  PI: { least: 0, most: 0, call: () => Math.PI },
};
