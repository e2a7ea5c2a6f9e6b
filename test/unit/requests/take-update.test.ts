/** What an old message of the processor is answered: as it was the first time, or that it is too old to be taken in. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { erasureConfirmed } from "../../../shared/erasure/contract.ts";
import * as contract from "../../../shared/requests/contract.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";

const days = (count: number) => count * 86_400;

async function scene() {
  const world = await erasingWorld();
  const { person } = await world.member(0);
  const { id } = await world.submit(person);
  world.taken("concierge-inbox");
  return { world, person, subject: `${person.subjectId}/${id}` };
}
const answers = (world: World) =>
  world
    .taken("concierge-inbox")
    .map((text) => JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8")))
    .filter(({ type }) => /\.message\.(acknowledged|refused)\.v1$/.test(type))
    .map(({ type, data }) => data.reason ?? type.split(".")[2]);
const failures = (world: World) => [...world.cosmos.all("failures")].length;

test("taken in, and its receipt lost: five weeks later it is acknowledged again, and nobody is bothered", async () => {
  const { world, subject } = await scene();
  const started = await world.fromProcessor({ type: contract.requestStarted.type, subject });
  expect(answers(world)).toEqual(["acknowledged"]);
  world.clock.move(days(36));
  await world.app.takeUpdate(started);
  expect(answers(world)).toEqual(["acknowledged"]);
  expect(failures(world)).toBe(0);
});

test("never taken in: refused as stale, and kept for ops to see", async () => {
  const { world, subject } = await scene();
  const time = world.clock.now().toISOString();
  world.clock.move(days(36));
  await world.fromProcessor({ type: contract.requestStarted.type, subject, time });
  expect(answers(world)).toEqual(["stale"]);
  expect(failures(world)).toBe(1);
});

test("a receipt is answered by nothing, however old", async () => {
  const { world, subject } = await scene();
  const time = world.clock.now().toISOString();
  world.clock.move(days(36));
  const data = { messageId: randomUUID() };
  await world.fromProcessor({ type: contract.messageAcknowledged.type, subject, time, data });
  expect(answers(world)).toEqual([]);
});

test("about somebody erased: told so, without a trace", async () => {
  const { world } = await scene();
  const time = world.clock.now().toISOString();
  world.clock.move(days(36));
  const subject = `${randomUUID()}/${randomUUID()}`;
  await world.fromProcessor({ type: contract.requestStarted.type, subject, time });
  expect(answers(world)).toEqual(["unknown"]);
  expect(failures(world)).toBe(0);
});

test("an erasure waits for its confirmation without end, so that is never too old", async () => {
  const { world, person } = await scene();
  await world.settle();
  await world.hear("erased");
  const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
  const isOrdered = async () => (await world.app.readErasure(erasureId))?.doc.order?.firstSentAt !== undefined;
  await world.until(isOrdered, { answering: "silent", days: 3 });
  const subject = `${person.subjectId}/${erasureId}`;
  const time = world.clock.now().toISOString();
  world.taken("concierge-inbox");
  world.clock.move(days(40));
  const payload = { erasureId, outcome: "erased" };
  await world.fromProcessor({ type: erasureConfirmed.type, subject, time, payload });
  expect(answers(world)).toEqual(["acknowledged"]);
  expect((await world.app.readErasure(erasureId))?.doc.order?.confirmed).toMatchObject({ outcome: "erased" });
});
