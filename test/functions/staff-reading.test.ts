/**
 * Reading on in an opened file: each look stands in the ledger under its opening, whoever looks at what; and what the staff is
 * told of how long a member's data are held.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { parisDay } from "../../shared/time/calendar.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { type Person, signedUp, submitted } from "./person.ts";
import { agreed, type Colleague, holdOrder, opened, staffOf } from "./staff.ts";

const functions = useFunctions();
let person: Person;
let desk: Colleague;
let dpo: Colleague;
beforeAll(async () => {
  person = await signedUp(functions.of);
  desk = await staffOf(functions.of, "desk", "camille");
  dpo = await staffOf(functions.of, "dpo", "dominique");
});

/** What the ledger says of an opening, in the order of writing. */
async function recorded(openingId: string) {
  await functions.of.runTimer("relay-outbox");
  return (await itemsOf(functions.of.cosmos, "ledger"))
    .filter((item) => item.about === openingId)
    .toSorted((one, other) => Number(one.sequence) - Number(other.sequence))
    .map(({ event, detail, actor, purpose }) => ({ event, detail, actor, purpose }));
}

describe("each look under an opening", () => {
  it("stands in the ledger by itself, with who, what and for which purpose", async () => {
    const requestId = await submitted(functions.of, person);
    const params = await opened(dpo, person.subjectId);
    const looks = [
      ["read-file", "member"],
      ["read-file", "member"],
      ["list-file-requests", "requests"],
      ["read-file-request", "request"],
      ["list-file-messages", "messages"],
      ["list-file-disclosures", "disclosures"],
      ["read-file-retention", "retention"],
    ] as const;
    for (const [name] of looks) {
      expect((await dpo.ask(name, { params: { ...params, requestId } })).status, name).toBe(200);
    }
    const entries = await recorded(params.openingId);
    const [first, ...reads] = entries;
    expect(first).toMatchObject({ event: "staff.file-opened" });
    expect(reads.map(({ detail }) => detail).toSorted()).toEqual(looks.map(([, detail]) => detail).toSorted());
    const by = { role: "dpo", id: dpo.id } as const;
    const like = { actor: by, about: params.openingId, purpose: "accountability" } as const;
    expect(expectEntry("staff.file-read", await ledgerOf(functions.of), like)).toHaveLength(looks.length);
  });

  it("that showed nothing leaves nothing: somebody else's opening, what is not there, what the view does not hold", async () => {
    const params = await opened(desk, person.subjectId);
    const otherDesk = await staffOf(functions.of, "desk", "sacha");
    expect((await otherDesk.ask("read-file", { params })).status).toBe(403);
    expect((await desk.ask("read-file-request", { params: { ...params, requestId: randomUUID() } })).status).toBe(404);
    expect((await recorded(params.openingId)).map(({ event }) => event)).toEqual(["staff.file-opened"]);
  });
});

describe("how long data are held, to the staff", () => {
  const retention = async (who: Colleague, memberId: string) =>
    (await who.ask("read-file-retention", { params: await opened(who, memberId) })).json<Record<string, unknown>>();

  it("is what the member is told, with the clock beside it", async () => {
    const own = (await person.ask("read-retention")).json<{ items: unknown[] }>();
    expect(await retention(desk, person.subjectId)).toEqual({
      ...own,
      status: "active",
      next: { step: "warn", from: expect.stringMatching(/^2028-/) },
    });
  });

  it("names a hold to the officer only, and to the desk no date that it stops", async () => {
    const whose = await signedUp(functions.of);
    await agreed(desk, dpo, "propose-hold", { memberId: whose.subjectId }, holdOrder);
    expect(await retention(dpo, whose.subjectId)).toMatchObject({ hold: { reviewOn: holdOrder.reviewOn } });
    const seen = await retention(desk, whose.subjectId);
    expect(seen).not.toHaveProperty("hold");
    expect(seen).not.toHaveProperty("next");
  });

  it("says of a closed account why and when it was closed, and what the clock runs from", async () => {
    const whose = await signedUp(functions.of);
    const params = await opened(desk, whose.subjectId);
    await agreed(desk, dpo, "propose-closure", { memberId: whose.subjectId }, { reason: "misuse" });
    const answer = await desk.ask("read-file-retention", { params });
    const today = parisDay(functions.of.clock.now());
    expect(answer.json()).toMatchObject({
      status: "closing",
      closed: { cause: "staff" },
      clockStartedOn: today,
      next: { step: "archive", from: today },
    });
  });
});
