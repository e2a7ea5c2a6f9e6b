/**
 * A second, independent statement of what the query language means, for comparison: plain functions over values, written
 * from the documentation and sharing no code with the endpoint. Slow and simple on purpose.
 */
export type Plain = unknown;

export const typeOf = (value: Plain): string =>
  value === undefined ? "undefined" : value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

const orderOfTypes = ["undefined", "null", "boolean", "number", "string", "array", "object"];

export function sameValue(left: Plain, right: Plain): boolean {
  if (typeOf(left) !== typeOf(right)) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((element, at) => sameValue(element, right[at]));
  }
  if (typeOf(left) === "object") {
    const [a, b] = [left as Record<string, Plain>, right as Record<string, Plain>];
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => name in b && sameValue(a[name], b[name]));
  }
  return left === right;
}

/** -1, 0 or 1 in ORDER BY; text by its UTF-8 bytes. */
export function sortOrder(left: Plain, right: Plain): number {
  const types = orderOfTypes.indexOf(typeOf(left)) - orderOfTypes.indexOf(typeOf(right));
  if (types !== 0) return Math.sign(types);
  if (typeof left === "string") return Buffer.compare(Buffer.from(left), Buffer.from(right as string));
  if (typeof left === "number" || typeof left === "boolean") return Math.sign(Number(left) - Number(right));
  return 0;
}

export function comparison(operator: string, left: Plain, right: Plain): Plain {
  const type = typeOf(left);
  if (type === "undefined" || type !== typeOf(right)) return undefined;
  if (operator === "=") return sameValue(left, right);
  if (operator === "!=") return !sameValue(left, right);
  if (type === "array" || type === "object") return undefined;
  const order = sortOrder(left, right);
  return { "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[operator];
}

export function conjunction(left: Plain, right: Plain): Plain {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : undefined;
}

export function disjunction(left: Plain, right: Plain): Plain {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}

export function negation(value: Plain): Plain {
  return typeof value === "boolean" ? !value : undefined;
}

export function arithmetic(operator: string, left: Plain, right: Plain): Plain {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const result = { "+": left + right, "-": left - right, "*": left * right, "%": left % right }[operator] as number;
  return Number.isFinite(result) ? result : undefined;
}

/** LIKE by walking both texts; no regular expression. */
export function like(text: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === "%")
    return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) => like(text.slice(at), rest));
  if (text.length === 0) return false;
  return (first === "_" || first === text[0]) && like(text.slice(1), rest);
}

export function property(value: Plain, name: string | number): Plain {
  if (typeof name === "number") return Array.isArray(value) ? value[name] : undefined;
  return typeOf(value) === "object" ? (value as Record<string, Plain>)[name] : undefined;
}

export function fold(kind: string, values: readonly Plain[]): Plain {
  const present = values.filter((value) => value !== undefined);
  if (kind === "COUNT") return present.length;
  if (kind === "SUM" || kind === "AVG") {
    if (!present.every((value) => typeof value === "number")) return undefined;
    const total = (present as number[]).reduce((sum, value) => sum + value, 0);
    if (kind === "SUM") return total;
    return present.length === 0 ? undefined : total / present.length;
  }
  if (present.some((value) => typeof value === "object" && value !== null)) return undefined;
  const sorted = [...present].sort(sortOrder);
  return kind === "MIN" ? sorted[0] : sorted.at(-1);
}
