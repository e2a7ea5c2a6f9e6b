/**
 * The route constraints a template may name (`{id:guid}`, `{page:int:min(1)}`): the closed list of ASP.NET Core routing, which
 * the Functions host uses. A constraint that is not in the list stops the host at start rather than matching nothing.
 */
export type Constraint = (value: string) => boolean;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const float = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const guid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const bracketedGuid =
  /^(?:\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\))$/i;

const between = (low: bigint, high: bigint) => (value: string) =>
  /^[+-]?\d+$/.test(value) && BigInt(value.replace(/^\+/, "")) >= low && BigInt(value.replace(/^\+/, "")) <= high;

const int = between(-(2n ** 31n), 2n ** 31n - 1n);
const long = between(-(2n ** 63n), 2n ** 63n - 1n);

const plain: Readonly<Record<string, Constraint>> = {
  int,
  long,
  bool: (value) => /^(true|false)$/i.test(value),
  datetime: (value) => /\d/.test(value) && !Number.isNaN(Date.parse(value)),
  decimal: (value) => decimal.test(value),
  double: (value) => float.test(value),
  float: (value) => float.test(value),
  guid: (value) => guid.test(value) || bracketedGuid.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== "",
  file: (value) => /\.[^./]+$/.test(value),
  nonfile: (value) => !/\.[^./]+$/.test(value),
};

const withNumbers: Readonly<Record<string, (...limits: bigint[]) => Constraint>> = {
  minlength: (least) => (value) => BigInt(value.length) >= least!,
  maxlength: (most) => (value) => BigInt(value.length) <= most!,
  length:
    (least, most = least) =>
    (value) =>
      BigInt(value.length) >= least! && BigInt(value.length) <= most!,
  min: (least) => between(least!, 2n ** 63n - 1n),
  max: (most) => between(-(2n ** 63n), most!),
  range: (least, most) => between(least!, most!),
};

const counts: Readonly<Record<string, readonly number[]>> = { length: [1, 2], range: [2] };

/** @throws Error naming a constraint that is unknown or has wrong arguments. */
export function parseConstraint(text: string): Constraint {
  const [, name = "", argument] = /^([^(]*)(?:\((.*)\))?$/s.exec(text) ?? [];
  const key = name.toLowerCase();
  const known = Object.hasOwn(plain, key) ? plain[key] : undefined;
  if (known !== undefined && argument === undefined) return known;
  if (key === "regex" && argument !== undefined) {
    const pattern = new RegExp(argument, "i");
    return (value) => pattern.test(value);
  }
  const make = Object.hasOwn(withNumbers, key) ? withNumbers[key] : undefined;
  const numbers = (argument ?? "").split(",").map((part) => part.trim());
  if (
    make === undefined ||
    !(counts[key] ?? [1]).includes(numbers.length) ||
    !numbers.every((n) => /^-?\d+$/.test(n))
  ) {
    throw new Error(`unknown route constraint "${text}"`);
  }
  return make(...numbers.map(BigInt));
}
