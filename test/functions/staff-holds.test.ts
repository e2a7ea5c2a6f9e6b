/** A legal hold through the functions: kept after it was looked at, and lifted, by two people and by its own number only. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter } from "../../shared/time/legal-periods.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { signedUp } from "./person.ts";
import { agreed, type Colleague, holdOrder, staffOf } from "./staff.ts";

const functions = useFunctions();
let desk: Colleague;
let dpo: Colleague;
/** Tokens are good for an hour. */
async function withTokens() {
  desk = await staffOf(functions.of, "desk", "camille");
  dpo = await staffOf(functions.of, "dpo", "dominique");
}
beforeAll(withTokens);

/** Somebody whose data are held, to be looked at again in ten days. */
async function held() {
  const memberId = (await signedUp(functions.of)).subjectId;
  const { id: holdId } = await agreed(desk, dpo, "propose-hold", { memberId }, { ...holdOrder, reviewOn: inDays(10) });
  return { memberId, holdId };
}

const inDays = (count: number) => daysAfter(parisDay(functions.of.clock.now()), count);
const stored = async (memberId: string, kind: string) =>
  (await itemsOf(functions.of.cosmos, "subjects")).find((item) => item.subjectId === memberId && item.kind === kind);
const reminders = (memberId: string) =>
  functions.of.lines.filter(({ event, subjectId }) => event === "hold.review-due" && subjectId === memberId).length;
const sweep = async () => {
  await functions.of.runTimer("sweep-retention");
  await functions.of.deliver("retention-work", "care-for-person");
};

it("that comes up for review is kept by two people, for a new reason, until a new day", async () => {
  const { memberId, holdId } = await held();
  await functions.of.clock.move({ advanceMs: 11 * 86_400_000 });
  await withTokens();
  await sweep();
  expect(reminders(memberId)).toBe(1);
  expect(await stored(memberId, "member")).toMatchObject({ hold: { remindedAt: expect.any(String) } });

  const order = { reason: "authority", reference: "Réquisition 27/4", reviewOn: inDays(90) };
  const kept = await agreed(dpo, desk, "propose-hold-review", { memberId, holdId }, order);
  expect(kept.status).toBe("done");
  const { reviewOn, reason } = order;
  expect((await stored(memberId, "member"))?.hold).toEqual({ id: holdId, reviewOn });
  expect(await stored(memberId, "legal-hold")).toMatchObject({
    reviewOn,
    reason,
    reviewId: kept.id,
    reviewedBy: dpo.id,
  });
  expect(JSON.stringify(await stored(memberId, "legal-hold"))).not.toContain("Réquisition");
  // The next days are quiet.
  await functions.of.clock.move({ advanceMs: 8 * 86_400_000 });
  await withTokens();
  await sweep();
  expect(reminders(memberId)).toBe(1);
  const entries = await ledgerOf(functions.of);
  expect(expectEntry("hold.set", entries, { actor: { role: "desk", id: desk.id }, about: holdId })).toHaveLength(1);
  expect(expectEntry("hold.reminded", entries, { actor: { role: "system" }, about: holdId })).toHaveLength(1);
  expect(expectEntry("hold.reviewed", entries, { actor: { role: "dpo", id: dpo.id }, about: holdId })).toHaveLength(1);
});

it("carried out twice is one review", async () => {
  const { memberId, holdId } = await held();
  const { concierge } = await import("../../shared/compose.ts");
  const order = { id: randomUUID(), reason: "litigation", reference: "TJ 27/01", reviewOn: inDays(120) } as const;
  const person = { brand: "milleis", subjectId: memberId } as const;
  for (const _ of [1, 2]) {
    await concierge.retention.holds.review(person, holdId, order, { role: "dpo", id: dpo.id });
  }
  const by = { role: "dpo", id: dpo.id } as const;
  expect(expectEntry("hold.reviewed", await ledgerOf(functions.of), { actor: by, about: holdId })).toHaveLength(1);
});

it("needs a day to come, and is named by its own number: another is neither kept nor lifted", async () => {
  const { memberId, holdId } = await held();
  const late = await desk.ask("propose-hold-review", {
    params: { memberId, holdId },
    body: { ...holdOrder, reviewOn: inDays(0) },
  });
  expect(late.json()).toMatchObject({ type: "/problems/invalid-input", errors: [{ pointer: "/reviewOn" }] });
  const another = { memberId, holdId: randomUUID() };
  const body = { ...holdOrder, reviewOn: inDays(30) };
  expect((await agreed(desk, dpo, "propose-hold-review", another, body)).status).toBe("failed");
  expect((await agreed(desk, dpo, "propose-lifting", another, {})).status).toBe("failed");
  expect((await stored(memberId, "member"))?.hold).toMatchObject({ id: holdId });
  expect((await agreed(desk, dpo, "propose-lifting", { memberId, holdId }, {})).status).toBe("done");
  expect(await stored(memberId, "member")).not.toHaveProperty("hold");
  const by = { role: "desk", id: desk.id } as const;
  expect(expectEntry("hold.lifted", await ledgerOf(functions.of), { actor: by, about: holdId })).toHaveLength(1);
});

it("goes before the person's own erasure: an interest stays, and the member is told so and where to complain", async () => {
  const person = await signedUp(functions.of);
  const { id: interestId } = (await person.ask("declare-interest", { body: { topic: "opera" } })).json<{
    id: string;
  }>();
  const memberId = person.subjectId;
  const { id: holdId } = await agreed(desk, dpo, "propose-hold", { memberId }, { ...holdOrder, reviewOn: inDays(10) });
  const refused = await person.ask("erase-interest", { params: { interestId } });
  expect([refused.status, refused.json<{ type: string }>().type]).toEqual([409, "/problems/legal-hold"]);
  expect(functions.of.lines.findLast(({ event }) => event === "http.answered")?.dataOperations).toBe(2);
  expect((await functions.of.http("read-problem", { params: { code: "legal-hold" } })).text).toContain("CNIL");
  expect((await person.ask("list-interests")).json<{ items: object[] }>().items).toHaveLength(1);
  expect((await agreed(desk, dpo, "propose-lifting", { memberId, holdId }, {})).status).toBe("done");
  expect((await person.ask("erase-interest", { params: { interestId } })).status).toBe(204);
  expect(functions.of.lines.findLast(({ event }) => event === "http.answered")?.dataOperations).toBe(3);
});
