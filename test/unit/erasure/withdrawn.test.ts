/** The end of the services moves after the erasure was ordered: whoever is not due any more is not erased (charter article 6). */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { isMarked } from "../../../shared/erasure/mark-person.ts";
import { closure } from "../../../shared/retention/closure.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { makeApplyTermination } from "../../../shared/terminations/apply-termination.ts";
import { expectEntry } from "../../fixtures/recorded.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

const issuer = { role: "card-issuer" } as const;
const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const closureOf = async (world: World, { subjectId, ...of }: Person) =>
  (await world.needs.repository.read({ ...of, subjectId }, closure, subjectId))?.doc;
const yearsBefore = (world: World, years: number): Date => {
  const day = new Date(world.clock.now());
  day.setUTCFullYear(day.getUTCFullYear() - years);
  return day;
};
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Somebody whose five years are over, whose erasure waits for a silent processor. */
async function waiting() {
  const world = await erasingWorld();
  const { person, email } = await world.member(1);
  const closedAt = yearsBefore(world, 6).toISOString();
  const said = { by: "card-issuer", isRevoked: false, receivedAt: closedAt } as const;
  const termination = { ...said, effectiveOn: closedAt.slice(0, 10), sequence: 1, said: randomUUID() };
  await world.needs.repository.commit(person, [
    create(closure, {
      id: person.subjectId,
      cause: "termination",
      closedAt,
      openedAt: yearsBefore(world, 8).toISOString(),
      archivedAt: closedAt,
      stage: "erasing",
      gone: [],
      termination,
      dueAt: world.clock.now().toISOString(),
    }),
  ]);
  const { erasureId } = await world.app.startErasure(person, { cause: "retention", at: world.clock.now() });
  await world.until(async () => (await docOf(world, erasureId))?.waitsFor === "processor", { answering: "silent" });
  const correct = (years: number) =>
    makeApplyTermination(world.needs)(
      person,
      {
        effectiveOn: dayOf(yearsBefore(world, years)),
        isRevoked: false,
        by: "card-issuer",
        sequence: 2,
        said: randomUUID(),
      },
      issuer,
    );
  return { world, person, email, erasureId, correct };
}

test("a year later: the erasure is withdrawn, the period runs on, and nothing of the person is gone", async () => {
  const { world, person, email, erasureId, correct } = await waiting();
  expect(await correct(4)).toBe("applied");
  await world.until(async () => (await docOf(world, erasureId)) === undefined, { answering: "silent", days: 20 });
  expect(await docOf(world, erasureId)).toBeUndefined();
  expect(await isMarked(world.needs.repository, person)).toBe(false);
  expect(await closureOf(world, person)).toMatchObject({ stage: "archived" });
  expect((await world.app.readMember(person)).doc.email).toBe(email);
  expect([...world.cosmos.all("erasures")]).toEqual([]);
  expect([...world.blobs["to-processor"].contents.keys()]).toEqual([]);
  await world.until(() => false, { days: 1 });
  const entries = [...world.cosmos.all("ledger")].map(({ item }) => item);
  expect(expectEntry("erasure.withdrawn", entries, { actor: { role: "system" } })).toHaveLength(1);
});

test("moved, and over all the same: it goes on", async () => {
  const { world, erasureId, correct } = await waiting();
  expect(await correct(7)).toBe("applied");
  const hasEnded = async () => (await docOf(world, erasureId))?.endedAt !== undefined;
  expect(await world.until(hasEnded, { days: 20 })).toBe(true);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  "cut short after call %i of the withdrawal: it ends the same",
  async (call) => {
    const { world, person, erasureId, correct } = await waiting();
    await correct(4);
    world.clock.move(86_400);
    world.killAt({ call, when: "after" });
    await world.advance(erasureId).catch(() => undefined);
    world.start();
    await world.until(async () => (await docOf(world, erasureId)) === undefined, { answering: "silent", days: 2 });
    expect(await docOf(world, erasureId)).toBeUndefined();
    expect(await isMarked(world.needs.repository, person)).toBe(false);
    expect(await closureOf(world, person)).toMatchObject({ stage: "archived" });
  },
);
