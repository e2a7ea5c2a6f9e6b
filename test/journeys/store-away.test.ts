/**
 * The store is away for longer than a message is tried: the host gives it up to its poison queue, where the timer finds it
 * when the store is back. It is handled once, and nothing lies in a poison queue in the end.
 */
import { QueueServiceClient } from "@azure/storage-queue";
import { expect, it } from "vitest";
import { poisonQueue } from "../../shared/messaging/queues.ts";
import { eventually } from "../fixtures/eventually.ts";
import { signUp } from "../fixtures/member.ts";
import { conversationPayload } from "../fixtures/payloads.ts";
import { failureOf } from "../fixtures/stored.ts";
import { useSystem } from "../fixtures/system.ts";

// A message that failed shows up again at once: five tries take seconds instead of minutes.
const under = useSystem({ queues: { visibilityTimeout: "00:00:00" } });

const poisoned = async () => {
  const account = QueueServiceClient.fromConnectionString(under.system.connectionString("exchange"));
  const queue = account.getQueueClient(poisonQueue("concierge-updates"));
  return (await queue.peekMessages({ numberOfMessages: 32 })).peekedMessageItems.length;
};

it("a message that came meanwhile is poisoned, taken back, parked and handled once", { timeout: 180_000 }, async () => {
  await under.processor.behave("acknowledge");
  const member = await signUp(under.system);
  const path = await member.submit();
  const { doc } = await member.untilStatus(path, "acknowledged");
  await under.system.kill("cosmos", "SIGKILL");
  const payload = conversationPayload("Bonjour");
  const subject = `${member.subjectId}/${doc.id}`;
  const id = await under.processor.send({ type: "concierge.conversation.posted.v1", subject, payload });
  await eventually(() =>
    under.lines.some(({ event, queue }) => event === "message-poisoned" && queue === "concierge-updates"),
  );
  expect(await poisoned()).toBe(1);

  await under.system.restart("cosmos");
  await eventually(() => failureOf(under.system.cosmos, id).catch(() => undefined));
  await eventually(poisoned, (count) => count === 0);
  await under.system.clock.move({ advanceMs: 61_000 });
  const messages = async () => {
    const reply = await member.browser.ask("GET", `${path}/messages`);
    return reply.json<{ items: readonly { text: string }[] }>().items.map(({ text }) => text);
  };
  await eventually(messages, (texts) => texts.length > 0);
  await eventually(
    () => failureOf(under.system.cosmos, id),
    (failure) => failure?.outcome === "handled",
  );
  expect(await messages()).toEqual(["Bonjour"]);
});
