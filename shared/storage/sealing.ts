/**
 * Seals the personal fields of a record into one envelope before it reaches the database, and opens it again. The
 * envelope's key is derived from the person's own key and from what the record is, so that an envelope moved to another
 * person or record cannot open, and erasing the person's key erases all. Source: DESIGN, section 5; GDPR articles 17, 25
 * and 32.
 */
import { hkdfSync } from "node:crypto";
import type * as z from "zod";
import type { Def, Noted } from "../privacy/annotation.ts";
import { faultsOf } from "../privacy/faults.ts";
import { type AnyRecord, type Doc, isReservedName, leaves, type OldDocument } from "../privacy/record.ts";
import { tolerant } from "../privacy/tolerant.ts";
import { decrypt, EnvelopeError, encrypt, headerOf, type SealContext } from "./envelope.ts";

// A top-level field with any sealed leaf below it goes whole into the envelope.
type HasSealed<S> =
  S extends Noted<infer N>
    ? N extends { protection: "sealed" }
      ? true
      : never
    : Def<S> extends { type: "object"; shape: infer Sh }
      ? { [K in keyof Sh]: HasSealed<Sh[K]> }[keyof Sh]
      : Def<S> extends { type: "array"; element: infer I }
        ? HasSealed<I>
        : Def<S> extends { type: "record"; valueType: infer I }
          ? HasSealed<I>
          : Def<S> extends { innerType: infer I }
            ? HasSealed<I>
            : Def<S> extends { type: "union"; options: readonly (infer O)[] }
              ? O extends unknown
                ? HasSealed<O>
                : never
              : never;
/** Names of the fields that lie in the envelope. */
export type SealedKeys<R extends AnyRecord> = R extends { schema: z.ZodObject<infer Sh, infer _> }
  ? { [K in keyof Sh]: [HasSealed<Sh[K]>] extends [never] ? never : K }[keyof Sh]
  : never;
/** A record as it lies in the database: the clear fields, its kind and version, and the envelope where it has one. */
export type Stored<R extends AnyRecord> = Omit<Doc<R>, SealedKeys<R>> & {
  readonly kind: R["kind"];
  readonly v: number;
} & ([SealedKeys<R>] extends [never] ? unknown : { readonly sealed: string });

type Fields = Record<string, unknown>;

/**
 * Key of one record: HKDF-SHA256 (RFC 5869) of the person's key. The info is a JSON array, so no two contexts spell the
 * same bytes.
 * @throws RangeError when the person's key is not 32 bytes.
 */
export function recordKey(personKey: Uint8Array | undefined, { brand, subjectId, kind, id }: SealContext): Uint8Array {
  if (personKey?.byteLength !== 32) throw new RangeError("a person's key has 32 bytes");
  const info = JSON.stringify(["concierge/seal/1", brand, subjectId, kind, id]);
  return new Uint8Array(hkdfSync("sha256", personKey, new Uint8Array(0), info, 32));
}

/**
 * The record as it may be stored.
 * @param key the person's 32-byte key; a record without sealed fields needs none.
 * @throws EnvelopeError `content` when the document does not fit the record, `context` when the context names another kind.
 */
export function sealRecord<R extends AnyRecord>(
  rec: R,
  doc: Doc<R>,
  context: SealContext<R["kind"]>,
  key: Uint8Array | undefined,
): Stored<R> {
  requireKind(rec, context);
  const parsed = rec.schema.safeParse(doc);
  if (!parsed.success) throw misfit(rec, parsed.error, doc);
  const sealedKeys = sealedKeysOf(rec);
  const clear: Fields = {};
  const secret: Fields = {};
  for (const [name, value] of Object.entries(parsed.data)) (sealedKeys.has(name) ? secret : clear)[name] = value;
  const stored: Fields = { ...clear, kind: rec.kind, v: rec.v };
  if (sealedKeys.size > 0)
    stored.sealed = encrypt(JSON.stringify(secret), headerOf(context, rec.v), recordKey(key, context));
  return stored as Stored<R>;
}

/**
 * The document inside a stored record, brought to the current version. Unknown stored fields are ignored.
 * @param key the person's 32-byte key; a record without sealed fields needs none.
 * @throws EnvelopeError as named by `EnvelopeFault`.
 */
export function openRecord<R extends AnyRecord>(
  rec: R,
  stored: object,
  context: SealContext<R["kind"]>,
  key: Uint8Array | undefined,
): Doc<R> {
  requireKind(rec, context);
  const { kind, v, sealed, ...rest } = stored as Fields;
  if (kind !== rec.kind) throw new EnvelopeError("context", `stored as another kind than ${rec.kind}`);
  if (!Number.isInteger(v) || (v as number) < 1) throw new EnvelopeError("malformed", `${rec.kind} without version`);
  const version = v as number;
  if (version > rec.v) throw new EnvelopeError("version", `${rec.kind} was written by a newer version`);
  const sealedKeys = sealedKeysOf(rec);
  // A clear field with the name of a sealed one was not written by us in this version: it must not pass for content.
  const clear = Object.entries(rest).filter(
    ([name]) => !isReservedName(name) && !(version === rec.v && sealedKeys.has(name)),
  );
  const secret =
    sealedKeys.size > 0 || sealed !== undefined
      ? decrypt(sealed, headerOf(context, version), recordKey(key, context))
      : {};
  let document: OldDocument = { ...Object.fromEntries(clear), ...secret };
  for (let from = version; from < rec.v; from += 1) document = upcastOf(rec, from)(document);
  const parsed = tolerant(rec.schema).safeParse(document);
  if (!parsed.success) throw misfit(rec, parsed.error, document);
  return parsed.data as Doc<R>;
}

/** Whether a record has an envelope, so that opening it needs the person's key. */
export const hasSealedFields = (rec: AnyRecord): boolean => sealedKeysOf(rec).size > 0;

const sealedKeyCache = new WeakMap<AnyRecord, ReadonlySet<string>>();
function sealedKeysOf(rec: AnyRecord): ReadonlySet<string> {
  const known = sealedKeyCache.get(rec);
  if (known) return known;
  const sealed = [...leaves(rec.schema)].filter(({ note }) => "protection" in note && note.protection === "sealed");
  const keys = new Set(sealed.map(({ pointer }) => pointer.split("/")[1] as string));
  sealedKeyCache.set(rec, keys);
  return keys;
}

function requireKind(rec: AnyRecord, { kind }: SealContext): void {
  if (kind !== rec.kind) throw new EnvelopeError("context", `the context names another kind than ${rec.kind}`);
}

function upcastOf(rec: AnyRecord, from: number) {
  const step = rec.upcast.get(from);
  if (!step) throw new EnvelopeError("version", `${rec.kind} has no way from version ${from}`);
  return step;
}

const misfit = (rec: AnyRecord, error: z.ZodError, document: unknown) =>
  new EnvelopeError(
    "content",
    `${rec.kind} does not fit: ${faultsOf(rec.schema, error, document)
      .map(({ pointer, rule }) => `${pointer} ${rule}`)
      .join(", ")}`,
  );
