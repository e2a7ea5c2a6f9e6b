/** Members are told before a text changes: once each, whatever runs twice, breaks off, or happens meanwhile. */

import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeAnnounceVersions, noticeDays, upcoming } from "../../../shared/documents/announce-versions.ts";
import { announcement } from "../../../shared/documents/announcement.ts";
import { documentsOf, type PublishedDocument } from "../../../shared/documents/document.ts";
import { loadDocuments } from "../../../shared/documents/load-documents.ts";
import { type Member, member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { KeyShredded, keyBlobName, type Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryRepository } from "../../memory/repository.ts";

const shipped = loadDocuments();
const changing: readonly PublishedDocument[] = [
  ...shipped,
  ...shipped
    .filter(({ brand, document }) => brand === "milleis" && document === "charter")
    .map((one) => ({ ...one, version: "2027-01", effectiveOn: "2027-01-01", change: "minor" as const })),
];

async function scene(at: string, people: readonly Member["status"][]) {
  const clock = standingClock(at);
  const repository = memoryRepository();
  const persons = people.map((): Person => ({ brand: "milleis", subjectId: randomUUID() }));
  for (const [index, person] of persons.entries()) {
    await repository.commit(person, [create(member, memberRecord(person, { status: people[index] ?? "active" }))]);
  }
  const relayed: string[] = [];
  const announce = makeAnnounceVersions({
    blobs: {
      ...memoryBlobs(),
      readVersioned: async () => undefined,
      replace: async () => false,
      async *names(prefix: string) {
        yield* persons.map(keyBlobName).filter((name) => name.startsWith(prefix));
      },
    },
    repository,
    relay: { inline: async (_person, rows) => void relayed.push(...rows.map(({ id }) => id)), due: async () => 0 },
    clock,
    documents: documentsOf(changing, "2026-11-23"),
    relaySeconds: 60,
  });
  return { clock, repository, persons, relayed, announce };
}

describe("announcing", () => {
  it("begins the notice before the version takes effect, and ends with it", () => {
    const documents = documentsOf(changing, "2026-11-23");
    const at = (day: string) =>
      upcoming(documents, "milleis", new Date(`${day}T10:00:00Z`)).map(({ version }) => version);
    expect(noticeDays).toBe(30);
    expect(at("2026-12-01")).toEqual([]);
    expect(at("2026-12-02")).toEqual(["2027-01"]);
    expect(at("2026-12-31")).toEqual(["2027-01"]);
    expect(at("2027-01-01")).toEqual([]);
    expect(upcoming(documents, "platinum", new Date("2026-12-15T10:00:00Z"))).toEqual([]);
  });

  it("tells every member once, however often it runs", async () => {
    const { announce, persons, repository, relayed } = await scene("2026-12-15T10:00:00.000Z", [
      "active",
      "active",
      "pending",
    ]);
    expect(await announce()).toBe(2);
    expect(await announce()).toBe(0);
    expect(new Set(relayed).size).toBe(2);
    const [first, , pending] = persons;
    if (first === undefined || pending === undefined) throw new Error("no person");
    expect(repository.all(first, announcement)).toMatchObject([{ id: "charter_2027-01", effectiveOn: "2027-01-01" }]);
    expect(repository.all(first, outboxRow)).toMatchObject([
      { channel: "mail", type: "texts-changing" },
      { channel: "ledger" },
    ]);
    const entries = entriesIn(repository.all(first, outboxRow));
    expectEntry("version.announced", entries, { actor: { role: "system" }, about: "charter_2027-01" });
    expect(repository.all(pending, outboxRow)).toEqual([]);
  });

  it("two runs at once tell nobody twice", async () => {
    const { announce, persons, repository } = await scene("2026-12-15T10:00:00.000Z", ["active", "active", "active"]);
    const told = await Promise.all([announce(), announce()]);
    expect(told[0] + told[1]).toBe(3);
    for (const person of persons) expect(repository.all(person, outboxRow)).toHaveLength(2);
  });

  it("goes on where it was broken off, and passes over whoever is erased meanwhile", async () => {
    const { announce, repository } = await scene("2026-12-15T10:00:00.000Z", ["active", "active", "active"]);
    let calls = 0;
    repository.before = (operation) => {
      if (operation !== "commit") return;
      calls += 1;
      if (calls === 2) throw new Error("killed");
    };
    await expect(announce()).rejects.toThrow("killed");
    expect(await announce()).toBe(2);

    const other = await scene("2026-12-15T10:00:00.000Z", ["active", "active"]);
    let reads = 0;
    other.repository.before = (operation) => {
      if (operation !== "read") return;
      reads += 1;
      if (reads === 2) throw new KeyShredded();
    };
    expect(await other.announce()).toBe(1);
  });
});
