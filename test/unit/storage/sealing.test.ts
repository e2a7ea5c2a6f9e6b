/**
 * Golden envelopes: what was stored once must open as long as the person's key exists. A change of the envelope, of the
 * key derivation or of the header fails here, because it would make every stored record unreadable. The properties of
 * sealing are in `test/unit/privacy/properties.ts`.
 */
import { CompactEncrypt } from "jose";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Personal, personal, plain, record } from "../../../shared/privacy/record.ts";
import { openRecord, recordKey, sealRecord } from "../../../shared/storage/sealing.ts";

const identity = {
  category: "identity",
  purposes: ["identification"],
  source: "member",
  seenBy: ["member"],
  kept: "account",
  protection: "sealed",
} as const satisfies Personal;

const golden = record("golden", 1, { day: plain(z.iso.date(), ["member"]), name: personal(z.string(), identity) });

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const context = {
  brand: "milleis",
  subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11",
  kind: "golden",
  id: "one",
} as const;
const stored = {
  kind: "golden",
  v: 1,
  day: "2026-11-23",
  sealed:
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiMSIsInYiOjEsImJyYW5kIjoibWlsbGVpcyIsInN1YiI6IjliMmYwYjUyLTZjMWUtNGIzZS05ZDU3LTBjMWY2ZDFmOGExMSIsImtpbmQiOiJnb2xkZW4iLCJpZCI6Im9uZSJ9..p8aVK9F2MM0m6I70.D_nLyywItz6JV0WPsFKeXWpXP-oZdVtchQ.R6hRVfmMA8xWTjqp8JpsCA",
};
const doc = { day: "2026-11-23", name: "Élodie Dupont" };

describe("an envelope", () => {
  test("of the past opens", () => {
    expect(openRecord(golden, stored, context, key)).toEqual(doc);
    expect(Buffer.from(recordKey(key, context)).toString("hex")).toBe(
      "0a4f73b1229072098fbccca5f7adc1d549d31642a7c78ddbeb1456139b29bcba",
    );
  });

  test("of the past opens after the record has got a second version", () => {
    const shape = { day: golden.schema.shape.day, fullName: personal(z.string(), identity) };
    const next = record("golden", 2, shape, { upcast: { 1: ({ name, ...rest }) => ({ ...rest, fullName: name }) } });
    expect(openRecord(next, stored, context, key)).toEqual({ day: doc.day, fullName: doc.name });
  });

  test("is made anew each time: the same document never looks the same twice", () => {
    const made = Array.from({ length: 100 }, () => sealRecord(golden, doc, context, key).sealed);
    expect(new Set(made).size).toBe(made.length);
  });

  test("that is missing where it should be, or is no text, is refused", () => {
    for (const sealed of [undefined, null, 1, "", "a.b.c", {}]) {
      expect(() => openRecord(golden, { ...stored, sealed }, context, key)).toThrow(
        expect.objectContaining({ code: "malformed" }),
      );
    }
  });

  test("with another algorithm, key id or unknown header is refused before the key is used", async () => {
    const header = { alg: "dir", enc: "A256GCM", kid: "1", v: 1, brand: context.brand, sub: context.subjectId };
    const whole = { ...header, kind: context.kind, id: context.id };
    const foreign = (protectedHeader: object) =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ name: doc.name })))
        .setProtectedHeader(protectedHeader as typeof whole)
        .encrypt(recordKey(key, context));
    expect(openRecord(golden, { ...stored, sealed: await foreign(whole) }, context, key)).toEqual(doc);
    for (const changed of [{ kid: "2" }, { cty: "x" }, { zip: undefined, typ: "JWE" }]) {
      const sealed = await foreign({ ...whole, ...changed });
      expect(() => openRecord(golden, { ...stored, sealed }, context, key)).toThrow(
        expect.objectContaining({ code: "malformed" }),
      );
    }
  });

  test("does not open for a person without a key", () => {
    expect(() => openRecord(golden, stored, context, undefined)).toThrow(RangeError);
  });
});
