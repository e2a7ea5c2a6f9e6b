/** The promises about timers, each as one check that throws when the host breaks it: used by the tests and by the planted bugs. */
import assert from "node:assert/strict";
import type { BlobClient } from "@azure/storage-blob";
import { type ClockAuthority, startClockAuthority } from "../../../local/clock/authority.ts";
import type { HostProcess, HostStart } from "./host-process.ts";
import type { Starter } from "./queue-checks.ts";
import { eventually, type Storage } from "./storage.ts";

export type TimerNote = {
  isPastDue: boolean;
  schedule: { adjustForDST: boolean };
  scheduleStatus: { last: string; next: string; lastUpdated: string } | null;
};

export type KeptStatus = { Last: string; Next: string; LastUpdated: string };

/** Every test has an app name of its own, so that locks and records of one are nothing to another. */
export type TimerTest = AsyncDisposable & {
  readonly clock: ClockAuthority;
  /** The blob whose lease is the lock of the daily timer. */
  readonly lock: BlobClient;
  start(more?: Partial<HostStart>): Promise<HostProcess>;
  /** The record of the timer, once `isIt`. */
  status(name: string, isIt?: (kept: KeptStatus) => boolean): Promise<KeptStatus>;
  /** Resolves when one of the hosts holds the timer's lock and the timer is waiting for its time. */
  settled(name?: string): Promise<KeptStatus>;
};

let tests = 0;

export async function timerTest(storage: Storage, start: Starter, at: string): Promise<TimerTest> {
  const clock = await startClockAuthority({ at: new Date(at) });
  tests += 1;
  const hostId = `timer-test-${process.pid}-${tests}`;
  const base = {
    AzureFunctionsWebHost__hostid: hostId,
    CLOCK_URL: clock.url,
    LOCAL_HOST_TIMER_LEASE_SECONDS: "15",
    SCHEDULE: "0 30 * * * *",
  };
  const status = async (name: string, isIt = (_: KeptStatus) => true) => {
    const blob = storage.hostBlobs.getBlobClient(`timers/${hostId}/Host.Functions.${name}/status`);
    let kept: KeptStatus | undefined;
    await eventually(async () => {
      if (!(await blob.exists())) return false;
      // Azurite may hand out the length of one version with the bytes of the next: then it is read again.
      const bytes = await blob.downloadToBuffer().catch(() => undefined);
      if (bytes === undefined) return false;
      kept = JSON.parse(bytes.toString()) as KeptStatus;
      return isIt(kept);
    }, `the record of ${name}`);
    return kept!;
  };
  return {
    clock,
    lock: storage.hostBlobs.getBlobClient(`locks/${hostId}/Host.Functions.daily.Listener`),
    start: ({ env, ...more } = {}) => start({ env: { ...base, ...env }, ...more }),
    status,
    settled: (name = "daily") => status(name),
    [Symbol.asyncDispose]: () => clock.close(),
  };
}

const runs = async (host: HostProcess, name: string, count = 0): Promise<TimerNote[]> =>
  (await host.notes(name, count)).map(({ detail }) => detail as TimerNote);

/** At its tick the timer runs once, on time, and the record says when next. */
export async function runsAtItsTick(storage: Storage, start: Starter): Promise<void> {
  await using test = await timerTest(storage, start, "2027-03-01T01:00:00Z");
  await using host = await test.start();
  await test.settled();
  await test.clock.move({ now: new Date("2027-03-01T02:59:55Z") });
  const [run] = await runs(host, "daily", 1);
  assert.deepEqual(run, {
    isPastDue: false,
    schedule: { adjustForDST: true },
    scheduleStatus: {
      last: "0001-01-01T00:00:00+00:00",
      next: "2027-03-01T03:00:00.000Z",
      lastUpdated: run!.scheduleStatus!.lastUpdated,
    },
  });
  const kept = await test.status("daily", ({ Last }) => Last.startsWith("2027-03-01T03:00:0"));
  assert.equal(new Date(kept.Next).toISOString(), "2027-03-02T03:00:00.000Z");
}

/** Forty missed days, by a host that was away or a clock that was moved, are one run, past due. */
export async function missedTicksCollapse(storage: Storage, start: Starter): Promise<void> {
  await using test = await timerTest(storage, start, "2027-03-01T12:00:00Z");
  {
    await using host = await test.start();
    await test.settled();
    assert.equal(await host.stop(), 0);
  }
  await test.clock.move({ advanceMs: 40 * 86_400_000 });
  await using host = await test.start();
  const [first] = await runs(host, "daily", 1);
  assert.equal(first?.isPastDue, true);
  const kept = await test.status("daily", ({ Next }) => Next > "2027-04");
  assert.equal(new Date(kept.Next).toISOString(), "2027-04-11T03:00:00.000Z");

  await test.clock.move({ advanceMs: 40 * 86_400_000 });
  const [, second] = await runs(host, "daily", 2);
  assert.equal(second?.isPastDue, true);
  await test.status("daily", ({ Next }) => Next.startsWith("2027-05-21T03:00:00"));
  assert.equal((await runs(host, "daily")).length, 2);
}

/** Two hosts on one storage: each tick runs in one of them only. */
export async function onceOverTwoHosts(storage: Storage, start: Starter): Promise<void> {
  await using test = await timerTest(storage, start, "2027-03-01T12:00:00Z");
  await using one = await test.start();
  await using two = await test.start();
  await test.settled();
  for (const day of [2, 3, 4]) {
    await test.clock.move({ now: new Date(`2027-03-0${day}T12:00:00Z`) });
    await test.status("daily", ({ Last }) => Last.startsWith(`2027-03-0${day}`));
  }
  // A timer without a record: two hosts that both believe to hold its lock cannot even see each other's runs.
  await Promise.any([one, two].map((host) => runs(host, "each-second", 4)));
  // Run by hand afterwards: what a second run of the same tick would have noted is noted before this.
  for (const host of [one, two]) await host.runByHand("by-setting");
  for (const host of [one, two])
    await host.logged(({ function: name, outcome }) => name === "by-setting" && outcome === "succeeded");
  const counts = [await runs(one, "daily"), await runs(two, "daily")].map(({ length }) => length);
  assert.deepEqual(counts.sort(), [0, 3]);
  const [least] = [await runs(one, "each-second"), await runs(two, "each-second")]
    .map(({ length }) => length)
    .sort((a, b) => a - b);
  assert.equal(least, 0);
}
