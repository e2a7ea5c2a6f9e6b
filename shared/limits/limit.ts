/**
 * A counter against abuse: when codes were asked for, for one mailbox or from one network. It lies under a keyed hash, so
 * that no address stands there and no row can be matched with a look-up row, and looks back a day at most.
 * Each entry goes when it is a day old, whatever came after it: the sweep takes it out of its row, and the row goes with its
 * last.
 * Basis: legitimate interest (security), GDPR article 6(1)(f) and recital 49.
 */
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import { type KeyedHash, keyedHash } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";
import { retentionRules } from "../privacy/retention-rules.ts";
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
    /** When its oldest entry ends: then that one leaves the row. */
    expiresAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "limits" },
);
export type LimitRow = Doc<typeof limit>;

type Entry = LimitRow["taken"][number];

/** Seconds an entry is kept; no limit looks back further (a test holds rules.ts to it). */
export const keptSeconds = retentionRules.limits.period.hours * 3_600;

const inSeconds = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** The entries that are still kept at an instant. */
export const entriesAt = ({ taken }: Pick<LimitRow, "taken">, now: Date): readonly Entry[] =>
  taken.filter(({ at }) => at > inSeconds(now) - keptSeconds);

/** A row with these entries: it is looked at again when the oldest of them ends. */
const rowWith = (id: KeyedHash, taken: readonly Entry[]): LimitRow => ({
  id,
  taken: [...taken],
  expiresAt: new Date((Math.min(...taken.map(({ at }) => at)) + keptSeconds) * 1_000).toISOString(),
});

/** A row with one more entry, of this instant. @param kept those before it that are still kept. */
export const rowWithOneMore = (id: KeyedHash, kept: readonly Entry[], now: Date, by?: KeyedHash): LimitRow =>
  rowWith(id, [...kept, { at: inSeconds(now), ...(by === undefined ? {} : { by }) }]);

/** What the sweep leaves of a row. @returns undefined where nothing in it is kept, or to be read, any more: then it goes. */
export function rowLeft(of: LimitRow | undefined, now: Date): LimitRow | undefined {
  if (of === undefined) return undefined;
  const kept = entriesAt(of, now);
  return kept.length === 0 ? undefined : rowWith(of.id, kept);
}

/** The port to the counters. Every write is a create or conditional. */
export interface LimitRows {
  read(id: KeyedHash): Promise<{ readonly doc: LimitRow; readonly etag: string } | undefined>;
  /** @param etag of the row as it was read; absent: there was none. @returns false where somebody else was first. */
  write(doc: LimitRow, etag: string | undefined): Promise<boolean>;
  /** @returns false where it has changed since it was read, or is gone. */
  erase(id: KeyedHash, etag: string): Promise<boolean>;
  /** A page of the rows with an entry whose end is at or before an instant, in no order; without `doc` what does not read. */
  expired(
    before: Date,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{
    readonly items: readonly {
      readonly id: KeyedHash;
      readonly expiresAt: string;
      readonly doc: LimitRow | undefined;
      readonly etag: string;
    }[];
    readonly cursor: string | undefined;
  }>;
}

/** Where a request comes from: an IPv4 address or the first half of an IPv6 one (http/client-network.ts). */
export type Network = string;

export type Asking = { readonly brand: BrandId; readonly email: string; readonly network: Network | undefined };
/** @throws Refusal too-many-requests with the seconds to wait. */
export type AllowCode = (asking: Asking) => Promise<void>;
