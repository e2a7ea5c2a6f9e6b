/**
 * Every place where something lies is searched, or says why it never holds anybody. A container that is declared and not
 * covered does not compile, and a covered one is shown here to find what names a person.
 */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ledgerEntry } from "../../../shared/audit/ledger-entry.ts";
import { emptied } from "../../../shared/erasure/empty-stores.ts";
import { storedRecords } from "../../../shared/model.ts";
import { leaves } from "../../../shared/privacy/record.ts";
import { blobContainers, type ContainerName, containers } from "../../../shared/storage/containers.ts";
import { keyBlobName, type Person } from "../../../shared/storage/person-keys.ts";
import { byIdAlone, isStore, type Place } from "../../../shared/storage/person-stores.ts";
import { erasingWorld } from "../../memory/erasing.ts";

const places = [...Object.keys(containers), ...Object.keys(blobContainers)] as Place[];
const person: Person = { brand: "milleis", subjectId: randomUUID() };

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

/** How something of a person lies in each place that can hold one. */
const lying: Readonly<Record<string, (id: string) => { partition: string; item: object }>> = {
  subjects: (id) => ({ partition: person.subjectId, item: { id, kind: "request", subjectId: person.subjectId } }),
  archive: (id) => ({ partition: person.subjectId, item: { id, kind: "request", subjectId: person.subjectId } }),
  lookups: (id) => ({ partition: id, item: { id, kind: "lookup", subjectId: person.subjectId } }),
  failures: (id) => ({
    partition: "concierge-updates",
    item: { id, queue: "concierge-updates", event: { subject: `${person.subjectId}/${randomUUID()}` } },
  }),
  erasures: (id) => ({ partition: id, item: { id, subjectId: person.subjectId } }),
};

describe("every declared place", () => {
  test.each(places)("%s is searched, or never holds anybody", async (place) => {
    const { needs, cosmos, blobs } = await erasingWorld();
    const store = needs.stores[place];
    expect(store, `${place} is covered`).toBeDefined();
    if (!isStore(store)) return expect(store.neverHolds).toMatch(/^[a-z-]+$/);
    const named = [`${place}/one`];
    const found = async () => all(store.find(person, { payloads: named }));
    expect(await found()).toEqual([]);
    const put = lying[place];
    if (put !== undefined) {
      for (const id of ["one", "two"]) {
        const { partition, item } = put(id);
        await cosmos
          .open(place as ContainerName)
          .items.batch([{ operationType: "Create", resourceBody: item as never }], partition);
      }
    } else {
      const name = place === "person-keys" ? keyBlobName(person) : "one";
      await blobs[place as keyof typeof blobs].putOnce(name, Buffer.from("{}"), "application/json");
    }
    const traces = await found();
    expect(traces.length).toBe(put === undefined ? 1 : 2);
    // Somebody else's search does not find it.
    if (place !== "to-processor" && place !== "from-processor")
      expect(await all(store.find({ ...person, subjectId: randomUUID() }, byIdAlone))).toEqual([]);
    await store.erase(person, traces);
    expect(await found()).toEqual([]);
    // Again: absent is as good as erased.
    await store.erase(person, traces);
  });

  test("each that is searched is emptied too, and the key after them", async () => {
    const { needs } = await erasingWorld();
    const searched = places.filter((place) => isStore(needs.stores[place]));
    expect(new Set<string>([...emptied, "person-keys"])).toEqual(new Set(searched));
    expect(emptied.at(-1)).toBe("subjects");
    expect(emptied[0]).toBe("lookups");
  });
});

test("what says that it never holds anybody has no field in which a person's id could stand", () => {
  const never = storedRecords.filter(({ container }) => container === "ledger" || container === "statistics");
  expect(never.map(({ record }) => record.kind)).toContain(ledgerEntry.kind);
  for (const { record } of never) {
    const names = [...leaves(record.schema)].map(({ pointer }) => pointer);
    expect(names.filter((name) => /subject/i.test(name))).toEqual([]);
  }
});
