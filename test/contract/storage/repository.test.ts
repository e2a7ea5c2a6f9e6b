/** The repository on Cosmos DB's endpoint through the real SDK: its contract, what lies in the database, and what it does when answers get lost. */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { member } from "../../../shared/members/member.ts";
import { newOutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { request } from "../../../shared/requests/request.ts";
import { hashOfSecret, newSecret, session, ticket } from "../../../shared/sessions/session.ts";
import { EnvelopeError } from "../../../shared/storage/envelope.ts";
import { metered } from "../../../shared/storage/meter.ts";
import { cacheSeconds, KeyShredded } from "../../../shared/storage/person-keys.ts";
import { create, erase, replace } from "../../../shared/storage/repository.ts";
import { Unavailable } from "../../../shared/storage/unavailable.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { requestAs } from "../../unit/requests/fixtures.ts";
import { now, repositorySuite, someone } from "./repository-suite.ts";
import { startStore, type TestStore } from "./store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startStore();
});
afterEach(() => store.faults([]));
afterAll(() => store.close());

const enrolled = async () => {
  const person = someone();
  await store.keys.create(person);
  return person;
};
const fresh = () => requestAs({ id: randomUUID() });

repositorySuite(() => ({ repository: store.repository, enrol: (person) => store.keys.create(person) }));

describe("an id that no item can have", () => {
  test.each([" ", "a ", "a?b", "a#b", "a/b", "a\\b", "", "a\nb", "x".repeat(256)])(
    "%j is not there, and nothing fails",
    async (id) => {
      const person = await enrolled();
      expect(await store.repository.read(person, request, id)).toBeUndefined();
    },
  );
});

describe("in the database", () => {
  test("no personal field lies in clear, in no spelling", async () => {
    const person = await enrolled();
    const canary = `Canari${randomUUID().replaceAll(/\W/g, "").replaceAll(/\d/g, "x")}`;
    const doc = { ...fresh(), what: canary, where: canary, wishes: canary };
    const who = memberRecord(person, {
      lastName: canary,
      firstName: canary,
      email: `${canary}@example.fr`.toLowerCase(),
    });
    await store.repository.commit(person, [create(member, who), create(request, doc)]);
    const bytes = store.bytes();
    expect(bytes.includes(person.subjectId)).toBe(true);
    for (const spelling of [
      canary,
      canary.toLowerCase(),
      Buffer.from(canary).toString("base64"),
      Buffer.from(canary).toString("hex"),
    ]) {
      expect(bytes.includes(spelling)).toBe(false);
      expect(bytes.includes(Buffer.from(spelling, "utf16le"))).toBe(false);
    }
    for (const clear of ["+33612345678", "497010123", "1984-02-29"]) expect(bytes.includes(clear)).toBe(false);
    expect((await store.repository.read(person, request, doc.id))?.doc.what).toBe(canary);
  });

  test("an item carries its kind, version and brand, and a time to live only where it ends", async () => {
    const person = await enrolled();
    const end = new Date(now.getTime() + 600_000).toISOString();
    const secret = newSecret();
    const pending = memberRecord(person, { status: "pending", dueAt: end, expiresAt: end });
    await store.repository.commit(person, [
      create(member, pending),
      create(session, {
        id: hashOfSecret(secret),
        startedAt: now.toISOString(),
        seenAt: now.toISOString(),
        expiresAt: end,
      }),
      create(ticket, {
        id: hashOfSecret(newSecret()),
        purpose: "sign-up",
        issue: 1,
        triesLeft: 5,
        issuedAt: now.toISOString(),
        expiresAt: end,
        isDecoy: false,
      }),
      create(request, fresh()),
    ]);
    const { resources } = await store
      .container("subjects")
      .items.query<Record<string, unknown>>("SELECT * FROM c", { partitionKey: person.subjectId })
      .fetchAll();
    const lives = Object.fromEntries(resources.map((item) => [item.kind, item.ttl]));
    expect(lives).toEqual({ member: 87_000, session: 87_000, ticket: 87_000, request: undefined });
    for (const item of resources) {
      expect(item).toMatchObject({ brand: "milleis", subjectId: person.subjectId, v: expect.any(Number) });
      expect(String(item.id).startsWith(`${String(item.kind)}.`)).toBe(true);
    }
    const found = await store.repository.read(person, member, person.subjectId);
    const { expiresAt: _e, dueAt: _d, ...kept } = found!.doc;
    await store.repository.commit(person, [replace(member, { ...kept, status: "active" }, found!.etag)]);
    const { resource } = await store.container("subjects").item(`member.${person.subjectId}`, person.subjectId).read();
    expect(resource).not.toHaveProperty("ttl");
  });

  test("an envelope moved to another record or person does not open", async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    const [first, second] = [fresh(), fresh()];
    await store.repository.commit(one, [create(request, first), create(request, second)]);
    await store.repository.commit(other, [create(request, second)]);
    const items = store.container("subjects");
    const { resource } = await items.item(`request.${first.id}`, one.subjectId).read();
    for (const person of [one, other]) {
      const target = items.item(`request.${second.id}`, person.subjectId);
      const kept = (await target.read()).resource;
      await target.replace({ ...kept, sealed: resource.sealed });
      await expect(store.repository.read(person, request, second.id)).rejects.toBeInstanceOf(EnvelopeError);
    }
  });

  test("without the person's key nothing of it opens", async () => {
    const person = await enrolled();
    const doc = fresh();
    const row = newOutboxRow({ channel: "mail", type: "welcome" }, now, 60);
    await store.repository.commit(person, [create(request, doc), create(outboxRow, row)]);
    await store.keys.shred(person);
    store.clock.move(cacheSeconds);
    await expect(store.repository.read(person, request, doc.id)).rejects.toThrow(KeyShredded);
    expect((await store.repository.read(person, outboxRow, row.id))?.doc.id).toBe(row.id);
  });
});

