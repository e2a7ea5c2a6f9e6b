/**
 * The issuer-join hash: how the card issuer and we name the same holder without a name (DESIGN, section 5). HMAC-SHA-256, under
 * a key shared with the issuer, of the normalised last name, the birth date and the first digits of the card. It may fit
 * several people, or nobody: then a person decides. The row that holds it is a look-up like that of an address.
 */
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import type { Member } from "../members/member.ts";
import { type KeyedHash, keyedHash } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { hashUnderKey } from "../storage/keyed-hash.ts";
import type { Person } from "../storage/person-keys.ts";

/** Many people of one name, birth date and card range: more than that is a fault. */
export const maximumHolders = 100;

export const holderRow = record(
  "issuer-join",
  1,
  {
    id: personal(keyedHash(), {
      category: "card-eligibility",
      purposes: ["identification"],
      source: "derived",
      seenBy: ["dpo"],
      kept: "account",
      protection: "keyed hash",
    }),
    subjectIds: z.array(plain(z.uuid(), ["dpo"])).max(maximumHolders),
  },
  { kept: "account" },
);
export type HolderRow = Doc<typeof holderRow>;

/** The port to these rows. Every write is a create or conditional. */
export interface HolderRows {
  read(id: KeyedHash): Promise<{ readonly doc: HolderRow; readonly etag: string } | undefined>;
  /** @returns false where there already is a row. */
  create(doc: HolderRow): Promise<boolean>;
  /** @returns false where the row has changed since it was read. */
  replace(doc: HolderRow, etag: string): Promise<boolean>;
  /** @returns false where the row has changed since it was read. Absent is as good as erased. */
  erase(id: KeyedHash, etag: string): Promise<boolean>;
}

/**
 * A last name as both sides spell it: Latin letters without their marks, in capitals, nothing else. `Lefèvre-d'Œuvray` is
 * `LEFEVREDOEUVRAY`. Letters of other scripts stay as they are, in capitals where the script has any.
 */
export const joinName = (lastName: string): string =>
  lastName
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/[æÆ]/g, "ae")
    .replace(/[œŒ]/g, "oe")
    .replace(/[øØ]/g, "o")
    .replace(/[łŁ]/g, "l")
    .replace(/[đĐðÐ]/g, "d")
    .replace(/[þÞ]/g, "th")
    .toUpperCase()
    .replace(/[^\p{L}]/gu, "");

type Holder = Pick<Member, "lastName" | "birthDate" | "cardDigits">;

function joinUnder(key: KeyRing[number], brand: BrandId, { lastName, birthDate, cardDigits }: Holder): KeyedHash {
  const hashKey = { version: Number(key.version), bytes: Buffer.from(key.key, "base64url") };
  return hashUnderKey(hashKey, `card holder of ${brand}`, `${joinName(lastName)}|${birthDate}|${cardDigits}`);
}

/** Under every key of the ring, newest first. While keys change, the issuer may still use the older one. */
export const holderJoins = (keys: KeyRing, brand: BrandId, holder: Holder): readonly KeyedHash[] =>
  keys.map((key) => joinUnder(key, brand, holder));

/** Whether a hash was made with a key that is known here. */
export const isKnownVersion = (keys: KeyRing, join: KeyedHash): boolean =>
  keys.some(({ version }) => join.startsWith(`${version}.`));

/** Makes a person's join row follow their record (keep-join.ts). */
export type KeepJoin = (person: Person) => Promise<"changed" | "unchanged">;

const rounds = 8;

/** Names a person in a row. Safe to repeat. */
export async function joinHolder(rows: HolderRows, id: KeyedHash, subjectId: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const row = await rows.read(id);
    if (row?.doc.subjectIds.includes(subjectId)) return;
    const subjectIds = [...(row?.doc.subjectIds ?? []), subjectId];
    if (subjectIds.length > maximumHolders) throw new Error("too many people in one join row");
    if (await (row === undefined ? rows.create({ id, subjectIds }) : rows.replace({ id, subjectIds }, row.etag)))
      return;
  }
  throw new Error("the join row kept changing");
}

/** Takes a person out of a row, and the row away with the last one. Safe to repeat. */
export async function leaveJoin(rows: HolderRows, id: KeyedHash, subjectId: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const row = await rows.read(id);
    if (row === undefined || !row.doc.subjectIds.includes(subjectId)) return;
    const subjectIds = row.doc.subjectIds.filter((one) => one !== subjectId);
    if (await (subjectIds.length === 0 ? rows.erase(id, row.etag) : rows.replace({ id, subjectIds }, row.etag))) return;
  }
  throw new Error("the join row kept changing");
}
