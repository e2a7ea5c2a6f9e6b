/** What a client means to do once: its key, and the fingerprint by which a retry is told from something else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intentOf } from "../../../shared/http/idempotency-key.ts";
import { seed } from "../seed.ts";

const key = "8f14e45f-ceea-4e2b-9d57-0c1f6d1f8a11";
const body = { what: "x", party: { adults: 2, children: 1 }, tags: ["a", "b"] };
const intent = (over: { key?: string | null; operation?: string; target?: unknown; body?: unknown } = {}) => {
  const given = { key, operation: "submit-request", target: {}, body, ...over };
  return intentOf(given.key, given.operation, given.target, given.body);
};

describe("a key", () => {
  test.each([key, `"${key}"`, "A".repeat(16), "A".repeat(128), "a_b.c:d~e-0123456789"])("%s", (given) => {
    expect(intent({ key: given }).id).toMatch(/^[\w-]{43}$/);
  });

  test.each([
    null,
    "",
    " ",
    "short",
    "A".repeat(15),
    "A".repeat(129),
    `${key} ${key}`,
    "é".repeat(20),
    `${key}\n`,
    "'".repeat(20),
    `"${"A".repeat(15)}"`,
  ])("%j is none", (given) => {
    expect(() => intent({ key: given })).toThrow(expect.objectContaining({ code: "idempotency-key-missing" }));
  });

  test("counts for one operation; quoted or not it is the same", () => {
    expect(intent({ key: `"${key}"` })).toEqual(intent());
    expect(intent({ operation: "cancel-request" }).id).not.toBe(intent().id);
    expect(intent({ key: `${key}x` }).id).not.toBe(intent().id);
    expect(intent().id).not.toContain(key);
  });
});

describe("a fingerprint", () => {
  test("is the same for the same content in another order", () => {
    const other = { tags: ["a", "b"], party: { children: 1, adults: 2 }, what: "x" };
    expect(intent({ body: other })).toEqual(intent());
  });

  test.each([
    { ...body, what: "y" },
    { ...body, tags: ["b", "a"] },
    { ...body, more: null },
    { what: "x", party: { adults: 2 }, tags: ["a", "b"] },
    { ...body, party: { adults: "2", children: 1 } },
    [body],
    null,
    undefined,
  ])("differs for %j", (other) => {
    expect(intent({ body: other }).fingerprint).not.toBe(intent().fingerprint);
    expect(intent({ body: other }).id).toBe(intent().id);
  });

  test("differs by what it is done to", () => {
    expect(intent({ target: { requestId: "1" } }).fingerprint).not.toBe(
      intent({ target: { requestId: "2" } }).fingerprint,
    );
  });

  test("does not depend on the order of any object's fields, at any depth", () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, inner]) => [name, shuffled(inner)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(intent({ body: shuffled(value) }).fingerprint).toBe(intent({ body: value }).fingerprint);
      }),
      { seed },
    );
  });
});
