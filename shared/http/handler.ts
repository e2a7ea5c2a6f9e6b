/**
 * The one way through which every HTTP request goes: site, cross-site defence, who is asking, body, then the capability,
 * then the answer. Every answer carries our headers; every failure is a problem (RFC 9457); nothing that was sent is
 * echoed or logged.
 */
import type { Cookie, HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import type * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import type { Network } from "../limits/limit.ts";
import { traced } from "../messaging/trace.ts";
import type { Logger } from "../privacy/log.ts";
import type { AnyRecord, Declared, Doc } from "../privacy/record.ts";
import { Refusal, type RefusalCode } from "../refusal.ts";
import { hashOfSecret, isSteppedUp, type Session } from "../sessions/session.ts";
import type { Staff } from "../staff/staff.ts";
import type { Intent } from "../storage/commit-once.ts";
import { metered } from "../storage/meter.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import type { RecordAt } from "../storage/repository.ts";
import { Unavailable } from "../storage/unavailable.ts";
import type { Clock } from "../time/clock.ts";
import { readBody, refuseBody } from "./body.ts";
import { type Origins, type Site, siteOf } from "./brand-of-host.ts";
import { clientNetwork } from "./client-network.ts";
import { type Bearer, cookieNames, readBearer } from "./cookies.ts";
import { csrfHeader, refuseCrossSite, refuseForgery } from "./cross-site.ts";
import { answerHeaders, requestIdHeader } from "./headers.ts";
import { intentOf } from "./idempotency-key.ts";
import { type Language, preferredLanguage } from "./language.ts";
import { problemOf, unknownTrouble } from "./problem.ts";
import { refuseOversized } from "./request-limits.ts";
import type { AnswerShape, Handled, Route } from "./route.ts";
import type { IdentifyStaff } from "./staff-token.ts";
import { readTicket } from "./ticket-cookie.ts";

/**
 * `probe`: anybody, on any host name. `public`: anybody. `ticket`: who asked for a code, from the same browser.
 * `member`: who is signed in. `staff`: the controller's people, by a token of the directory.
 */
export type Access = "probe" | "public" | "ticket" | "member" | "staff";

export type Answer<B, S extends number = number> = {
  readonly status: S;
  readonly body?: B;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly Cookie[];
};

/** What a route's `run` is given; which parts are there follows from the route's declaration. */
export type Call<R extends Handled> = {
  readonly request: HttpRequest;
  readonly site: Site;
  readonly language: Language;
  readonly parameters: Readonly<Record<string, string>>;
  /** Where it comes from, for limits. */
  readonly network: Network | undefined;
} & (R["body"] extends Declared ? { readonly body: Doc<R["body"]> } : unknown) &
  (R["access"] extends "ticket" ? { readonly ticket: Bearer } : unknown) &
  (R["takesTicket"] extends true ? { readonly ticket: Bearer } : unknown) &
  (R["access"] extends "member" ? { readonly person: Person; readonly session: Session } : unknown) &
  (R["access"] extends "staff" ? { readonly staff: Staff } : unknown) &
  (R["isCreating"] extends true ? { readonly intent: Intent } : unknown) &
  (R["isConditional"] extends true ? { readonly ifMatch: string } : unknown);

export type Run<R extends Route> = (
  call: Call<R>,
) => Promise<
  Answer<R["answer"] extends AnswerShape ? z.output<R["answer"]["schema"]> : undefined, R["statuses"][number]>
>;

/** What the handler needs from the composition root. */
export type Serving = {
  readonly log: Logger;
  readonly origins: Origins;
  readonly csrfKeys: KeyRing;
  readonly codeKeys: KeyRing;
  readonly clock: Clock;
  /** How many fronts append to X-Forwarded-For. */
  readonly trustedFronts: number;
  /** @throws Refusal not-found where what has to be there is not. */
  readonly openSession: (person: Person, secret: string, beneath?: RecordAt<AnyRecord>) => Promise<Session | undefined>;
  readonly identifyStaff: IdentifyStaff;
  /** @throws Refusal erasure-in-progress where that is why there is no session. */
  readonly refuseWhileErasing: (person: Person, sessionId: string) => Promise<void>;
};

type AnyRun = (call: object) => Promise<Answer<unknown>>;

const isSafe = (method: string) => method === "GET" || method === "HEAD";

/**
 * A staff token is never sent by a browser on its own, so a program that is no browser may come without saying where from.
 * A page of another site stays refused: browsers do say.
 */
const isBearerAlone = ({ access }: Handled, headers: { get(name: string): string | null }) =>
  access === "staff" && headers.get("sec-fetch-site") === null && headers.get("origin") === null;

export function handle(
  serving: Serving,
  route: Handled,
  run: AnyRun,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  const language = preferredLanguage(request.headers.get("accept-language"));
  const startedAt = performance.now();
  return traced(request.headers.get("traceparent"), () =>
    metered(async (meter) => {
      const log = serving.log.with({ invocationId: context.invocationId, function: route.name });
      let response: HttpResponseInit;
      let code: RefusalCode | undefined;
      try {
        response = toResponse(await answer(serving, route, run, request, language), request.method);
      } catch (error) {
        code = error instanceof Refusal ? error.code : undefined;
        response = refusalResponse(error, route, language, context.invocationId, log);
      }
      response = { ...response, headers: { ...response.headers, [requestIdHeader]: context.invocationId } };
      log.event("http.answered", {
        method: request.method as never,
        status: response.status ?? 200,
        code,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        dataOperations: meter.dataOperations,
        requestCharge: Math.round(meter.requestUnits * 100) / 100,
      });
      return response;
    }),
  );
}

async function answer(serving: Serving, route: Handled, run: AnyRun, request: HttpRequest, language: Language) {
  const { headers } = request;
  refuseOversized(request);
  const site: Site =
    route.access === "probe" ? { brand: "" as BrandId, origin: "" } : siteOf(serving.origins, headers.get("host"));
  if (!isSafe(route.method) && !isBearerAlone(route, headers)) refuseCrossSite(headers, site.origin);
  const caller = await identify(serving, route, request, site);
  // The key a client chose is its own: two people with the same one mean two things.
  const operation = "staff" in caller ? `${route.name} by ${caller.staff?.id}` : route.name;
  if (route.body === undefined && !isSafe(route.method)) refuseBody(request);
  const body = route.body === undefined ? undefined : await readBody(request, route.body);
  const target = request.params;
  const ifMatch = headers.get("if-match");
  if (route.isConditional && ifMatch === null) throw new Refusal("precondition-required");
  return run({
    request,
    site,
    language,
    parameters: target,
    network: clientNetwork(serving.trustedFronts, headers),
    ...caller,
    ...(body === undefined ? {} : { body }),
    ...(route.isConditional ? { ifMatch } : {}),
    ...(route.isCreating ? { intent: intentOf(headers.get("idempotency-key"), operation, target, body) } : {}),
  });
}

/** @throws Refusal not-signed-in, code-expired, csrf-token-invalid, step-up-required, token-invalid or not-allowed */
async function identify(
  { openSession, refuseWhileErasing, csrfKeys, codeKeys, clock, identifyStaff }: Serving,
  route: Handled,
  request: HttpRequest,
  { brand }: Site,
) {
  const cookie = request.headers.get("cookie");
  if (route.access === "ticket") {
    const ticket = readTicket(codeKeys, cookie);
    if (ticket === undefined) throw new Refusal("code-expired");
    return { ticket };
  }
  // Cookies are not looked at: a member's session gives staff nothing, and a staff token no member's rights.
  if (route.access === "staff") {
    return { staff: await identifyStaff(brand, route.roles ?? [], request.headers.get("authorization")) };
  }
  if (route.access !== "member") return {};
  const bearer = readBearer(cookie, cookieNames.session);
  if (bearer === undefined) throw new Refusal("not-signed-in");
  const person: Person = { brand, subjectId: bearer.subjectId };
  const beneath = route.beneath && {
    record: route.beneath.record,
    id: request.params[route.beneath.parameter] ?? "",
  };
  const session = await openSession(person, bearer.secret, beneath);
  if (session === undefined) {
    await refuseWhileErasing(person, hashOfSecret(bearer.secret));
    throw new Refusal("not-signed-in");
  }
  if (!isSafe(route.method)) refuseForgery(csrfKeys, session.id, request.headers.get(csrfHeader));
  if (route.isSteppedUp && !isSteppedUp(session, clock.now())) throw new Refusal("step-up-required");
  if (!route.takesTicket) return { person, session };
  const ticket = readTicket(codeKeys, cookie);
  if (ticket === undefined || ticket.subjectId !== person.subjectId) throw new Refusal("code-expired");
  return { person, session, ticket };
}

function toResponse({ status, body, headers, cookies }: Answer<unknown>, method: string): HttpResponseInit {
  const content =
    body === undefined || method === "HEAD" ? {} : typeof body === "string" ? { body } : { body: JSON.stringify(body) };
  return {
    status,
    headers: {
      ...answerHeaders("no-store"),
      ...(body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
      ...headers,
    },
    ...content,
    ...(cookies === undefined ? {} : { cookies: [...cookies] }),
  };
}

function refusalResponse(
  error: unknown,
  { access }: Handled,
  language: Language,
  invocationId: string,
  log: Logger,
): HttpResponseInit {
  const refusal = asRefusal(error, access);
  if (refusal === undefined) log.error("http.failed", error);
  else if (refusal.code === "temporarily-unavailable") log.error("http.unavailable", error, { code: refusal.code });
  const problem =
    refusal === undefined ? unknownTrouble(language, invocationId) : problemOf(refusal, language, invocationId);
  return {
    status: problem.status,
    headers: {
      ...answerHeaders("no-store"),
      "content-type": "application/problem+json; charset=utf-8",
      "content-language": language,
      ...(refusal?.code === "token-invalid" ? { "www-authenticate": "Bearer" } : {}),
      ...(refusal?.retryAfter === undefined ? {} : { "retry-after": String(refusal.retryAfter) }),
      ...(refusal?.allow === undefined ? {} : { allow: refusal.allow.join(", ") }),
    },
    body: JSON.stringify(problem),
  };
}

function asRefusal(error: unknown, access: Access): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof Unavailable) {
    return new Refusal("temporarily-unavailable", { retryAfter: error.retryAfter, cause: error });
  }
  // The person's key is gone: there is nobody here any more.
  if (error instanceof KeyShredded) {
    return new Refusal(access === "staff" ? "not-found" : "not-signed-in", { cause: error });
  }
  return undefined;
}
