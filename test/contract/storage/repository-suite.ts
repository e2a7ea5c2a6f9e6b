/** What every repository does, whatever it is made of. Runs on Cosmos DB's endpoint and on the one in memory. */

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { disclosure } from "../../../shared/disclosures/disclosure.ts";
import { member } from "../../../shared/members/member.ts";
import { newOutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { Refusal } from "../../../shared/refusal.ts";
import { message, request } from "../../../shared/requests/request.ts";
import { WriteConflict } from "../../../shared/storage/cosmos-container.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create, erase, type Repository, replace, requirePresence } from "../../../shared/storage/repository.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { requestAs } from "../../unit/requests/fixtures.ts";

export const now = new Date("2026-11-23T10:00:00.000Z");
export const someone = (brand: Person["brand"] = "milleis"): Person => ({ brand, subjectId: randomUUID() });

const conflict = (reason: WriteConflict["reason"], index: number) =>
  expect.objectContaining({ name: "WriteConflict", reason, index });

type Given = {
  readonly repository: Repository;
  /** Makes what a person needs before the first write. */
  readonly enrol: (person: Person) => Promise<unknown>;
};

export function repositorySuite(given: () => Given): void {
  let repository: Repository;
  const enrolled = async (brand?: Person["brand"]) => {
    const person = someone(brand);
    await given().enrol(person);
    return person;
  };
  const put = async (person: Person, doc = requestAs({ id: randomUUID() })) => {
    const [etag] = await repository.commit(person, [create(request, doc)]);
    return { doc, etag: etag as string };
  };
  beforeAll(() => {
    repository = given().repository;
  });

  describe("a record", () => {
    test("is read as it was written, under its version", async () => {
      const person = await enrolled();
      const { doc, etag } = await put(person);
      expect(await repository.read(person, request, doc.id)).toEqual({ doc, etag });
      expect(await repository.read(person, request, randomUUID())).toBeUndefined();
      expect(await repository.read(person, message, doc.id)).toBeUndefined();
    });

    test("cannot be created twice, by one after the other or at once", async () => {
      const person = await enrolled();
      const { doc } = await put(person);
      await expect(repository.commit(person, [create(request, { ...doc, what: "x" })])).rejects.toEqual(
        conflict("exists", 0),
      );
      expect((await repository.read(person, request, doc.id))?.doc).toEqual(doc);
      const fresh = requestAs({ id: randomUUID() });
      const twins = await Promise.allSettled([1, 2, 3].map(() => repository.commit(person, [create(request, fresh)])));
      expect(twins.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("is replaced only in the version that was read", async () => {
      const person = await enrolled();
      const { doc, etag } = await put(person);
      const [next] = await repository.commit(person, [replace(request, { ...doc, status: "cancelled" }, etag)]);
      expect(next).not.toBe(etag);
      await expect(repository.commit(person, [replace(request, doc, etag)])).rejects.toEqual(conflict("stale", 0));
      expect(await repository.read(person, request, doc.id)).toEqual({
        doc: { ...doc, status: "cancelled" },
        etag: next,
      });
      const absent = requestAs({ id: randomUUID() });
      await expect(repository.commit(person, [replace(request, absent, etag)])).rejects.toEqual(conflict("absent", 0));
    });

    test("is erased with or without its version; once", async () => {
      const person = await enrolled();
      const { doc, etag } = await put(person);
      await expect(repository.commit(person, [erase(request, doc.id, '"old"')])).rejects.toEqual(conflict("stale", 0));
      await repository.commit(person, [erase(request, doc.id, etag)]);
      expect(await repository.read(person, request, doc.id)).toBeUndefined();
      await expect(repository.commit(person, [erase(request, doc.id)])).rejects.toEqual(conflict("absent", 0));
      const second = await put(person);
      await repository.commit(person, [erase(request, second.doc.id)]);
      expect(await repository.read(person, request, second.doc.id)).toBeUndefined();
    });
  });

  describe("two records at once", () => {
    const row = () => newOutboxRow({ channel: "mail", type: "welcome" }, now, 60);
    test("are read as each is alone", async () => {
      const person = await enrolled();
      const [{ doc, etag }, other] = [await put(person), row()];
      const [second] = await repository.commit(person, [create(outboxRow, other)]);
      const both = await repository.readBoth(
        person,
        { record: request, id: doc.id },
        { record: outboxRow, id: other.id },
      );
      expect(both).toEqual([
        { doc, etag },
        { doc: other, etag: second },
      ]);
    });

    test("are not there where one of them is not, or is of another kind, person or brand", async () => {
      const [person, stranger] = [await enrolled(), await enrolled()];
      const [one, other, theirs] = [await put(person), await put(person), await put(stranger)];
      const at = (id: string) => ({ record: request, id });
      const of = (who: Person, first: string, second: string) => repository.readBoth(who, at(first), at(second));
      expect(await of(person, one.doc.id, other.doc.id)).toHaveLength(2);
      for (const id of [randomUUID(), theirs.doc.id, "a/b", ""]) {
        expect(await of(person, one.doc.id, id)).toBeUndefined();
        expect(await of(person, id, one.doc.id)).toBeUndefined();
      }
      expect(await of({ ...person, brand: "platinum" }, one.doc.id, other.doc.id)).toBeUndefined();
      const asMessage = { record: message, id: other.doc.id };
      expect(await repository.readBoth(person, at(one.doc.id), asMessage)).toBeUndefined();
    });
  });

  describe("a commit", () => {
    test("is kept whole, over several kinds", async () => {
      const person = await enrolled();
      const [doc, row] = [requestAs({ id: randomUUID() }), newOutboxRow({ channel: "mail", type: "welcome" }, now, 60)];
      const etags = await repository.commit(person, [create(request, doc), create(outboxRow, row)]);
      expect(etags).toHaveLength(2);
      expect((await repository.read(person, request, doc.id))?.etag).toBe(etags[0]);
      expect((await repository.read(person, outboxRow, row.id))?.etag).toBe(etags[1]);
    });

    test("is not kept at all when one of its writes fails, and says which", async () => {
      const person = await enrolled();
      const { doc, etag } = await put(person);
      const fresh = requestAs({ id: randomUUID() });
      const writes = [
        [
          create(request, fresh),
          replace(request, { ...doc, status: "cancelled" as const }, etag),
          create(request, doc),
        ],
        [
          create(request, fresh),
          replace(request, { ...doc, status: "cancelled" as const }, etag),
          erase(request, randomUUID()),
        ],
        [create(request, fresh), erase(request, doc.id), replace(request, fresh, '"old"')],
        [
          create(request, fresh),
          replace(request, { ...doc, status: "cancelled" as const }, etag),
          requirePresence(request, randomUUID(), new Refusal("not-found")),
        ],
      ];
      const reasons = ["exists", "absent", "stale", "absent"] as const;
      for (const [index, all] of writes.entries()) {
        await expect(repository.commit(person, all)).rejects.toEqual(conflict(reasons[index]!, 2));
        expect(await repository.read(person, request, fresh.id)).toBeUndefined();
        expect(await repository.read(person, request, doc.id)).toEqual({ doc, etag });
      }
    });

    test("may require what it does not change", async () => {
      const person = await enrolled();
      const { doc, etag } = await put(person);
      const fresh = requestAs({ id: randomUUID() });
      await repository.commit(person, [
        requirePresence(request, doc.id, new Refusal("not-found")),
        create(request, fresh),
      ]);
      expect(await repository.read(person, request, doc.id)).toEqual({ doc, etag });
      expect((await repository.read(person, request, fresh.id))?.doc).toEqual(fresh);
    });

    test("of what does not fit its record never gets there", async () => {
      const person = await enrolled();
      const doc = { ...requestAs({ id: randomUUID() }), status: "booked" } as never as ReturnType<typeof requestAs>;
      await expect(repository.commit(person, [create(request, doc)])).rejects.not.toBeInstanceOf(WriteConflict);
      expect(await repository.read(person, request, doc.id)).toBeUndefined();
    });
  });

  describe("nobody else", () => {
    test("sees it: not another person, not the same id on another brand", async () => {
      const person = await enrolled();
      const { doc } = await put(person);
      const stranger = await enrolled();
      expect(await repository.read(stranger, request, doc.id)).toBeUndefined();
      const twin: Person = { brand: "platinum", subjectId: person.subjectId };
      await given().enrol(twin);
      expect(await repository.read(twin, request, doc.id)).toBeUndefined();
      const listing = { orderBy: "submittedAt", descending: true, limit: 10 };
      expect((await repository.list(twin, request, listing)).items).toEqual([]);
      expect((await repository.list(stranger, request, listing)).items).toEqual([]);
      expect((await repository.list(person, request, listing)).items).toHaveLength(1);
    });

    test("is the owner: the member's own record says who is", async () => {
      const person = await enrolled("platinum");
      expect(await repository.owner(person.subjectId)).toBeUndefined();
      await put(person);
      expect(await repository.owner(person.subjectId)).toBeUndefined();
      await repository.commit(person, [create(member, memberRecord(person))]);
      expect(await repository.owner(person.subjectId)).toEqual(person);
      expect(await repository.owner(randomUUID())).toBeUndefined();
    });
  });

  describe("a list", () => {
    test("comes in pages, ordered, each record once", async () => {
      const person = await enrolled();
      const docs = Array.from({ length: 7 }, (_, index) =>
        requestAs({ id: randomUUID(), submittedAt: `2026-11-2${index}T10:00:00.000Z` }),
      );
      for (const doc of [docs[3], docs[0], docs[6], docs[1], docs[5], docs[2], docs[4]]) await put(person, doc);
      for (const descending of [true, false]) {
        const seen: string[] = [];
        const pages: number[] = [];
        let cursor: string | undefined;
        do {
          const page = await repository.list(person, request, { orderBy: "submittedAt", descending, limit: 3, cursor });
          seen.push(...page.items.map(({ doc }) => doc.id));
          pages.push(page.items.length);
          cursor = page.cursor;
        } while (cursor !== undefined);
        const expected = docs.map(({ id }) => id);
        expect(seen).toEqual(descending ? expected.toReversed() : expected);
        expect(Math.max(...pages)).toBeLessThanOrEqual(3);
      }
    });

    test("can be of what belongs to one request", async () => {
      const person = await enrolled();
      const [one, two] = [randomUUID(), randomUUID()];
      const said = (requestId: string, minute: number) => ({
        id: randomUUID(),
        requestId,
        from: "member" as const,
        postedAt: `2026-11-23T10:0${minute}:00.000Z`,
        text: `message ${minute}`,
      });
      const all = [said(one, 2), said(two, 1), said(one, 0)];
      await repository.commit(
        person,
        all.map((doc) => create(message, doc)),
      );
      const page = await repository.list(person, message, {
        equal: { requestId: one },
        orderBy: "postedAt",
        descending: false,
        limit: 10,
      });
      expect(page.items.map(({ doc }) => doc.text)).toEqual(["message 0", "message 2"]);
      expect(page.cursor).toBeUndefined();
    });
  });

  describe("a list of some", () => {
    test("holds what has one of several values, in pages", async () => {
      const person = await enrolled();
      const statuses = ["submitted", "proposed", "cancelled", "proposed", "completed", "submitted"] as const;
      const docs = statuses.map((status, index) =>
        requestAs({ id: randomUUID(), status, submittedAt: `2026-11-2${index}T10:00:00.000Z` }),
      );
      for (const doc of docs) await put(person, doc);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const oneOf = { field: "status", values: ["submitted", "proposed"] };
        const page = await repository.list(person, request, {
          oneOf,
          orderBy: "submittedAt",
          descending: true,
          limit: 2,
          cursor,
        });
        seen.push(...page.items.map(({ doc }) => doc.id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual([5, 3, 1, 0].map((index) => docs[index]?.id));
    });
  });

  describe("what was written since", () => {
    const walk = async (person: Person, from?: string) => {
      const seen: { kind: string; id: string; etag: string }[] = [];
      let cursor = from;
      for (;;) {
        const page = await repository.changes(person, [request, message], { limit: 3, cursor });
        seen.push(...page.items.map(({ record, doc, etag }) => ({ kind: record.kind, id: doc.id as string, etag })));
        cursor = page.cursor;
        if (!page.hasMore) return { seen, cursor };
      }
    };
    const said = (requestId: string) => ({
      id: randomUUID(),
      requestId,
      from: "member" as const,
      postedAt: now.toISOString(),
      text: "Bonjour",
    });

    test("is everything from the beginning, then only what came after, each once in its newest version", async () => {
      const person = await enrolled();
      expect((await walk(person)).seen).toEqual([]);
      const [one, two] = [await put(person), await put(person)];
      const first = said(one.doc.id);
      await repository.commit(person, [
        create(message, first),
        create(outboxRow, newOutboxRow({ channel: "mail", type: "welcome" }, now, 60)),
      ]);
      const whole = await walk(person);
      expect(whole.seen.map(({ id }) => id)).toEqual([one.doc.id, two.doc.id, first.id]);
      expect((await walk(person, whole.cursor)).seen).toEqual([]);
      const [etag] = await repository.commit(person, [replace(request, { ...one.doc, status: "cancelled" }, one.etag)]);
      const next = await walk(person, whole.cursor);
      expect(next.seen).toEqual([{ kind: "request", id: one.doc.id, etag }]);
      expect((await walk(person, next.cursor)).seen).toEqual([]);
      expect((await walk(person)).seen.map(({ id }) => id)).toEqual([two.doc.id, first.id, one.doc.id]);
    });

    test("passes over nothing that is written meanwhile, and is of one person", async () => {
      const [person, stranger] = [await enrolled(), await enrolled()];
      const { doc } = await put(person);
      const ids = Array.from({ length: 24 }, () => said(doc.id));
      let done = false;
      const writing = Promise.all(
        ids.map((each) => Promise.all([repository.commit(person, [create(message, each)]), put(stranger)])),
      ).finally(() => {
        done = true;
      });
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let isLast = false; ; ) {
        const page = await repository.changes(person, [message], { limit: 4, cursor });
        seen.push(...page.items.map((item) => item.doc.id));
        cursor = page.cursor;
        if (page.hasMore) continue;
        if (isLast) break;
        isLast = done;
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      expect(seen.toSorted()).toEqual(ids.map(({ id }) => id).toSorted());
    });
  });

  describe("the scan for due work", () => {
    test("finds what is due over all partitions, page by page, and nothing else", async () => {
      const due: string[] = [];
      const later = new Date("2031-01-01T00:00:00.000Z");
      for (let index = 0; index < 7; index += 1) {
        const person = await enrolled(index % 2 === 0 ? "milleis" : "platinum");
        const rows = [later, new Date(later.getTime() + 1)].map((at) =>
          newOutboxRow({ channel: "mail", type: "welcome" }, at, 0),
        );
        const { dueAt: _, ...waiting } = newOutboxRow({ channel: "mail", type: "welcome" }, later, 0);
        await repository.commit(
          person,
          [...rows, waiting].map((row) => create(outboxRow, row)),
        );
        due.push(`${person.brand} ${person.subjectId} ${rows[0]?.id}`);
      }
      const isOurs = (line: string) => due.includes(line);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await repository.due(outboxRow, later, { limit: 2, cursor });
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map(({ person, id }) => `${person.brand} ${person.subjectId} ${id}`));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen.filter(isOurs).sort()).toEqual(due.sort());
      expect(new Set(seen).size).toBe(seen.length);
      // Not the ones a moment later, nor those without a date.
      for (const line of seen) {
        const [brand, subjectId = "", id = ""] = line.split(" ");
        const found = await repository.read({ brand: brand as Person["brand"], subjectId }, outboxRow, id);
        expect(found?.doc.dueAt === undefined || found.doc.dueAt > later.toISOString()).toBe(false);
      }
    });

    test("is of one kind", async () => {
      const person = await enrolled();
      const at = "2025-01-01T00:00:00.000Z";
      await repository.commit(person, [
        create(member, memberRecord(person, { status: "pending", dueAt: at, expiresAt: at })),
      ]);
      const kinds = async (record: typeof member | typeof outboxRow) =>
        (await repository.due(record, new Date(at), { limit: 100 })).items.map((item) => item.person.subjectId);
      expect(await kinds(member)).toContain(person.subjectId);
      expect(await kinds(outboxRow)).not.toContain(person.subjectId);
    });
  });

  describe("the scan for open work", () => {
    test("finds a brand's records by their state, with clear fields only, page by page", async () => {
      const mine: string[] = [];
      for (const [index, status] of (
        ["submitted", "forwarded", "cancelled", "submitted", "forwarded"] as const
      ).entries()) {
        const person = await enrolled(index === 3 ? "platinum" : "milleis");
        const { doc } = await put(person, requestAs({ id: randomUUID(), status }));
        if (index !== 2 && index !== 3) mine.push(`${person.subjectId} ${doc.id} ${status}`);
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await repository.inState(request, "milleis", {
          statuses: ["submitted", "forwarded"],
          fields: ["id", "status"],
          limit: 2,
          cursor,
        });
        for (const { person, id, clear } of page.items) {
          expect(clear).toEqual({ id, status: clear.status });
          expect(person.brand).toBe("milleis");
          seen.push(`${person.subjectId} ${id} ${clear.status}`);
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen.filter((line) => mine.includes(line)).toSorted()).toEqual(mine.toSorted());
      expect(seen.some((line) => line.endsWith("cancelled"))).toBe(false);
    });

    test("says whose record an id is, to its own brand only", async () => {
      const person = await enrolled();
      const { doc } = await put(person);
      expect(await repository.locate(request, "milleis", doc.id)).toEqual(person);
      expect(await repository.locate(request, "platinum", doc.id)).toBeUndefined();
      expect(await repository.locate(message, "milleis", doc.id)).toBeUndefined();
    });
  });

  test("a listing leaves out what may not be shown yet", async () => {
    const person = await enrolled();
    const at = now.toISOString();
    const told = (hiddenUntil?: string) =>
      disclosure.schema.parse({
        id: randomUUID(),
        origin: "registered",
        at,
        to: "authority",
        purpose: "legal-claims",
        categories: ["identity"],
        ground: "legal-duty",
        ...(hiddenUntil === undefined ? {} : { hiddenUntil }),
      });
    const docs = [told(), told("2026-11-22"), told("2026-11-24")];
    await repository.commit(
      person,
      docs.map((doc) => create(disclosure, doc)),
    );
    const listed = async (after: string) => {
      const listing = { orderBy: "at", descending: true, limit: 10, notYet: { field: "hiddenUntil", after } };
      return (await repository.list(person, disclosure, listing)).items.map(({ doc }) => doc.id).toSorted();
    };
    expect(await listed("2026-11-23")).toEqual(
      docs
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(await listed("2026-11-24")).toHaveLength(3);
  });
}
