/**
 * The vocabulary of the data model: `personal` and `plain` annotate a field, `declared` names a shape that is sent or
 * shown, `record` one that is stored, `message` one that is queued. Everything else (validation, views, sealing,
 * exports, registers, erasure plans, JSON Schema) is derived from these declarations and never written a second time.
 * A leaf without annotation does not compile; what `any` lets through is refused at load. Source: DESIGN, section 3.
 */
import * as z from "zod";
import {
  type Closed,
  type Field,
  type Fitting,
  isPersonal,
  type Listed,
  type Note,
  type Personal,
  type Still,
} from "./annotation.ts";
import { categories, type Recipient, recipients } from "./catalogues.ts";
import type { Complete, HasPersonal, ReservedName, Unreserved } from "./completeness.ts";
import { isClosed, isKeyedHash } from "./formats.ts";
import type { RetentionRule } from "./retention-rules.ts";
import {
  DeclarationError,
  refuseForbiddenNames,
  refuseSilentChecks,
  refuseUnwired,
  requireClosedKeys,
  requireExact,
  requireStrict,
} from "./wire.ts";

export type { Personal, Plain } from "./annotation.ts";

// A WeakMap and not zod's registry: a registry hands a parent's note on to every clone, so a check added after the
// annotation would keep a note that no longer describes it.
const notes = new WeakMap<z.core.$ZodType, Note>();

/** The annotation of a schema, or undefined where it has none of its own. */
export const noteOf = (schema: z.core.$ZodType): Note | undefined => notes.get(schema);

/**
 * Declares personal data (GDPR article 4(1)).
 * @throws DeclarationError at load where the schema transforms, is annotated already, or does not fit its protection.
 */
export function personal<S extends z.core.$ZodType, const N extends Personal>(
  schema: S & Still<S>,
  note: N & Fitting<S, N>,
): Field<S, N> {
  const { protection, category } = note;
  if (protection === "keyed hash" && !isKeyedHash(schema)) {
    throw new DeclarationError("protection 'keyed hash' needs the schema keyedHash()");
  }
  if (protection === "plain" && !(categories[category].clear && isClosed(schema))) {
    throw new DeclarationError(`a ${category} field of this type cannot lie in clear`);
  }
  return annotate(schema, note);
}

/**
 * Declares a field that says nothing about a person by itself. `seenBy` is an allow-list: left out, nobody is ever
 * shown the field.
 * @throws DeclarationError at load where the schema could hold free text.
 */
export function plain<S extends z.core.$ZodType, const R extends readonly Recipient[] = readonly []>(
  schema: S & Still<S> & Closed<S>,
  seenBy?: R & Listed<R>,
): Field<S, { readonly personal: false; readonly seenBy: R }> {
  if (!isClosed(schema)) throw new DeclarationError("free text is personal: use personal()");
  return annotate(schema, { personal: false, seenBy: seenBy ?? [] });
}

function annotate(schema: z.core.$ZodType, note: Note): never {
  if (noteUpwards(schema)) throw new DeclarationError("annotated twice: reuse the field as it is");
  // A copy, so that the note does not stick to a schema someone else shares. `parent` keeps its description.
  const own = z.clone(schema as z.ZodType, undefined, { parent: true }) as z.ZodType;
  own.optional = () => z.exactOptional(own) as never;
  notes.set(own, note);
  return own as never;
}

const noteUpwards = (schema: z.core.$ZodType | undefined): boolean =>
  schema !== undefined && (notes.has(schema) || noteUpwards(schema._zod.parent));

/** A named shape of data that is sent or shown: an HTTP body, an answer, a payload. */
export interface Declared<N extends string = string, Sh extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: N;
  /** Strict: unknown fields are refused. */
  readonly schema: z.ZodObject<Sh, z.core.$strict>;
}
/** The values of a declaration. */
export type Doc<D extends Declared> = z.output<D["schema"]>;

