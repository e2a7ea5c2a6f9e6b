/** The smoke test itself: a site that is well passes, and each thing it looks for is missed when it is not there. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { smokeTest } from "../../tools/infra/smoke-test.ts";

type Answer = { status: number; headers: Record<string, string>; body: string };
const safe = {
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'",
  "cache-control": "no-store",
};
const well: Record<string, Answer> = {
  "/api/v1/health/live": { status: 200, headers: safe, body: '{"status":"alive"}' },
  "/api/v1/health/ready": {
    status: 200,
    headers: safe,
    body: '{"status":"ready","dependencies":{"store":"up","residency":"up"}}',
  },
  "/api/v1/me": { status: 401, headers: { ...safe, "content-type": "application/problem+json" }, body: "{}" },
};

let server: Server | undefined;
afterEach(() => server?.close());

const siteWith = async (changes: Record<string, Partial<Answer>>): Promise<string> => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    const answer = { ...(well[path] ?? { status: 404, headers: safe, body: "{}" }), ...changes[path] };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const faults = async (origin: string) =>
  (await smokeTest(origin)).filter(({ fault }) => fault !== undefined).map(({ name }) => name);

describe("the smoke test", () => {
  test("passes a site that is well", async () => {
    expect(await faults(await siteWith({}))).toEqual([]);
  });

  test.each([
    ["is alive", { "/api/v1/health/live": { status: 503 } }],
    [
      "is ready, its data in the EEA",
      { "/api/v1/health/ready": { body: '{"status":"ready","dependencies":{"residency":"down"}}' } },
    ],
    ["refuses who is not signed in, as a problem", { "/api/v1/me": { status: 200 } }],
    ["refuses who is not signed in, as a problem", { "/api/v1/me": { headers: safe } }],
    ["does not know what is not there", { "/api/v1/nothing-here": { status: 200 } }],
    ["protects the browser", { "/api/v1/me": { headers: { "content-type": "application/problem+json" } } }],
  ])("notices that a site no longer %s", async (name, changes) => {
    expect(await faults(await siteWith(changes))).toEqual([name]);
  });

  test("refuses plain HTTP but on this machine, and says when nobody answers", async () => {
    expect(await faults("http://conciergerie.example")).toEqual(["is on https"]);
    expect((await smokeTest("http://127.0.0.1:1")).every(({ fault }) => fault !== undefined)).toBe(true);
  });
});
