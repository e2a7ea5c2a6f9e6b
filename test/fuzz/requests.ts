/**
 * Requests made up from the registered routes: a good one of some caller, and mostly something done to it. A new route is
 * among them by itself; for bodies whose good values no schema tells, this file says them.
 */
import { randomUUID } from "node:crypto";
import type { Route } from "../../shared/http/route.ts";
import { handleOf, hashOfSecret } from "../../shared/sessions/session.ts";
import type { Random } from "../faults/random.ts";
import { newEmail, requestBody, signUpBody, textsInForce } from "../fixtures/inputs.ts";
import { type Head, spoilHeaders, spoilMethod, spoilPath, spoilQuery } from "./heads.ts";
import { mutated, spoiled } from "./mutations.ts";
import { sampleOf } from "./samples.ts";
import type { Player, Scene } from "./scene.ts";
import { chance, hostileText, markOf, oneOf } from "./values.ts";

export type Planned = Head & {
  readonly route: Route | undefined;
  readonly mark: string;
  readonly bytes: Uint8Array | undefined;
  /** Whose session it is, where nothing was done to its cookie: 401 means that the session has ended. */
  readonly member: Player | undefined;
};

type Inputs = {
  readonly member: Player;
  readonly code: string | undefined;
  readonly now: Date;
  readonly mark: string;
  readonly isKnown: boolean;
};

/** Good values for bodies beyond what their schema says, by route. */
const bodies: Readonly<Record<string, (inputs: Inputs) => unknown>> = {
  "sign-up": ({ member }) => signUpBody(member.brand),
  "sign-in": ({ member, isKnown }) => ({ email: isKnown ? member.email : newEmail() }),
  "verify-sign-up": ({ code }) => ({ code: code ?? "000000" }),
  "verify-sign-in": ({ code }) => ({ code: code ?? "000000" }),
  "accept-document": () => ({ document: "terms", version: textsInForce.terms, language: "fr" }),
  "submit-request": ({ now, mark }) => requestBody(now, { what: `Une table au calme, ${mark}` }),
  "post-message": ({ mark }) => ({ text: `Bonjour ${mark}` }),
  "verify-step-up": ({ code }) => ({ code: code ?? "000000" }),
  "verify-email-change": ({ code }) => ({ code: code ?? "000000" }),
  "update-me": ({ mark }) => ({ firstName: `Zoé ${mark}` }),
  "renew-card": () => ({ cardDigits: "497020123" }),
  "accept-proposal": ({ member }) => ({ optionId: member.optionId }),
};

function parameterOf(name: string, member: Player, scene: Scene, random: Random, mark: string): string {
  if (chance(random, 0.08)) return encodeURIComponent(hostileText(random, mark).toWellFormed());
  if (chance(random, 0.08)) return randomUUID();
  const other = chance(random, 0.15) ? scene.victim : member;
  const known: Readonly<Record<string, string>> = {
    memberId: member.subjectId,
    requestId: other.requestId,
    proposalId: other.proposalId,
    interestId: other.interestId,
    sessionId: handleOf({ id: hashOfSecret(String(other.headers.cookie).split(".")[1] ?? "") }),
    version: "2026-01",
    since: "2026-01",
    code: oneOf(random, ["not-found", "invalid-input"]),
  };
  return known[name] ?? randomUUID();
}

/** The version a change must name: the request's, or the member's own. */
async function versionFor(route: Route, { functions }: Scene, { host, headers, etag }: Player): Promise<string> {
  if (route.path.includes("{requestId")) return etag;
  return (await functions.http("read-me", { headers: { host, ...headers } })).headers.etag ?? etag;
}

/** @param isGood nothing is done to it. */
export async function plannedFor(
  route: Route | undefined,
  scene: Scene,
  random: Random,
  isGood: boolean,
): Promise<Planned> {
  const mark = markOf(random);
  const member = oneOf(random, scene.members);
  member.uses += 1;
  const pattern = route?.path ?? oneOf(random, [mark, "api/v1", "", "robots.txt", ".git/config", "api/v2/me"]);
  const path = `/${pattern.replace(/\{(\w+)(?::\w+)?\}/g, (_, name: string) => parameterOf(name, member, scene, random, mark))}`;
  const ticket = route?.access === "ticket" ? await scene.ticket(route.name, member, isGood) : undefined;
  const isMember = route?.access === "member";
  const role = route?.roles === undefined ? undefined : oneOf(random, route.roles);
  const token = role === undefined ? undefined : await scene.staffToken(member.brand, role);
  const headers: Record<string, string> = {
    host: member.host,
    "sec-fetch-site": "same-origin",
    "accept-language": oneOf(random, ["fr", "en"]),
    ...(isMember || chance(random, 0.2) ? lowerCased(member.headers) : {}),
    ...(ticket === undefined ? {} : { cookie: ticket.cookie }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(route?.isCreating ? { "idempotency-key": randomUUID() } : {}),
    ...(route?.isConditional ? { "if-match": await versionFor(route, scene, member) } : {}),
  };
  const head: Head = { method: route?.method ?? "GET", path, query: "", headers };
  const inputs = { member, code: ticket?.code, now: scene.functions.clock.now(), mark, isKnown: chance(random, 0.5) };
  let body =
    route?.body === undefined ? undefined : (bodies[route.name]?.(inputs) ?? sampleOf(route.body.schema, random));
  let bytes: Uint8Array | undefined;
  const cookie = headers.cookie;

  for (let left = isGood ? 0 : random.whole(1, 3); left > 0; left -= 1) {
    const kind = random.fraction();
    if (body !== undefined && kind < 0.35) body = mutated(body, random, mark);
    else if (body !== undefined && kind < 0.5) bytes = spoiled(JSON.stringify(body), random, mark);
    else if (kind < 0.78) spoilHeaders(head, random, mark, scene);
    else if (kind < 0.87) spoilPath(head, random, mark);
    else if (kind < 0.95) spoilQuery(head, random, mark);
    else if (kind < 0.98) spoilMethod(head, random);
    else body = { [mark]: mark };
  }
  bytes ??= body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  if (bytes !== undefined) {
    head.headers["content-type"] ??= "application/json";
    if (!isGood && chance(random, 0.02)) delete head.headers["content-type"];
    head.headers["content-length"] ??= String(bytes.byteLength);
  }
  const isOwn = isMember && head.headers.cookie === cookie && head.headers.host === member.host;
  return { ...head, route, mark, bytes, member: isOwn ? member : undefined };
}

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
