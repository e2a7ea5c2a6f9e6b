/** The e-mail address as an identifier: one spelling, one hash, nothing joinable between the brands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressHash, addressHashes, normaliseEmail } from "../../../shared/members/address.ts";
import { keyedHash } from "../../../shared/privacy/formats.ts";
import { seed } from "../seed.ts";

const ring = [
  { version: "2", key: "b".repeat(43) },
  { version: "1", key: "a".repeat(43) },
];

describe("normalising", () => {
  test.each([
    ["Zoe.Durand@Example.FR", "zoe.durand@example.fr"],
    ["  zoe@example.fr\n", "zoe@example.fr"],
    ["zoe\u0301@example.fr", "zoé@example.fr"],
    ["ZOÉ@EXAMPLE.FR", "zoé@example.fr"],
    ["zoe+paris@example.fr", "zoe+paris@example.fr"],
    ["z.o.e@example.fr", "z.o.e@example.fr"],
  ])("%j is %j", (given, normal) => {
    expect(normaliseEmail(given)).toBe(normal);
  });

  test("is done once: doing it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(normaliseEmail(normaliseEmail(text))).toBe(normaliseEmail(text));
      }),
      { seed },
    );
  });
});

describe("the hash", () => {
  test("is the same for the same mailbox, however it is spelt", () => {
    expect(addressHash(ring, "milleis", "Zoe@Example.fr ")).toBe(addressHash(ring, "milleis", "zoe@example.fr"));
  });

  test("differs by address, brand and key", () => {
    const all = [
      addressHash(ring, "milleis", "zoe@example.fr"),
      addressHash(ring, "milleis", "zoe@example.com"),
      addressHash(ring, "platinum", "zoe@example.fr"),
      addressHash(ring.slice(1), "milleis", "zoe@example.fr"),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(all.map((hash) => hash.split(".")[1])).size).toBe(all.length);
  });

  test("is made with the newest key and looked for with every one, newest first", () => {
    const [newest, older, ...more] = addressHashes(ring, "milleis", "zoe@example.fr");
    expect(newest).toBe(addressHash(ring, "milleis", "zoe@example.fr"));
    expect(newest).toMatch(/^2\./);
    expect(older).toMatch(/^1\./);
    expect(more).toEqual([]);
  });

  test("fits the model's type and shows nothing of the address", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        const hash = addressHash(ring, "platinum", email);
        expect(keyedHash().safeParse(hash).success).toBe(true);
        expect(hash.toLowerCase()).not.toContain(email.split("@")[1]);
      }),
      { seed },
    );
  });

  test("needs a key, and one of full length", () => {
    expect(() => addressHash([], "milleis", "zoe@example.fr")).toThrow("no look-up key");
    expect(() => addressHash([{ version: "1", key: "abc" }], "milleis", "zoe@example.fr")).toThrow(RangeError);
    expect(() => addressHash([{ version: "0", key: "a".repeat(43) }], "milleis", "x@example.fr")).toThrow(RangeError);
    expect(addressHashes([], "milleis", "zoe@example.fr")).toEqual([]);
  });
});
