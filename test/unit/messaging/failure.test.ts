/** Messages that could not be handled: kept without what they say, tried again ever more rarely, then left to a person. */
import { describe, expect, test } from "vitest";
import { cloudEventSchema } from "../../../shared/messaging/cloud-event.ts";
import {
  backOffSeconds,
  failure,
  maximumAttempts,
  restoredEvent,
  storedEvent,
} from "../../../shared/messaging/failure.ts";

const uuid = "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11";
const event = cloudEventSchema.parse({
  specversion: "1.0",
  id: uuid,
  source: "urn:gconcierges",
  type: "concierge.message.refused.v1",
  subject: `${uuid}/${uuid}`,
  time: "2026-11-23T10:00:00.000Z",
  dataref: "from-processor/x/y.json",
  datadigest: `sha-256:${"a".repeat(43)}`,
  traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
  data: { messageId: uuid, reason: "unknown" },
});

const kept = {
  id: uuid,
  queue: "concierge-updates",
  reason: "UnknownRequest",
  attempts: 1,
  firstAt: "2026-11-23T10:00:00.000Z",
  lastAt: "2026-11-23T10:00:00.000Z",
};

test("an event comes back as it was", () => {
  const { data: _, ...bare } = event;
  for (const given of [event, bare, { ...bare, data: { messageId: uuid } }]) {
    const stored = failure.schema.parse({ ...kept, event: storedEvent(given) });
    expect(restoredEvent(stored.event!)).toEqual(given);
  }
});

describe("the back-off", () => {
  test("doubles from a minute to a day", () => {
    expect([1, 2, 3, 4].map(backOffSeconds)).toEqual([60, 120, 240, 480]);
    for (let attempts = 1; attempts < 60; attempts += 1) {
      expect(backOffSeconds(attempts + 1)).toBeGreaterThanOrEqual(backOffSeconds(attempts));
      expect(backOffSeconds(attempts)).toBeLessThanOrEqual(86_400);
    }
  });

  test("lasts about four days", () => {
    const all = Array.from({ length: maximumAttempts }, (_, index) => backOffSeconds(index + 1)).reduce(
      (a, b) => a + b,
    );
    expect(all / 86_400).toBeGreaterThan(3);
    expect(all / 86_400).toBeLessThan(5);
  });
});

test.each([
  { reason: "Zoé n'a pas répondu" },
  { id: "Zoé Durand" },
  { queue: "concierge-inbox" },
  { attempts: 0 },
  { text: "Une table pour deux" },
  { event: { ...storedEvent(event), subject: "Zoé Durand" } },
  { event: { ...storedEvent(event), text: "x" } },
])("a failure has no room for %j", (change) => {
  expect(failure.schema.safeParse(kept).success).toBe(true);
  expect(failure.schema.safeParse({ ...kept, ...change }).success).toBe(false);
});
