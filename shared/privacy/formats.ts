/**
 * Formats of strings that cannot hold free text: ids, digests, codes and references that the system makes itself. Only
 * such strings, closed values, numbers and dates may be declared without being personal data; anything a person can
 * type is personal.
 */
import * as z from "zod";

const patterns = {
  "opaque-id": /^[A-Za-z0-9_-]{1,64}$/,
  digest: /^[A-Za-z0-9_-]{43}$|^[0-9a-f]{64}$/,
  "keyed-hash": /^[1-9][0-9]{0,3}\.[A-Za-z0-9_-]{43}$/,
  code: /^[A-Za-z][A-Za-z0-9]*([._:/-][A-Za-z0-9]+)*$/,
  version: /^v?[0-9]{1,5}([.-][0-9]{1,5}){0,3}$/,
  reference: /^[A-Za-z0-9:/._~-]{1,512}$/,
  traceparent: /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
  jws: /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/,
} as const;
type FormatName = keyof typeof patterns;

/** String formats, zod's and ours, that a plain field may have. */
export type ClosedFormat = FormatName | "uuid" | "date" | "datetime" | "duration";

const formatOf = <F extends FormatName>(name: F) => z.stringFormat(name, patterns[name]);

/** A random identifier made by us, or one that another system made and that we only compare. */
export const opaqueId = () => formatOf("opaque-id");
/** SHA-256 as base64url or hexadecimal. */
export const digest = () => formatOf("digest");
/** A word of a fixed vocabulary that is too open to list here: a message type, an event name, an error code. */
export const code = () => formatOf("code").max(100);
/** A version of a document or schema: `2`, `v1`, `1.4.0`, `2026-01`. */
export const version = () => formatOf("version");
/** A path or address inside the system, made of ids. Never one that a person can choose. */
export const reference = () => formatOf("reference");
/** A compact JWS that the system has signed itself. */
export const ownSignature = () => formatOf("jws").max(60_000);
/** W3C Trace Context, version 00. */
export const traceparent = () => formatOf("traceparent");

declare const hashed: unique symbol;
/** HMAC-SHA-256 under a versioned key: `{key version}.{base64url}`. Made by `hashUnderKey` alone. */
export type KeyedHash = string & { readonly [hashed]: true };

type KeyedHashInternals = z.core.$ZodTypeInternals<KeyedHash, KeyedHash> & {
  def: z.core.$ZodCustomStringFormatDef<"keyed-hash">;
};
/** The one type a field protected as `keyed hash` can have. */
export const keyedHash = () => formatOf("keyed-hash") as unknown as z.ZodType<KeyedHash, KeyedHash, KeyedHashInternals>;

const zodFormats: readonly string[] = ["uuid", "date", "datetime", "duration"];

/** Whether a schema can hold only closed values. Looks at the pattern itself: a format of ours by name alone is not one. */
export function isClosed(schema: z.core.$ZodType): boolean {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (def.type === "string") {
    const { format, pattern } = def as z.core.$ZodStringFormatDef;
    if (format === undefined) return false;
    return (
      zodFormats.includes(format) || (Object.hasOwn(patterns, format) && pattern === patterns[format as FormatName])
    );
  }
  return ["enum", "literal", "boolean", "number", "null"].includes(def.type);
}

/** Whether a schema is the type of keyed hashes. */
export const isKeyedHash = (schema: z.core.$ZodType): boolean =>
  ((schema as z.core.$ZodTypes)._zod.def as z.core.$ZodStringFormatDef).pattern === patterns["keyed-hash"];
