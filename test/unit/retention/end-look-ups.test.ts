/** What lies under keyed hashes ends with the sweep by its own date: nobody waits for the store's expiry, which may rest. */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { keptSeconds, type LimitRows, rowWithOneMore } from "../../../shared/limits/limit.ts";
import { confirmAddress, type Lookups, lookupLife, unfinished } from "../../../shared/members/lookup.ts";
import { makeEndLookUps } from "../../../shared/retention/end-look-ups.ts";
import { hashUnderKey } from "../../../shared/storage/keyed-hash.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryLimits } from "../../memory/limits.ts";
import { memoryLookups } from "../../memory/lookups.ts";

const key = { version: 1, bytes: Buffer.alloc(32) };
const hash = (of: string) => hashUnderKey(key, "a test", of);
const hour = 3_600;

type Ports = { readonly lookups: Lookups; readonly limitRows: LimitRows };

async function world(through: (ports: Ports) => Ports = (ports) => ports) {
  const clock = standingClock();
  const lookups = memoryLookups(clock);
  const limitRows = memoryLimits();
  const end = makeEndLookUps({ ...through({ lookups, limitRows }), clock });
  for (const state of ["reserved", "claimed"] as const) {
    await lookups.create(unfinished({ id: hash(state), subjectId: randomUUID(), state }, clock.now()));
  }
  await confirmAddress(lookups, hash("confirmed"), { brand: "milleis", subjectId: randomUUID() }, clock.now());
  await limitRows.write(rowWithOneMore(hash("counter"), [], clock.now()), undefined);
  const left = () =>
    [...["reserved", "claimed", "confirmed"].filter((state) => lookups.row(hash(state)) !== undefined), counted()].join(
      " ",
    );
  const counted = () => limitRows.rows.get(hash("counter"))?.doc.taken.length ?? 0;
  const countOneMore = async () => {
    const found = await limitRows.read(hash("counter"));
    await limitRows.write(rowWithOneMore(hash("counter"), found?.doc.taken ?? [], clock.now()), found?.etag);
  };
  return { clock, lookups, end, left, countOneMore };
}

/** A sign-up cut off, a proof cut off, an account, and a counter that is added to: what is left hour by hour. */
async function oneByOne(through?: (ports: Ports) => Ports): Promise<void> {
  const { clock, end, left, countOneMore } = await world(through);
  await end();
  expect(left()).toBe("reserved claimed confirmed 1");
  clock.move(lookupLife.claimed);
  await end();
  await end();
  expect(left(), "the claim").toBe("reserved confirmed 1");
  clock.move(23 * hour - lookupLife.claimed);
  await countOneMore();
  await end();
  expect(left(), "not before its day is over").toBe("reserved confirmed 2");
  clock.move(hour);
  await end();
  expect(left(), "the reservation, and the first entry alone").toBe("confirmed 1");
  clock.move(keptSeconds - hour);
  await end();
  expect(left(), "the counter").toBe("confirmed 0");
  clock.move(400 * 86_400);
  expect(await end()).toBe(0);
  expect(left(), "an account's address stays").toBe("confirmed 0");
}

it("each goes at its own end, none before, and an address that is somebody's stays", () => oneByOne());

it("a row claimed or counted anew between the finding and the erasing stays", async () => {
  const { clock, lookups, end, left } = await world(({ lookups, limitRows }) => ({
    lookups: {
      ...lookups,
      expired: async (...asked) => {
        const page = await lookups.expired(...asked);
        for (const { id, etag } of page.items) {
          await lookups.replace(unfinished({ id, subjectId: randomUUID(), state: "claimed" }, clock.now()), etag);
        }
        return page;
      },
    },
    limitRows: {
      ...limitRows,
      expired: async (...asked) => {
        const page = await limitRows.expired(...asked);
        for (const { id, etag } of page.items) await limitRows.write(rowWithOneMore(id, [], clock.now()), etag);
        return page;
      },
    },
  }));
  clock.move(86_400);
  await end();
  expect(lookups.row(hash("reserved"))?.state).toBe("claimed");
  expect(left()).toBe("reserved claimed confirmed 1");
});

/** More rows than a page of the sweep holds. */
async function manyAtOnce(through: (ports: Ports) => Ports = (ports) => ports): Promise<void> {
  const { clock, lookups, end } = await world(through);
  const ids = Array.from({ length: 250 }, (_, index) => hash(`many ${index}`));
  for (const id of ids)
    await lookups.create(unfinished({ id, subjectId: randomUUID(), state: "claimed" }, clock.now()));
  clock.move(lookupLife.claimed);
  await end();
  expect(ids.filter((id) => lookups.row(id) !== undefined)).toEqual([]);
}

it("what fills several pages goes in one run", () => manyAtOnce());

it("a counter that does not read goes at its date, and holds up no other", async () => {
  const id = hash("torn");
  const torn = { id, expiresAt: "2026-01-01T00:00:00.000Z", doc: undefined, etag: "torn" };
  const erased: string[] = [];
  const { clock, end, left } = await world(({ lookups, limitRows }) => ({
    lookups,
    limitRows: {
      ...limitRows,
      expired: async (...asked) => {
        const page = await limitRows.expired(...asked);
        return { ...page, items: [torn, ...page.items] };
      },
      erase: async (which, etag) => (which === id ? erased.push(etag) > 0 : limitRows.erase(which, etag)),
    },
  }));
  clock.move(keptSeconds);
  await end();
  expect(erased).toEqual(["torn"]);
  expect(left()).toBe("confirmed 0");
});

type Bug = { readonly planted: (ports: Ports) => Ports; readonly seenBy?: typeof oneByOne };
const nothing = async () => ({ items: [], cursor: undefined });
const bugs: Readonly<Record<string, Bug>> = {
  "only the first page is read": {
    planted: ({ lookups, limitRows }) => ({
      lookups: {
        ...lookups,
        expired: async (...asked) => ({ ...(await lookups.expired(...asked)), cursor: undefined }),
      },
      limitRows,
    }),
    seenBy: manyAtOnce,
  },
  "rows are left to the store": {
    planted: ({ lookups, limitRows }) => ({ lookups: { ...lookups, expired: nothing }, limitRows }),
  },
  "everything is due": {
    planted: ({ lookups, limitRows }) => ({
      lookups: { ...lookups, expired: async (_before, at) => lookups.expired(new Date(8e15), at) },
      limitRows,
    }),
  },
  "a counter goes whole with its oldest entry": {
    planted: ({ lookups, limitRows }) => ({
      lookups,
      limitRows: {
        ...limitRows,
        write: (doc, etag) => (etag === undefined ? Promise.resolve(false) : limitRows.erase(doc.id, etag)),
      },
    }),
  },
  "counters are left to the store": {
    planted: ({ lookups, limitRows }) => ({ lookups, limitRows: { ...limitRows, expired: nothing } }),
  },
};
it.each(Object.entries(bugs))("a planted bug is seen: %s", async (_, { planted, seenBy = oneByOne }) => {
  await expect(seenBy(planted)).rejects.toThrow();
});