describe("an answer that gets lost", () => {
  const lost = (times = 1) =>
    store.faults([{ fault: "timeoutAfterCommit", operations: ["batch"], probability: 1, times }]);
  const cut = (times = 1) => store.faults([{ fault: "cutAfterCommit", operations: ["batch"], probability: 1, times }]);
  const cutBefore = (times = 1) =>
    store.faults([{ fault: "cutBeforeCommit", operations: ["batch"], probability: 1, times }]);

  test.each([
    ["408 after the commit", lost],
    ["a connection cut after the commit", cut],
    ["a connection cut before the commit", cutBefore],
  ])("%s: a creation is recognised as our own", async (_what, break_) => {
    const person = await enrolled();
    const [doc, row] = [fresh(), newOutboxRow({ channel: "mail", type: "welcome" }, now, 60)];
    await break_();
    const etags = await store.repository.commit(person, [create(request, doc), create(outboxRow, row)]);
    expect(await store.repository.read(person, request, doc.id)).toEqual({ doc, etag: etags[0] });
    expect(await store.repository.read(person, outboxRow, row.id)).toEqual({ doc: row, etag: etags[1] });
  });

  test.each([
    ["408 after the commit", lost],
    ["a connection cut after the commit", cut],
  ])("%s: a replacement and an erasure too", async (_what, break_) => {
    const person = await enrolled();
    const [doc, row] = [fresh(), newOutboxRow({ channel: "mail", type: "welcome" }, now, 60)];
    const [etag] = await store.repository.commit(person, [create(request, doc), create(outboxRow, row)]);
    await break_();
    const changed = { ...doc, status: "cancelled" as const };
    const [next] = await store.repository.commit(person, [replace(request, changed, etag!), erase(outboxRow, row.id)]);
    expect(await store.repository.read(person, request, doc.id)).toEqual({ doc: changed, etag: next });
    expect(await store.repository.read(person, outboxRow, row.id)).toBeUndefined();
    await break_();
    await store.repository.commit(person, [erase(request, doc.id, next)]);
    expect(await store.repository.read(person, request, doc.id)).toBeUndefined();
  });

  test("somebody else's item is never taken for our own", async () => {
    const person = await enrolled();
    const doc = fresh();
    await store.repository.commit(person, [create(request, doc)]);
    await cutBefore();
    await expect(store.repository.commit(person, [create(request, { ...doc, what: "autre" })])).rejects.toMatchObject({
      reason: "exists",
    });
    expect((await store.repository.read(person, request, doc.id))?.doc.what).toBe(doc.what);
    await cutBefore();
    await expect(store.repository.commit(person, [replace(request, doc, '"old"')])).rejects.toMatchObject({
      reason: "stale",
    });
    await cutBefore();
    await expect(store.repository.commit(person, [erase(request, doc.id, '"old"')])).rejects.toMatchObject({
      reason: "stale",
    });
  });

  test("again and again ends in Unavailable, and a later try settles it", async () => {
    const person = await enrolled();
    const doc = fresh();
    await store.faults([{ fault: "unavailable", operations: ["batch"], probability: 1 }]);
    await expect(store.repository.commit(person, [create(request, doc)])).rejects.toThrow(Unavailable);
    await store.faults([]);
    expect(await store.repository.read(person, request, doc.id)).toBeUndefined();
    await store.repository.commit(person, [create(request, doc)]);
    expect((await store.repository.read(person, request, doc.id))?.doc).toEqual(doc);
  });

  test("throttling is Unavailable, for writes, reads, lists and the scan", async () => {
    const person = await enrolled();
    const doc = fresh();
    await store.repository.commit(person, [create(request, doc)]);
    await store.faults([{ fault: "throttle", probability: 1, retryAfterMs: 1 }]);
    await expect(store.repository.commit(person, [erase(request, doc.id)])).rejects.toThrow(Unavailable);
    await expect(store.repository.read(person, request, doc.id)).rejects.toThrow(Unavailable);
    const at = { record: request, id: doc.id };
    await expect(store.repository.readBoth(person, at, at)).rejects.toThrow(Unavailable);
    const listing = { orderBy: "submittedAt", descending: true, limit: 1 };
    await expect(store.repository.list(person, request, listing)).rejects.toThrow(Unavailable);
    await expect(store.repository.due(outboxRow, now, { limit: 1 })).rejects.toThrow(Unavailable);
    await store.faults([]);
    expect((await store.repository.read(person, request, doc.id))?.doc).toEqual(doc);
  });
});

test("a read costs one data operation, two records at once one, a commit one, a page one", async () => {
  const person = await enrolled();
  const doc = fresh();
  const cost = (run: () => Promise<unknown>) =>
    metered(async (meter) => {
      await run();
      return meter.dataOperations;
    });
  expect(await cost(() => store.repository.commit(person, [create(request, doc)]))).toBe(1);
  expect(await cost(() => store.repository.read(person, request, doc.id))).toBe(1);
  const at = { record: request, id: doc.id };
  expect(await cost(() => store.repository.readBoth(person, at, at))).toBe(1);
  expect(await cost(() => store.repository.readBoth(person, at, { ...at, id: randomUUID() }))).toBe(1);
  expect(
    await cost(() => store.repository.list(person, request, { orderBy: "submittedAt", descending: true, limit: 5 })),
  ).toBe(1);
});
