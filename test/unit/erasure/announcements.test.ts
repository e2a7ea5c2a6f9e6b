/**
 * What names a person by the card issuer's hash only: announcements that wait for the desk, and parked ones. They go with the
 * last person whom the hash fits, are searched for, and the ledger says where the desk waited for one.
 */
import { expect, test } from "vitest";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { faultsAfter, readCertificate } from "../../memory/erased.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const hasEnded = (world: World, id: string) => async () => (await docOf(world, id))?.endedAt !== undefined;
const started = async (world: World, person: Person) =>
  (await world.app.startErasure(person, { cause: "member", at: world.clock.now() })).erasureId;
const ended = (world: World, erasureId: string) => world.until(hasEnded(world, erasureId), { days: 3 });
const waiting = async (world: World) => {
  const all = await world.app.retention.undecided.list(dpo, { limit: 10 });
  return all.items.map(({ id }) => id);
};
const dpo = { id: "0b8a4a3a-6f4e-4a5f-9a53-1c7f1d0f6a11", role: "dpo", brand: "milleis" } as never;

test("goes with the person, and the certificate says what it does not speak of", async () => {
  const world = await erasingWorld();
  const { person, email } = await world.member(1);
  const join = world.joinOf(person);
  const announced = { join, ...(await world.announced(join)) };
  expect(await waiting(world)).toEqual([announced.undecided]);
  const erasureId = await started(world, person);
  expect(await ended(world, erasureId)).toBe(true);
  expect(await faultsAfter(world, { person, erasureId, email, announced })).toEqual([]);
  expect(await waiting(world)).toEqual([]);
  const { kept } = await readCertificate(world, (await docOf(world, erasureId))?.certificate ?? "");
  const shared = kept.filter(({ what }) => what === "shared-announcement");
  expect(shared.map(({ rule }) => rule)).toEqual(["unmatched-termination", "failure"]);
});

test("what was decided goes without a word: its decision stands in the ledger already", async () => {
  const world = await erasingWorld();
  const { person } = await world.member(0);
  const join = world.joinOf(person);
  const { undecided } = await world.announced(join);
  const one = { ...(dpo as object), role: "desk", id: "1b8a4a3a-6f4e-4a5f-9a53-1c7f1d0f6a11" } as never;
  await world.app.retention.undecided.dismiss(one, undecided);
  expect(await world.app.retention.undecided.dismiss(dpo, undecided)).toEqual({ status: "done" });
  expect(await ended(world, await started(world, person))).toBe(true);
  expect(world.traces(join)).toEqual([]);
  const events = [...world.cosmos.all("ledger")].map(({ item }) => item.event);
  expect(events).toContain("termination.decided");
  expect(events).not.toContain("termination.erased");
});

test("stays for somebody else whom the hash fits as well, and goes with the last of them", async () => {
  const world = await erasingWorld();
  const [one, twin] = [await world.member(0), await world.member(0)];
  const join = world.joinOf(one.person);
  expect(world.joinOf(twin.person)).toBe(join);
  const announced = { join, ...(await world.announced(join)) };
  const first = await started(world, one.person);
  expect(await ended(world, first)).toBe(true);
  const expected = { person: one.person, erasureId: first, email: one.email };
  expect(await faultsAfter(world, { ...expected, announced: { ...announced, isShared: true } })).toEqual([]);
  expect(await waiting(world)).toEqual([announced.undecided]);
  const second = await started(world, twin.person);
  expect(await ended(world, second)).toBe(true);
  expect(await faultsAfter(world, { ...twin, erasureId: second, announced })).toEqual([]);
});

test("of two who are erased at once the last one takes it along", async () => {
  const world = await erasingWorld();
  const twins = [await world.member(0), await world.member(0)];
  const join = world.joinOf(twins[0]?.person as Person);
  const announced = { join, ...(await world.announced(join)) };
  const ids = await Promise.all(twins.map(({ person }) => started(world, person)));
  const both = async () => (await Promise.all(ids.map((id) => hasEnded(world, id)()))).every(Boolean);
  expect(await world.until(both, { days: 3 })).toBe(true);
  for (const [index, erasureId] of ids.entries()) {
    expect(await faultsAfter(world, { ...(twins[index] as (typeof twins)[0]), erasureId, announced })).toEqual([]);
  }
});

test("said once more when it is over it waits for the desk: nobody is known any more", async () => {
  const world = await erasingWorld();
  const { person } = await world.member(0);
  const join = world.joinOf(person);
  expect(await ended(world, await started(world, person))).toBe(true);
  expect(world.traces(join)).toEqual([]);
  const { undecided } = await world.announced(join);
  expect(await waiting(world)).toEqual([undecided]);
});

test("after a restore the hash is taken from what came back, be it the look-up row alone", async () => {
  for (const left of ["everything", "the look-up row"] as const) {
    const world = await erasingWorld();
    const { person } = await world.member(0);
    const join = world.joinOf(person);
    const announced = { join, ...(await world.announced(join)) };
    const items = (["subjects", "lookups", "failures"] as const)
      .flatMap((container) =>
        [...world.cosmos.all(container)].map((found) => ({ container, ...structuredClone(found) })),
      )
      .filter(({ container }) => left === "everything" || container !== "subjects");
    expect(await ended(world, await started(world, person))).toBe(true);
    for (const { container, partition, item } of items) {
      const operation = { operationType: "Upsert", resourceBody: item as never } as const;
      await world.cosmos.open(container).items.batch([operation], partition);
    }
    expect(world.traces(announced.undecided)).toContain(`failures/${announced.undecided}`);
    world.start();
    expect(await world.app.replayRestore()).toMatchObject({ erased: 1 });
    const isGone = () => world.traces(join).length === 0;
    expect(await world.until(isGone, { days: 2 })).toBe(true);
  }
});
