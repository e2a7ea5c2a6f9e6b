/**
 * A look-up row: which person an address belongs to. It is reserved at sign-up, claimed when the code is given and
 * confirmed once the account exists; reserved and claimed rows end by themselves, so a crash between any two writes leaves
 * no address locked (DESIGN, section 4). Basis: contract, GDPR article 6(1)(b).
 */
import * as z from "zod";
import { type KeyedHash, keyedHash } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import type { Person } from "../storage/person-keys.ts";

/** Seconds until an unfinished row ends by itself. */
export const lookupLife = { reserved: 86_400, claimed: 900 } as const;

export const lookup = record("lookup", 1, {
  id: personal(keyedHash(), {
    category: "contact",
    purposes: ["identification"],
    source: "derived",
    seenBy: ["dpo"],
    kept: "account",
    protection: "keyed hash",
  }),
  subjectId: plain(z.uuid(), ["dpo"]),
  state: plain(z.enum(["reserved", "claimed", "confirmed"]), ["dpo"]),
});
export type Lookup = Doc<typeof lookup>;

/** The port to the look-ups. Every write is a create or conditional. */
export interface Lookups {
  read(id: KeyedHash): Promise<{ readonly doc: Lookup; readonly etag: string } | undefined>;
  /** @returns false where there already is a row. */
  create(doc: Lookup): Promise<boolean>;
  /** @returns false where the row has changed since it was read. */
  replace(doc: Lookup, etag: string): Promise<boolean>;
  /** Absent is as good as erased. */
  erase(id: KeyedHash): Promise<void>;
}

/**
 * Takes an address for a person who has just proved the mailbox.
 * @returns false where it belongs to somebody else already, or another proof is being completed right now.
 */
export async function claimAddress(lookups: Lookups, id: KeyedHash, { subjectId }: Person): Promise<boolean> {
  const row = await lookups.read(id);
  const claimed: Lookup = { id, subjectId, state: "claimed" };
  if (row === undefined) return lookups.create(claimed);
  if (row.doc.subjectId === subjectId) return row.doc.state === "reserved" ? lookups.replace(claimed, row.etag) : true;
  return row.doc.state === "reserved" ? lookups.replace(claimed, row.etag) : false;
}

/** Makes a claim permanent once the account exists. Safe to repeat. @returns false where somebody else has the address. */
export async function confirmAddress(lookups: Lookups, id: KeyedHash, { subjectId }: Person): Promise<boolean> {
  const row = await lookups.read(id);
  const confirmed: Lookup = { id, subjectId, state: "confirmed" };
  if (row === undefined) return lookups.create(confirmed);
  if (row.doc.subjectId !== subjectId) return false;
  return row.doc.state === "confirmed" || lookups.replace(confirmed, row.etag);
}
