/**
 * The e-mail address as an identifier: normalised one way everywhere, found by a keyed hash, so that the look-ups hold
 * no address. Brand and use are part of the hash: the same address on two sites gives two rows nobody can join.
 */
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { hashUnderKey } from "../storage/keyed-hash.ts";

/** Trimmed and in lower case: mailboxes that differ in case only are one mailbox everywhere in practice. */
export const normaliseEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

const hash = (key: KeyRing[number], brand: BrandId, email: string): KeyedHash =>
  hashUnderKey(
    { version: Number(key.version), bytes: Buffer.from(key.key, "base64url") },
    `e-mail of ${brand}`,
    normaliseEmail(email),
  );

/** Under the newest key: what a new look-up row is called. */
export function addressHash(keys: KeyRing, brand: BrandId, email: string): KeyedHash {
  const [newest] = keys;
  if (newest === undefined) throw new Error("no look-up key");
  return hash(newest, brand, email);
}

/** Under every key of the ring, newest first: where an existing row may be. */
export const addressHashes = (keys: KeyRing, brand: BrandId, email: string): readonly KeyedHash[] =>
  keys.map((key) => hash(key, brand, email));
