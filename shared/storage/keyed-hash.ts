/**
 * Keyed hashes: how a value is looked up without being stored. HMAC-SHA-256 under a versioned secret key, with the use
 * named in the input, so that hashes for different uses cannot be joined. Personal data all the same: whoever has the
 * key can test a guess (DESIGN, section 5; GDPR article 4(5)).
 */
import { createHmac } from "node:crypto";
import type { KeyedHash } from "../privacy/formats.ts";

export type HashKey = { readonly version: number; readonly bytes: Uint8Array };

/**
 * @param use what the hash is for, such as `e-mail`: part of the hash.
 * @param value the normalised value; the same value must always be spelt the same.
 * @throws RangeError for a key under 32 bytes, or a version outside 1 to 9999.
 */
export function hashUnderKey({ version, bytes }: HashKey, use: string, value: string): KeyedHash {
  if (bytes.byteLength < 32) throw new RangeError("a hash key has at least 32 bytes");
  if (!Number.isInteger(version) || version < 1 || version > 9999) throw new RangeError("a key version is 1 to 9999");
  const mac = createHmac("sha256", bytes)
    .update(JSON.stringify([use, value]))
    .digest("base64url");
  return `${version}.${mac}` as KeyedHash;
}
