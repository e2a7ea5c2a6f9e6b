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
    if (request.headers.get("accept-language") !== null) throw new TypeError("cannot read properties of undefined");
    return good;
  },
  echo: async ({ request }) => ({ status: 200, body: { query: request.query.toString(), at: request.url } }),
  leak: async (_, { victim }) => ({ status: 200, body: { owner: victim.email } }),
  problem: async () => ({ status: 409, body: { error: "no problem details" } }),
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
    kept.push(Buffer.alloc(8_388_608, kept.length));
    return good;
  },
};

const catchAll = "zz-catch-all";
const queueFunction = "send-notification";
/** One of so many asks of the planted route is not answered at all. */
const thrownEvery = 17;

const route = (name: string): Handled & { name: string } => ({
  name,
  method: "GET",
  path: "planted",
  access: "public",
});

/** Puts the bugs in place of a route of the application that is asked often. */
export function plant(scene: Scene, serving: Serving): void {
  const { core } = scene.functions;
  plantInQueue(core);
  const registered = core.functions.get(catchAll);
  if (registered === undefined) throw new Error("there is no catch-all to plant bugs in");
  let turn = 0;
  const kinds = Object.entries(bugs);
  const callback = (request: unknown, context: unknown): Promise<HttpResponseInit> => {
    turn += 1;
    if (turn % thrownEvery === 0) return Promise.reject(new Error("not caught by any handler"));
    const [kind, bug] = kinds[turn % kinds.length] as [string, Bug];
    const run = (call: object) => bug(call as Call, scene) as never;
    return handle(serving, route(kind), run, request as HttpRequest, context as InvocationContext);
  };
  core.functions.set(catchAll, { ...registered, callback: callback as never });
}

/** A queue function that throws what it was given, at the last try too. */
function plantInQueue(core: Scene["functions"]["core"]): void {
  const registered = core.functions.get(queueFunction);
  if (registered === undefined) throw new Error("there is no queue function to plant bugs in");
  const callback = async (message: unknown) => {
    throw new Error(`cannot handle ${typeof message === "string" ? message : JSON.stringify(message)}`);
  };
  core.functions.set(queueFunction, { ...registered, callback: callback as never });
}

/** Bugs that were planted and not found. */
export const missedIn = (findings: readonly Finding[]): readonly string[] =>
  [
    ...Object.keys(bugs).map((kind) => [kind, undefined] as const),
    ["thrown", catchAll] as const,
    ["thrown", queueFunction] as const,
    ["echo", queueFunction] as const,
  ]
    .filter(
      ([kind, place]) => !findings.some((one) => one.kind === kind && (place === undefined || one.where === place)),
    )
    .map(([kind, place]) => `${kind}${place === undefined ? "" : ` in ${place}`}`);