/**
 * Declares a shape that is sent or shown.
 * @throws DeclarationError at load, naming the JSON Pointer of the field at fault.
 */
export function declared<const N extends string, Sh extends z.ZodRawShape>(
  name: N,
  shape: Sh & Complete<Sh>,
): Declared<N, Sh> {
  refuseForbiddenNames(shape, "");
  const schema = z.strictObject(shape as Sh);
  for (const leaf of leaves(schema)) refuseUnwired(leaf.schema, leaf.pointer, (inner) => notes.has(inner));
  return { name, schema: schema as never };
}

/** A stored document of an older version, on its way to the next. */
export type OldDocument = Readonly<Record<string, unknown>>;
/** A pure function from one version of a record to the next. Never reads a clock, a setting or a store. */
export type Upcast = (old: OldDocument) => Record<string, unknown>;

/** 1 … V-1: the versions a record of version V must still be able to read. */
type Below<V extends number, Past extends unknown[] = [unknown]> = number extends V
  ? number
  : Past["length"] extends V
    ? never
    : Past["length"] | Below<V, [...Past, unknown]>;
type RecordOptions<V extends number, Sh = z.ZodRawShape> = ([HasPersonal<Sh>] extends [never]
  ? {
      /** The rule of a record without personal fields, which nothing else could say. */
      readonly kept: RetentionRule;
    }
  : {
      /** The rule of what is no personal field; the others name their own. */
      readonly kept?: RetentionRule;
    }) &
  ([Below<V>] extends [never]
    ? { readonly upcast?: never }
    : { readonly upcast: { readonly [P in Below<V>]: Upcast } });
/** Options may be left out where they could all be empty. */
type Options<V extends number, Sh> =
  Record<never, never> extends RecordOptions<V, Sh>
    ? [options?: RecordOptions<V, Sh>]
    : [options: RecordOptions<V, Sh>];

/** A stored kind of record. */
export interface RecordOf<K extends string = string, Sh extends z.ZodRawShape = z.ZodRawShape> extends Declared<K, Sh> {
  readonly kind: K;
  /** Schema version, from 1. */
  readonly v: number;
  readonly upcast: ReadonlyMap<number, Upcast>;
  readonly kept: RetentionRule | undefined;
}
export type AnyRecord = RecordOf;

const reserved: Record<ReservedName, true> = {
  sealed: true,
  kind: true,
  v: true,
  ttl: true,
  _etag: true,
  _ts: true,
  _rid: true,
  _self: true,
  _attachments: true,
};
/** Names of stored fields that are the store's own and no part of a record. */
export const isReservedName = (name: string): boolean => Object.hasOwn(reserved, name);

/**
 * Declares a stored record. Version 2 and later name the function that leads from each older version to the next. How long
 * it is kept is part of the declaration: by its personal fields, or by `kept`.
 * @throws DeclarationError at load, naming the JSON Pointer of the field at fault, the version without upcaster, or the
 * record without retention rule.
 */
export function record<const K extends string, const V extends number, Sh extends z.ZodRawShape>(
  kind: K,
  v: V,
  shape: Sh & Complete<Sh> & Unreserved<Sh>,
  ...[options]: Options<V, Sh>
): RecordOf<K, Sh> {
  const taken = Object.keys(shape).find(isReservedName);
  if (taken !== undefined) throw new DeclarationError(`/${taken} is a name the store keeps for itself`);
  const { kept, upcast } = { kept: undefined, upcast: {}, ...options } as { kept?: RetentionRule; upcast: object };
  const upcasters = new Map(Object.entries(upcast).map(([from, step]) => [Number(from), step as Upcast]));
  const versions = Array.from({ length: v - 1 }, (_, index) => index + 1);
  if (upcasters.size !== versions.length || !versions.every((from) => upcasters.has(from))) {
    throw new DeclarationError(`${kind} version ${v} must name one upcaster for each version below it`);
  }
  const declaration = declared<K, Sh>(kind, shape);
  if (kept === undefined && ![...leaves(declaration.schema)].some(({ note }) => isPersonal(note))) {
    throw new DeclarationError(`${kind} has no personal field to say how long it is kept: name its retention rule`);
  }
  return { ...declaration, kind, v, upcast: upcasters, kept };
}

