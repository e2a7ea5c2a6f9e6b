/**
 * The archive of a closed account through the functions: opened by the officer alone, for a legal claim or an authority, read kind
 * by kind for half an hour, and each of it on record with the person and in the ledger.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { archivedKinds } from "../../shared/archive/archived.ts";
import { storedRecords } from "../../shared/model.ts";
import { fateOf } from "../../shared/retention/fate.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { archived, legalClaim, openedArchive } from "./archiving.ts";
import { application } from "./erasing.ts";
import { signedUp } from "./person.ts";
import { type Colleague, opened, staffOf } from "./staff.ts";

const functions = useFunctions();
let dpo: Colleague;
let desk: Colleague;
beforeAll(() => withTokens());
/** Tokens are good for an hour. */
async function withTokens() {
  dpo = await staffOf(functions.of, "dpo", "dominique");
  desk = await staffOf(functions.of, "desk", "camille");
}

const typeOf = (answer: { json: <T>() => T }) => answer.json<{ type: string }>().type.replace("/problems/", "");
const open = (who: Colleague, memberId: string, body: object = legalClaim) =>
  who.ask("open-archive", { params: { memberId }, body });
const read = (who: Colleague, params: { memberId: string; openingId: string }, kind: string) =>
  who.ask("list-archive", { params: { ...params, kind } });
const itemsIn = (answer: { json: <T>() => T }) =>
  answer.json<{ items: { kind: string; content: Record<string, unknown> }[] }>().items;
const recorded = async (openingId: string) => {
  await functions.of.runTimer("relay-outbox");
  return (await itemsOf(functions.of.cosmos, "ledger"))
    .filter(({ about }) => about === openingId)
    .map(({ event, purpose, detail }) => `${event} ${purpose} ${detail}`);
};

it("every kind that closing an account archives can be read there", () => {
  const kinds = storedRecords
    .filter(({ record, container }) => container === "subjects" && fateOf(record) === "archive")
    .map(({ record }) => record.kind);
  expect([...archivedKinds].toSorted()).toEqual(kinds.toSorted());
});

describe("opening the archive", () => {
  it("says what lies there, and is on record with the person and in the ledger before anything is shown", async () => {
    const { subjectId: memberId } = await archived(functions.of);
    const answer = await open(dpo, memberId);
    expect(answer.status).toBe(201);
    const { id, kinds } = answer.json<{ id: string; kinds: { kind: string; count: number }[] }>();
    expect(kinds.toSorted((one, other) => one.kind.localeCompare(other.kind))).toEqual([
      { kind: "acceptance", count: 2 },
      { kind: "member", count: 1 },
      { kind: "request", count: 1 },
    ]);
    expect(answer.headers.location).toBe(`/api/v1/staff/members/${memberId}/openings/${id}/archive/member`);
    const { readTimeline } = await application();
    const { items } = await readTimeline({ brand: "milleis", subjectId: memberId }, "fr", { limit: 10 });
    expect(items[0]?.facts).toMatchObject({ id, origin: "opening", to: "dpo", purpose: "legal-claims" });
    expect(items[0]?.sentence).toMatch(/Motif : constatation, exercice ou défense de droits en justice/);
    expect(JSON.stringify(items)).not.toMatch(/27\/00871/);
    expect(await recorded(id)).toEqual(["archive.opened legal-claims legal-claim"]);
    const by = { role: "dpo", id: dpo.id } as const;
    expectEntry("archive.opened", await ledgerOf(functions.of), { actor: by, about: id, purpose: "legal-claims" });
  });

  it("asked for twice with one key is one, and half an hour later it is over", async () => {
    const { subjectId: memberId } = await archived(functions.of);
    const call = { params: { memberId }, body: legalClaim, headers: { "idempotency-key": randomUUID() } };
    const [first, second] = [await dpo.ask("open-archive", call), await dpo.ask("open-archive", call)];
    expect(second.json()).toEqual(first.json());
    await functions.of.clock.move({ advanceMs: 30 * 60_000 });
    expect(typeOf(await dpo.ask("open-archive", call))).toBe("opening-over");
    await withTokens();
  });

  it("is the officer's, for one of two reasons, with a reference", async () => {
    const { subjectId: memberId } = await archived(functions.of);
    for (const role of ["desk", "auditor", "ops"] as const) {
      expect(typeOf(await open(await staffOf(functions.of, role, "sacha"), memberId))).toBe("not-allowed");
    }
    for (const body of [{ reason: "legal-claim" }, { ...legalClaim, reason: "compliance-check" }]) {
      expect(typeOf(await open(dpo, memberId, body))).toBe("invalid-input");
    }
  });

  it("of an open account, of nobody, or of another brand's is about nothing", async () => {
    const { subjectId } = await signedUp(functions.of);
    const elsewhere = await staffOf(functions.of, "dpo", "andrea", "platinum");
    const { subjectId: archivedId } = await archived(functions.of);
    for (const [who, memberId] of [
      [dpo, subjectId],
      [dpo, randomUUID()],
      [elsewhere, archivedId],
    ] as const) {
      expect(typeOf(await open(who, memberId))).toBe("not-found");
    }
  });
});

describe("reading in it", () => {
  it("shows the officer's view kind by kind, each look in the ledger", async () => {
    const whose = await archived(functions.of);
    const params = await openedArchive(functions.of, dpo, whose.subjectId);
    const [account] = itemsIn(await read(dpo, params, "member"));
    expect(account?.content).toMatchObject({ email: whose.email, status: "active" });
    const [asked] = itemsIn(await read(dpo, params, "request"));
    expect(asked).toMatchObject({ kind: "request", content: { id: whose.requestId, what: expect.any(String) } });
    expect(itemsIn(await read(dpo, params, "message"))).toEqual([]);
    expect(typeOf(await read(dpo, params, "session"))).toBe("not-found");
    expect((await recorded(params.openingId)).toSorted()).toEqual([
      "archive.opened legal-claims legal-claim",
      "staff.file-read legal-claims archive-member",
      "staff.file-read legal-claims archive-message",
      "staff.file-read legal-claims archive-request",
    ]);
  });

  it("tells how long it is held; the file itself is not opened by it, nor the archive by the file's opening", async () => {
    const params = await openedArchive(functions.of, dpo);
    const retention = await dpo.ask("read-file-retention", { params });
    expect(retention.json()).toMatchObject({
      status: "archived",
      closed: { cause: "member" },
      next: { step: "erase" },
    });
    for (const name of ["read-file", "list-file-requests", "list-file-disclosures"]) {
      expect(typeOf(await dpo.ask(name, { params }))).toBe("opening-over");
    }
    const { subjectId } = await signedUp(functions.of);
    const ofFile = await opened(dpo, subjectId);
    expect(typeOf(await read(dpo, ofFile, "member"))).toBe("opening-over");
    expect(typeOf(await read(desk, params, "member"))).toBe("not-allowed");
  });

  it("costs three data operations, and ends after half an hour", async () => {
    const params = await openedArchive(functions.of, dpo);
    const cost = () => functions.of.lines.findLast(({ event }) => event === "http.answered")?.dataOperations;
    expect(cost()).toBe(3);
    for (const look of [() => read(dpo, params, "request"), () => dpo.ask("read-file-retention", { params })]) {
      expect((await look()).status).toBe(200);
      expect(cost()).toBe(3);
    }
    await functions.of.clock.move({ advanceMs: 30 * 60_000 });
    expect(typeOf(await read(dpo, params, "request"))).toBe("opening-over");
  });
});
