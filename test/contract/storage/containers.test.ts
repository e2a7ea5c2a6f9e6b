/** Look-ups and failures on Cosmos DB's endpoint through the real SDK. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowWithOneMore } from "../../../shared/limits/limit.ts";
import { addressHash } from "../../../shared/members/address.ts";
import { type Lookups, lookupLife, unfinished } from "../../../shared/members/lookup.ts";
import { cloudEventSchema } from "../../../shared/messaging/cloud-event.ts";
import {
  backOffSeconds,
  type FailureState,
  type Failures,
  maximumAttempts,
  stateOf,
} from "../../../shared/messaging/failure.ts";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import { cosmosFailures } from "../../../shared/storage/cosmos-failures.ts";
import { cosmosLimits } from "../../../shared/storage/cosmos-limits.ts";
import { cosmosLookups } from "../../../shared/storage/cosmos-lookups.ts";
import { startStore, type TestStore } from "./store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.close());

describe("a look-up row", () => {
  const ring = [{ version: "1", key: "a".repeat(43) }];
  const fresh = () => ({ id: addressHash(ring, "milleis", `${randomUUID()}@example.fr`), subjectId: randomUUID() });

  test("is created once and replaced only in the version that was read", async () => {
    const lookups = cosmosLookups(store.container("lookups"));
    const row = fresh();
    expect(await lookups.read(row.id)).toBeUndefined();
    expect(await lookups.create({ ...row, state: "reserved" })).toBe(true);
    expect(await lookups.create({ ...row, state: "claimed" })).toBe(false);
    const found = await lookups.read(row.id);
    expect(found?.doc).toEqual({ ...row, state: "reserved" });
    expect(await lookups.replace({ ...row, state: "claimed" }, found?.etag ?? "")).toBe(true);
    expect(await lookups.replace({ ...row, state: "confirmed" }, found?.etag ?? "")).toBe(false);
    expect((await lookups.read(row.id))?.doc.state).toBe("claimed");
    const absent = fresh();
    expect(await lookups.replace({ ...absent, state: "claimed" }, '"x"')).toBe(false);
  });

  /** Every row that has ended, found in pages of two. */
  const ended = async (lookups: Lookups) => {
    const found: { readonly id: KeyedHash; readonly etag: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await lookups.expired(store.clock.now(), { limit: 2, cursor });
      found.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };

  test.each(["reserved", "claimed"] as const)("that is only %s is found once it has ended", async (state) => {
    const lookups = cosmosLookups(store.container("lookups"));
    const rows = Array.from({ length: 5 }, fresh);
    for (const row of rows) await lookups.create(unfinished({ ...row, state }, store.clock.now()));
    const theirs = async () => (await ended(lookups)).filter(({ id }) => rows.some((row) => row.id === id));
    store.clock.move(lookupLife[state] - 1);
    expect(await theirs()).toEqual([]);
    store.clock.move(1);
    const found = await theirs();
    expect(found).toHaveLength(rows.length);
    // Claimed anew meanwhile: what was found is another version, and stays.
    const [first] = rows;
    const version = found.find(({ id }) => id === first?.id)?.etag ?? "";
    if (first !== undefined) {
      expect(await lookups.replace(unfinished({ ...first, state: "claimed" }, store.clock.now()), version)).toBe(true);
    }
    for (const { id, etag } of found) await lookups.erase(id, etag);
    for (const row of rows)
      expect(await lookups.read(row.id), row.id)[row === first ? "toBeDefined" : "toBeUndefined"]();
  });

  test.each(["reserved", "claimed"] as const)(
    "that is only %s goes a day later by the store's expiry",
    async (state) => {
      const lookups = cosmosLookups(store.container("lookups"));
      const row = fresh();
      await lookups.create(unfinished({ ...row, state }, store.clock.now()));
      store.clock.move(lookupLife[state] + 86_400 - 1);
      expect(await lookups.read(row.id)).toBeDefined();
      store.clock.move(2);
      expect(await lookups.read(row.id)).toBeUndefined();
      expect(await lookups.create({ ...row, state: "confirmed" })).toBe(true);
      store.clock.move(400 * 86_400);
      expect((await lookups.read(row.id))?.doc.state).toBe("confirmed");
      expect((await ended(lookups)).some(({ id }) => id === row.id)).toBe(false);
    },
  );

  test("that is confirmed loses the end it had as a claim", async () => {
    const lookups = cosmosLookups(store.container("lookups"));
    const row = fresh();
    await lookups.create({ ...row, state: "claimed" });
    const claimed = await lookups.read(row.id);
    await lookups.replace({ ...row, state: "confirmed" }, claimed?.etag ?? "");
    store.clock.move(lookupLife.claimed * 10);
    expect((await lookups.read(row.id))?.doc.state).toBe("confirmed");
  });

  test("holds no address", async () => {
    const lookups = cosmosLookups(store.container("lookups"));
    const address = `canari.${randomUUID()}@example.fr`;
    await lookups.create({ id: addressHash(ring, "milleis", address), subjectId: randomUUID(), state: "reserved" });
    expect(store.bytes().includes(address)).toBe(false);
    expect(store.bytes().includes(address.split("@")[0] ?? "")).toBe(false);
  });
});

