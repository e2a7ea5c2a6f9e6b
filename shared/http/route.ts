/**
 * A route: what it is called, who may use it, what it takes and gives. Registering it hands it to the Functions runtime and
 * keeps it in the list that the catch-all, the descriptions and the tests' matrices are made from. Every request goes
 * through the one handler of this folder.
 */
import { app, type HttpMethod } from "@azure/functions";
import type * as z from "zod";
import type { Text } from "../privacy/catalogues.ts";
import type { AnyRecord, Declared } from "../privacy/record.ts";
import type { RefusalCode } from "../refusal.ts";
import type { StaffRole } from "../staff/staff.ts";
import type { CookieName } from "./cookies.ts";
import { type Access, handle, type Run, type Serving } from "./handler.ts";
import type { Filters } from "./paging.ts";

/** A declared shape, or a recipient's view of one. */
export type AnswerShape = { readonly schema: z.ZodType };

export type Route = {
  /** Function name, file name and name in telemetry. Routes are tried in the order of names, so it decides who is first. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Without leading slash; parameters in braces. */
  readonly path: string;
  readonly access: Access;
  /** Of a route for staff: the functions it is for. */
  readonly roles?: readonly [StaffRole, ...StaffRole[]];
  /** What it does, for the descriptions. */
  readonly summary: Text;
  /** Every status `run` answers with; 304 means that the answer carries an ETag. */
  readonly statuses: readonly [number, ...number[]];
  /** What its capability refuses. What follows from this declaration is added in `refusal-codes.ts`. */
  readonly refusals: readonly RefusalCode[];
  readonly body?: Declared;
  /** What a success gives; absent: no content. */
  readonly answer?: AnswerShape;
  /** Absent: JSON. */
  readonly mediaTypes?: readonly [string, ...string[]];
  /** Cookies a success sets or clears. */
  readonly sets?: readonly CookieName[];
  /** Takes `limit` and `cursor`. */
  readonly isPaged?: boolean;
  /** Of members only, to read: what has to be the member's own for there to be an answer, and the parameter that names it. */
  readonly beneath?: { readonly record: AnyRecord; readonly parameter: string };
  /** Query names it may be narrowed by, with the values each takes. */
  readonly filters?: Filters;
  /** Needs an Idempotency-Key. */
  readonly isCreating?: boolean;
  /** Needs If-Match with the version the client has read. */
  readonly isConditional?: boolean;
  /** Of members only: needs a fresh code, given within the session (sessions/step-up.ts). */
  readonly isSteppedUp?: boolean;
  /** Of members only: comes with the ticket of a code asked for within the session. */
  readonly takesTicket?: boolean;
};

/** What the handler looks at; the rest of a route is for its descriptions. */
export type Handled = Omit<Route, "summary" | "statuses" | "refusals" | "sets" | "isPaged" | "filters" | "mediaTypes">;

const registered: Route[] = [];

/** Every route, in the order of registration. */
export const routes: readonly Route[] = registered;

/**
 * Declares a route and hands it to the runtime.
 * @param serving what the handler needs from the composition root.
 * @param run calls one capability and says how its result is answered.
 */
export function register<const R extends Route>(serving: Serving, route: R, run: Run<R>): void {
  if ((route.access === "staff") !== (route.roles !== undefined)) {
    throw new Error(`${route.name}: roles belong to routes for staff, and those need some`);
  }
  if (
    route.beneath &&
    (route.access !== "member" || route.method !== "GET" || !route.path.includes(`{${route.beneath.parameter}:guid}`))
  ) {
    throw new Error(`${route.name}: what has to be there is named in the path of a member's reading`);
  }
  registered.push(route);
  // A GET answers HEAD too (RFC 9110 section 9.3.2); the runtime does not do that by itself.
  const methods: HttpMethod[] = route.method === "GET" ? ["GET", "HEAD"] : [route.method];
  app.http(route.name, {
    methods,
    route: route.path,
    // Who is asking is decided by the handler; a function key identifies no one.
    authLevel: "anonymous",
    handler: (request, context) => handle(serving, route, run as never, request, context),
  });
}
