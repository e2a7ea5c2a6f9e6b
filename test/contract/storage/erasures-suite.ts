/** What the erasures and the places they empty do, whatever they are made of. Runs on Cosmos DB's endpoint and on the one in memory. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Erasure } from "../../../shared/erasure/erasure.ts";
import type { Erasures } from "../../../shared/erasure/erasures.ts";
import { newErasure } from "../../../shared/erasure/start-erasure.ts";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import type { ContainerName } from "../../../shared/storage/containers.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { byIdAlone, isStore, type Names, type PersonStores } from "../../../shared/storage/person-stores.ts";

export type ErasuresGiven = {
  readonly erasures: Erasures;
  readonly stores: PersonStores;
  /** Writes items as they lie there. */
  readonly put: (
    container: ContainerName,
    partition: string,
    items: readonly { readonly id: string }[],
  ) => Promise<unknown>;
  readonly hasKey: (person: Person) => Promise<boolean>;
  /** Makes a hash of the card issuer name these people. */
  readonly name: (join: KeyedHash, people: readonly Person[]) => void;
};

const now = new Date("2026-11-23T10:00:00.000Z");
const someone = (): Person => ({ brand: "milleis", subjectId: randomUUID() });
const fresh = (change: Partial<Erasure> = {}): Erasure => ({
  ...newErasure(someone(), { cause: "member", at: now }, now),
  ...change,
});
const dueAt = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

