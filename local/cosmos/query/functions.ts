/**
 * The built-in functions of the query language that this endpoint knows. A function absent here is refused when the query is
 * checked, also over an empty container. A parameter of the wrong type gives undefined, as the service documents.
 */
import { badRequest } from "../cosmos-error.ts";
import { canonical, equals, isArray, isObject, type Json, typeRank, type Value } from "../json.ts";
import { dateFunctions } from "./date-functions.ts";
import { mathFunctions } from "./math-functions.ts";

export type FunctionContext = { readonly now: () => Date };

export type BuiltIn = {
  readonly least: number;
  readonly most: number;
  readonly call: (parameters: readonly Value[], context: FunctionContext) => Value;
};

const isString = (value: Value): value is string => typeof value === "string";

/** A function of strings; `most` counts an optional last flag that ignores case. */
function onStrings(count: number, apply: (...strings: string[]) => Value, caseFlag = false): BuiltIn {
  return {
    least: count,
    most: caseFlag ? count + 1 : count,
    call: (parameters) => {
      const strings = parameters.slice(0, count);
      if (!strings.every(isString)) return undefined;
      const ignoreCase = parameters[count];
      if (caseFlag && parameters.length > count && typeof ignoreCase !== "boolean") return undefined;
      return apply(...(ignoreCase === true ? strings.map((text) => text.toLowerCase()) : strings));
    },
  };
}

function onValue(apply: (value: Value) => Value): BuiltIn {
  return { least: 1, most: 1, call: ([value]) => apply(value) };
}

/** Whether `part` is contained in `whole`: every property it names is there and equal, recursively. */
function containsPart(whole: Value, part: Value): boolean {
  if (!isObject(whole) || !isObject(part)) return equals(whole, part) === true;
  return Object.entries(part).every(([name, value]) => Object.hasOwn(whole, name) && containsPart(whole[name], value));
}

function arrayContains(array: Value, element: Value, partial: Value): Value {
  if (!isArray(array) || element === undefined) return undefined;
  if (partial !== undefined && typeof partial !== "boolean") return undefined;
  return array.some((candidate) =>
    partial === true ? containsPart(candidate, element) : equals(candidate, element) === true,
  );
}

function containsEach(parameters: readonly Value[], all: boolean): Value {
  const [array, ...wanted] = parameters;
  if (!isArray(array)) return undefined;
  const found = wanted.map((element) => arrayContains(array, element, undefined) === true);
  return all ? found.every(Boolean) : found.some(Boolean);
}

function slice(whole: string | readonly Json[], start: number, length: number | undefined): Value {
  const from = start < 0 ? Math.max(0, whole.length + start) : start;
  const to = length === undefined ? undefined : from + Math.max(0, length);
  return whole.slice(Math.trunc(from), to === undefined ? undefined : Math.trunc(to));
}

function unique(elements: readonly Json[]): Json[] {
  return [...new Map(elements.map((element) => [canonical(element), element])).values()];
}

function regexMatch(text: Value, pattern: Value, modifiers: Value): Value {
  if (!isString(text) || !isString(pattern)) return undefined;
  if (modifiers !== undefined && !isString(modifiers)) return undefined;
  if (modifiers !== undefined && !/^[ims]*$/u.test(modifiers)) {
    throw badRequest("RegexMatch takes the modifiers i, m and s only.");
  }
  try {
    return new RegExp(pattern, `${[...new Set(modifiers ?? "")].join("")}`).test(text);
  } catch {
    throw badRequest("RegexMatch was given a pattern that is not a regular expression.");
  }
}

function parsed(accept: (value: Json) => boolean): BuiltIn {
  return onStrings(1, (text) => {
    try {
      const value = JSON.parse(text as string) as Json;
      return accept(value) ? value : undefined;
    } catch {
      return undefined;
    }
  });
}

const typeChecks: Readonly<Record<string, (value: Value) => boolean>> = {
  IS_DEFINED: (value) => value !== undefined,
  IS_NULL: (value) => value === null,
  IS_BOOL: (value) => typeof value === "boolean",
  IS_NUMBER: (value) => typeof value === "number",
  IS_FINITE_NUMBER: (value) => typeof value === "number",
  IS_INTEGER: (value) => Number.isInteger(value),
  IS_STRING: isString,
  IS_ARRAY: isArray,
  IS_OBJECT: isObject,
  IS_PRIMITIVE: (value) => typeRank(value) >= 1 && typeRank(value) <= 4,
};

