/**
 * How a person stands in the ledger: an HMAC of the id under a key derived from their own. Entries of one person can be
 * joined as long as the key is there; once it is erased, nobody can say whose they were (DESIGN, section 4).
 */
import { hkdfSync } from "node:crypto";
import type { KeyedHash } from "../privacy/formats.ts";
import { hashUnderKey } from "./keyed-hash.ts";
import type { Person } from "./person-keys.ts";

export function referenceOf(personKey: Uint8Array, { brand, subjectId }: Person): KeyedHash {
  const bytes = new Uint8Array(hkdfSync("sha256", personKey, new Uint8Array(0), "concierge/ledger/1", 32));
  // A person has one key for life, so there is one version.
  return hashUnderKey({ version: 1, bytes }, `person of ${brand}`, subjectId);
}
