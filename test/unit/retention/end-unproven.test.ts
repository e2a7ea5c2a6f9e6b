/**
 * Sign-ups that came to nothing leave nothing, wherever they were cut off and however long nobody swept: not even a key.
 * The whole application over stores in memory, whose items expire as the database's do.
 */
import { describe, expect, test } from "vitest";
import { keyBlobName, noteBlobName, type Person } from "../../../shared/storage/person-keys.ts";
import { signUpAs } from "../../memory/accounts.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

const keysOf = (world: World) => [...world.blobs["person-keys"].contents.keys()].toSorted();

const itemsIn = (world: World, name: "subjects" | "lookups" | "erasures") =>
  [...world.cosmos.all(name)].map(({ item }) => item);

/** Sweeps and what they bring about, every six hours. */
async function days(world: World, count: number): Promise<void> {
  for (let round = 0; round < count * 4; round += 1) {
    world.clock.move(6 * 3_600);
    await world.app.retention.sweep();
    for (const text of world.taken("retention-work")) {
      await world.app.retention.careFor({ brand: "milleis", subjectId: JSON.parse(text).subject });
    }
    // Long enough for the caches of the key.
    await world.until(() => false, { days: 1 / 24, step: 300 });
  }
}

/** A sign-up in a process that dies at a call. @returns whether it did. */
async function cutOff(world: World, call: number, when: "before" | "after"): Promise<boolean> {
  world.killAt({ call, when });
  await world.app.signUp("milleis", signUpAs({ email: "zoe@courriel.example" })).catch(() => undefined);
  const { isDead } = world;
  world.start();
  return isDead;
}

describe("a sign-up cut off at any call", () => {
  test.each(["before", "after"] as const)(
    "%s it: a few days later nothing is left, no key and no note",
    async (when) => {
      let strays = 0;
      let call = 1;
      for (; ; call += 1) {
        const world = await erasingWorld();
        if (!(await cutOff(world, call, when))) break;
        // A key without anything that it opens: what the database's own expiry and the sweep over records never find.
        if (keysOf(world).length > 0 && itemsIn(world, "subjects").length === 0) strays += 1;
        await days(world, 3);
        expect(keysOf(world), `killed ${when} call ${call}`).toEqual([]);
        for (const name of ["subjects", "lookups", "erasures"] as const) expect(itemsIn(world, name)).toEqual([]);
        expect(world.lines.filter(({ event }) => event === "retention.person-failed")).toEqual([]);
      }
      expect(call).toBeGreaterThan(4);
      expect(strays).toBeGreaterThan(0);
    },
  );
});

describe("a sign-up that was never finished", () => {
  test("while nobody sweeps for days its record goes by the store's expiry; its key goes with the next sweep", async () => {
    const world = await erasingWorld();
    const person = await world.pending();
    world.clock.move(3 * 86_400);
    expect(itemsIn(world, "subjects").filter(({ kind }) => kind === "member")).toEqual([]);
    expect(keysOf(world)).toContain(keyBlobName(person));
    await days(world, 1);
    expect(world.traces(person.subjectId).filter((trace) => !trace.startsWith("log/"))).toEqual([]);
  });

  test("within its day it is left alone, and after it its record is the sweep's", async () => {
    const world = await erasingWorld();
    const person = await world.pending();
    world.clock.move(23 * 3_600);
    expect(await world.app.retention.sweep()).toMatchObject({ unproven: 0 });
    world.clock.move(2 * 3_600);
    expect(await world.app.retention.sweep()).toMatchObject({ unproven: 0, steps: { "end-sign-up": 1 } });
    expect(keysOf(world)).toEqual([keyBlobName(person), noteBlobName(person)].toSorted());
  });
});

test("a member's key has no note, and no sweep touches it, not even where the database is empty", async () => {
  const world = await erasingWorld();
  const { person } = await world.member(0);
  expect(keysOf(world)).toEqual([keyBlobName(person)]);
  const remove = itemsIn(world, "subjects").map(({ id }) => ({ operationType: "Delete", id }) as const);
  await world.cosmos.open("subjects").items.batch(remove, person.subjectId);
  expect(itemsIn(world, "subjects")).toEqual([]);
  await days(world, 3);
  expect(keysOf(world)).toEqual([keyBlobName(person)]);
});

describe("a planted bug is caught", () => {
  const left = async (spoil: (world: World, person: Person) => Promise<void>): Promise<readonly string[]> => {
    const world = await erasingWorld();
    const person = await world.pending();
    await spoil(world, person);
    world.clock.move(3 * 86_400);
    await days(world, 1);
    return keysOf(world);
  };

  test("without one nothing is left", async () => {
    expect(await left(async () => undefined)).toEqual([]);
  });

  test("a note that was not written, or went before the address was proven", async () => {
    const spoil = (world: World, person: Person) => world.blobs["person-keys"].erase(noteBlobName(person));
    expect(await left(spoil)).not.toEqual([]);
  });
});
