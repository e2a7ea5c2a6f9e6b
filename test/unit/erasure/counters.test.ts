/**
 * The counters of codes for a person's mailbox lie under a hash alone. They go with the person, are searched for, and stand on
 * the certificate only then; what is counted later, or for a mailbox that nobody has proved, protects whoever has it.
 */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { erasedKinds } from "../../../shared/erasure/certificate.ts";
import { emptied } from "../../../shared/erasure/empty-stores.ts";
import { newErasure } from "../../../shared/erasure/start-erasure.ts";
import { limit } from "../../../shared/limits/limit.ts";
import { addressHashes } from "../../../shared/members/address.ts";
import { storedRecords } from "../../../shared/model.ts";
import { readCertificate } from "../../memory/erased.ts";
import { countersFor, erasingWorld, settings, type World } from "../../memory/erasing.ts";

const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const hasEnded = (world: World, id: string) => async () => (await docOf(world, id))?.endedAt !== undefined;
const counted = ({ cosmos }: World, email: string) =>
  [...cosmos.all("lookups")]
    .filter(({ item }) => item.kind === limit.kind && (countersFor(email) as readonly string[]).includes(item.id))
    .map(({ item }) => (item.taken as readonly object[]).length);
const certificateOf = async (world: World, id: string) =>
  readCertificate(world, (await docOf(world, id))?.certificate ?? "");

describe("a member's", () => {
  test("goes with the person, and what led there goes from the erasure", async () => {
    const world = await erasingWorld();
    const [{ person, email }, other] = [await world.member(1), await world.member(0)];
    expect(counted(world, email)).toEqual([1]);
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    await world.until(async () => (await docOf(world, erasureId))?.step !== "mark");
    expect((await docOf(world, erasureId))?.counters).toEqual(countersFor(email));
    expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
    expect(counted(world, email)).toEqual([]);
    expect(counted(world, other.email)).toEqual([1]);
    expect(await docOf(world, erasureId)).not.toHaveProperty("counters");
    for (const hash of countersFor(email)) expect(world.traces(hash)).toEqual([]);
  });

  test("that others fill meanwhile ends by its own day: it neither holds the erasure up nor starts anew", async () => {
    const world = await erasingWorld();
    const { person, email } = await world.member(0);
    const { erasureId } = await world.app.startErasure(person, { cause: "inactive", at: world.clock.now() });
    let asked = 0;
    const ended = hasEnded(world, erasureId);
    const over = await world.until(
      async () => {
        const step = (await docOf(world, erasureId))?.step;
        if (step !== "mark" && step !== "in-flight" && asked < 3) {
          await world.app.signIn("milleis", { email });
          asked += 1;
        }
        return ended();
      },
      { days: 3 },
    );
    expect(over).toBe(true);
    expect((await docOf(world, erasureId))?.rounds).toBe(0);
    expect(counted(world, email)).toEqual([asked]);
    expect(asked).toBeGreaterThan(0);
  });
});

test("an unfinished sign-up leaves the mailbox's counter: whoever asks for it could start it anew otherwise", async () => {
  const world = await erasingWorld();
  const { email } = await world.member(0);
  // Somebody signs up with the address of a member.
  world.clock.move(60);
  const person = await world.pending(email);
  const { erasureId } = await world.app.startErasure(person, { cause: "pending-sign-up", at: world.clock.now() });
  await world.until(async () => (await docOf(world, erasureId)) === undefined, { days: 1 });
  expect(world.traces(person.subjectId)).toEqual([]);
  expect(counted(world, email)).toEqual([2]);
});

describe("the certificate", () => {
  test("says erased of kinds only that lay in an emptied place, and names what ends by its own day", async () => {
    const world = await erasingWorld();
    const { person } = await world.member(1);
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    await world.until(hasEnded(world, erasureId), { days: 3 });
    const { erased, kept } = await certificateOf(world, erasureId);
    const places = new Set<string>(emptied);
    for (const kind of erased) {
      const containers = storedRecords.filter(({ record }) => record.kind === kind).map(({ container }) => container);
      expect(
        containers.every((container) => places.has(container)),
        kind,
      ).toBe(true);
    }
    expect(erased).toEqual(expect.arrayContaining(["member", "request", "lookup", "limit", "undecided-termination"]));
    for (const kind of ["dispatch-control", "erasure", "ledger-entry", "kept-by-law"])
      expect(erased).not.toContain(kind);
    expect(kept).toContainEqual(expect.objectContaining({ what: "code-counter", rule: "limits" }));
  });

  test("leaves counters out where the address could not be read any more", () => {
    const at = new Date("2026-11-23T10:00:00.000Z");
    const unknown = newErasure({ brand: "milleis", subjectId: randomUUID() }, { cause: "member", at }, at);
    expect(erasedKinds({ ...unknown, counters: [] }, storedRecords)).toContain(limit.kind);
    expect(erasedKinds(unknown, storedRecords)).not.toContain(limit.kind);
    expect(erasedKinds(unknown, storedRecords)).toContain("lookup");
  });
});

test("a counter cannot be matched with the look-up row of its address", () => {
  const email = "zoe.durand@courriel.example";
  const found = new Set<string>(addressHashes(settings.LOOKUP_KEYS, "milleis", email));
  for (const hash of countersFor(email)) expect(found.has(hash)).toBe(false);
});
