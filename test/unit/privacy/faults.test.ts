/** The sentences people read when an input does not fit: which rule, never the value, never a name the caller chose. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { faultsOf } from "../../../shared/privacy/faults.ts";
import { seed } from "../seed.ts";

const told = (schema: z.ZodType, input: unknown) => {
  const { error } = schema.safeParse(input);
  if (error === undefined) throw new Error("the input fits");
  return faultsOf(schema, error, input).map(({ pointer, rule }) => `${pointer} ${rule}`.trim());
};

const form = z.strictObject({
  name: z.string().min(2).max(4),
  seats: z.exactOptional(z.int().min(1).max(200)),
  price: z.exactOptional(z.number().gt(0).lt(10).multipleOf(2)),
  kind: z.exactOptional(z.enum(["table", "ticket"])),
  yes: z.exactOptional(z.literal(true)),
  code: z.exactOptional(z.string().regex(/^\d$/, "must be one digit")),
  reference: z.exactOptional(z.string().regex(/^\d$/)),
  mail: z.exactOptional(z.email()),
  day: z.exactOptional(z.iso.date()),
  tags: z.exactOptional(z.array(z.string().min(1)).min(1).max(2)),
  place: z.exactOptional(z.strictObject({ town: z.string() })),
  how: z.exactOptional(
    z.discriminatedUnion("by", [
      z.strictObject({ by: z.literal("air"), seat: z.string() }),
      z.strictObject({ by: z.literal("sea"), deck: z.string() }),
    ]),
  ),
});

describe("a rule is told in words", () => {
  test.each([
    [{}, "/name is required"],
    [{ name: undefined }, "/name is required"],
    [{ name: 1 }, "/name must be text"],
    [{ name: null }, "/name must be text"],
    [{ name: "a" }, "/name must have at least 2 characters"],
    [{ name: "abcde" }, "/name must have at most 4 characters"],
    [{ name: "ab", seats: "2" }, "/seats must be a number"],
    [{ name: "ab", seats: 1.5 }, "/seats must be a whole number"],
    [{ name: "ab", seats: 10_000_000 }, "/seats must be at most 200"],
    [{ name: "ab", seats: 0 }, "/seats must be at least 1"],
    [{ name: "ab", price: 0 }, "/price must be more than 0"],
    [{ name: "ab", price: 10 }, "/price must be less than 10"],
    [{ name: "ab", price: 3 }, "/price must be a multiple of 2"],
    [{ name: "ab", kind: "yacht" }, "/kind must be one of table, ticket"],
    [{ name: "ab", yes: false }, "/yes must be one of true"],
    [{ name: "ab", code: "x" }, "/code must be one digit"],
    [{ name: "ab", reference: "x" }, "/reference is not in the expected form"],
    [{ name: "ab", mail: "x" }, "/mail must be an e-mail address"],
    [{ name: "ab", day: "23/11/2026" }, "/day must be a date like 2026-11-23"],
    [{ name: "ab", tags: {} }, "/tags must be a list"],
    [{ name: "ab", tags: [] }, "/tags must not be empty"],
    [{ name: "ab", tags: ["a", "b", "c"] }, "/tags must have at most 2 entries"],
    [{ name: "ab", tags: ["a", ""] }, "/tags/1 must not be empty"],
    [{ name: "ab", place: [] }, "/place must be an object"],
    [{ name: "ab", place: {} }, "/place/town is required"],
    [{ name: "ab", place: { town: "Lyon", "4970101112345678": 1 } }, "/place has a field that is not known here"],
    [{ name: "ab", how: { by: "rail" } }, "/how/by must be one of the kinds known here"],
    [{ name: "ab", how: { by: "air" } }, "/how/seat is required"],
  ])("%j: %s", (input, expected) => {
    expect(told(form, input)).toEqual([expected]);
  });

  test("each fault has its place", () => {
    expect(told(form, { name: "", seats: 0, more: 1 })).toEqual([
      "/name must have at least 2 characters",
      "/seats must be at least 1",
      "has a field that is not known here",
    ]);
  });

  test("what is no object at all", () => {
    for (const input of [[], "text", 4, null]) expect(told(form, input)).toEqual(["must be an object"]);
  });

  test("a schema's own check, with and without words", () => {
    expect(
      told(
        z.string().refine(() => false, "must be true"),
        "x",
      ),
    ).toEqual(["must be true"]);
    expect(
      told(
        z.string().refine(() => false),
        "x",
      ),
    ).toEqual(["is not allowed"]);
    expect(told(z.record(z.enum(["a"]), z.int()), { a: 1, b: 2 })).toEqual(["has a field that is not known here"]);
    expect(told(z.record(z.string().regex(/^a/), z.int()), { b: 2 })).toEqual([
      "has an entry that is not allowed here",
    ]);
  });
});

test("whatever is sent, none of it comes back", () => {
  const canary = "Zoé-4970";
  const value = fc.oneof(fc.constant(canary), fc.constant([canary]), fc.constant({ [canary]: canary }), fc.string());
  const inputs = fc.record(Object.fromEntries(Object.keys(form.shape).map((name) => [name, value])));
  fc.assert(
    fc.property(inputs, fc.boolean(), (input, more) => {
      const sent = more ? { ...input, [canary]: canary } : input;
      const { error } = form.safeParse(sent);
      expect(error).toBeDefined();
      expect(JSON.stringify(faultsOf(form, error!, sent))).not.toContain(canary);
    }),
    { seed },
  );
});
