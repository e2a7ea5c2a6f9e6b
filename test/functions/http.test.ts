/**
 * Every HTTP function, called as the host calls it. What a route declares decides what it must refuse, so a new route is in
 * the matrix by itself; what it does when all is well needs a case here, and without one a test fails.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { cookieNames } from "../../shared/http/cookies.ts";
import { problems } from "../../shared/http/problem.ts";
import type { Route } from "../../shared/http/route.ts";
import { ticketCookie } from "../../shared/http/ticket-cookie.ts";
import type { RefusalCode } from "../../shared/refusal.ts";
import { newSecret } from "../../shared/sessions/session.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { expectOurHeaders } from "../fixtures/answers.ts";
import { canariesIn } from "../fixtures/canaries.ts";
import { type Answered, type Call, useFunctions } from "../fixtures/functions.ts";
import { newEmail, requestBody, signUpBody, textsInForce } from "../fixtures/inputs.ts";
import { conversationPayload } from "../fixtures/payloads.ts";
import { archived, legalClaim, openedArchive } from "./archiving.ts";
import { certified, ordered } from "./erasing.ts";
import {
  askForCode,
  askWithin,
  confirmed,
  consentAsked,
  cookieOf,
  etagOf,
  type Person,
  proposed,
  signedUp,
  steppedUp,
  submitted,
  told,
} from "./person.ts";
import {
  brokenGlass,
  type Colleague,
  failedMessage,
  glassReason,
  holdOrder,
  legalDuty,
  opened,
  proposedDisclosure,
  refusedMessage,
  staffOf,
  undecidedTermination,
  usualReason,
} from "./staff.ts";

const functions = useFunctions();
let person: Person;
/** Who has given no code since signing in. */
let plainPerson: Person;
let desk: Colleague;
let dpo: Colleague;
let ops: Colleague;
beforeAll(async () => {
  plainPerson = await signedUp(functions.of);
  person = await steppedUp(functions.of, await signedUp(functions.of));
  desk = await staffOf(functions.of, "desk", "camille");
  dpo = await staffOf(functions.of, "dpo", "dominique");
  ops = await staffOf(functions.of, "ops", "maxime");
});

/** Somebody new, who has just given a fresh code. */
const someoneNew = async () => steppedUp(functions.of, await signedUp(functions.of));
const versionOf = async (of: Person) => String((await of.ask("read-me")).headers.etag);
const declared = async (of: Person) => {
  const answer = await of.ask("declare-interest", { body: { topic: "opera" } });
  return answer.json<{ id: string }>().id;
};

const texts = { version: textsInForce.charter, since: textsInForce.charter };
const publicDocuments = Object.fromEntries(
  (["charter", "terms"] as const).flatMap((name) => [
    [`read-${name}`, () => functions.of.http(`read-${name}`)],
    [`list-${name}-versions`, () => functions.of.http(`list-${name}-versions`)],
    [`read-${name}-version`, () => functions.of.http(`read-${name}-version`, { params: texts })],
    [`compare-${name}-versions`, () => functions.of.http(`compare-${name}-versions`, { params: texts })],
  ]),
);

const refusedRow = async () => {
  const requestId = await submitted(functions.of, person);
  const rowId = await refusedMessage(functions.of, person.subjectId, requestId);
  return { memberId: person.subjectId, rowId };
};

