/**
 * JSON values as the query language sees them: `undefined` is a value of its own (a missing property), types have an order,
 * and values of different types never compare. Source: the service's documentation of comparison operators and ORDER BY.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };
/** A JSON value, or the absence of one. */
export type Value = Json | undefined;

/** Rank of a value's type in ORDER BY: undefined, null, boolean, number, string, array, object. */
export function typeRank(value: Value): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === "boolean") return 2;
  if (typeof value === "number") return 3;
  if (typeof value === "string") return 4;
  return Array.isArray(value) ? 5 : 6;
}

export function isObject(value: Value): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

/** Order of strings by code point, which is the order of their UTF-8 bytes and therefore of the index. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === length) return left.length - right.length;
  const a = left.charCodeAt(at);
  const b = right.charCodeAt(at);
  const aSurrogate = a >= 0xd800 && a <= 0xdfff;
  const bSurrogate = b >= 0xd800 && b <= 0xdfff;
  if (aSurrogate !== bSurrogate) return aSurrogate ? (b >= 0xe000 ? 1 : a - b) : a >= 0xe000 ? -1 : a - b;
  return a - b;
}

/** Total order for ORDER BY, MIN and MAX. Arrays are equal among themselves, and so are objects. */
export function compareForOrder(left: Value, right: Value): number {
  const rank = typeRank(left) - typeRank(right);
  if (rank !== 0) return rank;
  if (typeof left === "string") return compareStrings(left, right as string);
  if (typeof left === "number") return left - (right as number);
  if (typeof left === "boolean") return Number(left) - Number(right);
  return 0;
}

/** Text that is equal exactly for deeply equal values, whatever the order of their properties. */
export function canonical(value: Value): string {
  if (value === undefined) return "undefined";
  if (isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  return JSON.stringify(value === 0 ? 0 : value);
}

/** The `=` operator: undefined when either side is missing or the types differ. */
export function equals(left: Value, right: Value): boolean | undefined {
  const rank = typeRank(left);
  if (rank === 0 || rank !== typeRank(right)) return undefined;
  return rank < 5 ? left === right : canonical(left) === canonical(right);
}

/** A property of an object or an element of an array; undefined where there is none. */
export function member(value: Value, key: Value): Value {
  if (isArray(value)) return typeof key === "number" ? value[key] : undefined;
  if (isObject(value) && typeof key === "string" && Object.hasOwn(value, key)) return value[key];
  return undefined;
}

/** Follows property names from a value. */
export function follow(value: Value, names: readonly string[]): Value {
  let at = value;
  for (const name of names) {
    if (!isObject(at)) return undefined;
    at = member(at, name);
  }
  return at;
}
