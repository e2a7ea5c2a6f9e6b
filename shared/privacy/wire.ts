/**
 * What a schema of stored or sent data may be made of, checked once at load. A wire schema describes JSON and nothing
 * else: no transform, default or coercion, and no rule that JSON Schema would lose in silence (trim, refine, regular
 * expression flags), so that validation and the published description are the same thing (DESIGN, section 3).
 */
import type * as z from "zod";

export class DeclarationError extends Error {
  override readonly name = "DeclarationError";
}

const forbiddenNames: readonly string[] = ["constructor", "__proto__", "prototype"];

export function refuseForbiddenNames(shape: Readonly<Record<string, unknown>>, pointer: string): void {
  // `{ __proto__: x }` in an object literal sets the prototype instead of a key, so the key itself never shows up.
  if (Object.getPrototypeOf(shape) !== Object.prototype && Object.getPrototypeOf(shape) !== null) {
    throw new DeclarationError(`${pointer}/__proto__ is a forbidden field name`);
  }
  for (const key of Object.keys(shape)) {
    if (forbiddenNames.includes(key)) throw new DeclarationError(`${pointer}/${key} is a forbidden field name`);
  }
}

/** An object of declared data refuses unknown fields. */
export function requireStrict(def: z.core.$ZodObjectDef, pointer: string): void {
  if ((def.catchall as z.core.$ZodTypes | undefined)?._zod.def.type !== "never") {
    throw new DeclarationError(`${pointer || "/"} lets unknown fields in: use z.strictObject()`);
  }
}

/** A key that is there holds a value: `undefined` cannot be stored, sent or told apart from absence. */
export function requireExact(schema: z.core.$ZodType, pointer: string): void {
  if (!schema._zod.traits.has("$ZodExactOptional")) {
    throw new DeclarationError(`${pointer} may be undefined: use z.exactOptional()`);
  }
}

/** Keys of a dictionary are shown to whoever sees a value, and stand in pointers: they come from a closed list. */
export function requireClosedKeys(key: z.core.$ZodType, pointer: string): void {
  const { type } = (key as z.core.$ZodTypes)._zod.def;
  if (type !== "enum" && type !== "literal") {
    throw new DeclarationError(`${pointer} has open keys: use z.enum() for the keys of a record`);
  }
}

/** Checks on a schema that its JSON Schema could not show. */
export function refuseSilentChecks(schema: z.core.$ZodType, pointer: string): void {
  const { checks = [], ...def } = (schema as z.core.$ZodTypes)._zod.def;
  for (const check of [...checks.map((each) => each._zod.def), def as { check?: string; pattern?: unknown }]) {
    const { check: kind, pattern } = check as { check?: string; pattern?: unknown };
    if (kind === "overwrite") throw new DeclarationError(`${pointer} changes its value: normalise after parsing`);
    if (kind === "custom") {
      throw new DeclarationError(`${pointer} has a refinement: keep the rule beside the declaration`);
    }
    if (pattern instanceof RegExp && /[^uvd]/.test(pattern.flags)) {
      throw new DeclarationError(`${pointer} has a pattern with flags: write it without`);
    }
  }
}

/**
 * Refuses, below an annotated leaf, whatever is not plain JSON. An annotation covers all that lies under it.
 * @throws DeclarationError naming the pointer and the reason.
 */
export function refuseUnwired(
  schema: z.core.$ZodType,
  pointer: string,
  isAnnotated: (s: z.core.$ZodType) => boolean,
): void {
  refuseSilentChecks(schema, pointer);
  const def = (schema as z.core.$ZodTypes)._zod.def;
  const below = (inner: z.core.$ZodType, at: string) => {
    if (isAnnotated(inner)) throw new DeclarationError(`${at} is annotated twice`);
    refuseUnwired(inner, at, isAnnotated);
  };
  switch (def.type) {
    case "string":
    case "number":
    case "boolean":
      if ("coerce" in def && def.coerce === true)
        throw new DeclarationError(`${pointer} coerces: normalise after parsing`);
      return;
    case "null":
    case "enum":
    case "template_literal":
      return;
    case "literal":
      if (def.values.some((value) => value === undefined || typeof value === "bigint")) {
        throw new DeclarationError(`${pointer} has a literal that JSON cannot hold`);
      }
      return;
    case "object":
      requireStrict(def, pointer);
      refuseForbiddenNames(def.shape, pointer);
      for (const [key, inner] of Object.entries(def.shape)) below(inner, `${pointer}/${key}`);
      return;
    case "array":
      below(def.element, `${pointer}/*`);
      return;
    case "tuple":
      for (const [index, item] of def.items.entries()) below(item, `${pointer}/${index}`);
      if (def.rest) below(def.rest, `${pointer}/*`);
      return;
    case "record":
      requireClosedKeys(def.keyType, pointer);
      below(def.valueType, `${pointer}/*`);
      return;
    case "optional":
      requireExact(schema, pointer);
      below(def.innerType, pointer);
      return;
    case "nullable":
    case "readonly":
      below(def.innerType, pointer);
      return;
    case "union":
      for (const option of def.options) below(option, pointer);
      return;
    default:
      throw new DeclarationError(`${pointer} (${def.type}) is not plain JSON: normalise after parsing`);
  }
}
