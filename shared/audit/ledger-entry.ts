/**
 * The ledger's records. Entries of one stream form a chain: each holds its number, the hash of the one before and a keyed
 * MAC, so that nobody without the key can change, remove, add or reorder one unseen. The person stands there only as an
 * HMAC under their own key, which erasure destroys. GDPR articles 5(2), 24 and 32; CNIL, délibération 2021-122.
 */
import * as z from "zod";
import { digest, keyedHash, opaqueId, reference } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";
import { entryFields } from "./entry-fields.ts";

const seen = ["dpo", "auditor"] as const;

const personReference = {
  category: "proof",
  purposes: ["accountability", "security"],
  source: "derived",
  seenBy: ["dpo", "auditor"],
  kept: "proof",
  protection: "keyed hash",
} as const satisfies Personal;

export const ledgerEntry = record(
  "ledger-entry",
  1,
  {
    /** The id of the outbox row it came from, or of the run it speaks of: the same entry is written once. */
    id: plain(opaqueId(), seen),
    stream: plain(reference(), seen),
    /** From 1, without a gap. */
    sequence: plain(z.int().min(1), seen),
    ...entryFields.schema.shape,
    /** When it was written down. */
    recordedAt: plain(z.iso.datetime(), seen),
    /** Whom it is about, under that person's own key. Absent where it is about nobody. */
    person: z.exactOptional(personal(keyedHash(), personReference)),
    /** Hash of the entry before; of the first one, of the stream's name. */
    previous: plain(digest(), seen),
    /** HMAC of the entry's hash under the ledger's key. */
    mac: plain(keyedMac(), seen),
  },
  { kept: "proof" },
);
export type LedgerEntry = Doc<typeof ledgerEntry>;

/** Where a stream stands: what comes next, and what is due. One for each stream, in its partition. */
export const ledgerHead = record(
  "ledger-head",
  1,
  {
    id: plain(opaqueId(), seen),
    stream: plain(reference(), seen),
    /** The number of the last entry. */
    sequence: plain(z.int().min(0), seen),
    /** Its hash. */
    last: plain(digest(), seen),
    mac: plain(keyedMac(), seen),
    /** Sealed: nothing more is written. */
    sealedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    /** When it is sealed, and after that when it ends. */
    dueAt: plain(z.iso.datetime(), seen),
  },
  { kept: "proof" },
);
export type LedgerHead = Doc<typeof ledgerHead>;

/** `{key version}.{base64url}`, like a keyed hash, of something that is no personal data. */
function keyedMac() {
  return reference();
}
