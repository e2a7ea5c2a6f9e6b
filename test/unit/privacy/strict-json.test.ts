/** JSON from outside: what everybody reads alike passes unchanged, and what somebody could read otherwise does not pass. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStrictJson } from "../../../shared/privacy/strict-json.ts";
import { seed } from "../seed.ts";

const read = (text: string) => readStrictJson(text, 16);

test("any JSON with its own names only is read as the platform reads it", () => {
  const ownName = fc
    .string({ unit: "binary" })
    .filter((name) => !["__proto__", "constructor", "prototype"].includes(name));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant(null),
      fc.double(),
      fc.string({ unit: "binary" }),
      tie("list"),
      tie("object"),
    ),
    list: fc.array(tie("value"), { maxLength: 4 }),
    object: fc.dictionary(ownName, tie("value"), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(0, 1, "\t"), (made, indent) => {
      const text = JSON.stringify(made, undefined, indent);
      const deepest = depthOf(JSON.parse(text));
      expect(readStrictJson(text, deepest)).toEqual({ value: JSON.parse(text) });
      if (deepest > 0) expect(readStrictJson(text, deepest - 1)).toEqual({ fault: "too-deep" });
    }),
    { seed, numRuns: 500 },
  );
});

const depthOf = (value: unknown): number =>
  typeof value !== "object" || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf));

test("any text at all is answered, and read only where the platform reads it", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    '"a"',
    '"__proto__"',
    "1",
    " ",
    "\n",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      const found = read(text);
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      if ("value" in found) expect(found.value).toEqual(JSON.parse(text));
      else if (!isJson) expect(["unreadable", "too-deep"]).toContain(found.fault);
    }),
    { seed, numRuns: 2_000 },
  );
});

describe("names", () => {
  test.each([
    ['{"a":1,"a":2}', "repeated-name"],
    ['{"a":1,"\\u0061":2}', "repeated-name"],
    ['{"a":1,"b":{"c":[],"d":1,"c":2}}', "repeated-name"],
    ['[{"a":1},{"a":1,"b":[],"a":3}]', "repeated-name"],
    ['{"":1,"":2}', "repeated-name"],
    ['{"__proto__":{}}', "prototype-name"],
    ['{"a":[{"constructor":{"prototype":{}}}]}', "prototype-name"],
    ['{"a":{"proto\\u0074ype":1}}', "prototype-name"],
  ])("%s", (text, fault) => {
    expect(read(text)).toEqual({ fault });
  });

  test.each([
    '{"a":"a","b":"b","c":["a","a"]}',
    '[{"a":1},{"a":2}]',
    '{"a":{"a":{"a":1}}}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":"__proto__","b":["constructor","prototype"]}',
    '{"a":["x","x"],"b":1}',
  ])("%s is read", (text) => {
    expect(read(text)).toEqual({ value: JSON.parse(text) });
  });

  test("that reach a prototype change nothing here", () => {
    read('{"__proto__":{"isAdmin":true}}');
    expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  });
});

describe("depth", () => {
  test("a well as deep as a body can be is told, not walked", () => {
    for (const text of ["[".repeat(262_144), '{"a":'.repeat(50_000), "[".repeat(131_072) + "]".repeat(131_072)])
      expect(read(text)).toEqual({ fault: "too-deep" });
  });

  test("brackets in a text are no depth", () => {
    expect(read(JSON.stringify("[".repeat(1_000)))).toEqual({ value: "[".repeat(1_000) });
    expect(read(JSON.stringify({ a: '\\"[[[[[[[[[[[[[[[[[[[[' }))).toEqual({ value: { a: '\\"[[[[[[[[[[[[[[[[[[[[' } });
  });

  test("quotes and backslashes without end are answered at once", () => {
    for (const sign of ['"', "\\", '\\"', '"\\"']) expect(read(sign.repeat(100_000))).toEqual({ fault: "unreadable" });
  });
});
