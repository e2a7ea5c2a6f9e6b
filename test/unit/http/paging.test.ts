/** Pages of a list: limits, opaque cursors, nothing unknown in the query; and a resource with its version. */
import { HttpRequest } from "@azure/functions";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listPage, pageOf } from "../../../shared/http/paging.ts";
import { versionedAnswer } from "../../../shared/http/versioned-answer.ts";
import { seed } from "../seed.ts";

const requestOf = (query: string, headers: Record<string, string> = {}) =>
  new HttpRequest({ method: "GET", url: `https://conciergerie.milleis.example/api/v1/requests${query}`, headers });
const opaque = (text: string) => Buffer.from(text).toString("base64url");
const faultAt = (pointer: string) =>
  expect.objectContaining({ code: "invalid-input", fields: [expect.objectContaining({ pointer })] });

describe("a page is asked for", () => {
  test.each([
    ["", { limit: 20 }],
    ["?limit=1", { limit: 1 }],
    ["?limit=100", { limit: 100 }],
    [`?cursor=${opaque("?|next")}`, { limit: 20, cursor: "next" }],
    [`?cursor=${opaque('?|[{"a":1}]')}&limit=5`, { limit: 5, cursor: '[{"a":1}]' }],
  ])("%s", (query, page) => {
    expect(pageOf(requestOf(query))).toEqual({ ...page, by: {} });
  });

  test.each([
    ["?limit=0", "/limit"],
    ["?limit=101", "/limit"],
    ["?limit=-1", "/limit"],
    ["?limit=1.5", "/limit"],
    ["?limit=", "/limit"],
    ["?limit=ten", "/limit"],
    ["?limit=1e2", "/limit"],
    ["?limit=9999", "/limit"],
    ["?limit=%2020", "/limit"],
    ["?cursor=", "/cursor"],
    ["?cursor=a b", "/cursor"],
    ["?cursor=%00", "/cursor"],
    [`?cursor=${"a".repeat(4_001)}`, "/cursor"],
    ["?cursor=..%2F..%2F", "/cursor"],
    [`?cursor=${opaque("?|a\r\nb")}`, "/cursor"],
    [`?cursor=${opaque("?|é")}`, "/cursor"],
    ["?offset=20", "/query"],
    ["?Limit=20", "/query"],
    ["?limit=20&sort=asc", "/query"],
  ])("%s is refused at %s", (query, pointer) => {
    expect(() => pageOf(requestOf(query))).toThrow(faultAt(pointer));
  });
});

describe("a narrowed list", () => {
  const filters = { status: ["proposed", "accepted"], open: ["true", "false"] } as const;
  const asked = (query: string) => pageOf(requestOf(query), filters);

  test("takes the names and values it declares, and no others", () => {
    expect(asked("?status=proposed&open=true&limit=5")).toEqual({ limit: 5, by: { status: "proposed", open: "true" } });
    expect(() => asked("?status=booked")).toThrow(faultAt("/status"));
    expect(() => asked("?Status=proposed")).toThrow(faultAt("/query"));
    expect(() => pageOf(requestOf("?status=proposed"))).toThrow(faultAt("/query"));
  });

  test("has cursors of its own, which fit no other list", async () => {
    const list = async () => ({ items: [1], cursor: "next" });
    const { cursor } = await listPage(requestOf("?status=proposed&open=true"), list, filters);
    expect(asked(`?open=true&cursor=${cursor}&status=proposed`)).toMatchObject({ cursor: "next" });
    for (const other of ["", "&status=proposed", "&status=accepted&open=true"]) {
      expect(() => asked(`?cursor=${cursor}${other}`)).toThrow(faultAt("/cursor"));
    }
    const plain = await listPage(requestOf(""), list, filters);
    expect(() => asked(`?cursor=${plain.cursor}&status=proposed`)).toThrow(faultAt("/cursor"));
  });
});

describe("a page is given", () => {
  test("with the cursor of the next one, which leads back to where the store was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[ -~]{1,200}$/), async (token) => {
        const first = await listPage(requestOf(""), async () => ({ items: [1], cursor: token }));
        expect(first.cursor).toMatch(/^[\w-]+$/);
        const seen: unknown[] = [];
        await listPage(requestOf(`?cursor=${first.cursor}`), async ({ cursor }) => {
          seen.push(cursor);
          return { items: [], cursor: undefined };
        });
        expect(seen).toEqual([token]);
      }),
      { seed },
    );
  });

  test("without a cursor where it was the last", async () => {
    expect(await listPage(requestOf(""), async () => ({ items: [1, 2], cursor: undefined }))).toEqual({
      items: [1, 2],
    });
  });

  test("a cursor the store does not know is the client's fault; everything else is not", async () => {
    const failing = (statusCode: number) => async () => {
      throw Object.assign(new Error("store"), { statusCode });
    };
    await expect(listPage(requestOf(`?cursor=${opaque("?|made up")}`), failing(400))).rejects.toEqual(
      faultAt("/cursor"),
    );
    await expect(listPage(requestOf(""), failing(400))).rejects.toThrow("store");
    await expect(listPage(requestOf(`?cursor=${opaque("?|made up")}`), failing(503))).rejects.toThrow("store");
  });
});

describe("a version", () => {
  test.each([
    [undefined, 200],
    ['"2"', 200],
    ['"1"', 304],
    ['W/"1"', 304],
    ['"0", "1"', 304],
    ['"0","2"', 200],
    ["1", 200],
    ["", 200],
  ])("If-None-Match %s: %d", (header, status) => {
    const request = requestOf("", header === undefined ? {} : { "if-none-match": header });
    const answer = versionedAnswer(request, '"1"', { a: 1 });
    expect(answer).toEqual(
      status === 304 ? { status, headers: { etag: '"1"' } } : { status, headers: { etag: '"1"' }, body: { a: 1 } },
    );
  });
});