/** A queued kind of message; `type` is what travels as the CloudEvents type, such as `concierge.request.submitted.v1`. */
export interface MessageOf<
  N extends string = string,
  V extends number = number,
  Sh extends z.ZodRawShape = z.ZodRawShape,
> extends Declared<N, Sh> {
  readonly v: V;
  readonly type: `${N}.v${V}`;
}
/**
 * Declares the payload of a message.
 * @throws DeclarationError at load, naming the JSON Pointer of the field at fault.
 */
export function message<const N extends string, const V extends number, Sh extends z.ZodRawShape>(
  name: N,
  v: V,
  shape: Sh & Complete<Sh>,
): MessageOf<N, V, Sh> {
  return { ...declared<N, Sh>(name, shape), v, type: `${name}.v${v}` };
}

/** An annotated leaf and where it lies; `*` in the pointer stands for any item or key. */
export interface Leaf {
  readonly pointer: string;
  readonly note: Note;
  readonly schema: z.core.$ZodType;
  readonly optional: boolean;
}

/**
 * The one walk everything else is derived from.
 * @throws DeclarationError for a leaf without annotation and for anything a declaration may not contain.
 */
export function* leaves(schema: z.core.$ZodType, pointer = "", optional = false): Generator<Leaf> {
  const note = notes.get(schema);
  if (note) return yield { pointer, note, schema, optional };
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (["object", "array", "record", "optional", "nullable", "readonly", "union"].includes(def.type)) {
    refuseSilentChecks(schema, pointer);
  }
  switch (def.type) {
    case "object":
      requireStrict(def, pointer);
      refuseForbiddenNames(def.shape, pointer);
      for (const [key, inner] of Object.entries(def.shape)) yield* leaves(inner, `${pointer}/${key}`, optional);
      return;
    case "array":
      return yield* leaves(def.element, `${pointer}/*`, optional);
    case "record":
      requireClosedKeys(def.keyType, pointer);
      return yield* leaves(def.valueType, `${pointer}/*`, optional);
    case "optional":
      requireExact(schema, pointer);
      return yield* leaves(def.innerType, pointer, true);
    case "nullable":
    case "readonly":
      return yield* leaves(def.innerType, pointer, optional);
    case "union":
      return yield* unionLeaves(def, pointer);
    default:
      throw new DeclarationError(
        `${pointer} (${def.type}) has no privacy annotation: wrap it in personal() or plain()`,
      );
  }
}

function* unionLeaves(def: z.core.$ZodUnionDef, pointer: string): Generator<Leaf> {
  const { discriminator } = def as Partial<z.core.$ZodDiscriminatedUnionDef>;
  if (discriminator === undefined) {
    // Two options that look alike to a recipient could show what only the other may show.
    throw new DeclarationError(`${pointer} is a union without discriminator: use z.discriminatedUnion()`);
  }
  // Who sees anything of the union must be able to tell all its options apart, or a view could not show the value.
  const options = def.options.map((option) => [...leaves(option, pointer, true)]);
  for (const recipient of Object.keys(recipients) as Recipient[]) {
    const sees = ({ note }: Leaf) => note.seenBy.includes(recipient);
    const tells = (found: Leaf[]) => found.some((leaf) => leaf.pointer === `${pointer}/${discriminator}` && sees(leaf));
    if (options.some((found) => found.some(sees)) && !options.every(tells)) {
      throw new DeclarationError(
        `${pointer}/${discriminator} must be seen by ${recipient}, who sees a field beside it`,
      );
    }
  }
  yield* options.flat();
}
