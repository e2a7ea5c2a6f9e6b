/**
 * Is the ledger as it was written? Every stream is followed from its first entry and held against what was fixed outside the
 * database. Found: edits, deletions, additions, another order, a missing end, and where. Not found: what went before its
 * first checkpoint of the day, by somebody who puts a whole stream back; that window is stated, not closed.
 */
import type { KeyRing } from "../config.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import type { Clock } from "../time/clock.ts";
import { type ChainFault, faultsOfChain } from "./chain.ts";
import { fixedPoints } from "./fixed-points.ts";
import { endOfStream } from "./keep-streams.ts";
import type { LedgerStore } from "./ledger.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { sealingDue } from "./stream.ts";

export type StreamVerdict = {
  readonly stream: string;
  readonly entries: number;
  readonly isSealed: boolean;
  readonly faults: readonly ChainFault[];
};

type Needs = {
  readonly store: LedgerStore;
  readonly blobs: ListedBlobs;
  readonly ledgerKeys: KeyRing;
  readonly clock: Clock;
  readonly endOf: (rule: RetentionRule, from: Date) => Date;
};

const pageSize = 1_000;
/** A seal may be this late, in milliseconds: the timer that makes it may have rested. */
const sealPatience = 2 * 86_400_000;
const endOfTime = new Date("9999-12-31T00:00:00.000Z");

async function entriesOf(store: LedgerStore, stream: string): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (;;) {
    const from = (entries.at(-1)?.sequence ?? 0) + 1;
    const page = await store.page(stream, from, pageSize);
    entries.push(...page);
    if (page.length < pageSize) return entries;
  }
}

export const makeVerifyLedger =
  ({ store, blobs, ledgerKeys, clock, endOf }: Needs) =>
  async (): Promise<readonly StreamVerdict[]> => {
    const fixed = await fixedPoints(blobs, ledgerKeys);
    const heads = new Map<string, { readonly sealedAt?: string }>();
    for await (const { doc } of store.due(endOfTime)) heads.set(doc.stream, doc);
    const now = clock.now().getTime();
    const verdicts: StreamVerdict[] = [];
    for (const stream of [...new Set([...heads.keys(), ...fixed.keys()])].toSorted()) {
      const outside = fixed.get(stream) ?? { points: [], isSealed: false, forged: 0 };
      // Ended by its rule: what was fixed stays behind and says no more than that there was something.
      if (!heads.has(stream) && endOfStream(stream, endOf).getTime() <= now) continue;
      const entries = await entriesOf(store, stream);
      const head = (await store.head(stream))?.doc;
      const faults = [...faultsOfChain(ledgerKeys, stream, entries, head, outside.points)];
      const sequence = entries.length;
      if (outside.forged > 0) faults.push({ stream, sequence, fault: "seal-contradicts" });
      if (!outside.isSealed && sealingDue(stream).getTime() + sealPatience < now) {
        faults.push({ stream, sequence, fault: "seal-missing" });
      }
      verdicts.push({ stream, entries: sequence, isSealed: outside.isSealed, faults });
    }
    return verdicts;
  };
