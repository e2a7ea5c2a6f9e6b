/**
 * Routes with one bug each, put in front of the fuzzer through the product's own handler: what it cannot find here it could
 * not find anywhere.
 */
import type { HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import { handle, type Serving } from "../../shared/http/handler.ts";
import type { Handled } from "../../shared/http/route.ts";
import type { Finding, FindingKind } from "./checks.ts";
import type { Scene } from "./scene.ts";

type Call = { readonly request: HttpRequest };
type Bug = (call: Call, scene: Scene) => Promise<unknown>;

const kept: unknown[] = [];
const good = { status: 200, body: { status: "good" } };

const bugs: Readonly<Partial<Record<FindingKind, Bug>>> = {
  "server-error": async ({ request }) => {
    // A value of an unexpected kind is not looked for.
    if (request.headers.get("accept") !== null) throw new TypeError("cannot read properties of undefined");
    return good;
  },
  echo: async ({ request }) => ({ status: 200, body: { query: request.query.toString(), at: request.url } }),
  leak: async (_, { victim }) => ({ status: 200, body: { owner: victim.email } }),
  headers: async () => ({ ...good, headers: { "cache-control": "max-age=60" } }),
  unhandled: async () => {
    void Promise.reject(new Error("nobody waits for this"));
    return good;
  },
  prototype: async ({ request }) => {
    const given = JSON.parse(`{"__proto__":{"isAdmin":${request.query.size > 0}}}`) as Record<string, object>;
    for (const [name, value] of Object.entries(given)) Object.assign(({} as Record<string, object>)[name] ?? {}, value);
    return good;
  },
  log: async ({ request }) => {
    console.log(JSON.stringify({ event: "planted", path: request.url }));
    return good;
  },
  memory: async () => {
    kept.push(Buffer.alloc(1_048_576, kept.length));
    return good;
  },
};

const route = (name: string): Handled & { name: string } => ({
  name,
  method: "GET",
  path: "planted",
  access: "public",
});

/** Puts the bugs in place of a route of the application that is asked often. */
export function plant(scene: Scene, serving: Serving): void {
  const { core } = scene.functions;
  const [name = ""] = [...core.functions.keys()].filter((one) => one === "zz-catch-all");
  const registered = core.functions.get(name);
  if (registered === undefined) throw new Error("there is no catch-all to plant bugs in");
  let turn = 0;
  const kinds = Object.entries(bugs);
  const callback = (request: unknown, context: unknown): Promise<HttpResponseInit> => {
    turn += 1;
    const [kind, bug] = kinds[turn % kinds.length] as [string, Bug];
    const run = (call: object) => bug(call as Call, scene) as never;
    return handle(serving, route(kind), run, request as HttpRequest, context as InvocationContext);
  };
  core.functions.set(name, { ...registered, callback: callback as never });
}

/** Bugs that were planted and not found. */
export const missedIn = (findings: readonly Finding[]): readonly string[] =>
  Object.keys(bugs).filter((kind) => !findings.some((finding) => finding.kind === kind));