describe("a counter's row", () => {
  test("is written in the version that was read, found by its oldest entry's end, and erased in no other", async () => {
    const rows = cosmosLimits(store.container("lookups"));
    const id = addressHash([{ version: "1", key: "b".repeat(43) }], "milleis", randomUUID());
    const first = store.clock.now();
    expect(await rows.write(rowWithOneMore(id, [], first), undefined)).toBe(true);
    expect(await rows.write(rowWithOneMore(id, [], first), undefined)).toBe(false);
    const found = await rows.read(id);
    store.clock.move(23 * 3_600);
    const more = rowWithOneMore(id, found?.doc.taken ?? [], store.clock.now());
    expect(await rows.write(more, found?.etag)).toBe(true);
    expect(await rows.erase(id, found?.etag ?? "")).toBe(false);
    const ended = async () =>
      (await rows.expired(store.clock.now(), { limit: 100 })).items.filter((one) => one.id === id);
    store.clock.move(3_599);
    expect(await ended()).toEqual([]);
    store.clock.move(1);
    const [one] = await ended();
    expect(one?.doc).toEqual(more);
    expect(await rows.erase(id, one?.etag ?? "")).toBe(true);
    expect(await rows.read(id)).toBeUndefined();
  });

  test("goes by the store's expiry a day after its end", async () => {
    const rows = cosmosLimits(store.container("lookups"));
    const id = addressHash([{ version: "1", key: "c".repeat(43) }], "milleis", randomUUID());
    await rows.write(rowWithOneMore(id, [], store.clock.now()), undefined);
    store.clock.move(2 * 86_400 - 1);
    expect(await rows.read(id)).toBeDefined();
    store.clock.move(2);
    expect(await rows.read(id)).toBeUndefined();
  });
});

