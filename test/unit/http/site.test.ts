/** Which site is asked for, and which methods a path has. */
import { describe, expect, test } from "vitest";
import { allowedMethods } from "../../../shared/http/allowed-methods.ts";
import { siteOf } from "../../../shared/http/brand-of-host.ts";
import { answerHeaders } from "../../../shared/http/headers.ts";
import { register } from "../../../shared/http/route.ts";

const origins = { milleis: "https://conciergerie.milleis.example", platinum: "http://platinum.localhost:7071/" };

describe("the site of a host name", () => {
  test.each([
    ["conciergerie.milleis.example", { brand: "milleis", origin: "https://conciergerie.milleis.example" }],
    ["Conciergerie.Milleis.EXAMPLE", { brand: "milleis", origin: "https://conciergerie.milleis.example" }],
    ["platinum.localhost:7071", { brand: "platinum", origin: "http://platinum.localhost:7071" }],
  ])("%s", (host, site) => {
    expect(siteOf(origins, host)).toEqual(site);
  });

  test.each([
    null,
    "",
    "milleis.example",
    "evil.example",
    "conciergerie.milleis.example.evil.example",
    "evil-conciergerie.milleis.example",
    "conciergerie.milleis.example:8443",
    "conciergerie.milleis.example.",
    "platinum.localhost",
    "platinum.localhost:7072",
    "conciergerie.milleis.example, platinum.localhost:7071",
    "conciergerie.milleis.example@evil.example",
    "https://conciergerie.milleis.example",
  ])("%j is unknown", (host) => {
    expect(() => siteOf(origins, host)).toThrow(expect.objectContaining({ code: "unknown-host" }));
  });

  test("a brand without origin is not served", () => {
    expect(() => siteOf({}, "conciergerie.milleis.example")).toThrow(expect.objectContaining({ code: "unknown-host" }));
  });
});

describe("the methods of a path", () => {
  const declare = (name: string, method: "GET" | "POST" | "DELETE", path: string) =>
    register(
      {} as never,
      { name, method, path, access: "public", summary: { fr: name, en: name }, statuses: [204], refusals: [] } as never,
      async () => ({ status: 204 }) as never,
    );
  declare("read-thing", "GET", "api/v1/things/{thingId}");
  declare("erase-thing", "DELETE", "api/v1/things/{thingId}");
  declare("make-thing", "POST", "api/v1/things");
  declare("read-file", "GET", "files/a.b/{name}");

  test.each([
    ["/api/v1/things/1", ["GET", "HEAD", "DELETE"]],
    ["/API/V1/Things/1", ["GET", "HEAD", "DELETE"]],
    ["/api/v1/things/1/", ["GET", "HEAD", "DELETE"]],
    ["/api/v1/things", ["POST"]],
    ["/files/a.b/x", ["GET", "HEAD"]],
    ["/files/aXb/x", []],
    ["/api/v1/things/1/parts", []],
    ["/api/v1/things//", []],
    ["/x/api/v1/things", []],
    ["/", []],
  ])("%s: %j", (path, methods) => {
    expect(allowedMethods(path)).toEqual(methods);
  });
});

describe("the headers of every answer", () => {
  test.each(["no-store", "no-cache"] as const)("%s", (caching) => {
    expect(answerHeaders(caching)).toMatchObject({
      "strict-transport-security": expect.stringMatching(/max-age=\d{8,}/),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      "cache-control": caching,
    });
  });

  test("a page may use its own style and nothing else", () => {
    const policy = answerHeaders("no-cache", "sha256-abc=")["content-security-policy"];
    expect(policy).toBe(`${answerHeaders("no-cache")["content-security-policy"]}; style-src 'sha256-abc='`);
    expect(policy).not.toContain("unsafe");
  });
});