/** What each function answers when all is well. */
const successes: Readonly<Record<string, () => Promise<Answered>>> = {
  ...publicDocuments,
  "check-liveness": () => functions.of.http("check-liveness", { headers: { host: "10.0.0.1" } }),
  "check-readiness": () => functions.of.http("check-readiness", { headers: { host: "10.0.0.1" } }),
  "read-public-keys": () => functions.of.http("read-public-keys"),
  "read-certificate": async () => {
    const { id } = await certified(functions.of);
    return functions.of.http("read-certificate", { params: { erasureId: id } });
  },
  "list-erasures": async () => {
    await ordered(functions.of);
    return ops.ask("list-erasures");
  },
  "confirm-erasure": async () =>
    dpo.ask("confirm-erasure", {
      params: { erasureId: await ordered(functions.of) },
      body: { outcome: "erased", paperDated: parisDay(functions.of.clock.now()) },
    }),
  "read-openapi": () => functions.of.http("read-openapi"),
  "read-reference": () => functions.of.http("read-reference"),
  "read-problem": () => functions.of.http("read-problem", { params: { code: "not-found" } }),
  "sign-up": () => functions.of.http("sign-up", { body: signUpBody("milleis") }),
  "verify-sign-up": async () => {
    const { ticket, code } = await askForCode(functions.of, "sign-up", signUpBody("milleis"));
    return functions.of.http("verify-sign-up", { body: { code }, headers: { cookie: ticket } });
  },
  "sign-in": () => functions.of.http("sign-in", { body: { email: newEmail() } }),
  "verify-sign-in": async () => {
    const { email } = await signedUp(functions.of);
    const { ticket, code } = await askForCode(functions.of, "sign-in", { email });
    return functions.of.http("verify-sign-in", { body: { code }, headers: { cookie: ticket } });
  },
  "read-session": () => person.ask("read-session"),
  "end-session": async () => (await signedUp(functions.of)).ask("end-session"),
  "read-me": () => person.ask("read-me"),
  "read-timeline": () => person.ask("read-timeline"),
  "search-members": () => desk.ask("search-members", { body: { email: person.email } }),
  "open-file": () => desk.ask("open-file", { params: { memberId: person.subjectId }, body: usualReason.desk }),
  "read-file": async () => desk.ask("read-file", { params: await opened(desk, person.subjectId) }),
  "end-file-sessions": async () => {
    const whose = await signedUp(functions.of);
    return desk.ask("end-file-sessions", { params: await opened(desk, whose.subjectId) });
  },
  "list-file-requests": async () => {
    await submitted(functions.of, person);
    return dpo.ask("list-file-requests", { params: await opened(dpo, person.subjectId) });
  },
  "read-file-request": async () => {
    const requestId = await submitted(functions.of, person);
    return desk.ask("read-file-request", { params: { ...(await opened(desk, person.subjectId)), requestId } });
  },
  "list-file-messages": async () => {
    const requestId = await submitted(functions.of, person);
    await person.ask("post-message", { params: { requestId }, body: { text: "Bonjour" } });
    return desk.ask("list-file-messages", { params: { ...(await opened(desk, person.subjectId)), requestId } });
  },
  "list-file-disclosures": async () =>
    dpo.ask("list-file-disclosures", { params: await opened(dpo, person.subjectId) }),
  "open-archive": async () =>
    dpo.ask("open-archive", { params: { memberId: (await archived(functions.of)).subjectId }, body: legalClaim }),
  "list-archive": async () =>
    dpo.ask("list-archive", { params: { ...(await openedArchive(functions.of, dpo)), kind: "member" } }),
  "read-file-retention": async () => desk.ask("read-file-retention", { params: await opened(desk, person.subjectId) }),
  "list-work": async () => {
    await submitted(functions.of, person);
    return desk.ask("list-work");
  },
  "propose-disclosure": () =>
    desk.ask("propose-disclosure", {
      params: { memberId: person.subjectId },
      body: legalDuty(functions.of.clock.now()),
    }),
  "propose-closure": () =>
    desk.ask("propose-closure", { params: { memberId: person.subjectId }, body: { reason: "misuse" } }),
  "propose-termination": () =>
    desk.ask("propose-termination", { params: { memberId: person.subjectId }, body: { endedOn: "2027-01-13" } }),
  "propose-attribution": async () =>
    desk.ask("propose-attribution", {
      params: { memberId: person.subjectId },
      body: { terminationId: await undecidedTermination(functions.of) },
    }),
  "list-undecided": async () => {
    await undecidedTermination(functions.of);
    return desk.ask("list-undecided");
  },
  "show-undecided": async () =>
    desk.ask("show-undecided", { params: { terminationId: await undecidedTermination(functions.of) } }),
  "dismiss-undecided": async () =>
    desk.ask("dismiss-undecided", { params: { terminationId: await undecidedTermination(functions.of) } }),
  "propose-hold": () => desk.ask("propose-hold", { params: { memberId: person.subjectId }, body: holdOrder }),
  "propose-hold-review": () =>
    desk.ask("propose-hold-review", {
      params: { memberId: person.subjectId, holdId: randomUUID() },
      body: holdOrder,
    }),
  "propose-lifting": () =>
    desk.ask("propose-lifting", { params: { memberId: person.subjectId, holdId: randomUUID() }, body: {} }),
  "propose-opening": () => desk.ask("propose-opening", { params: { memberId: person.subjectId }, body: glassReason }),
  "list-approvals": async () => {
    await proposedDisclosure(desk, person.subjectId, functions.of.clock.now());
    return dpo.ask("list-approvals");
  },
  "read-approval": async () =>
    dpo.ask("read-approval", { params: await proposedDisclosure(desk, person.subjectId, functions.of.clock.now()) }),
  "confirm-action": async () =>
    dpo.ask("confirm-action", { params: await proposedDisclosure(desk, person.subjectId, functions.of.clock.now()) }),
  "refuse-action": async () =>
    dpo.ask("refuse-action", { params: await proposedDisclosure(desk, person.subjectId, functions.of.clock.now()) }),
  "list-failures": async () => {
    await failedMessage(functions.of, person.subjectId);
    return ops.ask("list-failures");
  },
  "show-failure": async () =>
    ops.ask("show-failure", { params: { failureId: await failedMessage(functions.of, person.subjectId) } }),
  "replay-failure": async () =>
    ops.ask("replay-failure", { params: { failureId: await failedMessage(functions.of, person.subjectId) } }),
  "discard-failure": async () =>
    ops.ask("discard-failure", { params: { failureId: await failedMessage(functions.of, person.subjectId) } }),
  "list-outbox": async () => {
    await refusedRow();
    return ops.ask("list-outbox");
  },
  "show-outbox-row": async () => ops.ask("show-outbox-row", { params: await refusedRow() }),
  "replay-outbox-row": async () => ops.ask("replay-outbox-row", { params: await refusedRow() }),
  "discard-outbox-row": async () => ops.ask("discard-outbox-row", { params: await refusedRow() }),
  "read-ledger": async () => {
    await functions.of.runTimer("relay-outbox");
    const params = { class: "proof", month: functions.of.clock.now().toISOString().slice(0, 7) };
    return (await staffOf(functions.of, "auditor", "claude")).ask("read-ledger", { params });
  },
  "list-reviews": async () => {
    await brokenGlass(desk, dpo, person.subjectId);
    return dpo.ask("list-reviews");
  },
  "complete-review": async () =>
    dpo.ask("complete-review", {
      params: await brokenGlass(desk, dpo, person.subjectId),
      body: { outcome: "justified", words: "Appel vérifié" },
    }),
  "update-me": async () =>
    person.ask("update-me", { body: { mobile: "06 98 76 54 32" }, headers: { "if-match": await versionOf(person) } }),
  "renew-card": async () =>
    person.ask("renew-card", { body: { cardDigits: "497020123" }, headers: { "if-match": await versionOf(person) } }),
  "ask-email-change": () => person.ask("ask-email-change", { body: { email: newEmail() } }),
  "verify-email-change": async () => {
    const of = await someoneNew();
    const { code, ticket } = await askWithin(functions.of, of, "ask-email-change", newEmail());
    return functions.of.http("verify-email-change", { body: { code }, headers: { cookie: ticket } });
  },
  "read-retention": () => person.ask("read-retention"),
  "close-account": async () => (await someoneNew()).ask("close-account"),
  "list-interests": async () => {
    await declared(person);
    return person.ask("list-interests");
  },
  "declare-interest": () => person.ask("declare-interest", { body: { words: "Vieux gréements" } }),
  "erase-interest": async () => person.ask("erase-interest", { params: { interestId: await declared(person) } }),
  "ask-step-up": async () => (await signedUp(functions.of)).ask("ask-step-up"),
  "verify-step-up": async () => {
    const of = await signedUp(functions.of);
    const { code, cookie } = await askWithin(functions.of, of, "ask-step-up");
    return of.ask("verify-step-up", { body: { code }, headers: { cookie } });
  },
  "list-sessions": () => person.ask("list-sessions"),
  "end-named-session": async () => {
    const of = await signedUp(functions.of);
    const [one] = (await of.ask("list-sessions")).json<{ items: { id: string }[] }>().items;
    return of.ask("end-named-session", { params: { sessionId: one?.id ?? "" } });
  },
  "end-other-sessions": () => person.ask("end-other-sessions"),
  "accept-document": () =>
    person.ask("accept-document", { body: { document: "terms", version: textsInForce.terms, language: "fr" } }),
  "submit-request": () => person.ask("submit-request", { body: requestBody(functions.of.clock.now()) }),
  "list-requests": () => person.ask("list-requests"),
  "read-request": async () =>
    person.ask("read-request", { params: { requestId: await submitted(functions.of, person) } }),
  "list-request-changes": () => person.ask("list-request-changes"),
  "read-calendar": async () =>
    person.ask("read-calendar", { params: { requestId: await confirmed(functions.of, person) } }),
  "read-cancellation": async () =>
    person.ask("read-cancellation", { params: { requestId: await submitted(functions.of, person) } }),
  "mark-read": async () => {
    const requestId = await submitted(functions.of, person);
    const payload = conversationPayload("Bonjour");
    await told(functions.of, person, requestId, { type: "concierge.conversation.posted.v1", payload });
    return person.ask("mark-read", { params: { requestId }, body: { upTo: payload.messageId } });
  },
  "count-unread": () => person.ask("count-unread"),
  "list-disclosures": async () =>
    person.ask("list-disclosures", { params: { requestId: await submitted(functions.of, person) } }),
  "list-consents": async () => {
    const { requestId } = await consentAsked(functions.of, person);
    return person.ask("list-consents", { params: { requestId } });
  },
  "answer-consent": async () => {
    const params = await consentAsked(functions.of, person);
    return person.ask("answer-consent", { params, body: { answer: "given" } });
  },
  "list-messages": async () => {
    const params = { requestId: await submitted(functions.of, person) };
    await person.ask("post-message", { params, body: { text: "Bonjour" } });
    return person.ask("list-messages", { params });
  },
  "post-message": async () =>
    person.ask("post-message", {
      params: { requestId: await submitted(functions.of, person) },
      body: { text: "Bonjour" },
    }),
  "accept-proposal": async () => {
    const { requestId, proposalId, optionId, etag } = await proposed(functions.of, person);
    const params = { requestId, proposalId };
    return person.ask("accept-proposal", { params, body: { optionId }, headers: { "if-match": etag } });
  },
  "decline-proposal": async () => {
    const { requestId, proposalId, etag } = await proposed(functions.of, person);
    return person.ask("decline-proposal", { params: { requestId, proposalId }, headers: { "if-match": etag } });
  },
  "cancel-request": async () => {
    const requestId = await submitted(functions.of, person);
    const etag = await etagOf(person, requestId);
    return person.ask("cancel-request", { params: { requestId }, headers: { "if-match": etag } });
  },
};
/** Not a route: what is left when no route fits. */
const catchAll = "zz-catch-all";

