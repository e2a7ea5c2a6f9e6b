/** The shared key changes: whoever the issuer means is found at every moment, under either key, open or closed. */

import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { member } from "../../../shared/members/member.ts";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import { closure } from "../../../shared/retention/closure.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create, erase } from "../../../shared/storage/repository.ts";
import { type HolderRow, type HolderRows, holderJoins } from "../../../shared/terminations/holder-join.ts";
import { holdersOf } from "../../../shared/terminations/holders.ts";
import { makeKeepJoin } from "../../../shared/terminations/keep-join.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { memoryRepository } from "../../memory/repository.ts";

const oldKey = { version: "1", key: "A".repeat(43) };
const newKey = { version: "2", key: "B".repeat(42).concat("A") };

function memoryRows(): HolderRows & { readonly ids: () => readonly string[] } {
  const rows = new Map<string, { readonly doc: HolderRow; readonly etag: string }>();
  const put = (doc: HolderRow) => {
    rows.set(doc.id, { doc, etag: randomUUID() });
    return true;
  };
  return {
    ids: () => [...rows.keys()],
    read: async (id) => rows.get(id),
    create: async (doc) => !rows.has(doc.id) && put(doc),
    replace: async (doc, etag) => rows.get(doc.id)?.etag === etag && put(doc),
    erase: async (id, etag) => rows.get(id)?.etag === etag && rows.delete(id),
  };
}

/** The hash under one key. */
const joinUnder = (key: typeof oldKey, doc: Parameters<typeof holderJoins>[2]) =>
  holderJoins([key], "milleis", doc)[0] as KeyedHash;

async function world() {
  const [repository, archive, holderRows] = [memoryRepository(), memoryRepository(), memoryRows()];
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const doc = memberRecord(person);
  const keepWith = (...joinKeys: (typeof oldKey)[]) =>
    makeKeepJoin({ repository, archive, holderRows, joinKeys })(person);
  const isFound = async (key: typeof oldKey) =>
    (await holdersOf({ repository, holderRows }, "milleis", joinUnder(key, doc))).length === 1;
  return { repository, archive, holderRows, person, doc, keepWith, isFound };
}

async function changesOver({ holderRows, keepWith, isFound }: Awaited<ReturnType<typeof world>>): Promise<void> {
  expect(await keepWith(newKey, oldKey)).toBe("changed");
  expect(await keepWith(newKey, oldKey)).toBe("unchanged");
  expect([await isFound(oldKey), await isFound(newKey)]).toEqual([true, true]);
  expect(await keepWith(newKey)).toBe("changed");
  expect([await isFound(oldKey), await isFound(newKey)]).toEqual([false, true]);
  expect(holderRows.ids()).toHaveLength(1);
}

it("of an open account", async () => {
  const of = await world();
  await of.repository.commit(of.person, [create(member, of.doc)]);
  expect(await of.keepWith(oldKey)).toBe("changed");
  expect(await of.isFound(oldKey)).toBe(true);
  await changesOver(of);
});

it("of a closed account, whose record lies in the archive", async () => {
  const of = await world();
  await of.repository.commit(of.person, [create(member, of.doc)]);
  await of.keepWith(oldKey);
  const at = "2026-11-01T10:00:00.000Z";
  await of.archive.commit(of.person, [create(member, { ...of.doc, status: "closed" })]);
  await of.repository.commit(of.person, [
    erase(member, of.person.subjectId),
    create(closure, {
      id: of.person.subjectId,
      cause: "member",
      closedAt: at,
      openedAt: at,
      issuerJoin: joinUnder(oldKey, of.doc),
      stage: "archived",
      gone: [],
      dueAt: at,
    }),
  ]);
  await changesOver(of);
});
