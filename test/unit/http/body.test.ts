/** Reading a body from a real request of the runtime: its type, its size, its text, its fields, and nothing of it comes back. */
import { HttpRequest } from "@azure/functions";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { maximumBodyBytes, readBody, refuseBody } from "../../../shared/http/body.ts";
import { submitRequestInput } from "../../../shared/requests/submit-request.ts";
import { wish } from "../requests/fixtures.ts";
import { seed } from "../seed.ts";

const input = { ...wish, language: "fr" };
const text = JSON.stringify(input);

/** As the host hands it over: the body as bytes, the length in a header. */
function requestOf(body: string | Uint8Array | undefined, headers: Record<string, string | undefined> = {}) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const all = { "content-type": "application/json", "content-length": String(bytes?.byteLength ?? 0), ...headers };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  return new HttpRequest({
    method: "POST",
    url: "https://conciergerie.milleis.example/api/v1/requests",
    headers: given,
    ...(bytes === undefined ? {} : { body: { bytes } }),
  });
}

const read = (body: string | Uint8Array | undefined, headers?: Record<string, string | undefined>) =>
  readBody(requestOf(body, headers), submitRequestInput);
const refusalOf = (body: string | Uint8Array | undefined, headers?: Record<string, string | undefined>) =>
  read(body, headers).then(
    () => ({ code: "accepted", fields: [] }),
    ({ code, fields }: { code: string; fields: readonly { pointer: string; rule: string }[] }) => ({ code, fields }),
  );

test("a good one is read as it is", async () => {
  expect(await read(text)).toEqual(input);
  expect(await read(` \n${text}\n`)).toEqual(input);
});

describe("the type", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "application/json;charset=UTF-8",
    'application/json; charset="utf-8"',
    "Application/JSON",
  ])("%s", async (type) => {
    expect((await refusalOf(text, { "content-type": type })).code).toBe("accepted");
  });

  test.each([
    undefined,
    "",
    "text/plain",
    "text/json",
    "application/jsonp",
    "application/problem+json",
    "application/json; charset=iso-8859-1",
    "application/json, text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ])("%s is not supported", async (type) => {
    expect((await refusalOf(text, { "content-type": type })).code).toBe("unsupported-media-type");
  });
});

describe("the size", () => {
  const padded = (bytes: number) => text + " ".repeat(bytes - Buffer.byteLength(text));

  test("up to the limit, and not a byte more", async () => {
    expect((await refusalOf(padded(maximumBodyBytes))).code).toBe("accepted");
    expect((await refusalOf(padded(maximumBodyBytes + 1))).code).toBe("body-too-large");
    expect((await refusalOf(padded(300 * 1_024))).code).toBe("body-too-large");
  });

  test("is the body's own, whatever the header says", async () => {
    expect((await refusalOf(padded(300 * 1_024), { "content-length": "10" })).code).toBe("body-too-large");
    expect((await refusalOf(padded(300 * 1_024), { "content-length": "x" })).code).toBe("body-too-large");
    expect((await refusalOf(text, { "content-length": "1e9" })).code).toBe("body-too-large");
  });

  test("must be said: a chunked body arrives empty", async () => {
    expect((await refusalOf(text, { "content-length": undefined })).code).toBe("length-required");
    expect((await refusalOf("", { "transfer-encoding": "chunked" })).code).toBe("length-required");
  });
});

describe("the text", () => {
  test.each([
    ["nothing", ""],
    ["no body", undefined],
    ["a word", "hello"],
    ["an open object", '{"what":'],
    ["two objects", `${text}${text}`],
    ["a trailing comma", '{"what":"x",}'],
    ["single quotes", "{'what':'x'}"],
    ["a comment", '{/* x */"what":"x"}'],
    ["NaN", '{"party":{"adults":NaN}}'],
    ["a raw line break in a string", '{"what":"a\nb"}'],
  ])("%s is unreadable", async (_what, body) => {
    expect(await refusalOf(body)).toEqual({ code: "unreadable-body", fields: [] });
  });

  test.each([
    ["not UTF-8", Buffer.from([...Buffer.from('{"what":"'), 0xff, 0xfe, ...Buffer.from('"}')])],
    ["cut in the middle of a character", Buffer.from(text).subarray(0, Buffer.from(text).indexOf(0xc3) + 1)],
    ["UTF-16", Buffer.from(text, "utf16le")],
    ["Latin-1", Buffer.from('{"what":"é"}', "latin1")],
  ])("%s is unreadable", async (_what, bytes) => {
    expect((await refusalOf(bytes)).code).toBe("unreadable-body");
  });
});

