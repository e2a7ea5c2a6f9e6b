/**
 * A backup brought back: database and payloads as they were, the key store as it is. Nothing of those shredded opens, and the
 * replay erases them again, whoever else is in it untouched.
 */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { member } from "../../../shared/members/member.ts";
import { closure } from "../../../shared/retention/closure.ts";
import { type ContainerName, containers } from "../../../shared/storage/containers.ts";
import { isNobodyIn, KeyShredded } from "../../../shared/storage/person-keys.ts";
import { create, replace } from "../../../shared/storage/repository.ts";
import { signUpAs } from "../../memory/accounts.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

type Backup = {
  readonly items: readonly { container: ContainerName; partition: string; item: { id: string } }[];
  readonly payloads: ReadonlyMap<string, Buffer>;
};

const backUp = (world: World): Backup => ({
  items: (Object.keys(containers) as ContainerName[]).flatMap((container) =>
    [...world.cosmos.all(container)].map(({ partition, item }) => ({
      container,
      partition,
      item: structuredClone(item),
    })),
  ),
  payloads: new Map(world.blobs["to-processor"].contents),
});

/** As Azure would do it: what was there then is there again; the key store has no backup. */
async function restore(world: World, { items, payloads }: Backup): Promise<void> {
  for (const { container, partition, item } of items) {
    await world.cosmos
      .open(container)
      .items.batch([{ operationType: "Upsert", resourceBody: item as never }], partition);
  }
  for (const [name, content] of payloads) await world.blobs["to-processor"].putOnce(name, content, "application/json");
}

const hasEnded = (world: World, id: string) => async () => (await world.app.readErasure(id))?.doc.endedAt !== undefined;
const quietly = (world: World, subjectId: string) => () =>
  world.traces(subjectId).filter((trace) => !trace.startsWith("log/")).length === 0;

async function scene() {
  const world = await erasingWorld();
  const other = await world.member(1);
  const gone = await world.member(1);
  // A payload that the processor has not taken yet lies there in clear.
  await world.submit(gone.person);
  await world.settle();
  expect(world.blobs["to-processor"].contents.size).toBe(1);
  return { world, other, gone };
}

test("opens nothing, and is erased again; who has a key stays", async () => {
  const { world, other, gone } = await scene();
  const backup = backUp(world);
  const { erasureId } = await world.app.startErasure(gone.person, { cause: "member", at: world.clock.now() });
  expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
  await restore(world, backup);
  expect(world.traces(gone.person.subjectId).length).toBeGreaterThan(3);
  world.start();
  await expect(world.needs.repository.read(gone.person, member, gone.person.subjectId)).rejects.toBeInstanceOf(
    KeyShredded,
  );

  const replayed = await world.app.replayRestore();
  expect(replayed).toMatchObject({ people: 2, erased: 1, payloads: 0 });
  expect(await world.until(quietly(world, gone.person.subjectId), { days: 2 })).toBe(true);
  expect(world.blobs["to-processor"].contents.size).toBe(0);
  expect((await world.app.readMember(other.person)).doc.email).toBe(other.email);
  // Again it finds nobody.
  expect(await world.app.replayRestore()).toMatchObject({ erased: 0, payloads: 0 });
});

test("payloads that somebody's message still waits for stay", async () => {
  const { world, other } = await scene();
  await world.submit(other.person);
  await world.settle();
  const before = [...world.blobs["to-processor"].contents.keys()];
  expect(before).toHaveLength(2);
  expect(await world.app.replayRestore()).toMatchObject({ erased: 0, payloads: 0 });
  expect([...world.blobs["to-processor"].contents.keys()]).toEqual(before);
});

test("payloads that no row stands for go too", async () => {
  const { world, gone } = await scene();
  const { payloads } = backUp(world);
  const { erasureId } = await world.app.startErasure(gone.person, { cause: "member", at: world.clock.now() });
  await world.until(hasEnded(world, erasureId), { days: 3 });
  await restore(world, { items: [], payloads });
  expect(await world.app.replayRestore()).toMatchObject({ erased: 0, payloads: 1 });
  expect(world.blobs["to-processor"].contents.size).toBe(0);
});

test("an erasure that the backup brought back to its middle goes on by the way of a restore", async () => {
  const { world, gone } = await scene();
  const { erasureId } = await world.app.startErasure(gone.person, { cause: "member", at: world.clock.now() });
  const backup = backUp(world);
  await world.until(hasEnded(world, erasureId), { days: 3 });
  await restore(world, backup);
  expect((await world.app.readErasure(erasureId))?.doc).toMatchObject({ step: "in-flight" });
  expect(await world.app.replayRestore()).toMatchObject({ erased: 1 });
  expect(await world.until(quietly(world, gone.person.subjectId), { days: 2 })).toBe(true);
  expect((await world.app.readErasure(erasureId))?.doc).toMatchObject({ cause: "restore", step: "end" });
});

test("a hold that stood then and was lifted since keeps nothing: its person is erased again", async () => {
  const { world, gone } = await scene();
  const at = world.clock.now().toISOString();
  const hold = { id: randomUUID(), reviewOn: "2099-01-04" };
  const closed = { id: gone.person.subjectId, cause: "member", closedAt: at, openedAt: at, dueAt: at } as const;
  const { repository } = world.needs;
  await repository.commit(gone.person, [create(closure, { ...closed, gone: [], stage: "archived", hold })]);
  const backup = backUp(world);
  const { doc, etag } = (await repository.read(gone.person, closure, gone.person.subjectId)) ?? {};
  const { hold: _lifted, ...rest } = doc as NonNullable<typeof doc>;
  await repository.commit(gone.person, [replace(closure, rest, etag as string)]);
  const { erasureId } = await world.app.startErasure(gone.person, { cause: "member", at: world.clock.now() });
  expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
  await restore(world, backup);
  world.start();
  expect(await world.app.replayRestore()).toMatchObject({ erased: 1 });
  expect(await world.until(quietly(world, gone.person.subjectId), { days: 2 })).toBe(true);
});

test("somebody who signs up on another site during the walk is not taken for erased", async () => {
  const { world } = await scene();
  const { makeReplayRestore } = await import("../../../shared/erasure/replay-restore.ts");
  const { ticket } = await world.app.signUp(
    "platinum",
    signUpAs({ email: "nouvelle@courriel.example", cardDigits: "374200" }),
  );
  const { erasures, keys, clock, log } = world.needs;
  const replay = makeReplayRestore({
    erasures,
    keys,
    clock,
    log,
    isNobody: isNobodyIn(world.blobs["person-keys"]),
    outgoing: world.blobs["to-processor"],
    advance: world.advance,
    // Their partition was not there yet when it was walked through; their look-up was.
    everyItem: async function* (container) {
      if (container === "lookups") yield { id: "1.aaaa", subjectId: ticket.subjectId };
    },
  });
  expect(await replay()).toMatchObject({ erased: 0 });
  expect(world.traces(ticket.subjectId).length).toBeGreaterThan(1);
});

test("what a sign-in with an unknown address leaves is nobody's, and is left to end by itself", async () => {
  const { world } = await scene();
  await world.app.signIn("milleis", { email: "inconnue@courriel.example" });
  expect(await world.app.replayRestore()).toMatchObject({ erased: 0 });
});
