/**
 * Every registered route by every kind of caller: what is somebody else's is answered like what is not there, byte for byte but
 * for the id of the call, and nothing of the owner is shown. A new route is in it by itself (OWASP ASVS 5, 8.2 and 8.4).
 */
import type { HttpRequest, InvocationContext } from "@azure/functions";
import { beforeAll, describe, expect, it } from "vitest";
import { brandIds } from "../../../shared/charter/brands.ts";
import type { Handled } from "../../../shared/http/route.ts";
import { type Staff, staffRoles } from "../../../shared/staff/staff.ts";
import { useFunctions } from "../../fixtures/functions.ts";
import { accessFaults, callers, type Rows } from "./access.ts";
import { newOwner, unknownParameters } from "./calls.ts";
import { declarationFaults } from "./expected-access.ts";

const functions = useFunctions();
let rows: Rows;
beforeAll(async () => {
  rows = await callers(functions.of);
});

it("every parameter of a path has its object", () => {
  expect(unknownParameters(functions.of.routes)).toEqual([]);
});

it("every route declares what is written down for it", () => {
  expect(declarationFaults(functions.of.routes)).toEqual([]);
});

it("a declaration that is wider, narrower, missing or not written down is seen", () => {
  const { routes } = functions.of;
  const changed = (name: string, change: object) =>
    routes.map((one) => (one.name === name ? { ...one, ...change } : one));
  expect(declarationFaults(changed("read-ledger", { roles: ["dpo", "auditor", "desk"] }))).toHaveLength(1);
  expect(declarationFaults(changed("list-work", { roles: ["dpo"] }))).toHaveLength(1);
  expect(declarationFaults(changed("read-me", { access: "public" }))).toHaveLength(1);
  expect(declarationFaults(changed("read-me", { name: "read-you" }))).toHaveLength(2);
});

it("every route by every caller is answered as it is written down", async () => {
  const faults: string[] = [];
  for (const route of functions.of.routes) faults.push(...(await accessFaults(functions.of, route, rows)));
  expect(faults).toEqual([]);
}, 900_000);