it("every HTTP function has its case", () => {
  const { registered, routes } = functions.of;
  expect(registered("httpTrigger")).toEqual([...Object.keys(successes), catchAll].toSorted());
  expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(successes).toSorted());
});

it("every function takes its own methods at its own address, without a key", () => {
  for (const { name, method, path } of functions.of.routes) {
    expect(functions.of.bindingOf(name)).toMatchObject({
      route: path,
      authLevel: "anonymous",
      methods: method === "GET" ? ["GET", "HEAD"] : [method],
    });
  }
});

describe("when all is well", () => {
  it.each(Object.keys(successes))("%s answers as it declares", async (name) => {
    const answer = await successes[name]?.();
    const { answer: shape, statuses, method, sets = [] } = functions.of.routeOf(name) as Route;
    expect(statuses).toContain(answer?.status);
    expectOurHeaders(answer as never);
    if (shape === undefined) expect(answer?.text).toBe("");
    else if (answer?.headers["content-type"]?.startsWith("application/json")) shape.schema.parse(answer.json());
    else if (name === "read-certificate") expect(answer?.text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    else expect(answer?.headers["content-type"]).toMatch(/^text\/(?:html|calendar)/);
    if (answer?.status === 201) expect(answer.headers.location).toMatch(/^\/api\/v1\//);
    if (method === "POST" && answer?.status === 202)
      expect(answer.cookies.map((cookie) => cookie.name)).toEqual(sets.map((cookie) => cookieNames[cookie]));
  });
});

const ticketOf = (subjectId: string) => {
  const { name, value } = ticketCookie(functions.of.secrets.codeKeys, { subjectId, secret: newSecret() });
  return `${name}=${value}`;
};
const ticketOfNobody = () => ticketOf(randomUUID());

describe("the ticket's cookie", () => {
  const partsOf = (answer: Answered) => cookieOf(answer, "__Host-ticket").slice("__Host-ticket=".length).split(".");
  const signInTwice = async (email: string) => {
    const ask = () => functions.of.http("sign-in", { body: { email } });
    return [partsOf(await ask()), partsOf(await ask())] as const;
  };

  it("tells nothing of who it is for: two of one address share no part, known or not, and look alike", async () => {
    const { email, subjectId } = await signedUp(functions.of);
    const known = await signInTwice(email);
    const unknown = await signInTwice(newEmail());
    for (const [one, other] of [known, unknown]) {
      expect(one.slice(1)).not.toContain(other[1]);
      expect(one.slice(1)).not.toContain(other[2]);
    }
    const lengths = [...known, ...unknown].map((parts) => parts.map(({ length }) => length));
    expect(new Set(lengths.map(String)).size).toBe(1);
    expect(new Set([...known, ...unknown].map(([version]) => version)).size).toBe(1);
    const bytes = Buffer.from(subjectId.replaceAll("-", ""), "hex");
    for (const [, sealed = ""] of known) expect(Buffer.from(sealed, "base64url").includes(bytes)).toBe(false);
    expect(JSON.stringify(known)).not.toContain(subjectId);
  });

  it.each(["sign-up", "sign-in"] as const)("changed or of another at %s is none", async (route) => {
    const body = route === "sign-up" ? signUpBody("milleis") : { email: (await signedUp(functions.of)).email };
    const { asked, ticket, code } = await askForCode(functions.of, route, body);
    const [version, sealed = "", secret = ""] = partsOf(asked);
    const [, elsewhere] = (await signInTwice(newEmail()))[0];
    const changed = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
    for (const parts of [
      [version, changed(sealed), secret],
      [version, sealed, changed(secret)],
      [version, elsewhere, secret],
      ["9999", sealed, secret],
      [person.subjectId, secret],
    ]) {
      const headers = { cookie: `__Host-ticket=${parts.join(".")}` };
      const answer = await functions.of.http(`verify-${route}`, { body: { code }, headers });
      expect(answer.json()).toMatchObject({ status: 409, type: expect.stringMatching(/\/problems\/code-expired$/) });
    }
    const opened = await functions.of.http(`verify-${route}`, { body: { code }, headers: { cookie: ticket } });
    expect(opened.status).toBe(201);
  });
});

/** Somebody whom a route for staff is for. */
const colleague = ({ roles }: Route): Colleague =>
  roles?.includes("desk") ? desk : roles?.includes("dpo") ? dpo : ops;

/** A call that a route would take, but for what is put over it. */
function callOf(route: Route, over: Call = {}): Call {
  const names = [...route.path.matchAll(/\{(\w+)(:guid)?\}/g)];
  const params = Object.fromEntries(
    names.map(([, name = "", guid]) => [name, guid === undefined ? "unknown" : randomUUID()]),
  );
  const body = route.body === undefined ? {} : { body: canariesIn(route.body).doc };
  return {
    params,
    ...body,
    ...over,
    headers: {
      ...(route.access === "member" ? person.headers : {}),
      ...(route.access === "staff" ? colleague(route).headers : {}),
      ...(route.access === "ticket" ? { cookie: ticketOfNobody() } : {}),
      ...(route.takesTicket ? { cookie: `${person.cookie}; ${ticketOf(person.subjectId)}` } : {}),
      ...(route.isCreating ? { "idempotency-key": randomUUID() } : {}),
      ...(route.isConditional ? { "if-match": '"1"' } : {}),
      ...over.headers,
    },
  };
}

type Rule = {
  readonly applies: (route: Route) => boolean;
  readonly over: Call | (() => Call);
  readonly code: RefusalCode;
};
const changes = ({ method }: Route) => method !== "GET";
const takesBody = ({ body }: Route) => body !== undefined;
const raw = (text: string, headers: Record<string, string | undefined> = {}): Call => ({
  body: undefined,
  raw: text,
  headers,
});

const rules: Readonly<Record<string, Rule>> = {
  "an unknown host": {
    applies: ({ access }) => access !== "probe",
    over: { headers: { host: "elsewhere.example" } },
    code: "unknown-host",
  },
  "another site": {
    applies: changes,
    over: { headers: { "sec-fetch-site": "cross-site" } },
    code: "cross-site-request",
  },
  "no session": {
    applies: ({ access }) => access === "member",
    over: { headers: { cookie: undefined } },
    code: "not-signed-in",
  },
  "no staff token": {
    applies: ({ access }) => access === "staff",
    over: { headers: { authorization: undefined } },
    code: "token-invalid",
  },
  "a member's session instead of a token": {
    applies: ({ access }) => access === "staff",
    over: {
      headers: {
        authorization: undefined,
        get cookie() {
          return person.cookie;
        },
      },
    },
    code: "token-invalid",
  },
  "no ticket": {
    applies: ({ access }) => access === "ticket",
    over: { headers: { cookie: undefined } },
    code: "code-expired",
  },
  "no token": {
    applies: (route) => route.access === "member" && changes(route),
    over: { headers: { "X-CSRF-TOKEN-CONCIERGERIE": undefined } },
    code: "csrf-token-invalid",
  },
  "no fresh code": {
    applies: ({ isSteppedUp }) => isSteppedUp === true,
    over: () => ({ headers: { ...plainPerson.headers } }),
    code: "step-up-required",
  },
  "no ticket of the session": {
    applies: ({ takesTicket }) => takesTicket === true,
    over: () => ({ headers: { cookie: person.cookie } }),
    code: "code-expired",
  },
  "somebody else's ticket": {
    applies: ({ takesTicket }) => takesTicket === true,
    over: () => ({ headers: { cookie: `${person.cookie}; ${ticketOfNobody()}` } }),
    code: "code-expired",
  },
  "a form": { applies: takesBody, over: { headers: { "content-type": "text/plain" } }, code: "unsupported-media-type" },
  "no length": { applies: takesBody, over: { headers: { "content-length": undefined } }, code: "length-required" },
  "300 KiB": { applies: takesBody, over: raw(JSON.stringify("a".repeat(307_198))), code: "body-too-large" },
  "a name twice": { applies: takesBody, over: raw('{"kanari":1,"kanari":2}'), code: "invalid-input" },
  "a prototype": { applies: takesBody, over: raw('{"__proto__":{"kanari":1}}'), code: "invalid-input" },
  "a well of lists": { applies: takesBody, over: raw("[".repeat(200_000)), code: "invalid-input" },
  "a body nobody reads": {
    applies: (route) => changes(route) && !takesBody(route),
    over: { body: { kanari: 1 } },
    code: "unexpected-body",
  },
  "an endless address": {
    applies: () => true,
    over: { query: `?kanari=${"a".repeat(6_200)}` },
    code: "uri-too-long",
  },
  "endless headers": {
    applies: () => true,
    over: { headers: { "x-kanari": "a".repeat(17_000) } },
    code: "headers-too-large",
  },
  "endless cookies": {
    applies: () => true,
    over: { headers: { cookie: "a".repeat(8_200) } },
    code: "headers-too-large",
  },
  "bad JSON": { applies: takesBody, over: raw("{"), code: "unreadable-body" },
  "no field": {
    applies: ({ body }) => body?.schema.safeParse({}).success === false,
    over: raw("{}"),
    code: "invalid-input",
  },
  "an unknown field": { applies: takesBody, over: raw(JSON.stringify({ kanari: 1 })), code: "invalid-input" },
  "no key": {
    applies: ({ isCreating }) => isCreating === true,
    over: { headers: { "idempotency-key": undefined } },
    code: "idempotency-key-missing",
  },
  "no version": {
    applies: ({ isConditional }) => isConditional === true,
    over: { headers: { "if-match": undefined } },
    code: "precondition-required",
  },
};

describe.each(Object.entries(rules))("with %s", (_, { applies, over, code }) => {
  it("every route it applies to refuses", async () => {
    const asked = functions.of.routes.filter(applies);
    expect(asked.length).toBeGreaterThan(0);
    for (const route of asked) {
      const answer = await functions.of.http(route.name, callOf(route, typeof over === "function" ? over() : over));
      expect({ route: route.name, status: answer.status, type: answer.json().type }).toEqual({
        route: route.name,
        status: problems[code].status,
        type: `/problems/${code}`,
      });
      expectOurHeaders(answer);
      expect(answer.text).not.toContain("kanari");
    }
  });
});

describe("what no route takes", () => {
  it.each([
    ["PUT", "api/v1/me", 405, "GET, HEAD, PATCH"],
    ["POST", "nowhere", 404, undefined],
    ["OPTIONS", "api/v1/sign-ins", 405, "POST"],
  ])("%s %s is answered", async (method, path, status, allow) => {
    const answer = await functions.of.http(catchAll, { method, path, headers: { "sec-fetch-site": undefined } });
    expect({ status: answer.status, allow: answer.headers.allow }).toEqual({ status, allow });
  });
});

describe("an address with an account and one without", () => {
  const costOf = async (name: "sign-up" | "sign-in", body: object) => {
    const answer = await functions.of.http(name, { body });
    const dataOperations = functions.of.lines.at(-1)?.dataOperations;
    return { status: answer.status, dataOperations };
  };
  it("cost the same calls", async () => {
    const [known, unknown] = [person.email, newEmail()];
    const up = await costOf("sign-up", signUpBody("milleis", { email: unknown }));
    expect(await costOf("sign-up", signUpBody("milleis", { email: known }))).toEqual(up);
    const into = await costOf("sign-in", { email: newEmail() });
    expect(await costOf("sign-in", { email: known })).toEqual(into);
    expect([up.dataOperations, into.dataOperations].every((count) => Number(count) > 0)).toBe(true);
  });
});

it("what fails unexpectedly says nothing of its inside", async () => {
  await functions.of.stopCosmos();
  const answer = await person.ask("read-me");
  await functions.of.startCosmos();
  expect({ status: answer.status, type: answer.json().type }).toEqual({
    status: 503,
    type: "/problems/temporarily-unavailable",
  });
  expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|cosmos/i);
  expect((await person.ask("read-me")).status).toBe(200);
});
