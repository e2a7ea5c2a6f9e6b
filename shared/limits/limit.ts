/**
 * A counter against abuse: when codes were asked for, for one mailbox or from one network. It lies under a keyed hash, so
 * that no address stands there and no row can be matched with a look-up row, and looks back a day at most.
 * An entry of a row that is added to may lie a second day: with its first entry the row must not go, or the count would.
 * Basis: legitimate interest (security), GDPR article 6(1)(f) and recital 49.
 */
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import { type KeyedHash, keyedHash } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";
import { codeLimits } from "./rules.ts";

const counted = {
  category: "security",
  purposes: ["security"],
  source: "observed",
  seenBy: ["dpo"],
  kept: "limits",
  protection: "keyed hash",
} as const satisfies Personal;

const longest = Math.max(...Object.values(codeLimits).flatMap((limits) => limits.map(({ count }) => count)));

export const limit = record(
  "limit",
  1,
  {
    /** Hash of the mailbox, or of the network. */
    id: personal(keyedHash(), counted),
    taken: z
      .array(
        z.strictObject({
          /** Seconds since 1970. */
          at: plain(z.int().min(0), ["dpo"]),
          /** In a mailbox's row: hash of the network for this mailbox only. */
          by: z.exactOptional(personal(keyedHash(), counted)),
        }),
      )
      .max(longest),
    /** A day after the last one: then the row goes. What is older than a day leaves it with each writing. */
    expiresAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "limits" },
);
export type LimitRow = Doc<typeof limit>;

/** The port to the counters. Every write is a create or conditional. */
export interface LimitRows {
  read(id: KeyedHash): Promise<{ readonly doc: LimitRow; readonly etag: string } | undefined>;
  /** @param etag of the row as it was read; absent: there was none. @returns false where somebody else was first. */
  write(doc: LimitRow, etag: string | undefined): Promise<boolean>;
}

/** Where a request comes from: an IPv4 address or the first half of an IPv6 one (http/client-network.ts). */
export type Network = string;

export type Asking = { readonly brand: BrandId; readonly email: string; readonly network: Network | undefined };
/** @throws Refusal too-many-requests with the seconds to wait. */
export type AllowCode = (asking: Asking) => Promise<void>;
