/** The processor silent, wrong, late or repeating: the erasure waits, chases, tells somebody, and ends correctly or not at all. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { erasureConfirmed } from "../../../shared/erasure/contract.ts";
import { orderId } from "../../../shared/erasure/order-processor.ts";
import { faultsAfter, readCertificate } from "../../memory/erased.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

async function ordered() {
  const world = await erasingWorld();
  const member = await world.member();
  const { erasureId } = await world.app.startErasure(member.person, { cause: "member", at: world.clock.now() });
  return { world, ...member, erasureId };
}
const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const hasEnded = (world: World, id: string) => async () => (await docOf(world, id))?.endedAt !== undefined;
const isAt = (world: World, id: string, step: string) => async () => (await docOf(world, id))?.step === step;
const answered = (world: World) =>
  world
    .taken("concierge-inbox")
    .map((text) => JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8")))
    .filter(({ type }) => /\.message\.(acknowledged|refused)\.v1$/.test(type))
    .map(({ type, data }) => data.reason ?? type.split(".")[2]);

test("silent for six weeks: the same order again and again, our own stores after the wait, and no certificate before its word", async () => {
  const { world, person, email, erasureId } = await ordered();
  expect(await world.until(hasEnded(world, erasureId), { answering: "silent", days: 42 })).toBe(false);
  const doc = await docOf(world, erasureId);
  expect(doc).toMatchObject({
    step: "confirmation",
    waitsFor: "processor",
    order: { messageId: orderId(erasureId, 0) },
  });
  expect(doc?.order?.times).toBeGreaterThan(10);
  expect(doc).not.toHaveProperty("certificate");
  // Of the person nothing is left here but what the erasure needs to chase.
  expect(world.traces(person.subjectId).filter((trace) => !trace.startsWith("erasures/"))).toEqual([]);
  const told = world.lines.filter(({ event }) => event === "erasure.stuck");
  expect(told.length).toBeGreaterThan(30);
  expect(told[0]).toMatchObject({ level: "warn", recordId: erasureId, code: "processor" });
  // The month of GDPR article 12(3) is over after 30 or 31 of these days: told each day from then on, never before.
  const overdue = world.lines.filter(({ event }) => event === "erasure.overdue");
  expect(overdue.length).toBeGreaterThanOrEqual(10);
  expect(overdue.length).toBeLessThanOrEqual(13);
  expect(overdue[0]).toMatchObject({ level: "warn", recordId: erasureId, state: "confirmation", code: "processor" });
  expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
  expect(await faultsAfter(world, { person, email, erasureId })).toEqual([]);
});

test("intervals grow to the longest and no further", async () => {
  const { world, erasureId } = await ordered();
  await world.until(async () => ((await docOf(world, erasureId))?.order?.times ?? 0) >= 1, {
    answering: "silent",
    step: 60,
  });
  const waits: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    const { dueAt = "" } = (await docOf(world, erasureId)) ?? {};
    waits.push(Math.round((Date.parse(dueAt) - world.clock.now().getTime()) / 60_000));
    world.clock.move((Date.parse(dueAt) - world.clock.now().getTime()) / 1_000);
    await world.advance(erasureId);
  }
  expect(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0))).toBe(true);
  expect(waits.at(-1)).toBe(60);
});

test("a receipt without deed: reminded under new ids, each with its own payload", async () => {
  const { world, person, email, erasureId } = await ordered();
  await world.until(() => world.orders.length >= 3, { answering: "acknowledges-only", days: 10 });
  expect(world.orders.map(({ messageId }) => messageId)).toEqual([0, 1, 2].map((count) => orderId(erasureId, count)));
  expect(await docOf(world, erasureId)).not.toHaveProperty("certificate");
  expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
  expect(await faultsAfter(world, { person, email, erasureId })).toEqual([]);
  expect(world.blobs["to-processor"].contents.size).toBe(0);
});

test("dispatch paused: the order goes all the same, because it holds ids only and a right does not wait for a switch", async () => {
  const { world, person, email, erasureId } = await ordered();
  await world.app.switchDispatch(person.brand, true);
  expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
  expect(world.orders).toHaveLength(1);
  expect(await faultsAfter(world, { person, email, erasureId })).toEqual([]);
});

test("the order refused: somebody is told, and it is chased all the same", async () => {
  const { world, person, email, erasureId } = await ordered();
  expect(await world.until(hasEnded(world, erasureId), { answering: "refuses", days: 7 })).toBe(false);
  expect(world.lines).toContainEqual(expect.objectContaining({ event: "erasure.order-refused", code: "unknown" }));
  expect(await world.until(hasEnded(world, erasureId), { days: 20 })).toBe(true);
  expect(await faultsAfter(world, { person, email, erasureId })).toEqual([]);
});

test("wrong: before it was ordered, about another, without a ground, with one too many; none of them counts", async () => {
  const { world, person, erasureId } = await ordered();
  const other = await world.member(1);
  const otherErasure = await world.app.startErasure(other.person, { cause: "member", at: world.clock.now() });
  const subject = `${person.subjectId}/${erasureId}`;
  const say = async (about: string, payload: object) => {
    await world.fromProcessor({ type: erasureConfirmed.type, subject: about, payload });
    return answered(world);
  };
  world.taken("concierge-inbox");
  expect(await say(subject, { erasureId, outcome: "erased" })).toEqual(["state"]);
  await world.until(isAt(world, erasureId, "processor"), { answering: "silent", days: 1 });
  await world.until(async () => (await docOf(world, erasureId))?.waitsFor === "processor", {
    answering: "silent",
    days: 1,
  });
  world.taken("concierge-inbox");
  for (const payload of [
    { erasureId, outcome: "kept-by-law" },
    { erasureId, outcome: "kept-by-law", ground: "accounting" },
    { erasureId, outcome: "erased", ground: "accounting", until: "2036-12-31" },
    { erasureId, outcome: "perhaps" },
    { erasureId: otherErasure.erasureId, outcome: "erased" },
    { erasureId, outcome: "erased", note: "a name" },
    {},
  ]) {
    expect(await say(subject, payload)).toEqual(["schema"]);
  }
  // Another person's erasure cannot be spoken of under this one's subject.
  expect(
    await say(`${person.subjectId}/${otherErasure.erasureId}`, {
      erasureId: otherErasure.erasureId,
      outcome: "erased",
    }),
  ).toEqual(["unknown"]);
  expect(await say(`${person.subjectId}/${randomUUID()}`, { erasureId, outcome: "erased" })).toEqual(["unknown"]);
  expect((await docOf(world, erasureId))?.order).not.toHaveProperty("confirmed");
  expect((await docOf(world, otherErasure.erasureId))?.order).not.toHaveProperty("confirmed");
});

test("late and repeating: its first word counts, the same again is acknowledged, another is refused", async () => {
  const { world, person, email, erasureId } = await ordered();
  const subject = `${person.subjectId}/${erasureId}`;
  const say = async (payload: object) => {
    await world.fromProcessor({ type: erasureConfirmed.type, subject, payload });
    return answered(world);
  };
  await world.until(isAt(world, erasureId, "confirmation"), { answering: "silent", days: 30 });
  world.taken("concierge-inbox");
  const kept = { erasureId, outcome: "kept-by-law", ground: "accounting", until: "2036-12-31" };
  expect(await say(kept)).toEqual(["acknowledged"]);
  expect(await say(kept)).toEqual(["acknowledged"]);
  expect(await say({ erasureId, outcome: "erased" })).toEqual(["state"]);
  expect(await world.until(hasEnded(world, erasureId), { answering: "silent", days: 3 })).toBe(true);
  expect(await faultsAfter(world, { person, email, erasureId })).toEqual([]);
  // After the end too, and it leaves nothing.
  expect(await say(kept)).toEqual(["acknowledged"]);
  expect(await say({ erasureId, outcome: "nothing-held" })).toEqual(["state"]);
  const certificate = await readCertificate(world, (await docOf(world, erasureId))?.certificate ?? "");
  expect(certificate.processor).toMatchObject({ outcome: "kept-by-law", ground: "accounting", until: "2036-12-31" });
  world.clock.move(40 * 86_400);
  await world.advance(erasureId);
  expect(await say(kept)).toEqual(["unknown"]);
  expect(world.traces(person.subjectId).filter((trace) => !trace.startsWith("from-processor/"))).toEqual([]);
});

test.each(["nothing-held", "kept-by-law"] as const)("%s is a word like another", async (answering) => {
  const { world, person, email, erasureId } = await ordered();
  expect(await world.until(hasEnded(world, erasureId), { answering, days: 3 })).toBe(true);
  expect(await faultsAfter(world, { person, email, erasureId })).toEqual([]);
});
