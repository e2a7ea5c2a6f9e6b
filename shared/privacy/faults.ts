/**
 * What was wrong with an input, told without echoing it: a JSON Pointer (RFC 6901) into the input and the rule broken as
 * a short sentence for people, never the value, and never a name the caller chose. An unknown field is answered with the
 * pointer of its parent.
 */
import * as z from "zod";
import type { FieldFault } from "../refusal.ts";

/**
 * One fault for each issue of a failed parse; the same fault is named once.
 * @param input what was parsed: tells an absent field from one of a wrong type.
 */
export function faultsOf(schema: z.core.$ZodType, error: z.core.$ZodError, input: unknown): readonly FieldFault[] {
  const faults = error.issues.map((issue) => ({
    pointer: pointerOf(schema, issue.path),
    rule: isAbsent(input, issue) ? "is required" : ruleOf(issue),
  }));
  return [...new Map(faults.map((fault) => [`${fault.pointer} ${fault.rule}`, fault])).values()];
}

const mayBeAbsent: ReadonlySet<string> = new Set(["invalid_type", "invalid_value", "invalid_union"]);

const isAbsent = (input: unknown, { code, path }: z.core.$ZodIssue): boolean =>
  mayBeAbsent.has(code) && path.length > 0 && valueAt(input, path) === undefined;

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, step) => (at === null || at === undefined ? undefined : Reflect.get(Object(at), step)),
    input,
  );

function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${types[issue.expected] ?? issue.expected}`;
    case "unrecognized_keys":
      return "has a field that is not known here";
    case "invalid_value":
      return ownRule(issue) ?? `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_big":
      return (
        ownRule(issue) ??
        `must ${sized(issue.origin)} ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unit(issue.origin)}`
      );
    case "too_small":
      if (issue.inclusive && Number(issue.minimum) === 1 && unit(issue.origin) !== "")
        return ownRule(issue) ?? "must not be empty";
      return (
        ownRule(issue) ??
        `must ${sized(issue.origin)} ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unit(issue.origin)}`
      );
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return ownRule(issue) ?? formats[issue.format] ?? "is not in the expected form";
    case "custom":
      return ownRule(issue) ?? "is not allowed";
    case "invalid_union":
      return "must be one of the kinds known here";
    case "invalid_key":
    case "invalid_element":
      return "has an entry that is not allowed here";
  }
}

/** The schema's own sentence, where it gives one: a text of the source, unlike zod's, which may speak of the input. */
function ownRule(issue: z.core.$ZodIssue): string | undefined {
  const usual = z.config().localeError?.({ ...issue, input: undefined } as never);
  return issue.message === (typeof usual === "string" ? usual : usual?.message) ? undefined : issue.message;
}

const types: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
};

const formats: Readonly<Record<string, string>> = {
  email: "must be an e-mail address",
  e164: "must be a telephone number like +33612345678",
  uuid: "must be a UUID",
  date: "must be a date like 2026-11-23",
  datetime: "must be a date and time like 2026-11-23T20:30:00Z",
  duration: "must be a duration like P1M",
  url: "must be a URL",
  "opaque-id": "must be 1 to 64 letters, digits, hyphens and underscores",
};

const sized = (origin: string) => (unit(origin) === "" ? "be" : "have");
const unit = (origin: string) => (origin === "string" ? " characters" : origin === "array" ? " entries" : "");

/** Follows the path only through names the schema itself knows. */
function pointerOf(schema: z.core.$ZodType, path: readonly PropertyKey[]): string {
  let pointer = "";
  let candidates: readonly z.core.$ZodType[] = [schema];
  for (const step of path) {
    candidates = candidates.flatMap((candidate) => below(candidate, step));
    if (candidates.length === 0) return pointer;
    pointer += `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}

function below(schema: z.core.$ZodType, step: PropertyKey): readonly z.core.$ZodType[] {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case "object": {
      const field = typeof step === "string" && Object.hasOwn(def.shape, step) ? def.shape[step] : undefined;
      return field ? [field] : [];
    }
    case "array":
      return typeof step === "number" ? [def.element] : [];
    case "tuple": {
      const item = typeof step === "number" ? (def.items[step] ?? def.rest) : undefined;
      return item ? [item] : [];
    }
    case "record":
      return def.keyType._zod.values?.has(step as never) ? [def.valueType] : [];
    case "optional":
    case "nullable":
    case "readonly":
      return below(def.innerType, step);
    case "union":
      return def.options.flatMap((option) => below(option, step));
    default:
      return [];
  }
}
