/**
 * Tolerant reading: the same schema that drops unknown fields instead of refusing them, at any depth. For what is read
 * back from a store, where a later or earlier version may have left more than this one knows (DESIGN, section 3). What
 * comes from outside is always read with the strict schema.
 */
import * as z from "zod";

const made = new WeakMap<z.core.$ZodType, z.ZodType>();

/** The tolerant twin of a declared schema. Built once for each schema. */
export function tolerant(schema: z.core.$ZodType): z.ZodType {
  const known = made.get(schema);
  if (known) return known;
  const twin = loosen(schema);
  made.set(schema, twin);
  return twin;
}

// Clones keep every limit of the original; only the parts below are exchanged.
function loosen(schema: z.core.$ZodType): z.ZodType {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  const withParts = (parts: object) => z.clone(schema, { ...def, ...parts } as never) as z.ZodType;
  switch (def.type) {
    case "object":
      return z.object(Object.fromEntries(Object.entries(def.shape).map(([key, inner]) => [key, loosen(inner)])));
    case "array":
      return withParts({ element: loosen(def.element) });
    case "tuple":
      return withParts({ items: def.items.map(loosen), rest: def.rest && loosen(def.rest) });
    case "record":
      return withParts({ valueType: loosen(def.valueType) });
    case "optional":
    case "nullable":
    case "readonly":
      return withParts({ innerType: loosen(def.innerType) });
    case "union":
      return withParts({ options: def.options.map(loosen) });
    default:
      return schema as z.ZodType;
  }
}
