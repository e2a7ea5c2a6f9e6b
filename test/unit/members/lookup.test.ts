/**
 * Who has an address: reserved, claimed, confirmed. Whatever stops in the middle, no address stays locked, and no two
 * people ever hold one.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressHashes } from "../../../shared/members/address.ts";
import {
  claimAddress,
  confirmAddress,
  isProven,
  type Lookups,
  lookupLife,
  unfinished,
} from "../../../shared/members/lookup.ts";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryLookups } from "../../memory/lookups.ts";
import { seed } from "../seed.ts";

const ring = [
  { version: "2", key: "b".repeat(43) },
  { version: "1", key: "a".repeat(43) },
];
const [id, older] = addressHashes(ring, "milleis", "zoe@example.fr") as [KeyedHash, KeyedHash];
const person = (last: number): Person => ({
  brand: "milleis",
  subjectId: `9b2f0b52-6c1e-4b3e-9d57-00000000000${last}`,
});
const [zoe, twin] = [person(1), person(2)];

function start() {
  const clock = standingClock();
  const lookups = memoryLookups(clock);
  const reserve = ({ subjectId }: Person) =>
    lookups.create(unfinished({ id, subjectId, state: "reserved" }, clock.now()));
  return { clock, lookups, reserve };
}

describe("claiming", () => {
  test("an address nobody has", async () => {
    const { clock, lookups } = start();
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(true);
    expect(lookups.row(id)).toMatchObject({ subjectId: zoe.subjectId, state: "claimed" });
  });

  test("one's own reservation, and again", async () => {
    const { clock, lookups, reserve } = start();
    await reserve(zoe);
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(true);
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(true);
    expect(lookups.row(id)).toMatchObject({ subjectId: zoe.subjectId, state: "claimed" });
  });

  test("somebody else's mere reservation: whoever proves the mailbox has it", async () => {
    const { clock, lookups, reserve } = start();
    await reserve(twin);
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(true);
    expect(lookups.row(id)?.subjectId).toBe(zoe.subjectId);
  });

  test("not what somebody else has claimed or confirmed", async () => {
    const { clock, lookups } = start();
    await claimAddress(lookups, [id], twin, clock.now());
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(false);
    await confirmAddress(lookups, id, twin, clock.now());
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(false);
    expect(lookups.row(id)).toMatchObject({ subjectId: twin.subjectId, state: "confirmed" });
  });

  test("what is confirmed is not unconfirmed by claiming it again", async () => {
    const { clock, lookups } = start();
    await confirmAddress(lookups, id, zoe, clock.now());
    expect(await claimAddress(lookups, [id], zoe, clock.now())).toBe(true);
    expect(lookups.row(id)?.state).toBe("confirmed");
  });
});

describe("with a new key, while addresses still lie under the old one", () => {
  test.each(["claimed", "confirmed"] as const)("not what somebody else has %s there", async (state) => {
    const { clock, lookups } = start();
    await lookups.create({ id: older, subjectId: twin.subjectId, state });
    expect(await claimAddress(lookups, [id, older], zoe, clock.now())).toBe(false);
    expect(lookups.row(id)).toBeUndefined();
  });

  test("what somebody else merely reserved there, or oneself", async () => {
    for (const { subjectId } of [zoe, twin]) {
      const { clock, lookups } = start();
      await lookups.create({ id: older, subjectId, state: "reserved" });
      expect(await claimAddress(lookups, [id, older], zoe, clock.now())).toBe(true);
      expect(lookups.row(id)).toMatchObject({ subjectId: zoe.subjectId, state: "claimed" });
    }
  });

  test("there must be a key", async () => {
    await expect(claimAddress(start().lookups, [], zoe, new Date())).rejects.toThrow("no look-up key");
  });
});

describe("confirming", () => {
  test("one's claim, for good", async () => {
    const { clock, lookups } = start();
    await claimAddress(lookups, [id], zoe, clock.now());
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("confirmed");
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("confirmed");
    clock.move(365 * 86_400);
    expect(lookups.row(id)).toMatchObject({ subjectId: zoe.subjectId, state: "confirmed" });
  });

  test("a claim that ended meanwhile", async () => {
    const { clock, lookups } = start();
    await claimAddress(lookups, [id], zoe, clock.now());
    clock.move(lookupLife.claimed);
    expect(await lookups.expired(clock.now(), { limit: 1 })).toMatchObject({ items: [{ id }] });
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("confirmed");
  });

  test("what somebody else merely reserved: the account comes before a sign-up nobody has proved", async () => {
    const { clock, lookups, reserve } = start();
    await claimAddress(lookups, [id], zoe, clock.now());
    await lookups.erase(id);
    await reserve(twin);
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("confirmed");
    expect(lookups.row(id)).toMatchObject({ subjectId: zoe.subjectId, state: "confirmed" });
    expect(await claimAddress(lookups, [id], twin, clock.now())).toBe(false);
  });

  test("not yet what somebody else is proving right now; once that has ended, it is", async () => {
    const { clock, lookups } = start();
    await claimAddress(lookups, [id], twin, clock.now());
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("undecided");
    expect(lookups.row(id)).toMatchObject({ subjectId: twin.subjectId, state: "claimed" });
    clock.move(lookupLife.claimed);
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("confirmed");
  });

  test("not somebody else's account", async () => {
    const { clock, lookups } = start();
    await confirmAddress(lookups, id, twin, clock.now());
    expect(await confirmAddress(lookups, id, zoe, clock.now())).toBe("taken");
    expect(lookups.row(id)?.subjectId).toBe(twin.subjectId);
  });

  test("twice at the same moment: whoever loses the race reads who has won", async () => {
    const { clock, lookups } = start();
    await claimAddress(lookups, [id], zoe, clock.now());
    const both = () =>
      Promise.all([confirmAddress(lookups, id, zoe, clock.now()), confirmAddress(lookups, id, zoe, clock.now())]);
    expect(await both()).toEqual(["confirmed", "confirmed"]);
    await lookups.erase(id);
    expect(await both()).toEqual(["confirmed", "confirmed"]);
  });
});

describe("a crash", () => {
  test.each(["reserved", "claimed"] as const)(
    "after the row is %s leaves the address to the next one",
    async (state) => {
      const { clock, lookups, reserve } = start();
      await reserve(zoe);
      if (state === "claimed") await claimAddress(lookups, [id], zoe, clock.now());
      clock.move(lookupLife[state] - 1);
      expect(await lookups.expired(clock.now(), { limit: 1 })).toMatchObject({ items: [] });
      const row = lookups.row(id);
      expect(row !== undefined && isProven(row, clock.now())).toBe(state === "claimed");
      clock.move(1);
      expect(row !== undefined && isProven(row, clock.now())).toBe(false);
      expect(await lookups.expired(clock.now(), { limit: 1 })).toMatchObject({ items: [{ id }] });
      expect(await claimAddress(lookups, [id], twin, clock.now())).toBe(true);
    },
  );

  test("a claim holds no longer than a code is tried, a reservation no longer than a pending member is kept", () => {
    expect(lookupLife.claimed).toBeLessThanOrEqual(900);
    expect(lookupLife.reserved).toBe(86_400);
  });
});

/** Each call of a port, in the order chosen by the schedule: what two processes could do to each other. */
const interleaved = (lookups: Lookups, scheduler: fc.Scheduler): Lookups => ({
  read: scheduler.scheduleFunction((row) => lookups.read(row)),
  create: scheduler.scheduleFunction((row) => lookups.create(row)),
  replace: scheduler.scheduleFunction((row, etag) => lookups.replace(row, etag)),
  erase: scheduler.scheduleFunction((row) => lookups.erase(row)),
  expired: scheduler.scheduleFunction((before, at) => lookups.expired(before, at)),
});

test("whatever the order of two people's steps, one has the address and the other is told", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.option(fc.constantFrom(zoe, twin)), async (scheduler, reservedBy) => {
      const { clock, lookups, reserve } = start();
      if (reservedBy !== null) await reserve(reservedBy);
      const port = interleaved(lookups, scheduler);
      const won = async (who: Person) =>
        (await claimAddress(port, [id], who, clock.now())) &&
        (await confirmAddress(port, id, who, clock.now())) === "confirmed";
      const [zoeWon, twinWon] = await scheduler.waitFor(Promise.all([won(zoe), won(twin)]));
      expect([zoeWon, twinWon].filter(Boolean).length).toBeLessThanOrEqual(1);
      const holder = lookups.row(id)?.subjectId;
      if (zoeWon) expect(holder).toBe(zoe.subjectId);
      if (twinWon) expect(holder).toBe(twin.subjectId);
    }),
    { seed, numRuns: 300 },
  );
});
