/**
 * What one recipient may see of a declaration: an allow-list built from the annotations, once, at load. A field whose
 * `seenBy` does not name the recipient is in neither the type, the schema nor the value (need to know: charter
 * article 5, GDPR articles 5(1)(c) and 25).
 */
import * as z from "zod";
import type { Def, Note, Noted } from "./annotation.ts";
import type { Recipient } from "./catalogues.ts";
import { type Declared, type Doc, noteOf } from "./record.ts";
import { DeclarationError } from "./wire.ts";

type OptionalKeys<Sh> = { [K in keyof Sh]: Sh[K] extends { _zod: { optout: "optional" } } ? K : never }[keyof Sh];
type SeenShape<Sh, R extends Recipient> = {
  [K in Exclude<keyof Sh, OptionalKeys<Sh>> as [Seen<Sh[K], R>] extends [never] ? never : K]: Seen<Sh[K], R>;
} & { [K in OptionalKeys<Sh> as [Seen<Sh[K], R>] extends [never] ? never : K]?: Seen<Sh[K], R> };
/** Merges an intersection into one object type, so that types read well and compare equal. */
type Flat<T> = { [K in keyof T]: T[K] } & {};

/** Mapped over the dictionary itself, so that keys which may be absent stay so. */
type SeenRecord<T, V> = { [K in keyof T]: V };

/** The part of the values of `S` that recipient `R` sees; `never` when there is none. */
export type Seen<S, R extends Recipient> =
  S extends Noted<infer N>
    ? R extends N["seenBy"][number]
      ? z.output<S & z.core.$ZodType>
      : never
    : Def<S> extends { type: "object"; shape: infer Sh }
      ? keyof SeenShape<Sh, R> extends never
        ? never
        : Flat<SeenShape<Sh, R>>
      : Def<S> extends { type: "array"; element: infer E }
        ? [Seen<E, R>] extends [never]
          ? never
          : Seen<E, R>[]
        : Def<S> extends { type: "record"; valueType: infer V }
          ? [Seen<V, R>] extends [never]
            ? never
            : SeenRecord<z.output<S & z.core.$ZodType>, Seen<V, R>>
          : Def<S> extends { type: "optional" | "readonly"; innerType: infer I }
            ? Seen<I, R>
            : Def<S> extends { type: "nullable"; innerType: infer I }
              ? [Seen<I, R>] extends [never]
                ? never
                : Seen<I, R> | null
              : Def<S> extends { type: "union"; options: readonly (infer O)[] }
                ? O extends unknown // distributes: each option is narrowed by itself
                  ? Seen<O, R>
                  : never
                : never;

declare const shown: unique symbol;
/** What `R` may see. The brand matters: by structure alone, a whole document would pass as any of its views. */
export type Shown<D extends Declared, R extends Recipient> = Seen<D["schema"], R> & { readonly [shown]: R };

export interface View<D extends Declared, R extends Recipient> {
  readonly recipient: R;
  /** Strict schema of what is shown: for descriptions and for reading it back. */
  readonly schema: z.ZodType<Seen<D["schema"], R>>;
  /** A copy of the document with only what the recipient may see. The document was parsed when it was read or written. */
  show(doc: Doc<D>): Shown<D, R>;
}

/**
 * Builds the view of a declaration for a recipient. Build it once, at load.
 * @throws DeclarationError where the recipient may see nothing at all.
 */
export function view<D extends Declared, R extends Recipient>(declaration: D, recipient: R): View<D, R> {
  const narrowed = narrow(declaration.schema, ({ seenBy }) => seenBy.includes(recipient));
  if (!narrowed) throw new DeclarationError(`${recipient} sees nothing of ${declaration.name}`);
  return {
    recipient,
    schema: narrowed.schema as View<D, R>["schema"],
    show: (doc) => narrowed.copy(doc) as Shown<D, R>,
  };
}

/** The same data with fewer leaves: what describes them, and what copies them out of a whole value. */
type Narrowed = { readonly schema: z.ZodType; readonly copy: (value: unknown) => unknown };
type Fields = Readonly<Record<string, unknown>>;

/** Keeps the leaves that `keep` keeps; undefined when none is left. */
function narrow(schema: z.core.$ZodType, keep: (note: Note) => boolean): Narrowed | undefined {
  const note = noteOf(schema);
  if (note) return keep(note) ? { schema: schema as z.ZodType, copy: (value) => value } : undefined;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case "object":
      return narrowObject(def, keep);
    case "array": {
      const item = narrow(def.element, keep);
      // The clone keeps the array's own limits.
      return (
        item && {
          schema: z.clone(schema, { ...def, element: item.schema } as never) as z.ZodType,
          copy: (value) => (value as unknown[]).map(item.copy),
        }
      );
    }
    case "record": {
      const value = narrow(def.valueType, keep);
      return (
        value && {
          schema: z.clone(schema, { ...def, valueType: value.schema } as never) as z.ZodType,
          copy: (whole) =>
            Object.fromEntries(Object.entries(whole as Fields).map(([key, each]) => [key, value.copy(each)])),
        }
      );
    }
    case "optional": {
      const inner = narrow(def.innerType, keep);
      return inner && { ...inner, schema: z.exactOptional(inner.schema) };
    }
    case "nullable": {
      const inner = narrow(def.innerType, keep);
      return (
        inner && {
          schema: z.nullable(inner.schema),
          copy: (value) => (value === null ? null : inner.copy(value)),
        }
      );
    }
    case "readonly": {
      const inner = narrow(def.innerType, keep);
      return inner && { ...inner, schema: z.readonly(inner.schema) };
    }
    case "union":
      return narrowUnion(def as z.core.$ZodDiscriminatedUnionDef, keep);
    default:
      throw new DeclarationError(`${def.type} has no privacy annotation`);
  }
}

function narrowObject(def: z.core.$ZodObjectDef, keep: (note: Note) => boolean): Narrowed | undefined {
  const kept = Object.entries(def.shape).flatMap(([key, inner]) => {
    const field = narrow(inner, keep);
    return field ? [[key, field] as const] : [];
  });
  if (kept.length === 0) return undefined;
  return {
    schema: z.strictObject(Object.fromEntries(kept.map(([key, { schema }]) => [key, schema]))),
    copy: (whole) =>
      Object.fromEntries(
        kept.flatMap(([key, { copy }]) =>
          Object.hasOwn(whole as Fields, key) ? [[key, copy((whole as Fields)[key])] as const] : [],
        ),
      ),
  };
}

/** Options are told apart by the discriminator, which whoever sees anything of an option also sees (`record.ts`). */
function narrowUnion(def: z.core.$ZodDiscriminatedUnionDef, keep: (note: Note) => boolean): Narrowed | undefined {
  const options = def.options.flatMap((option) => {
    const seen = narrow(option, keep);
    return seen ? [{ ...seen, tags: option._zod.propValues?.[def.discriminator] ?? new Set() }] : [];
  });
  if (options.length === 0) return undefined;
  return {
    schema: z.discriminatedUnion(def.discriminator, options.map(({ schema }) => schema) as never),
    copy: (value) => options.find(({ tags }) => tags.has((value as Fields)[def.discriminator] as never))?.copy(value),
  };
}
