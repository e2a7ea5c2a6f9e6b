/**
 * Every refusal a route can answer with: what its capability refuses, and what follows from its declaration and the one
 * way through the handler. `method-not-allowed` belongs to paths, not to routes: the catch-all gives it.
 */
import type { RefusalCode } from "../refusal.ts";
import type { Route } from "./route.ts";

const ofBodies = [
  "unsupported-media-type",
  "length-required",
  "body-too-large",
  "unreadable-body",
  "invalid-input",
] as const;

/** In the order in which they are checked. */
export function refusalCodesOf(route: Route): readonly RefusalCode[] {
  const { method, access, body, path, isPaged, isCreating, isConditional, isSteppedUp, takesTicket, refusals } = route;
  const when = (is: boolean | undefined, ...codes: readonly RefusalCode[]) => (is ? codes : []);
  const isChange = method !== "GET";
  return [
    ...new Set<RefusalCode>([
      "uri-too-long",
      "headers-too-large",
      ...when(access !== "probe", "unknown-host"),
      ...when(isChange, "cross-site-request"),
      ...when(access === "ticket", "code-expired"),
      // Also where the person's key has been erased.
      ...when(access === "ticket" || access === "member", "not-signed-in"),
      ...when(access === "member", "erasure-in-progress"),
      ...when(access === "member" && isChange, "csrf-token-invalid"),
      ...when(access === "staff", "token-invalid", "not-allowed"),
      ...when(isSteppedUp, "step-up-required"),
      ...when(takesTicket, "code-expired"),
      ...when(body !== undefined, ...ofBodies),
      ...when(body === undefined && isChange, "unexpected-body"),
      ...when(isPaged, "invalid-input"),
      ...when(isConditional, "precondition-required"),
      ...when(isCreating, "idempotency-key-missing", "idempotency-key-reused"),
      // A path that does not fit its parameters is no path of ours.
      ...when(path.includes("{"), "not-found"),
      ...refusals,
      ...when(isCreating || isConditional, "stale-version"),
      ...when(access === "member" || access === "staff" || (access !== "probe" && isChange), "temporarily-unavailable"),
    ]),
  ];
}
