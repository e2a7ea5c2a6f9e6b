/** docs/api.md and its examples hold against the registered routes, the product's schemas and the closed list of refusals. */
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Route } from "../../../shared/http/route.ts";
import { declared, plain } from "../../../shared/privacy/record.ts";
import { faultsOfExamples } from "../../../tools/docs/coverage.ts";
import { type Exchange, httpExamples } from "../../../tools/docs/examples.ts";
import { pages } from "../../../tools/docs/pages.ts";
import { registeredRoutes } from "../../../tools/docs/registered-routes.ts";
import { routeFacts } from "../../../tools/docs/route-facts.ts";

const routes = await registeredRoutes();
const examples = httpExamples();

/** The examples with one exchange changed. */
const withChange = (name: string, change: (exchange: Exchange) => Exchange) =>
  new Map([...examples].map(([key, list]) => [key, key === name ? list.map(change) : list]));

describe("captured HTTP examples", () => {
  it("cover every route and every refusal, and fit the product's schemas", () => {
    expect(faultsOfExamples(routes, examples)).toEqual([]);
  });

  it("have nothing said of routes that are not there", () => {
    const names = routes.map(({ name }) => name);
    expect(Object.keys(routeFacts).filter((name) => !names.includes(name))).toEqual([]);
  });

  it("hold no secret, no code and no address of the machine they were captured on", () => {
    const text = JSON.stringify([...examples.values()]);
    const cookies = [...text.matchAll(/__Host-(?:session=[0-9a-f-]{36}|ticket=\d+\.SEALED)\.([A-Za-z0-9_-]{43})/g)];
    expect(cookies.length).toBeGreaterThan(0);
    for (const [, secret] of cookies) expect(secret).toMatch(/^(?:SESSION|TICKET)-SECRET-+$/);
    expect(text.match(/__Host-\w+=[^;]/g)).toHaveLength(cookies.length);
    for (const [, token] of text.matchAll(/1~([^"]+)"/g)) expect(token).toBe("RANDOM~SIGNATURE");
    for (const [, code] of text.matchAll(/"code":"(\d+)"/g)) expect(code).toMatch(/^(?:123456|000000)$/);
    for (const [, port] of text.matchAll(/localhost:(\d+)/g)) expect(port).toBe("7071");
  });

  it.each([
    ["a route without example", [...routes, { ...(routes[0] as Route), name: "new-route" }], examples],
    ["an example of no route", routes, new Map([...examples, ["gone", []]])],
    ["a refusal never seen", routes, new Map([...examples].filter(([name]) => name !== "zz-catch-all"))],
    [
      "an answer with a field the schema does not know",
      routes,
      withChange("read-me", (one) =>
        one.answer.status === 200
          ? { ...one, answer: { ...one.answer, body: { ...(one.answer.body as object), secret: 1 } } }
          : one,
      ),
    ],
    [
      "a refusal that is not documented for its route",
      routes,
      withChange("check-liveness", (one) => ({
        ...one,
        answer: {
          status: 404,
          headers: { "content-type": "application/problem+json" },
          body: { type: "/problems/not-found" },
        },
      })),
    ],
    [
      "a body that has grown a required field",
      routes.map((route) =>
        route.name === "sign-in"
          ? { ...route, body: declared("grown", { more: plain(z.boolean(), ["member"]) }) }
          : route,
      ),
      examples,
    ],
  ] as const)("would show %s", (_name, someRoutes, someExamples) => {
    expect(faultsOfExamples(someRoutes as readonly Route[], someExamples as typeof examples)).not.toEqual([]);
  });
});

describe("generated parts of the documentation", () => {
  it("are as their sources say: run `node tools/docs/write.ts` where this fails", async () => {
    const stale = (await pages()).filter(({ now, wanted }) => now !== wanted).map(({ path }) => relative("", path));
    expect(stale).toEqual([]);
  });
});
