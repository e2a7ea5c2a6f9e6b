/**
 * What was wrong with an input, told without echoing it: a JSON Pointer (RFC 6901) into the input and the rule broken,
 * never the value, and never a name the caller chose. An unknown field is answered with the pointer of its parent.
 */
import type * as z from "zod";
import type { FieldFault } from "../refusal.ts";

/** One fault for each issue of a failed parse; the same fault is named once. */
export function faultsOf(schema: z.core.$ZodType, error: z.core.$ZodError): readonly FieldFault[] {
  const faults = error.issues.map((issue) => ({ pointer: pointerOf(schema, issue.path), rule: issue.code }));
  return [...new Map(faults.map((fault) => [`${fault.pointer} ${fault.rule}`, fault])).values()];
}

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
