/**
 * Under what the codes for a mailbox are counted: a keyed hash of its own use, so that no counter can be matched with a
 * look-up row. Whoever knows the address and the key finds the counter: counting does, and so does the erasure of the person
 * whose proved address it is (GDPR article 17).
 */
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { normaliseEmail } from "../members/address.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { hashUnderKey } from "../storage/keyed-hash.ts";
import type { LimitRow } from "./limit.ts";

/** @param use what is counted: part of the hash. */
export const counterUnder = (key: KeyRing[number], use: string, ...parts: readonly string[]): KeyedHash =>
  hashUnderKey({ version: Number(key.version), bytes: Buffer.from(key.key, "base64url") }, use, JSON.stringify(parts));

export const mailboxCounter = (key: KeyRing[number], brand: BrandId, email: string): KeyedHash =>
  counterUnder(key, "codes to a mailbox", brand, normaliseEmail(email));

/** Under every key of the ring: codes are counted under the newest, and one may have come in since the last was asked for. */
export const mailboxCounters = (keys: KeyRing, brand: BrandId, email: string): readonly KeyedHash[] =>
  keys.map((key) => mailboxCounter(key, brand, email));

/** Whether anything in a counter was counted before an instant. */
export const countsBefore = ({ taken }: Pick<LimitRow, "taken">, instant: string): boolean =>
  taken.some(({ at }) => at * 1_000 < Date.parse(instant));
