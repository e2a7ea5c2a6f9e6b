/** Giving up a refused message: who decided is on record before the payload goes, and a run that is cut short is taken up again. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeDiscardOutboxRow } from "../../../shared/failures/discard-outbox-row.ts";
import { newOutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { blobNameOf } from "../../../shared/requests/payload-blob.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryRepository } from "../../memory/repository.ts";

const operator = { role: "ops", id: "someone" } as const;

async function start() {
  const clock = standingClock();
  const repository = memoryRepository();
  const blobs = memoryBlobs();
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const { dueAt: _, ...sent } = newOutboxRow(
    { channel: "processor", type: "concierge.request.cancelled.v1", requestId: randomUUID() },
    clock.now(),
    60,
  );
  const row = { ...sent, refusedFor: "state" } as const;
  await repository.commit(person, [create(outboxRow, row)]);
  await blobs.putOnce(blobNameOf(person, row.id), Buffer.from("{}"), "application/json");
  const owned = Object.assign(repository, { owner: async () => person });
  return {
    repository,
    blobs,
    discard: () =>
      makeDiscardOutboxRow({ repository: owned, outgoing: blobs, clock })(
        { subjectId: person.subjectId, id: row.id },
        operator,
      ),
    left: () =>
      repository
        .all(person, outboxRow)
        .map(({ channel }) => channel)
        .toSorted(),
  };
}

test("leaves the ledger's row and nothing else", async () => {
  const { discard, blobs, left } = await start();
  await discard();
  expect(left()).toEqual(["ledger"]);
  expect(blobs.contents.size).toBe(0);
});

test("destroys nothing that is not on record", async () => {
  const { discard, repository, blobs, left } = await start();
  repository.before = (operation) => {
    if (operation === "commit") throw new Error("down");
  };
  await expect(discard()).rejects.toThrow("down");
  expect(blobs.contents.size).toBe(1);
  expect(left()).toEqual(["processor"]);
});

test("cut short after the record was made, is still there to be given up", async () => {
  const { discard, blobs, left } = await start();
  const { erase } = blobs;
  blobs.erase = async () => {
    throw new Error("down");
  };
  await expect(discard()).rejects.toThrow("down");
  expect(left()).toEqual(["ledger", "processor"]);
  blobs.erase = erase;
  await discard();
  expect(left()).toEqual(["ledger", "ledger"]);
  expect(blobs.contents.size).toBe(0);
});
