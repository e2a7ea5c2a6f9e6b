/**
 * A look-up row: which person an address belongs to. It is reserved at sign-up, claimed when the code is given and
 * confirmed once the account exists. Reserved and claimed rows say when they end: from then on they give way to anybody, and
 * the sweep erases them, so a crash between any two writes leaves no address locked (DESIGN, section 4). Basis: contract,
 * GDPR article 6(1)(b).
 */
import * as z from "zod";
import { type KeyedHash, keyedHash } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
import type { Person } from "../storage/person-keys.ts";
import { secondsAfter } from "../time/calendar.ts";

/** Seconds until an unfinished row ends: a reservation with its sign-up, a claim once its proof must be through. */
export const lookupLife = { reserved: retentionRules["pending-sign-up"].period.hours * 3_600, claimed: 900 } as const;

export const lookup = record(
  "lookup",
  1,
  {
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
    /** Of an unfinished row: when it ends. */
    expiresAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
  },
  { kept: "pending-sign-up" },
);
export type Lookup = Doc<typeof lookup>;

/** A row that is not finished, as it is written at an instant. */
export const unfinished = (
  { id, subjectId, state }: Pick<Lookup, "id" | "subjectId"> & { readonly state: keyof typeof lookupLife },
  now: Date,
): Lookup => ({ id, subjectId, state, expiresAt: secondsAfter(now, lookupLife[state]).toISOString() });

/** Whether somebody has proved to have the address, or is proving it right now. What has ended counts for nothing. */
export const isProven = ({ state, expiresAt }: Lookup, now: Date): boolean =>
  state !== "reserved" && (expiresAt === undefined || Date.parse(expiresAt) > now.getTime());

type Page<T> = { readonly items: readonly T[]; readonly cursor: string | undefined };

/** The port to the look-ups. Every write is a create or conditional. */
export interface Lookups {
  read(id: KeyedHash): Promise<{ readonly doc: Lookup; readonly etag: string } | undefined>;
  /** @returns false where there already is a row. */
  create(doc: Lookup): Promise<boolean>;
  /** @returns false where the row has changed since it was read. */
  replace(doc: Lookup, etag: string): Promise<boolean>;
  /**
   * Absent is as good as erased. @param etag where it must not have changed since it was read; then it stays.
   * @returns whether it went now.
   */
  erase(id: KeyedHash, etag?: string): Promise<boolean>;
  /** A page of the rows whose end is at or before an instant, in no order. */
  expired(
    before: Date,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<{ readonly id: KeyedHash; readonly etag: string; readonly expiresAt: string }>>;
}

/**
 * Whether somebody else has proved to have an address. All rows are read each time: how many keys are tried must not
 * depend on who has it.
 * @param ids its hashes under every key of the ring: until all addresses are hashed anew, any of them may be in use.
 */
export async function isTaken(
  lookups: Pick<Lookups, "read">,
  ids: readonly KeyedHash[],
  { subjectId }: Person,
  now: Date,
): Promise<boolean> {
  const rows = await Promise.all(ids.map((id) => lookups.read(id)));
  return rows.some((row) => row !== undefined && row.doc.subjectId !== subjectId && isProven(row.doc, now));
}

/**
 * Takes an address for a person who has just proved the mailbox.
 * @param ids its hashes under every key of the ring, newest first: the newest is what the row is called.
 * @returns false where it belongs to somebody else already, or another proof is being completed right now.
 */
export async function claimAddress(
  lookups: Lookups,
  ids: readonly KeyedHash[],
  person: Person,
  now: Date,
): Promise<boolean> {
  const [id, ...older] = ids;
  if (id === undefined) throw new Error("no look-up key");
  if (await isTaken(lookups, older, person, now)) return false;
  const { subjectId } = person;
  const row = await lookups.read(id);
  const claimed = unfinished({ id, subjectId, state: "claimed" }, now);
  if (row === undefined) return lookups.create(claimed);
  return isProven(row.doc, now) ? row.doc.subjectId === subjectId : lookups.replace(claimed, row.etag);
}

/** More rounds than races anybody can lose: each means that a row changed between its reading and its writing. */
const rounds = 4;

/**
 * Makes a claim permanent once the account exists, also one that ended meanwhile: what somebody else merely reserved gives
 * way. Safe to repeat.
 * @returns `undecided` where another proof is being completed right now: it becomes an account or ends by itself.
 */
export async function confirmAddress(
  lookups: Lookups,
  id: KeyedHash,
  { subjectId }: Person,
  now: Date,
): Promise<"confirmed" | "taken" | "undecided"> {
  const confirmed: Lookup = { id, subjectId, state: "confirmed" };
  for (let round = 0; round < rounds; round += 1) {
    const row = await lookups.read(id);
    if (row?.doc.state === "confirmed") return row.doc.subjectId === subjectId ? "confirmed" : "taken";
    if (row !== undefined && row.doc.subjectId !== subjectId && isProven(row.doc, now)) return "undecided";
    const isWritten = row === undefined ? lookups.create(confirmed) : lookups.replace(confirmed, row.etag);
    if (await isWritten) return "confirmed";
  }
  return "undecided";
}
