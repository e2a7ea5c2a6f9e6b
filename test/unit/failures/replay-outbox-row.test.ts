/** A row taken up now: a message to the processor starts over, a mail goes on with the sending it has. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeReplayOutboxRow } from "../../../shared/failures/replay-outbox-row.ts";
import { type OutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { create } from "../../../shared/storage/repository.ts";
import { scene } from "../requests/scene.ts";

test.each([
  ["processor", "concierge.request.submitted.v1", 0],
  ["mail", "request-received", 2],
] as const)("%s: %s", async (channel, type, attempts) => {
  const { repository, relay, clock, person, rows } = await scene();
  const before: OutboxRow = {
    id: randomUUID(),
    channel,
    type,
    createdAt: clock.now().toISOString(),
    sentAt: clock.now().toISOString(),
    attempts: 2,
    takeUps: 5,
  };
  await repository.commit(person, [create(outboxRow, before)]);
  const replay = makeReplayOutboxRow({ repository, relay, clock, relaySeconds: 60 });
  await replay({ subjectId: person.subjectId, id: before.id }, { role: "ops", id: randomUUID() } as never);
  const after = rows().find(({ id }) => id === before.id);
  expect(after).toMatchObject({ attempts, sentAt: before.sentAt, dueAt: expect.any(String) });
  expect(after).not.toHaveProperty("takeUps");
});
