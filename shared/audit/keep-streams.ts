/**
 * What the ledger needs from time to time, as a function of the data: a checkpoint of each open stream once a day, the seal of
 * each month that is over, and the end of each stream whose rule has run out. Every step is conditional and can be
 * repeated; two runs at once, or one after forty days, come to the same. Rules `audit` and `proof` of the retention table.
 */
import { brandIds } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import type { Logger } from "../privacy/log.ts";
import type { ComingEnd } from "../retention/coming-end.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import type { Clock } from "../time/clock.ts";
import { signedHead, soundHead } from "./chain.ts";
import { auditClasses } from "./events.ts";
import { fixCheckpoint, fixSeal } from "./fixed-points.ts";
import type { FoundHead, LedgerStore } from "./ledger.ts";
import type { LedgerHead } from "./ledger-entry.ts";
import type { Ledger } from "./record-entry.ts";
import { endOfStream, monthOf, partsOf, ruleOfStream } from "./stream.ts";

/** What a whole month of the ledger is called among what ends. */
export const ledgerStream = "ledger stream";

type Needs = {
  readonly store: LedgerStore;
  readonly ledger: Ledger;
  readonly blobs: ListedBlobs;
  readonly ledgerKeys: KeyRing;
  readonly clock: Clock;
  readonly log: Logger;
};

export type Kept = { readonly sealed: number; readonly dropped: number };

/** Streams that are over at an instant; one that is not sealed yet is sealed first, by the run before. */
export const streamsDue = ({ store }: Pick<Needs, "store">) =>
  async function* (at: Date): AsyncGenerator<ComingEnd> {
    for await (const { stream } of store.due(at)) {
      const since = endOfStream(stream);
      if (since > at) continue;
      const { brand } = partsOf(stream);
      yield {
        rule: ruleOfStream(stream),
        kind: ledgerStream,
        brand,
        since,
        place: `ledger/${stream}`,
        detail: stream,
      };
    }
  };

export function makeKeepStreams(needs: Needs) {
  const { store, ledger, blobs, ledgerKeys, clock, log } = needs;

  /** One stream's trouble must not hold up the others; it stays due. */
  const apart = async <T>(run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run();
    } catch (error) {
      log.error("ledger.stream-failed", error, { kind: "ledger-head" });
      return undefined;
    }
  };

  const checkpoint = async (): Promise<void> => {
    const month = monthOf(clock.now());
    for (const brand of brandIds) {
      for (const name of auditClasses) {
        const head = await store.head(`${brand}.${name}.${month}`);
        if (head === undefined) continue;
        await apart(() => fixCheckpoint(blobs, ledgerKeys, soundHead(ledgerKeys, head), clock.now()));
      }
    }
  };

  const rewrite = (found: LedgerHead, etag: string, change: Partial<LedgerHead>): Promise<boolean> => {
    const { mac: _, ...head } = found;
    return store.replaceHead(signedHead(ledgerKeys, { ...head, ...change }), etag);
  };

  /** Closed first, so that nothing is written behind the seal; due until the seal is there. */
  const seal = async (found: FoundHead): Promise<boolean> => {
    const { stream, etag } = found;
    const head = soundHead(ledgerKeys, found);
    if (head.sealedAt === undefined) {
      if (!(await rewrite(head, etag, { sealedAt: clock.now().toISOString() }))) return false;
      const closed = await store.head(stream);
      return closed !== undefined && seal(closed);
    }
    await fixSeal(blobs, ledgerKeys, head, new Date(head.sealedAt));
    if (!(await rewrite(head, etag, { dueAt: endOfStream(stream).toISOString() }))) return false;
    await tell("stream.sealed", stream);
    return true;
  };

  const drop = async ({ stream }: FoundHead): Promise<boolean> => {
    // Said first: a run that is cut short says it again under the same id, and goes on.
    await tell("stream.dropped", stream);
    while (await store.drop(stream)) log.event("ledger.stream-dropping", { kind: "ledger-entry" });
    return true;
  };

  const tell = (event: "stream.sealed" | "stream.dropped", stream: string) =>
    ledger.append({
      id: `${event.replace(".", "-")}-${stream.replaceAll(".", "-")}`,
      brand: partsOf(stream).brand,
      event,
      actor: { role: "system" },
      about: stream,
    });

  return async (): Promise<Kept> => {
    await checkpoint();
    const kept = { sealed: 0, dropped: 0 };
    const now = clock.now();
    for await (const head of store.due(now)) {
      await apart(async () => {
        const isOver = endOfStream(head.stream) <= now;
        // Its rule ends it also when its head cannot be read, and so never sealed.
        const isClosed = head.doc === undefined || head.doc.sealedAt !== undefined;
        if (isOver && isClosed) kept.dropped += (await drop(head)) ? 1 : 0;
        else kept.sealed += (await seal(head)) ? 1 : 0;
      });
    }
    return kept;
  };
}