export function erasuresSuite(given: () => ErasuresGiven): void {
  let erasures: Erasures;
  beforeAll(() => {
    erasures = given().erasures;
  });

  describe("an erasure", () => {
    test("is read as it was written, and written once", async () => {
      const doc = fresh();
      await erasures.create(doc);
      await erasures.create({ ...doc, cause: "inactive" });
      expect((await erasures.read(doc.id))?.doc).toEqual(doc);
      expect(await erasures.read(randomUUID())).toBeUndefined();
    });

    test("is changed only in the version it was read in", async () => {
      const doc = fresh();
      await erasures.create(doc);
      const { etag = "" } = (await erasures.read(doc.id)) ?? {};
      expect(await erasures.replace({ ...doc, attempts: 1 }, etag)).toBe(true);
      expect(await erasures.replace({ ...doc, attempts: 2 }, etag)).toBe(false);
      expect((await erasures.read(doc.id))?.doc.attempts).toBe(1);
    });

    test("goes, and absent is as good as erased", async () => {
      const doc = fresh();
      await erasures.create(doc);
      await erasures.erase(doc.id);
      await erasures.erase(doc.id);
      expect(await erasures.read(doc.id)).toBeUndefined();
      expect(await erasures.replace(doc, '"1"')).toBe(false);
    });

    test("is found when it is due, page by page, and with its brand", async () => {
      const due = [
        fresh({ dueAt: dueAt(-400) }),
        fresh({ dueAt: dueAt(-400), brand: "platinum" }),
        fresh({ dueAt: dueAt(-399) }),
      ];
      const later = fresh({ dueAt: dueAt(-397) });
      for (const doc of [...due, later]) await erasures.create(doc);
      const found: Pick<Erasure, "id" | "brand">[] = [];
      let cursor: string | undefined;
      do {
        const page = await erasures.due(new Date(dueAt(-398)), { limit: 1, cursor });
        found.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(found.toSorted(byId)).toEqual(due.map(({ id, brand }) => ({ id, brand })).toSorted(byId));
      const all = await erasures.list({ limit: 1_000 });
      expect(all.items.map(({ id }) => id)).toEqual(expect.arrayContaining([later.id, ...due.map(({ id }) => id)]));
    });

    test("keeps the first delivery address, sealed under a key of its own that goes with it", async () => {
      const doc = fresh();
      const owner: Person = { brand: doc.brand, subjectId: doc.id };
      await erasures.putDelivery(doc, { id: doc.id, language: "fr", email: "une.adresse@courriel.example" });
      await erasures.putDelivery(doc, { id: doc.id, language: "en", email: "autre@courriel.example" });
      expect(await erasures.readDelivery(doc)).toMatchObject({ email: "une.adresse@courriel.example", language: "fr" });
      expect(await given().hasKey(owner)).toBe(true);
      await erasures.eraseDelivery(doc);
      await erasures.eraseDelivery(doc);
      expect(await given().hasKey(owner)).toBe(false);
      expect(await erasures.readDelivery(doc)).toBeUndefined();
    });
  });

  describe("the places of a person", () => {
    const find = async (place: ContainerName, person: Person, names: Names = byIdAlone) => {
      const store = given().stores[place];
      if (!isStore(store)) throw new Error("no store");
      const found: string[] = [];
      for await (const page of store.find(person, names)) found.push(...page.map(({ id }) => id));
      return found.toSorted();
    };
    const empty = async (place: ContainerName, person: Person, names: Names = byIdAlone) => {
      const store = given().stores[place];
      if (!isStore(store)) throw new Error("no store");
      for await (const page of store.find(person, names)) await store.erase(person, page);
    };

    test.each(["subjects", "archive"] as const)(
      "%s: all of a partition of hundreds, and of no other",
      async (place) => {
        const [one, other] = [someone(), someone()];
        const ids = Array.from({ length: 230 }, (_, index) => `request.${String(index).padStart(3, "0")}`);
        for (let from = 0; from < ids.length; from += 100) {
          const items = ids.slice(from, from + 100).map((id) => ({ id, subjectId: one.subjectId, kind: "request" }));
          await given().put(place, one.subjectId, items);
        }
        await given().put(place, other.subjectId, [{ id: "request.1", subjectId: other.subjectId } as never]);
        expect(await find(place, one)).toEqual(ids);
        await empty(place, one);
        expect(await find(place, one)).toEqual([]);
        expect(await find(place, other)).toEqual(["request.1"]);
      },
    );

    test("look-ups, failures and erasures: by the field that names the person, in whatever partition", async () => {
      const [one, other] = [someone(), someone()];
      for (const { subjectId } of [one, other]) {
        for (const id of [`${subjectId}-a`, `${subjectId}-b`]) {
          await given().put("lookups", id, [{ id, subjectId } as never]);
          await given().put("erasures", id, [{ id, subjectId } as never]);
          const event = { subject: `${subjectId}/${randomUUID()}` };
          await given().put("failures", "concierge-updates", [{ id, queue: "concierge-updates", event } as never]);
        }
      }
      for (const place of ["lookups", "failures", "erasures"] as const) {
        expect(await find(place, one)).toEqual([`${one.subjectId}-a`, `${one.subjectId}-b`]);
        await empty(place, one);
        expect(await find(place, one)).toEqual([]);
        expect(await find(place, other)).toHaveLength(2);
      }
    });

    test("look-ups: the counters of a mailbox by their names, unless all in them came later", async () => {
      const one = someone();
      const hash = () => `1.${randomUUID().replaceAll("-", "").padEnd(43, "x")}` as KeyedHash;
      const [before, both, later, foreign] = [hash(), hash(), hash(), hash()];
      const seconds = now.getTime() / 1_000;
      const put = (id: string, ...taken: readonly number[]) =>
        given().put("lookups", id, [{ id, kind: "limit", taken: taken.map((at) => ({ at })) } as never]);
      await put(before, seconds - 1);
      await put(both, seconds - 1, seconds);
      await put(later, seconds);
      await put(foreign, seconds - 1);
      const names = { payloads: [], counters: [before, both, later, hash()], quietFrom: now.toISOString() };
      expect(await find("lookups", one)).toEqual([]);
      expect(await find("lookups", one, names)).toEqual([before, both].toSorted());
      await empty("lookups", one, names);
      expect(await find("lookups", one, names)).toEqual([]);
      const all = { ...names, counters: [later, foreign], quietFrom: dueAt(1) };
      expect(await find("lookups", one, all)).toEqual([later, foreign].toSorted());
    });

    test("failures: what bears nothing but a hash of the card issuer, unless the hash fits somebody else too", async () => {
      const [one, twin] = [someone(), someone()];
      const hash = () => `1.${randomUUID().replaceAll("-", "").padEnd(43, "x")}` as KeyedHash;
      const [own, older, shared, foreign] = [hash(), hash(), hash(), hash()];
      given().name(own, [one]);
      given().name(shared, [one, twin]);
      given().name(foreign, [twin]);
      for (const [name, join] of Object.entries({ own, older, shared, foreign })) {
        const id = (kind: string) => `${one.subjectId}-${kind}-${name}`;
        const undecided = { id: id("undecided"), queue: "card-services-undecided", join };
        const parked = { id: id("parked"), queue: "card-services", event: { subject: randomUUID(), join } };
        await given().put("failures", undecided.queue, [undecided]);
        await given().put("failures", parked.queue, [parked]);
      }
      const names = { payloads: [], joins: [own, older, shared] };
      const ids = (...which: readonly string[]) => which.map((name) => `${one.subjectId}-${name}`).toSorted();
      const theirs = ids("undecided-own", "parked-own", "undecided-older", "parked-older");
      expect(await find("failures", one)).toEqual([]);
      expect(await find("failures", one, names)).toEqual(theirs);
      await empty("failures", one, names);
      expect(await find("failures", one, names)).toEqual([]);
      // The last one whom it names takes it along.
      const left = { payloads: [], joins: [shared, foreign] };
      given().name(shared, [twin]);
      expect(await find("failures", twin, left)).toEqual(
        ids("undecided-shared", "parked-shared", "undecided-foreign", "parked-foreign"),
      );
    });

    test("a trace that has gone meanwhile does not keep the others", async () => {
      const one = someone();
      const items = ["a.1", "a.2", "a.3"].map((id) => ({ id, subjectId: one.subjectId }));
      await given().put("subjects", one.subjectId, items);
      const store = given().stores.subjects;
      if (!isStore(store)) throw new Error("no store");
      const traces = items.map(({ id }) => ({ place: "subjects", id }) as const);
      await store.erase(one, traces.slice(1, 2));
      await store.erase(one, traces);
      expect(await find("subjects", one)).toEqual([]);
    });
  });
}

const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);
