/** The envelope of every message: ids and references only, nothing a person could have said. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cloudEventSchema, digestOf } from "../../../shared/messaging/cloud-event.ts";
import { processorMessageTypes } from "../../../shared/messaging/outbox.ts";
import { personOf, pointerTo } from "../../../shared/messaging/pointer.ts";
import { traced } from "../../../shared/messaging/trace.ts";
import { effects } from "../../../shared/requests/effects.ts";
import { seed } from "../seed.ts";

const uuid = "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11";
const event = {
  specversion: "1.0",
  id: uuid,
  source: "urn:concierge:milleis",
  type: "concierge.request.submitted.v1",
  subject: `${uuid}/${uuid}`,
  time: "2026-11-23T10:00:00.000Z",
};
const fits = (change: object) => cloudEventSchema.safeParse({ ...event, ...change }).success;

describe("an event", () => {
  test.each([
    {},
    { subject: uuid },
    { dataref: `to-processor/${uuid}/${uuid}` },
    { datadigest: digestOf(Buffer.from("x")) },
    { data: { messageId: uuid } },
    { data: { messageId: uuid, reason: "unknown" } },
    { data: {} },
    { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    { source: "urn:gconcierges" },
  ])("fits with %j", (change) => {
    expect(fits(change)).toBe(true);
  });

  test.each([
    ...processorMessageTypes,
    ...effects.keys(),
    "concierge.message.acknowledged.v1",
    "concierge.message.refused.v1",
  ])("type %s fits", (type) => {
    expect(fits({ type })).toBe(true);
  });

  test.each([
    { specversion: "1.1" },
    { specversion: 1 },
    { id: "1" },
    { id: `${uuid}x` },
    { source: "https://example.com/Zoé" },
    { source: "urn:Zoé Durand" },
    { type: "concierge.request.submitted" },
    { type: "Zoé a demandé.v1" },
    { type: "concierge.request.submitted.v0" },
    { subject: "zoe.durand@example.fr" },
    { subject: `${uuid}/${uuid}/${uuid}` },
    { subject: `${uuid}/../x` },
    { time: "hier" },
    { time: "2026-11-23" },
    { datacontenttype: "text/plain" },
    { dataref: "https://elsewhere.example/blob" },
    { dataref: "to-processor/Zoé Durand" },
    { dataref: `to-processor/${"a".repeat(201)}` },
    { datadigest: "sha-1:abc" },
    { datadigest: "a".repeat(43) },
    { traceparent: "zoe" },
    { data: "Une table pour deux" },
    { data: null },
    { data: ["x"] },
    { data: { text: "Une table pour deux" } },
    { data: { messageId: uuid, reason: "Plus de table ce soir" } },
    { data: { messageId: uuid, reason: "Zoé" } },
    { data: { messageId: "Zoé" } },
    { data: { messageId: uuid, reason: "a".repeat(33) } },
    { extension: "x" },
    { data_base64: "eA==" },
  ])("does not fit with %j", (change) => {
    expect(fits(change)).toBe(false);
  });

  test("no sentence fits into any of its fields", () => {
    const sentence = fc
      .tuple(fc.lorem({ maxCount: 3 }), fc.constantFrom(" ", "é", "@", "!"))
      .map(([words, more]) => `${words}${more}x`);
    const fields = ["id", "source", "type", "subject", "time", "dataref", "datadigest", "traceparent", "data"];
    fc.assert(
      fc.property(fc.constantFrom(...fields), sentence, (field, text) => {
        expect(fits({ [field]: text })).toBe(false);
        expect(fits({ data: { reason: text } })).toBe(false);
      }),
      { seed },
    );
  });
});

describe("the digest", () => {
  test("is that of the bytes", () => {
    const content = Buffer.from('{"é":1}');
    expect(digestOf(content)).toBe(`sha-256:${createHash("sha256").update(content).digest("base64url")}`);
    expect(digestOf(Buffer.from(""))).toBe("sha-256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
  });

  test("differs by a single bit", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(7), (content, at, bit) => {
        const changed = Uint8Array.from(content);
        const index = at % content.length;
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        expect(digestOf(changed)).not.toBe(digestOf(content));
      }),
      { seed },
    );
  });
});

describe("a pointer", () => {
  const now = new Date("2026-11-23T10:00:00.000Z");
  const person = { brand: "platinum", subjectId: uuid } as const;
  const row = { id: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };

  test("names the row and whose it is, and leads back to them", () => {
    const pointer = pointerTo(person, row, now);
    expect(cloudEventSchema.parse(pointer)).toEqual(pointer);
    expect(pointer.id).toBe(row.id);
    expect(personOf(pointer)).toEqual(person);
  });

  test("carries the trace of now, or else of the row's making", async () => {
    const made = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    expect(pointerTo(person, row, now)).not.toHaveProperty("traceparent");
    expect(pointerTo(person, { ...row, traceparent: made }, now).traceparent).toBe(made);
    const trace = "c".repeat(32);
    const pointer = await traced(`00-${trace}-${"d".repeat(16)}-01`, async () =>
      pointerTo(person, { ...row, traceparent: made }, now),
    );
    expect(pointer.traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect(pointer.traceparent).not.toContain("d".repeat(16));
  });

  test.each(["urn:concierge:", "urn:concierge:other", "urn:gconcierges", "urn:concierge:milleis:x", "milleis"])(
    "from %s is none of ours",
    (source) => {
      expect(() => personOf({ ...pointerTo(person, row, now), source })).toThrow("not a pointer");
    },
  );

  test.each([
    null,
    "",
    "nonsense",
    `01-${"a".repeat(32)}-${"b".repeat(16)}-01`,
    `00-${"A".repeat(32)}-${"b".repeat(16)}-01`,
  ])("after trace %j a new one begins", async (incoming) => {
    const pointer = await traced(incoming, async () => pointerTo(person, row, now));
    expect(cloudEventSchema.parse(pointer).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});
