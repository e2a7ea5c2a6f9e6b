/**
 * Is the ledger as it was written? Every stream is followed from its first entry and held against what was fixed outside the
 * database. Found: edits, deletions, additions, another order, a missing end, and where. Not found: what went before its
 * first checkpoint of the day, by somebody who puts a whole stream back; that window is stated, not closed.
 */
import { brandIds } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import type { Clock } from "../time/clock.ts";
import { type ChainFault, faultsOfChain } from "./chain.ts";
import { auditClasses } from "./events.ts";
import { fixedPoints } from "./fixed-points.ts";
import type { FoundEntry, LedgerStore } from "./ledger.ts";
import { endOfStream, isStreamName, monthOf, sealingDue } from "./stream.ts";

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
};

/** A seal may be this late, in milliseconds: the timer that makes it may have rested. */
const sealPatience = 2 * 86_400_000;
const endOfTime = new Date("9999-12-31T00:00:00.000Z");

/** Everything that lies in the stream, by the numbers it claims; what claims none comes last. */
async function entriesOf(store: LedgerStore, stream: string): Promise<readonly FoundEntry[]> {
  const entries: FoundEntry[] = [];
  for await (const entry of store.everything(stream)) entries.push(entry);
  const place = ({ sequence }: FoundEntry) =>
    Number.isInteger(sequence) && (sequence ?? 0) > 0 ? (sequence as number) : Number.POSITIVE_INFINITY;
  return entries.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}

/** Streams that are looked at whatever the scan finds: this month's and the last, which may have lost their heads. */
const recentStreams = (now: Date): readonly string[] =>
  [monthOf(now), monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)))].flatMap((month) =>
    brandIds.flatMap((brand) => auditClasses.map((name) => `${brand}.${name}.${month}`)),
  );

export const makeVerifyLedger =
  ({ store, blobs, ledgerKeys, clock }: Needs) =>
  async (): Promise<readonly StreamVerdict[]> => {
    const fixed = await fixedPoints(blobs, ledgerKeys);
    const known = new Set<string>();
    for await (const { stream } of store.due(endOfTime)) known.add(stream);
    const now = clock.now().getTime();
    const verdicts: StreamVerdict[] = [];
    for (const stream of [...new Set([...known, ...fixed.keys(), ...recentStreams(clock.now())])].toSorted()) {
      if (!isStreamName(stream)) {
        // No stream of ours has this name: somebody else put it there, head, blob or both.
        verdicts.push({ stream, entries: 0, isSealed: false, faults: [{ stream, sequence: 1, fault: "entry-added" }] });
        continue;
      }
      const outside = fixed.get(stream) ?? { points: [], isSealed: false, forged: 0 };
      // Ended by its rule: what was fixed stays behind and says no more than that there was something.
      if (!known.has(stream) && endOfStream(stream).getTime() <= now) continue;
      const entries = await entriesOf(store, stream);
      const found = await store.head(stream);
      if (found === undefined && entries.length === 0 && !fixed.has(stream)) continue;
      const head = found === undefined ? undefined : (found.doc ?? "unreadable");
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
