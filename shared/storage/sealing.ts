/**
 * Seals the personal fields of a record into one envelope before it reaches the database, and opens it again. The
 * envelope is a compact JWE (RFC 7516; `alg: dir`, `enc: A256GCM`) made with the synchronous cipher of `node:crypto`:
 * twenty times cheaper than an asynchronous library and readable by any JOSE implementation. Its key is derived from the
 * person's own key and from what the record is, so that an envelope moved to another person or record cannot open, and
 * erasing the person's key erases all. Source: DESIGN, section 5; GDPR articles 17, 25 and 32.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type * as z from "zod";
import type { Def, Noted } from "../privacy/annotation.ts";
import { faultsOf } from "../privacy/faults.ts";
import { type AnyRecord, type Doc, isReservedName, leaves, type OldDocument } from "../privacy/record.ts";
import { tolerant } from "../privacy/tolerant.ts";

/** What an envelope is bound to. `revision`, where the caller keeps one, makes putting back an older envelope visible. */
export type SealContext<K extends string = string> = {
  readonly brand: string;
  readonly subjectId: string;
  readonly kind: K;
  readonly id: string;
  readonly revision?: number;
};

/** Why an envelope was not made or opened. The error never holds a value. */
export type EnvelopeFault =
  /** The document does not fit its record: a fault in our own code. */
  | "content"
  /** Not a compact JWE of ours, or the record should have an envelope and has none. */
  | "malformed"
  /** Made for another brand, person, record or revision. */
  | "context"
  /** Changed, or sealed with another key. */
  | "tampered"
  /** Written by a newer version of the software. */
  | "version";
export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";
  readonly code: EnvelopeFault;
  constructor(code: EnvelopeFault, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

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

/** Protected header of an envelope. It is the authenticated data of the cipher, so none of it can be changed. */
type Header = {
  readonly alg: "dir";
  readonly enc: "A256GCM";
  readonly kid: string;
  readonly v: number;
  readonly brand: string;
  readonly sub: string;
  readonly kind: string;
  readonly id: string;
  readonly rev?: number;
};

/** A person has one key for life; its wrapping rotates, the key does not. */
const personKeyId = "1";

const headerOf = ({ brand, subjectId, kind, id, revision }: SealContext, v: number): Header => ({
  alg: "dir",
  enc: "A256GCM",
  kid: personKeyId,
  v,
  brand,
  sub: subjectId,
  kind,
  id,
  ...(revision === undefined ? {} : { rev: revision }),
});

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
  if (!parsed.success) throw misfit(rec, parsed.error);
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
  if (!parsed.success) throw misfit(rec, parsed.error);
  return parsed.data as Doc<R>;
}

function encrypt(plaintext: string, header: Header, key: Uint8Array): string {
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString("base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  // The second part, the encrypted key, is empty with `dir`.
  return [protectedHeader, "", iv, ciphertext, cipher.getAuthTag()]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}

function decrypt(envelope: unknown, expected: Header, key: Uint8Array): Fields {
  // No envelope where there should be one is never "nothing sealed": clear fields must not pass for sealed content.
  if (typeof envelope !== "string") throw new EnvelopeError("malformed", `${expected.kind} without envelope`);
  const [protectedHeader, none, iv, ciphertext, tag, ...more] = envelope.split(".");
  if (!protectedHeader || none !== "" || !iv || !ciphertext || !tag || more.length > 0) {
    throw new EnvelopeError("malformed", "not a compact JWE with a direct key");
  }
  const wrong = differing(protectedHeader, expected);
  if (wrong !== undefined)
    throw new EnvelopeError(algorithmic.has(wrong) ? "malformed" : "context", `sealed with another ${wrong}`);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), { authTagLength: 16 })
      .setAAD(Buffer.from(protectedHeader))
      .setAuthTag(Buffer.from(tag, "base64url"));
    const plaintext = Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64url")), decipher.final()]);
    return JSON.parse(plaintext.toString("utf8")) as Fields;
  } catch {
    // What the cipher says is not passed on: it knows no more than that the envelope is not authentic.
    throw new EnvelopeError("tampered", `${expected.kind} is not authentic`);
  }
}

const algorithmic: ReadonlySet<string> = new Set(["alg", "enc", "kid", "header"]);

/** The first member of the header that is not as expected; nothing of the header is trusted before. */
function differing(protectedHeader: string, expected: Header): string | undefined {
  let header: Fields;
  try {
    header = JSON.parse(Buffer.from(protectedHeader, "base64url").toString("utf8")) as Fields;
  } catch {
    return "header";
  }
  if (header === null || typeof header !== "object") return "header";
  const names = new Set([...Object.keys(expected), ...Object.keys(header)]);
  return [...names].find((name) => header[name] !== (expected as unknown as Fields)[name]);
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

const misfit = (rec: AnyRecord, error: z.ZodError) =>
  new EnvelopeError(
    "content",
    `${rec.kind} does not fit: ${faultsOf(rec.schema, error)
      .map(({ pointer, rule }) => `${pointer} ${rule}`)
      .join(", ")}`,
  );
