/** What had not left yet when a person is erased never does: its row and its payload go before the processor is ordered. */
import { expect, test } from "vitest";
import { orderBlob, orderId } from "../../../shared/erasure/order-processor.ts";
import { erasingWorld } from "../../memory/erasing.ts";

test("the payload of a message that is called off goes with its row", async () => {
  const world = await erasingWorld();
  const { person } = await world.member(1);
  expect(world.blobs["to-processor"].contents.size).toBe(0);
  await world.submit(person);
  await world.settle();
  // The processor does not take it.
  expect(world.taken("concierge-inbox")).toHaveLength(1);
  expect(world.blobs["to-processor"].contents.size).toBe(1);
  const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
  const order = async () => (await world.app.readErasure(erasureId))?.doc.order;
  const isSent = async () => (await order())?.firstSentAt !== undefined;
  expect(await world.until(isSent, { answering: "silent", days: 1 })).toBe(true);
  expect((await world.app.readErasure(erasureId))?.doc.step).toBe("processor");
  expect([...world.blobs["to-processor"].contents.keys()]).toEqual([orderBlob(orderId(erasureId, 0))]);
});
