/** A legal hold that comes while an erasure runs: it stops what goes here, and what the processor is told. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { newOutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { makeHoldPerson } from "../../../shared/retention/hold-person.ts";
import { approval } from "../../../shared/staff/approval.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

const dpo = { role: "dpo", id: randomUUID() } as const;
const terms = { reason: "litigation", reference: "TJ Paris 27/00871", reviewOn: "2099-01-04" } as const;
const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const hasEnded = (world: World, id: string) => async () => (await docOf(world, id))?.endedAt !== undefined;

async function ordered(world: World) {
  const { person } = await world.member(1);
  const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
  return { person, erasureId };
}

test("set after the mark: the processor is told nothing until it is lifted", async () => {
  const world = await erasingWorld();
  const { person, erasureId } = await ordered(world);
  const holds = makeHoldPerson(world.needs);
  const holdId = await holds.set(person, terms, dpo);
  expect(await world.until(hasEnded(world, erasureId), { days: 20, step: 7_200 })).toBe(false);
  expect(await docOf(world, erasureId)).toMatchObject({ step: "in-flight", waitsFor: "hold" });
  expect(world.orders).toEqual([]);
  expect(world.heldByProcessor.size).toBe(1);
  await holds.lift(person, holdId, dpo);
  expect(await world.until(hasEnded(world, erasureId), { days: 4 })).toBe(true);
  expect(world.orders).toHaveLength(1);
});

test("set while the processor is silent: it is chased no more", async () => {
  const world = await erasingWorld();
  const { person, erasureId } = await ordered(world);
  await world.until(async () => (await docOf(world, erasureId))?.waitsFor === "processor", { answering: "silent" });
  const { times = 0 } = (await docOf(world, erasureId))?.order ?? {};
  await makeHoldPerson(world.needs).set(person, terms, dpo);
  await world.until(() => false, { answering: "silent", days: 5, step: 7_200 });
  expect(await docOf(world, erasureId)).toMatchObject({ step: "processor", waitsFor: "hold", order: { times } });
});

test("set and lifted while the processor is waited for: both stand in the ledger at the end, and nothing of them is kept", async () => {
  const world = await erasingWorld();
  const { person, erasureId } = await ordered(world);
  await world.until(async () => (await docOf(world, erasureId))?.waitsFor === "processor", { answering: "silent" });
  const holds = makeHoldPerson(world.needs);
  const holdId = await holds.set(person, terms, dpo);
  await holds.lift(person, holdId, dpo);
  // The processor answers, and the erasure goes on before the relay comes.
  await world.hear("erased");
  for (let count = 0; count < 4; count += 1) {
    world.clock.move(61);
    await world.advance(erasureId);
    await world.hear("erased");
  }
  expect(await world.until(hasEnded(world, erasureId), { days: 4 })).toBe(true);
  const about = [...world.cosmos.all("ledger")].filter(({ item }) => item.about === holdId);
  expect(about.map(({ item }) => item.event).toSorted()).toEqual(["hold.lifted", "hold.set"]);
  expect((await docOf(world, erasureId))?.kept).toEqual([]);
});

test("agreed on by two people and not yet carried out: it is waited for, not called off", async () => {
  const world = await erasingWorld();
  const { person, erasureId } = await ordered(world);
  const at = world.clock.now();
  await agreed(world, person, at);
  // The relay comes after the erasure has looked.
  world.clock.move(600);
  await world.advance(erasureId);
  expect(await docOf(world, erasureId)).toMatchObject({ step: "in-flight", waitsFor: "approval" });
  await world.until(() => false, { days: 3 });
  expect(await docOf(world, erasureId)).toMatchObject({ step: "in-flight", waitsFor: "hold" });
  expect(world.orders).toEqual([]);
});

/** A hold that a second person has just agreed to, as `decide-action.ts` leaves it. */
async function agreed(world: World, person: Person, at: Date): Promise<void> {
  const id = randomUUID();
  const later = new Date(at.getTime() + 86_400_000).toISOString();
  await world.needs.repository.commit(person, [
    create(
      approval,
      approval.schema.parse({
        id,
        action: "set-legal-hold",
        status: "confirmed",
        proposedBy: { role: "desk", id: randomUUID() },
        proposedAt: at.toISOString(),
        validUntil: later,
        reason: terms.reason,
        hold: { reference: terms.reference, reviewOn: terms.reviewOn },
        decidedBy: dpo,
        decidedAt: at.toISOString(),
        expiresAt: later,
      }),
    ),
    create(outboxRow, newOutboxRow({ channel: "approval", type: "approval-confirmed", aboutId: id }, at, 900)),
  ]);
}
