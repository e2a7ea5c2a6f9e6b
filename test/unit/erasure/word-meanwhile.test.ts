/**
 * Words that come at the very moment the stores are about to be emptied: a legal hold, the card issuer's correction. What was
 * answered "taken" is heard, whichever call it comes in between (DESIGN, section 11; charter article 6).
 */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { EngineNeeds } from "../../../shared/erasure/step.ts";
import { member } from "../../../shared/members/member.ts";
import { closure } from "../../../shared/retention/closure.ts";
import { makeHoldPerson } from "../../../shared/retention/hold-person.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { isStore, type Place } from "../../../shared/storage/person-stores.ts";
import { create, type Repository, replace } from "../../../shared/storage/repository.ts";
import { makeApplyTermination } from "../../../shared/terminations/apply-termination.ts";
import { expectEntry } from "../../fixtures/recorded.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

const dpo = { role: "dpo", id: randomUUID() } as const;
const terms = { reason: "litigation", reference: "TJ Paris 27/00871", reviewOn: "2099-01-04" } as const;
const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const hasEnded = (world: World, id: string) => async () => (await docOf(world, id))?.endedAt !== undefined;
const yearsBefore = (world: World, years: number): Date => {
  const day = new Date(world.clock.now());
  day.setUTCFullYear(day.getUTCFullYear() - years);
  return day;
};

/** Somebody whose services ended six years ago: archived, and over. */
async function closedOne(world: World): Promise<Person> {
  const { person } = await world.member(1);
  const closedAt = yearsBefore(world, 6).toISOString();
  const said = { by: "card-issuer", isRevoked: false, receivedAt: closedAt, sequence: 1, said: randomUUID() } as const;
  const doc = {
    id: person.subjectId,
    cause: "termination",
    closedAt,
    openedAt: yearsBefore(world, 8).toISOString(),
    archivedAt: closedAt,
    stage: "erasing",
    gone: [] as never[],
    termination: { ...said, effectiveOn: closedAt.slice(0, 10) },
    dueAt: world.clock.now().toISOString(),
  } as const;
  const account = await world.needs.repository.read(person, member, person.subjectId);
  if (account === undefined) throw new Error("there is no account");
  await world.needs.repository.commit(person, [
    create(closure, doc),
    replace(member, { ...account.doc, status: "closed" }, account.etag),
  ]);
  return person;
}

/** Says something once, in the middle of the step that empties the stores: where a place is looked through. */
const saying =
  (world: World, erasureId: string, place: Place, say: () => Promise<unknown>) =>
  (needs: EngineNeeds): EngineNeeds => {
    const store = needs.stores[place];
    if (!isStore(store)) throw new Error(`${place} is no store`);
    let isSaid = false;
    return {
      ...needs,
      stores: {
        ...needs.stores,
        [place]: {
          ...store,
          find: async function* (...asked: Parameters<typeof store.find>) {
            if (!isSaid && (await docOf(world, erasureId))?.step === "stores") {
              isSaid = true;
              await say();
            }
            yield* store.find(...asked);
          },
        },
      },
    };
  };

const heardAt = ["subjects", "archive", "failures"] as const satisfies readonly Place[];

/** @param when while a place is looked through, or at the last moment: with the version the closure was read in, or without. */
async function correctedMeanwhile(when: Place | boolean): Promise<void> {
  const world = await erasingWorld();
  const person = await closedOne(world);
  const { erasureId } = await world.app.startErasure(person, { cause: "retention", at: world.clock.now() });
  const correct = async () => {
    const effectiveOn = yearsBefore(world, 2).toISOString().slice(0, 10);
    const said = { effectiveOn, isRevoked: false, by: "card-issuer", sequence: 2, said: randomUUID() } as const;
    expect(await makeApplyTermination(world.needs)(person, said, { role: "card-issuer" })).toBe("applied");
  };
  world.plant({
    change: typeof when === "boolean" ? sayingLast(correct, when) : saying(world, erasureId, when, correct),
  });
  await world.until(async () => (await docOf(world, erasureId)) === undefined, { days: 20 });
  await world.until(() => false, { days: 1 });
  const entries = [...world.cosmos.all("ledger")].map(({ item }) => item);
  expect(expectEntry("erasure.withdrawn", entries, { actor: { role: "system" } })).toHaveLength(1);
  const { repository } = world.needs;
  expect(await repository.read(person, closure, person.subjectId)).toMatchObject({ doc: { stage: "archived" } });
}

