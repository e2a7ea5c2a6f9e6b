/**
 * Every route that changes something, from everywhere, with every token: what other sites send is refused and changes nothing,
 * what the brand's own page sends comes through. A new route is in it by itself.
 */
import type { HttpRequest, InvocationContext } from "@azure/functions";
import { beforeAll, expect, it } from "vitest";
import type { Handled, Route } from "../../../shared/http/route.ts";
import { useFunctions } from "../../fixtures/functions.ts";
import { type Joined, join } from "../../fixtures/joining.ts";
import { itemsOf } from "../../fixtures/stored.ts";
import { newOwner, type Owner } from "./calls.ts";
import { combinations, crossSiteFaults, isGuarded } from "./cross-site.ts";
import { ownersFile } from "./staff-callers.ts";

const functions = useFunctions();
let owner: Owner;
let other: Joined;
beforeAll(async () => {
  owner = await newOwner(functions.of);
  other = await join(functions.of, "milleis");
});

/** What staff need of the owner's to call a route of theirs. */
const inHand = async (route: Route, whose: Owner): Promise<Owner> => ({
  ...whose,
  ...(await ownersFile(functions.of, whose, { ...route, roles: route.roles ?? [] })),
});
const guarded = (): readonly Route[] => functions.of.routes.filter(isGuarded);
/** Everything that is stored, but for when somebody was last seen. */
const stored = async () =>
  JSON.stringify(
    (await itemsOf(functions.of.cosmos, "subjects")).map(({ id, _etag, kind }) => [
      id,
      kind,
      kind === "session" || _etag,
    ]),
  );

it("what is forged is refused on every route, and changes nothing", async () => {
  expect(combinations).toHaveLength(625);
  const faults: string[] = [];
  for (const route of guarded()) {
    // A ticket is made for each such route, so those are looked at below.
    if (route.access === "ticket") continue;
    const whose = route.access === "staff" ? await inHand(route, owner) : owner;
    const before = await stored();
    faults.push(
      ...(await crossSiteFaults(functions.of, route, { owner: whose, other }, (refusal) => refusal !== undefined)),
    );
    if ((await stored()) !== before) faults.push(`${route.name}: something has changed`);
  }
  expect(faults).toEqual([]);
}, 600_000);

it("what the brand's own page sends comes through on every route", async () => {
  const faults: string[] = [];
  for (const route of guarded()) {
    // Some of these end the session, so each route has a person of its own.
    const joined = await newOwner(functions.of);
    const people = { owner: route.access === "staff" ? await inHand(route, joined) : joined, other };
    const isThrough = (refusal: string | undefined) => refusal === undefined || route.access === "ticket";
    faults.push(...(await crossSiteFaults(functions.of, route, people, isThrough)));
  }
  expect(faults).toEqual([]);
}, 600_000);

it.each<[string, string, Partial<Handled>]>([
  ["no defence at all", "post-message", { method: "GET" }],
  ["no token", "post-message", { access: "public" }],
  ["no look at where staff's calls come from", "propose-closure", { method: "GET" }],
  ["any content type", "sign-in", { body: undefined as never }],
])("a handler with %s is seen", async (_, name, change) => {
  const { concierge } = await import("../../../shared/compose.ts");
  const { handle } = await import("../../../shared/http/handler.ts");
  const { core, routeOf } = functions.of;
  const route = routeOf(name) as Route;
  const registered = core.functions.get(name) as NonNullable<ReturnType<typeof core.functions.get>>;
  const { body, ...rest } = { ...route, ...change };
  const handled = (body === undefined ? rest : { ...rest, body }) as Handled;
  const run = async () => ({ status: 200, body: {} });
  const callback = (request: unknown, context: unknown) =>
    handle(concierge.serving, handled, run, request as HttpRequest, context as InvocationContext);
  core.functions.set(name, { ...registered, callback: callback as never });
  try {
    const whose = route.access === "staff" ? await inHand(route, owner) : owner;
    expect((await crossSiteFaults(functions.of, route, { owner: whose, other })).length).toBeGreaterThan(0);
  } finally {
    core.functions.set(name, registered);
  }
});
