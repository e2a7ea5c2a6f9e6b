/** An erasure from its order to its certificate, over the whole application in memory. */
import { expect, test } from "vitest";
import { erasingWorld } from "../../memory/erasing.ts";

test("a member is erased and gets a certificate", async () => {
  const world = await erasingWorld();
  const { person, email } = await world.member();
  const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
  const isOver = async () => (await world.app.readErasure(erasureId))?.doc.endedAt !== undefined;
  const over = await world.until(isOver, { days: 3 });
  const doc = (await world.app.readErasure(erasureId))?.doc;
  expect(over, JSON.stringify([doc, world.lines.filter(({ level }) => level !== "info")], null, 1)).toBe(true);
  expect(world.traces(person.subjectId)).toEqual([]);
  expect(world.mails.at(-1)?.to).toBe(email);
});