test.each(heardAt)("the issuer's correction is heard while %s is looked through", (place) => correctedMeanwhile(place));

async function heldMeanwhile(of: "closed" | "open", place: Place): Promise<void> {
  const world = await erasingWorld();
  const person = of === "closed" ? await closedOne(world) : (await world.member(1)).person;
  const cause = of === "closed" ? "retention" : "member";
  const { erasureId } = await world.app.startErasure(person, { cause, at: world.clock.now() });
  const holds = makeHoldPerson(world.needs);
  let holdId = "";
  const hold = async () => {
    holdId = await holds.set(person, terms, dpo);
  };
  world.plant({ change: saying(world, erasureId, place, hold) });
  expect(await world.until(hasEnded(world, erasureId), { days: 20 })).toBe(false);
  expect(await docOf(world, erasureId)).toMatchObject({ step: "stores", waitsFor: "hold" });
  expect(await world.needs.repository.read(person, member, person.subjectId)).toBeDefined();
  const entries = [...world.cosmos.all("ledger")].map(({ item }) => item);
  expect(expectEntry("hold.set", entries, { actor: dpo, about: holdId })).toHaveLength(1);
  await holds.lift(person, holdId, dpo);
  expect(await world.until(hasEnded(world, erasureId), { days: 4 })).toBe(true);
}

test.each(heardAt.flatMap((place) => [["closed", place] as const, ["open", place] as const]))(
  "a hold on an account that is %s is heard while %s is looked through",
  (of, place) => heldMeanwhile(of, place),
);

test("a hold that was lifted after the closing stands in nobody's way, also where emptying was cut short", async () => {
  const world = await erasingWorld();
  const person = await closedOne(world);
  const { repository } = world.needs;
  const account = await repository.read(person, member, person.subjectId);
  if (account === undefined) throw new Error("there is no account");
  // The closing leaves on the record what stood there then; lifting changes the closure alone.
  const hold = { id: randomUUID(), reviewOn: terms.reviewOn };
  await repository.commit(person, [replace(member, { ...account.doc, hold }, account.etag)]);
  const { erasureId } = await world.app.startErasure(person, { cause: "retention", at: world.clock.now() });
  let fails = 1;
  world.plant({
    change: (needs) => {
      const { archive } = needs.stores;
      if (!isStore(archive)) throw new Error("the archive is no store");
      const erase: typeof archive.erase = async (...given) => {
        fails -= 1;
        if (fails === 0) throw new Error("away");
        return archive.erase(...given);
      };
      const find: typeof archive.find = async function* (...asked) {
        const isEmptied = (await repository.read(person, closure, person.subjectId)) === undefined;
        if (isEmptied && fails === 1) await erase(person, []);
        yield* archive.find(...asked);
      };
      return { ...needs, stores: { ...needs.stores, archive: { ...archive, find, erase } } };
    },
  });
  expect(await world.until(hasEnded(world, erasureId), { days: 20 })).toBe(true);
  expect(fails).toBeLessThan(1);
});

/** Says something once, between the look at the closure and its going. */
const sayingLast =
  (say: () => Promise<unknown>, withEtag: boolean) =>
  (needs: EngineNeeds): EngineNeeds => {
    let isSaid = false;
    const commit: Repository["commit"] = async (person, writes) => {
      const goes = writes.some(({ operation, record }) => operation === "erase" && record.kind === closure.kind);
      if (!goes) return needs.repository.commit(person, writes);
      if (!isSaid) {
        isSaid = true;
        await say();
      }
      const blindly = writes.map((write) => {
        if (write.operation !== "erase") return write;
        const { etag: _, ...rest } = write;
        return rest;
      });
      return needs.repository.commit(person, withEtag ? writes : blindly);
    };
    return { ...needs, repository: { ...needs.repository, commit } };
  };

test("and between the look at the closure and its going", () => correctedMeanwhile(true));

test("a planted bug is seen: the closure goes in whatever version it is by then", async () => {
  await expect(correctedMeanwhile(false)).rejects.toThrow();
});