describe("a check that is taken out is missed by", () => {
  type Serving = typeof import("../../../shared/compose.ts")["concierge"]["serving"];
  type Concierge = typeof import("../../../shared/compose.ts")["concierge"];
  type Person = { brand: "milleis" | "platinum"; subjectId: string };
  type Given = { person: Person; staff: Staff; parameters: Record<string, string> };
  type Plant = {
    readonly serving?: (serving: Serving) => Partial<Serving>;
    readonly access?: Handled["access"];
    readonly roles?: Handled["roles"];
    readonly beneath?: undefined;
    readonly run?: (concierge: Concierge, given: Given, owner: Person) => Promise<object>;
  };
  const readFile: Plant["run"] = async (concierge, { staff, parameters }) => {
    const { memberId = "", openingId = "" } = parameters;
    return { status: 200, body: await concierge.readMemberFile(staff, { memberId, openingId }) };
  };
  const open = { id: "x".repeat(43), startedAt: "2027-01-14T09:00:00.000Z", seenAt: "2027-01-14T09:00:00.000Z" };
  const standingOpen = { ...open, expiresAt: "2027-01-14T21:00:00.000Z" };

  /** Puts a route's handler with one check less in place of it, and looks whether the matrix sees it. */
  async function faultsWith(name: string, plant: Plant): Promise<readonly string[]> {
    const { concierge } = await import("../../../shared/compose.ts");
    const { handle } = await import("../../../shared/http/handler.ts");
    const { core, routeOf } = functions.of;
    const route = routeOf(name);
    const registered = core.functions.get(name);
    if (route === undefined || registered === undefined) throw new Error(`no route ${name}`);
    const somebody = await newOwner(functions.of);
    const owner: Person = { brand: "milleis", subjectId: somebody.subjectId };
    const own = async (given: Given) => ({ status: 200, body: await concierge.readMember(given.person) });
    const run = (given: object) => (plant.run?.(concierge, given as Given, owner) ?? own(given as Given)) as never;
    const serving = { ...concierge.serving, ...plant.serving?.(concierge.serving) };
    const { beneath, ...rest } = route;
    const handled: Handled = {
      ...rest,
      ...(beneath === undefined || "beneath" in plant ? {} : { beneath }),
      ...(plant.access === undefined ? {} : { access: plant.access }),
      ...(plant.roles === undefined ? {} : { roles: plant.roles }),
    };
    const callback = (request: unknown, context: unknown) =>
      handle(serving, handled, run, request as HttpRequest, context as InvocationContext);
    core.functions.set(name, { ...registered, callback: callback as never });
    try {
      return await accessFaults(functions.of, { ...route, ...(plant.roles && { roles: plant.roles }) }, rows);
    } finally {
      core.functions.set(name, registered);
    }
  }

  it("nobody: the route unchanged has no faults", async () => {
    expect(await faultsWith("read-me", {})).toEqual([]);
  });

  it.each<[string, string, Plant, RegExp]>([
    [
      "an ended session that still opens",
      "read-me",
      { serving: () => ({ openSession: async () => standingOpen as never }) },
      /an ended session: is not told to sign in/,
    ],
    [
      "a session that opens whatever its secret, on any site",
      "read-me",
      { serving: () => ({ openSession: async () => standingOpen as never }) },
      /on this brand's site: is not told to sign in/,
    ],
    [
      "a route that asks for no session",
      "read-me",
      { access: "public", run: async () => ({ status: 200, body: {} }) },
      /nobody signed in: is not told to sign in/,
    ],
    [
      "an object that is looked for without its owner",
      "read-request",
      { run: async () => ({ status: 200, body: { status: "submitted" } }) },
      /another member of the brand: does not get not-found/,
    ],
    [
      "a list beneath an object that is not looked for",
      "list-messages",
      { beneath: undefined, run: async () => ({ status: 200, body: { items: [] } }) },
      /another member of the brand: does not get not-found/,
    ],
    [
      "an object that is refused as somebody else's",
      "read-request",
      {
        run: async (concierge, { person, parameters }) => {
          const { Refusal } = await import("../../../shared/refusal.ts");
          const found = await concierge.readRequest(person, parameters.requestId ?? "").catch(() => undefined);
          if (found === undefined) throw new Refusal("state-conflict");
          return { status: 200, body: found.doc };
        },
      },
      /a member of the other brand: does not get not-found/,
    ],
    [
      "an answer that tells whether the id is known",
      "read-cancellation",
      {
        run: async (_, { parameters }) => {
          const { Refusal } = await import("../../../shared/refusal.ts");
          const fields = [{ pointer: "/requestId", rule: String(parameters.requestId) }];
          throw new Refusal("not-found", { fields });
        },
      },
      /answered otherwise than for an unknown id/,
    ],
    [
      "a function that the route is not for",
      "read-file",
      {
        serving: ({ identifyStaff }) => ({
          identifyStaff: (brand, _roles, header) => identifyStaff(brand, staffRoles, header),
        }),
        run: readFile,
      },
      /read-file by auditor of milleis on milleis's site: is let in/,
    ],
    [
      "a function in another brand",
      "read-file",
      {
        serving: ({ identifyStaff }) => ({
          identifyStaff: async (brand, roles, header) => {
            const found = brandIds.map((one) => identifyStaff(one, roles, header));
            return { ...(await Promise.any(found)), brand };
          },
        }),
        run: readFile,
      },
      /read-file by desk of platinum on milleis's site: is let in/,
    ],
    [
      "a brand that is not compared with the member's",
      "read-approval",
      {
        run: async (concierge, { staff, parameters }, { brand }) => {
          const { memberId = "", approvalId = "" } = parameters;
          return { status: 200, body: await concierge.readApproval({ ...staff, brand }, memberId, approvalId) };
        },
      },
      /read-approval by dpo of platinum on platinum's site: reaches another brand's object/,
    ],
    [
      "a function too many, declared and let in",
      "list-reviews",
      {
        roles: ["dpo", "auditor"],
        run: async (concierge, { staff }) => ({
          status: 200,
          body: await concierge.listReviews(staff, { limit: 10 }),
        }),
      },
      /list-reviews by auditor of milleis on milleis's site: is let in/,
    ],
    [
      "a function too few, declared and refused",
      "list-undecided",
      {
        roles: ["desk"],
        run: async (concierge, { staff }) => ({
          status: 200,
          body: await concierge.retention.undecided.list(staff, { limit: 10 }),
        }),
      },
      /list-undecided by dpo of milleis on milleis's site: is not let in/,
    ],
    [
      "a look that is not on record",
      "list-erasures",
      {
        run: async (concierge) => ({
          status: 200,
          body: { items: [], cursor: (await concierge.listErasures({ limit: 1 })).cursor },
        }),
      },
      /list-erasures by whom it is for: the look is not on record/,
    ],
    [
      "a staff route that asks for no token",
      "read-file",
      { access: "public", run: async () => ({ status: 200, body: {} }) },
      /read-file by nobody signed in: does without a token/,
    ],
  ])("nobody: %s", async (_, name, plant, expected) => {
    expect((await faultsWith(name, plant)).join("\n")).toMatch(expected);
  });
});