const table: Readonly<Record<string, BuiltIn>> = {
  ...Object.fromEntries(Object.entries(typeChecks).map(([name, check]) => [name, onValue(check)])),
  ...mathFunctions,
  ...dateFunctions,
  STARTSWITH: onStrings(2, (text, start) => text?.startsWith(start ?? ""), true),
  ENDSWITH: onStrings(2, (text, end) => text?.endsWith(end ?? ""), true),
  CONTAINS: onStrings(2, (text, part) => text?.includes(part ?? ""), true),
  STRINGEQUALS: onStrings(2, (left, right) => left === right, true),
  LOWER: onStrings(1, (text) => text?.toLowerCase()),
  UPPER: onStrings(1, (text) => text?.toUpperCase()),
  LENGTH: onStrings(1, (text) => text?.length),
  TRIM: onStrings(1, (text) => text?.trim()),
  LTRIM: onStrings(1, (text) => text?.trimStart()),
  RTRIM: onStrings(1, (text) => text?.trimEnd()),
  REVERSE: onStrings(1, (text) => [...(text ?? "")].reverse().join("")),
  REPLACE: onStrings(3, (text, part, by) => (part === "" ? text : text?.replaceAll(part ?? "", () => by ?? ""))),
  STRINGSPLIT: onStrings(2, (text, separator) => (separator === "" ? undefined : text?.split(separator ?? ""))),
  STRINGTONUMBER: parsed((value) => typeof value === "number"),
  STRINGTOBOOLEAN: parsed((value) => typeof value === "boolean"),
  STRINGTONULL: parsed((value) => value === null),
  STRINGTOARRAY: parsed(isArray),
  STRINGTOOBJECT: parsed(isObject),
  CONCAT: { least: 2, most: 100, call: (texts) => (texts.every(isString) ? texts.join("") : undefined) },
  INDEX_OF: {
    least: 2,
    most: 3,
    call: ([text, part, start = 0]) =>
      isString(text) && isString(part) && typeof start === "number" ? text.indexOf(part, start) : undefined,
  },
  SUBSTRING: {
    least: 3,
    most: 3,
    call: ([text, start, length]) =>
      isString(text) && typeof start === "number" && typeof length === "number"
        ? slice(text, Math.max(0, start), length)
        : undefined,
  },
  LEFT: {
    least: 2,
    most: 2,
    call: ([text, count]) => (isString(text) && typeof count === "number" ? slice(text, 0, count) : undefined),
  },
  RIGHT: {
    least: 2,
    most: 2,
    call: ([text, count]) =>
      isString(text) && typeof count === "number"
        ? text.slice(Math.max(0, text.length - Math.max(0, count)))
        : undefined,
  },
  REPLICATE: {
    least: 2,
    most: 2,
    call: ([text, count]) =>
      isString(text) && typeof count === "number" && count >= 0 && text.length * count <= 10_000
        ? text.repeat(count)
        : undefined,
  },
  TOSTRING: onValue((value) => (value === undefined || isString(value) ? value : JSON.stringify(value))),
  REGEXMATCH: { least: 2, most: 3, call: ([text, pattern, modifiers]) => regexMatch(text, pattern, modifiers) },
  ARRAY_CONTAINS: { least: 2, most: 3, call: ([array, element, partial]) => arrayContains(array, element, partial) },
  ARRAY_CONTAINS_ANY: { least: 2, most: 100, call: (parameters) => containsEach(parameters, false) },
  ARRAY_CONTAINS_ALL: { least: 2, most: 100, call: (parameters) => containsEach(parameters, true) },
  ARRAY_LENGTH: onValue((array) => (isArray(array) ? array.length : undefined)),
  ARRAY_CONCAT: { least: 2, most: 100, call: (arrays) => (arrays.every(isArray) ? arrays.flat(1) : undefined) },
  ARRAY_SLICE: {
    least: 2,
    most: 3,
    call: ([array, start, length]) =>
      isArray(array) && typeof start === "number" && (length === undefined || typeof length === "number")
        ? slice(array, start, length)
        : undefined,
  },
  SETINTERSECT: {
    least: 2,
    most: 2,
    call: ([left, right]) => {
      if (!isArray(left) || !isArray(right)) return undefined;
      const wanted = new Set(right.map(canonical));
      return unique(left).filter((element) => wanted.has(canonical(element)));
    },
  },
  SETUNION: {
    least: 2,
    most: 2,
    call: ([left, right]) => (isArray(left) && isArray(right) ? unique([...left, ...right]) : undefined),
  },
  IIF: { least: 3, most: 3, call: ([test, whenTrue, otherwise]) => (test === true ? whenTrue : otherwise) },
};

/** @throws CosmosError 400 when there is no such function or it does not take so many parameters. */
export function builtIn(name: string, parameterCount: number): BuiltIn {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!found) throw badRequest(`'${name}' is not a built-in function that this endpoint knows.`);
  if (parameterCount < found.least || parameterCount > found.most) {
    const expected = found.least === found.most ? `${found.least}` : `${found.least} to ${found.most}`;
    throw badRequest(`'${name}' takes ${expected} parameters, not ${parameterCount}.`);
  }
  return found;
}