describe("a failure", () => {
  const queue = "concierge-updates" as const;
  const event = () =>
    cloudEventSchema.parse({
      specversion: "1.0",
      id: randomUUID(),
      source: "urn:gconcierges",
      type: "concierge.request.started.v1",
      subject: `${randomUUID()}/${randomUUID()}`,
      time: "2026-11-23T10:00:00.000Z",
    });
  let failures: Failures;
  beforeAll(() => {
    failures = cosmosFailures({ container: store.container("failures"), clock: store.clock });
  });
  const dueIds = async () => (await failures.due(store.clock.now(), { limit: 100 })).items.map(({ id }) => id);

  test("with its event is due again after its back-off, ever later, and at last no more", async () => {
    const given = event();
    const failed = { id: given.id, queue, reason: "UnknownRequest", event: given };
    for (let attempts = 1; attempts < maximumAttempts; attempts += 1) {
      await failures.record(failed);
      store.clock.move(backOffSeconds(attempts) - 1);
      expect(await dueIds()).not.toContain(given.id);
      store.clock.move(1);
      expect(await dueIds()).toContain(given.id);
    }
    await failures.record(failed);
    const firstAt = Date.parse((await failures.read(queue, given.id))!.firstAt);
    store.clock.move(364 * 86_400 - (store.clock.now().getTime() - firstAt) / 1_000);
    expect(await dueIds()).not.toContain(given.id);
    await failures.erase(failed);
    expect(await failures.read(queue, given.id)).toBeDefined();
  });

  test("without an event is only shown", async () => {
    await failures.record({ id: "d".repeat(43), queue, reason: "bad-signature" });
    store.clock.move(364 * 86_400);
    expect(await dueIds()).not.toContain("d".repeat(43));
  });

  test("that nobody resolves is due a year after it first failed, and goes", async () => {
    const failed = { id: "e".repeat(43), queue, reason: "bad-signature" };
    await failures.record(failed);
    store.clock.move(200 * 86_400);
    await failures.record(failed);
    store.clock.move(168 * 86_400);
    expect(await dueIds()).toContain(failed.id);
    await failures.erase(failed);
    expect(await failures.read(queue, failed.id)).toBeUndefined();
  });

  test("that is resolved is tried no more, stays for thirty days, and goes", async () => {
    const given = event();
    await failures.record({ id: given.id, queue, reason: "TypeError", event: given });
    expect(await failures.resolve({ id: given.id, queue }, "handled")).toBe(true);
    expect(await failures.resolve({ id: given.id, queue }, "discarded")).toBe(false);
    store.clock.move(29 * 86_400);
    expect(await dueIds()).not.toContain(given.id);
    expect(await failures.read(queue, given.id)).toMatchObject({ outcome: "handled" });
    store.clock.move(2 * 86_400);
    expect(await dueIds()).toContain(given.id);
    await failures.erase({ id: given.id, queue });
    await failures.erase({ id: given.id, queue });
    expect(await failures.read(queue, given.id)).toBeUndefined();
    expect(await failures.resolve({ id: given.id, queue }, "handled")).toBe(false);
  });

  test("that is open is not erased, and one that fails again after all is open again", async () => {
    const given = event();
    const failed = { id: given.id, queue, reason: "TypeError", event: given };
    await failures.record(failed);
    await failures.erase(failed);
    await failures.resolve(failed, "handled");
    expect(stateOf((await failures.read(queue, given.id))!)).toBe("resolved");
    expect(stateOf(await failures.record(failed))).toBe("retrying");
    await failures.erase(failed);
    expect(await failures.read(queue, given.id)).toMatchObject({ attempts: 2 });
  });

  test("is listed by its state, page by page", async () => {
    const made = Array.from({ length: 3 }, event);
    for (const given of made)
      await failures.record({ id: given.id, queue: "card-services", reason: "x", event: given });
    await failures.record({ id: "w".repeat(43), queue: "card-services", reason: "bad-signature" });
    await failures.resolve({ id: made[0]!.id, queue: "card-services" }, "discarded");
    const all = async (state: FailureState) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await failures.list("card-services", state, { limit: 1, cursor });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return ids.toSorted();
    };
    expect(await all("retrying")).toEqual([made[1]!.id, made[2]!.id].toSorted());
    expect(await all("waiting")).toEqual(["w".repeat(43)]);
    expect(await all("resolved")).toEqual([made[0]!.id]);
  });

  test("recorded twice at once is one failure", async () => {
    const given = event();
    const failed = { id: given.id, queue, reason: "TypeError", event: given };
    await Promise.all([failures.record(failed), failures.record(failed)]);
    store.clock.move(86_400);
    expect((await dueIds()).filter((id) => id === given.id)).toHaveLength(1);
  });
});