describe("where no body is taken", () => {
  const code = (headers: Record<string, string | undefined>, body?: string) => {
    try {
      refuseBody(requestOf(body, headers));
    } catch (error) {
      return (error as { code: string }).code;
    }
    return undefined;
  };
  test("none may come", () => {
    expect(code({})).toBeUndefined();
    expect(code({ "content-length": undefined })).toBeUndefined();
    expect(code({}, "{}")).toBe("unexpected-body");
    expect(code({ "content-length": undefined, "transfer-encoding": "chunked" })).toBe("unexpected-body");
  });
});

describe("the fields", () => {
  test.each(["null", "[]", "1", '"text"', "true", `[${text}]`])("%s is no object", async (body) => {
    expect(await refusalOf(body)).toEqual({
      code: "invalid-input",
      fields: [{ pointer: "", rule: "must be an object" }],
    });
  });

  test("nested without end", async () => {
    for (const body of ["[".repeat(100_000) + "]".repeat(100_000), `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`]) {
      const { code, fields } = await refusalOf(body);
      expect(code).toBe("invalid-input");
      expect(fields).toEqual([{ pointer: "", rule: "must not be nested so deeply" }]);
    }
  });

  const prototypes = "must not have a field that names a prototype";
  const unknown = "has a field that is not known here";
  test.each([
    ...(["__proto__", "constructor", "prototype"] as const).map((name) => [name, prototypes] as const),
    ...(["toString", "isAdmin", "hasOwnProperty"] as const).map((name) => [name, unknown] as const),
  ])("%s is refused, and changes nothing", async (name, rule) => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    const body = `${text.slice(0, -1)},"${name}":{"isAdmin":true}}`;
    expect(await refusalOf(body)).toEqual({
      code: "invalid-input",
      fields: [{ pointer: "", rule }],
    });
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test.each([
    ["a prototype further down", '"adults":2,"__proto__":{"children":5}', prototypes],
    ["one name twice", '"adults":2,"adults":3', "must not name a field twice"],
    ["one name twice, once escaped", '"adults":2,"\\u0061dults":3', "must not name a field twice"],
  ])("%s is refused", async (_, inner, rule) => {
    const body = text.replace('"adults":2', inner);
    expect(body).toContain(inner);
    expect(await refusalOf(body)).toEqual({ code: "invalid-input", fields: [{ pointer: "", rule }] });
  });

  test("each at its place, in words", async () => {
    const { fields } = await refusalOf(
      JSON.stringify({ ...input, what: 5, party: { adults: 10_000_000 }, when: {}, more: 1 }),
    );
    expect(fields).toEqual([
      { pointer: "/what", rule: "must be text" },
      { pointer: "/when/date", rule: "is required" },
      { pointer: "/party/adults", rule: "must be at most 200" },
      { pointer: "", rule: "has a field that is not known here" },
    ]);
  });

  test("a full card number, wherever it is typed", async () => {
    const number = "4111 1111 1111 1111";
    for (const [pointer, change] of [
      ["/what", { what: `Débitez ${number}` }],
      ["/where", { where: number }],
      ["/wishes", { wishes: `x ${number} y` }],
    ] as const) {
      expect(await refusalOf(JSON.stringify({ ...input, ...change }))).toEqual({
        code: "invalid-input",
        fields: [{ pointer, rule: "must not hold a full card number" }],
      });
    }
  });

  test("a thousand faults are answered with fifty", async () => {
    const many = { name: "many", schema: z.strictObject({ list: z.array(z.int()) }) } as never;
    const body = JSON.stringify({ list: Array.from({ length: 1_000 }, () => "x") });
    const refusal = await readBody(requestOf(body), many).catch((error: { fields: unknown[] }) => error);
    expect((refusal as { fields: unknown[] }).fields).toHaveLength(50);
  });
});

test("whatever is sent, nothing of it comes back", async () => {
  const canary = "Zoé-4970";
  const json = fc.letrec((tie) => ({
    value: fc.oneof(fc.constant(canary), fc.string(), fc.integer(), fc.constant(null), tie("object")),
    object: fc.dictionary(fc.constantFrom(...Object.keys(input), canary, "__proto__", "adults", "date"), tie("value"), {
      maxKeys: 5,
    }),
  })).object;
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      const refusal = await refusalOf(JSON.stringify(value));
      expect(JSON.stringify(refusal)).not.toContain(canary);
    }),
    { seed },
  );
  for (const body of [canary, `{"${canary}`, `{"what":"${canary}`]) {
    expect(JSON.stringify(await refusalOf(body))).not.toContain(canary);
  }
});
