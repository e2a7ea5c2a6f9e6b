/**
 * Compile-time completeness: every leaf of a declared shape carries an annotation, or the declaration does not compile
 * and the message names the leaf by its JSON Pointer (`*` stands for any item or key). Type-level code only.
 */
import type * as z from "zod";
import type { Def, Noted, Personal } from "./annotation.ts";

type At<P extends string, K> = `${P}/${K & string}`;

/** Names that collide with what every JavaScript object inherits. */
export type ForbiddenName = "constructor" | "__proto__" | "prototype";
/** Names the store writes beside a record's own fields: the envelope, the kind and version, and Cosmos DB's own. */
export type ReservedName = "sealed" | "kind" | "v" | "ttl" | "_etag" | "_ts" | "_rid" | "_self" | "_attachments";

/** What is wrong below `S`: a union of sentences, `never` when nothing is. */
type Fault<S, P extends string> = S extends Noted
  ? never
  : Def<S> extends { type: "object"; shape: infer Sh }
    ? {
        [K in keyof Sh]: K extends ForbiddenName ? `${At<P, K>} is a forbidden field name` : Fault<Sh[K], At<P, K>>;
      }[keyof Sh]
    : Def<S> extends { type: "array"; element: infer E }
      ? Fault<E, At<P, "*">>
      : Def<S> extends { type: "record"; valueType: infer V }
        ? Fault<V, At<P, "*">>
        : Def<S> extends { type: "optional"; innerType: infer I }
          ? // zod's ordinary optional() also lets `undefined` in, and an undefined key is neither there nor absent.
            undefined extends z.output<S & z.core.$ZodType>
            ? `${P} may be undefined: use z.exactOptional()`
            : Fault<I, P>
          : Def<S> extends { type: "nullable" | "readonly"; innerType: infer I }
            ? Fault<I, P>
            : Def<S> extends { type: "union"; options: readonly (infer O)[] }
              ? Def<S> extends { discriminator: string }
                ? O extends unknown // distributes: each option is looked at by itself
                  ? Fault<O, P>
                  : never
                : `${P} is a union without discriminator: use z.discriminatedUnion(), or annotate it as a whole`
              : `${P} has no privacy annotation: wrap it in personal() or plain()`;

/** Intersected with a shape, it leaves complete fields alone and turns each other one into the sentence that says why. */
export type Complete<Sh> = {
  [K in keyof Sh]: K extends ForbiddenName
    ? `/${K} is a forbidden field name`
    : [Fault<Sh[K], At<"", K>>] extends [never]
      ? unknown
      : Fault<Sh[K], At<"", K>>;
};

/** For records: none of the names the store needs for itself. */
export type Unreserved<Sh> = {
  [K in keyof Sh]: K extends ReservedName ? `/${K} is a name the store keeps for itself` : unknown;
};

/** `true` where a shape has a personal leaf, `never` where it has none: then nothing in it says how long it is kept. */
export type HasPersonal<Sh> = { [K in keyof Sh]: HasPersonalLeaf<Sh[K]> }[keyof Sh];
type HasPersonalLeaf<S> =
  S extends Noted<infer N>
    ? N extends Personal
      ? true
      : never
    : Def<S> extends { type: "object"; shape: infer Sh }
      ? HasPersonal<Sh>
      : Def<S> extends { type: "array"; element: infer E }
        ? HasPersonalLeaf<E>
        : Def<S> extends { type: "record"; valueType: infer V }
          ? HasPersonalLeaf<V>
          : Def<S> extends { innerType: infer I }
            ? HasPersonalLeaf<I>
            : Def<S> extends { type: "union"; options: readonly (infer O)[] }
              ? O extends unknown
                ? HasPersonalLeaf<O>
                : never
              : // Not annotated at all: that is another sentence, and one at a time is enough.
                true;
