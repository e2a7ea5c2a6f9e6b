/** The processor's word that comes before our own note that the order went out: taken again, not refused. Found by the simulation. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Erasure } from "../../../shared/erasure/erasure.ts";
import type { Erasures } from "../../../shared/erasure/erasures.ts";
import { makeHearProcessor, NotYetNoted } from "../../../shared/erasure/hear-processor.ts";
import { newErasure } from "../../../shared/erasure/start-erasure.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";

test("a confirmation quicker than the note of its order is tried again, and counts once the note is there", async () => {
  const clock = standingClock();
  const now = clock.now();
  const person = { brand: "milleis", subjectId: randomUUID() } as const;
  const order = { messageId: randomUUID(), reminders: 0, requestIds: [], chaseAt: now.toISOString(), times: 0 };
  let doc: Erasure = { ...newErasure(person, { cause: "member", at: now }, now), order };
  const erasures = {
    read: async () => ({ doc, etag: '"1"' }),
    replace: async (next: Erasure) => {
      doc = next;
      return true;
    },
  } as unknown as Erasures;
  const hear = makeHearProcessor({ erasures, speaksFor: () => true, clock, log: keptLog().log });
  const event = {
    specversion: "1.0",
    id: randomUUID(),
    source: "urn:concierge-processor:gconcierges",
    type: "concierge.erasure.confirmed.v1",
    subject: `${person.subjectId}/${doc.id}`,
    time: now.toISOString(),
  } as const;
  const said = { erasureId: doc.id, outcome: "erased" };
  await expect(hear.confirmation(event, said)).rejects.toThrow(NotYetNoted);
  doc = { ...doc, order: { ...order, firstSentAt: now.toISOString() } };
  expect(await hear.confirmation(event, said)).toEqual({ brand: "milleis", answer: { outcome: "acknowledged" } });
  expect(doc.order?.confirmed).toMatchObject({ outcome: "erased" });
});
