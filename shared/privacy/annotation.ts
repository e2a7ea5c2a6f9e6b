/**
 * What the law needs to know about a field, as types: the annotation, the annotated field, and the compile-time
 * refusals. Type-level code only; the run-time half is in `record.ts` and `wire.ts`, which refuse the same things at
 * load for what `any` let through. Source: DESIGN, section 3; GDPR articles 5, 13, 15, 20, 25 and 30.
 */
import type * as z from "zod";
import type { Category, categories, Protection, Purpose, Recipient, Source } from "./catalogues.ts";
import type { ClosedFormat } from "./formats.ts";
import type { RetentionRule } from "./retention-rules.ts";

/** Annotation of personal data (GDPR article 4(1)). */
export interface Personal {
  readonly category: Category;
  readonly purposes: readonly [Purpose, ...Purpose[]];
  readonly source: Source;
  /** Allow-list: whoever is not named never sees the field. */
  readonly seenBy: readonly Recipient[];
  readonly kept: RetentionRule;
  readonly protection: Protection;
}
/** Annotation of a field that says nothing about a person by itself: a state, a version, an id. */
export interface Plain {
  readonly personal: false;
  readonly seenBy: readonly Recipient[];
}
export type Note = Personal | Plain;
export const isPersonal = (note: Note): note is Personal => "category" in note;

declare const noted: unique symbol;
/** Marks a schema as annotated, and carries the annotation in its type. */
export interface Noted<N extends Note = Note> {
  readonly [noted]: N;
}

/**
 * An annotated leaf. The annotation is the last word: only optional, nullable and array may follow, so that no check or
 * transform is added to a schema the notes no longer describe.
 */
export interface Field<S extends z.core.$ZodType, N extends Note> extends Noted<N>, z.core.$ZodType {
  readonly _zod: S["_zod"];
  /** A key is there or it is not: never `undefined`. */
  optional(): z.ZodExactOptional<this>;
  nullable(): z.ZodNullable<this>;
  array(): z.ZodArray<this>;
}

/** The definition inside a zod schema, where its structure can be read at type level. */
export type Def<S> = S extends { _zod: { def: infer D } } ? D : never;

// Each refusal is `unknown` when all is well (intersecting with it changes nothing) and a sentence otherwise: no schema
// is assignable to a sentence, so the compiler stops and prints it.

/** A stored value is what was sent: same type in and out, so no transform, default, coercion or codec. */
export type Still<S extends z.core.$ZodType> = S extends Noted
  ? "annotated twice: reuse the field as it is"
  : undefined extends z.output<S>
    ? "annotate first, then make it optional: personal(...).optional()"
    : [z.input<S>, z.output<S>] extends [z.output<S>, z.input<S>]
      ? unknown
      : "a wire schema cannot transform: normalise after parsing";

// `format` is looked at only for strings: zod gives numbers a format too (int, float).
type IsClosed<D> = D extends { type: "string" }
  ? D extends { format: ClosedFormat }
    ? true
    : false
  : D extends { type: "enum" | "literal" | "boolean" | "number" | "null" }
    ? true
    : false;

/** Free text can always hold a name, so it can never be declared as saying nothing about a person. */
export type Closed<S extends z.core.$ZodType> =
  IsClosed<Def<S>> extends true
    ? unknown
    : "free text is personal: use personal(), or a closed type (enum, number, date, or one of formats.ts)";

type ClearCategory = { [C in Category]: (typeof categories)[C]["clear"] extends true ? C : never }[Category];

/** An allow-list is a written-out tuple; a widened array would tell the types that everybody sees the field. */
export type Listed<R extends readonly Recipient[]> = number extends R["length"]
  ? "the list of recipients is too wide: write it inline or `as const`"
  : unknown;

/**
 * Protection must fit schema and category (DESIGN, section 5: personal fields never lie in the database in clear). One
 * sentence at a time: two different sentences intersect to `never`, which tells nobody anything.
 */
export type Fitting<S extends z.core.$ZodType, N extends Personal> = number extends N["seenBy"]["length"]
  ? TooWide
  : [N["protection"]] extends ["sealed"]
    ? unknown
    : [N["protection"]] extends ["keyed hash"]
      ? Def<S> extends { format: "keyed-hash" }
        ? unknown
        : "protection 'keyed hash' needs the schema keyedHash(): a hash made by hashUnderKey"
      : [N["protection"]] extends ["plain"]
        ? [N["category"]] extends [ClearCategory]
          ? IsClosed<Def<S>> extends true
            ? unknown
            : "only a closed type can lie in clear: seal free text"
          : "this category never lies in clear: protection must be 'sealed' or 'keyed hash'"
        : TooWide;
type TooWide = "the annotation is too wide: write it inline, or `as const satisfies Personal`";
