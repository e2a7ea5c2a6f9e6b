/** Which function a request reaches: order of names, methods, templates, paths. Runs on any host that `HOST_URL` names. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headerOf, sendRaw } from "./raw-http.ts";
import { startTarget, type Target } from "./target.ts";

type Echo = {
  function: string;
  url: string;
  params: Record<string, string>;
  query: Record<string, string>;
  method: string;
};

let target: Target;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

const reach = async (path: string, init?: RequestInit): Promise<Echo> => {
  const response = await fetch(`${target.url}${path}`, init);
  expect(response.status, `${init?.method ?? "GET"} ${path}`).toBe(200);
  return (await response.json()) as Echo;
};
const reached = async (path: string, init?: RequestInit): Promise<string> => (await reach(path, init)).function;
const raw = (requestLine: string, ...headers: string[]) =>
  sendRaw(
    target.url,
    [`${requestLine} HTTP/1.1`, "Host: localhost", "Connection: close", ...headers, "", ""].join("\r\n"),
  );
const rawEcho = async (path: string): Promise<Echo> => {
  const answer = await raw(`GET ${path}`);
  expect(answer.status, path).toBe(200);
  return JSON.parse(
    answer.body
      .toString()
      .replace(/^[0-9a-f]+\r\n/i, "")
      .replace(/\r\n0\r\n\r\n$/, ""),
  ) as Echo;
};

describe("order of function names", () => {
  it("lets a catch-all whose name comes first swallow a literal route", async () => {
    expect(await reached("/swallowed/hello")).toBe("a-swallows");
  });
  it("lets a catch-all whose name comes last take only what is left", async () => {
    expect(await (await fetch(`${target.url}/hello`)).text()).toBe("hello");
    expect(await reached("/no/such/path")).toBe("zz-fallback");
  });
  it("does not prefer a literal segment to a parameter", async () => {
    expect(await reached("/requests/changes")).toBe("c-request");
  });
  it("gives the literal its turn when the parameter is constrained", async () => {
    expect(await reached("/cases/changes")).toBe("f-case-changes");
    expect(await reached("/cases/0f8fad5b-d9cb-469f-a165-70867728950e")).toBe("e-case");
  });
  it("compares names without regard to case", async () => {
    expect(await reached("/insensitive/fixed")).toBe("alpha-parameter");
  });
});

describe("methods", () => {
  it("are part of the match", async () => {
    expect(await reached("/by-method")).toBe("by-method-get");
    expect(await reached("/by-method", { method: "POST" })).toBe("by-method-post");
  });
  it("that a known path does not take reach the catch-all", async () => {
    expect(await reached("/by-method", { method: "DELETE" })).toBe("zz-fallback");
  });
  it("HEAD does not match a GET function", async () => {
    const known = await fetch(`${target.url}/hello`, { method: "HEAD" });
    const unknown = await fetch(`${target.url}/nothing-here`, { method: "HEAD" });
    expect(known.status).toBe(200);
    expect(known.headers.get("content-type")).toBe(unknown.headers.get("content-type"));
    expect(await known.text()).toBe("");
  });
  it("OPTIONS reaches a function that takes it, else the catch-all", async () => {
    expect(await reached("/echo/x", { method: "OPTIONS" })).toBe("echo");
    expect(await reached("/hello", { method: "OPTIONS" })).toBe("zz-fallback");
  });
  it("TRACE gets the host's own empty 404", async () => {
    const answer = await raw("TRACE /hello");
    expect(answer.status).toBe(404);
    expect(answer.body).toHaveLength(0);
  });
});

describe("paths", () => {
  it("are ours from the root on under an empty prefix", async () => {
    const root = await reach("/");
    expect(root).toMatchObject({ function: "zz-fallback", params: {} });
  });
  it("are compared without regard to case, and without a trailing slash", async () => {
    expect(await reached("/BY-Method/")).toBe("by-method-get");
    expect(await reached("/nameisroute")).toBe("nameIsRoute");
  });
  it("with an empty segment get the host's own empty 404, catch-all or not", async () => {
    for (const path of ["//x", "/echo//x", "/hello//"]) {
      const answer = await raw(`GET ${path}`);
      expect(answer.status, path).toBe(404);
      expect(answer.body, path).toHaveLength(0);
      expect(headerOf(answer, "content-length")).toBe("0");
    }
  });
  it("keep %2F in a parameter and decode every other escape", async () => {
    expect((await rawEcho("/parameter/a%2Fb%20c%C3%A9%2f")).params).toEqual({ value: "a%2Fb cé%2f" });
  });
  it("lose their dot segments, also escaped ones", async () => {
    expect((await rawEcho("/echo/a/../b/./%2e%2e/c")).params).toEqual({ rest: "c" });
  });
  it("may be given with scheme and host", async () => {
    expect((await rawEcho("http://localhost/parameter/x")).params).toEqual({ value: "x" });
  });
  it("with a NUL get the host's own empty 400", async () => {
    const answer = await raw("GET /parameter/a%00b");
    expect(answer.status).toBe(400);
    expect(answer.body).toHaveLength(0);
  });
  it("longer than 8 KB get 414", async () => {
    const answer = await raw(`GET /echo/${"a".repeat(9 * 1024)}`);
    expect(answer.status).toBe(414);
    expect(answer.body).toHaveLength(0);
    expect((await raw(`GET /echo/${"a".repeat(8000)}`)).status).toBe(200);
  });
});

describe("templates", () => {
  it("leave an absent optional parameter out", async () => {
    expect((await reach("/optional")).params).toEqual({});
    expect((await reach("/optional/5")).params).toEqual({ id: "5" });
  });
  it("fill in a default", async () => {
    expect((await reach("/default")).params).toEqual({ id: "seven" });
    expect((await reach("/default/8")).params).toEqual({ id: "8" });
  });
  it("take several parts of one segment", async () => {
    expect((await reach("/parts/report.final.pdf")).params).toMatchObject({ extension: expect.any(String) });
    expect((await reach("/parts/report.pdf")).params).toEqual({ name: "report", extension: "pdf" });
  });
  it("hand the whole rest to a catch-all, slashes and all", async () => {
    expect((await reach("/echo/a/b/c")).params).toEqual({ rest: "a/b/c" });
  });
  it.each([
    ["int", ["12", "-3"], ["1.5", "x", "99999999999"]],
    ["alpha", ["abcZ"], ["a1", "é"]],
    ["regex", ["ab-12"], ["abc-12", "ab-"]],
    ["range", ["1", "5"], ["0", "6", "x"]],
    ["length", ["abc"], ["ab", "abcd"]],
    ["bool", ["true", "False"], ["1"]],
  ])("constrain by %s", async (constraint, good, bad) => {
    for (const value of good) expect(await reached(`/${constraint}/${value}`), value).toBe(`constraint-${constraint}`);
    for (const value of bad) expect(await reached(`/${constraint}/${value}`), value).toBe("zz-fallback");
  });
});
