/** Requests that are wrong before their content matters: who, from where, how, to what; keys, versions, twins. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../local/browser/browser.ts";
import { csrfHeader } from "../../shared/http/cross-site.ts";
import { comparable, expectProblem } from "../fixtures/answers.ts";
import { requestBody } from "../fixtures/inputs.ts";
import { type Member, openCheckedBrowser, signUp } from "../fixtures/member.ts";
import { useSystem, usualStart } from "../fixtures/system.ts";

const under = useSystem();
let member: Member;
let other: Member;
let path: string;
beforeAll(async () => {
  [member, other] = await Promise.all([signUp(under.system), signUp(under.system)]);
  path = await member.submit();
  await member.untilStatus(path, "proposed");
});

const canary = `kanari-${randomUUID()}`;
const changes: readonly (readonly [string, string, unknown?])[] = [
  ["POST", "/api/v1/requests", requestBody(usualStart)],
  ["DELETE", "/api/v1/session"],
];

describe("without a session", () => {
  const notSignedIn = { status: 401, code: "not-signed-in" } as const;
  const someone = `${randomUUID()}.${"A".repeat(43)}`;
  it.each([
    ["no cookie", ""],
    ["a cookie of nobody", `__Host-session=${someone}`],
    ["half a cookie", "__Host-session=abc"],
    ["two cookies of one name", `__Host-session=${someone}; __Host-session=${someone}`],
    ["a cookie of another name", `session=${someone}`],
  ])("(%s) nothing of a member is shown or done", async (_, cookie) => {
    const browser = openCheckedBrowser(under.system.url);
    const headers = { cookie, [csrfHeader]: member.csrfToken, "idempotency-key": randomUUID() };
    for (const place of ["/api/v1/me", "/api/v1/session", "/api/v1/requests", path, `${path}/messages`]) {
      expectProblem(await browser.ask("GET", place, { headers }), notSignedIn, cookie);
    }
    for (const [method, place, body] of changes) {
      expectProblem(await browser.ask(method, place, { headers, body }), notSignedIn, [cookie, body]);
    }
  });

  it("a code needs the browser that asked for it", async () => {
    const browser = openCheckedBrowser(under.system.url);
    for (const place of ["sign-ups", "sign-ins"]) {
      const reply = await browser.ask("POST", `/api/v1/${place}/verification`, { body: { code: "123456" } });
      expectProblem(reply, { status: 409, code: "code-expired" });
    }
  });
});

/** Another signature: its first character, because the last one holds bits that count for nothing. */
function spoiled(token: string): string {
  const at = token.lastIndexOf("~") + 1;
  return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
}

describe("a change within a session", () => {
  const forged = { status: 403, code: "csrf-token-invalid" } as const;
  it.each([
    ["absent", () => undefined],
    ["another member's", () => other.csrfToken],
    ["made up", () => canary],
    ["spoiled", () => spoiled(member.csrfToken)],
  ])("is refused when its token is %s", async (_, token) => {
    for (const [method, place, body] of changes) {
      const headers = { [csrfHeader]: token() };
      expectProblem(await member.change(method, place, { body, headers }), forged, [body, token()]);
    }
    expect((await member.get("/api/v1/session")).status).toBe(200);
  });

  const cross = { status: 403, code: "cross-site-request" } as const;
  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a site beside ours", { "sec-fetch-site": "same-site" }],
    ["the address bar", { "sec-fetch-site": "none" }],
    ["another origin", { origin: "https://elsewhere.example" }],
    ["the other brand", { origin: "http://platinum.localhost:1" }],
    ["an origin that says nothing", { origin: "null" }],
    ["nowhere", { origin: undefined, "sec-fetch-site": undefined }],
  ])("is refused when it comes from %s", async (_, headers) => {
    for (const [method, place, body] of changes) {
      expectProblem(await member.change(method, place, { body, headers }), cross, [body, headers]);
    }
    const browser = openCheckedBrowser(under.system.url);
    const body = { email: `${canary}@courriel.example` };
    expectProblem(await browser.ask("POST", "/api/v1/sign-ins", { body, headers }), cross, body);
  });

  it("is taken from a browser that sends the origin alone", async () => {
    const reply = await member.change("POST", "/api/v1/requests", {
      body: requestBody(usualStart),
      headers: { "sec-fetch-site": undefined },
    });
    expect(reply.status).toBe(201);
  });
});

describe("an address", () => {
  it.each([
    ["/api/v1/session", "DELETE, GET, HEAD"],
    ["/api/v1/me", "GET, HEAD, PATCH"],
    ["/api/v1/requests", "GET, HEAD, POST"],
    ["/api/v1/sign-ups", "POST"],
    ["/api/v1/sign-ins/verification", "POST"],
    ["/api/v1/health/live", "GET, HEAD"],
    [`/api/v1/requests/${randomUUID()}/messages`, "GET, HEAD, POST"],
    [`/api/v1/requests/${randomUUID()}/cancellation`, "GET, HEAD, POST"],
    ["/problems/not-found", "GET, HEAD"],
  ])("%s says which methods it has", async (place, allow) => {
    for (const method of ["PUT", "OPTIONS"]) {
      const reply = await member.change(method, place);
      expectProblem(reply, { status: 405, code: "method-not-allowed" });
      expect(String(reply.headers.allow).split(", ").toSorted().join(", ")).toBe(allow);
    }
  });

  it.each([
    "/",
    "/api",
    "/api/v1",
    "/api/v2/me",
    `/api/v1/${canary}`,
    "/problems/unheard-of",
    "/api/v1/requests/12",
    "/admin%2fhost",
  ])("%s leads nowhere", async (place) => {
    const reply = await member.get(place);
    expectProblem(reply, { status: 404, code: "not-found" }, canary);
  });

  it.each([
    ["another host", "elsewhere.example"],
    ["the right host at another port", "localhost:1"],
    ["a host below ours", "www.localhost"],
  ])("of %s is not served", async (_, host) => {
    const browser = openCheckedBrowser(under.system.url);
    for (const place of ["/api/v1/me", "/api/v1/requests", "/problems/not-found", "/nowhere"]) {
      const reply = await browser.ask("GET", place, { headers: { host, "x-forwarded-host": "localhost" } });
      expectProblem(reply, { status: 421, code: "unknown-host" }, host);
    }
  });
});

describe("someone else's request", () => {
  const missing = { status: 404, code: "not-found" } as const;
  const unknown = `/api/v1/requests/${randomUUID()}`;
  it("cannot be told from one that does not exist", async () => {
    const asks: ((at: string) => Promise<Reply>)[] = [
      (at) => other.get(at),
      (at) => other.change("POST", `${at}/messages`, { body: { text: canary } }),
      (at) => other.change("POST", `${at}/cancellation`, { ifMatch: '"1"' }),
      (at) => other.change("POST", `${at}/proposals/1/acceptance`, { ifMatch: '"1"', body: { optionId: "1" } }),
      (at) => other.change("POST", `${at}/proposals/1/refusal`, { ifMatch: '"1"' }),
    ];
    for (const ask of asks) {
      const reply = await ask(path);
      expectProblem(reply, missing, canary);
      expect(comparable(reply)).toEqual(comparable(await ask(unknown)));
    }
    const [messages, none] = [await other.get(`${path}/messages`), await other.get(`${unknown}/messages`)];
    expect(comparable(messages)).toEqual(comparable(none));
    expect(messages.text).not.toContain("text");
  });
});

describe("what is created", () => {
  const submit = (key: string | undefined, what: string) =>
    member.change("POST", "/api/v1/requests", {
      body: requestBody(usualStart, { what }),
      headers: { "idempotency-key": key },
    });
  const answerOf = ({ status, text, headers }: Reply) => ({ status, text, location: headers.location });

  it.each([
    ["no key", undefined],
    ["a short key", "abc"],
    ["a key with spaces", `${"a b ".repeat(8)}`],
  ])("with %s is refused", async (_, key) => {
    expectProblem(await submit(key, canary), { status: 400, code: "idempotency-key-missing" }, canary);
  });

  it("twice with one key and one content is created once, in whatever order its fields come", async () => {
    const key = randomUUID();
    const first = await submit(key, "Deux places");
    expect(first.status).toBe(201);
    expect(answerOf(await submit(key, "Deux places"))).toEqual(answerOf(first));
    const body = Object.fromEntries(Object.entries(requestBody(usualStart, { what: "Deux places" })).toReversed());
    expect(answerOf(await member.change("POST", "/api/v1/requests", { body, key }))).toEqual(answerOf(first));
  });

  it("with a key that stands for something else is refused", async () => {
    const key = randomUUID();
    expect((await submit(key, "Deux places")).status).toBe(201);
    expectProblem(await submit(key, canary), { status: 422, code: "idempotency-key-reused" }, canary);
    // The key counts for one operation: another one has its own.
    const elsewhere = await member.change("POST", `${path}/messages`, { key, body: { text: "Bonjour" } });
    expect(elsewhere.status).toBe(201);
  });

  it("sixteen times at once with one key is created once, for the processor too", async () => {
    const { processor } = under;
    const twins = await signUp(under.system);
    const key = randomUUID();
    const body = requestBody(usualStart);
    const replies = await Promise.all(
      Array.from({ length: 16 }, () => twins.change("POST", "/api/v1/requests", { body, key })),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(answerOf(reply)))).size).toBe(1);
    expect(replies[0]?.status).toBe(201);
    const location = String(replies[0]?.headers.location);
    const { doc } = await twins.untilStatus(location, "proposed");
    expect((await twins.get("/api/v1/requests")).json<{ items: unknown[] }>().items).toHaveLength(1);
    const { effects } = await processor.effects();
    expect(effects[doc.id]).toEqual({ "concierge.request.submitted.v1": 1 });
  });
});

describe("a version", () => {
  it("must be named where a request is changed", async () => {
    for (const action of ["cancellation", "proposals/1/refusal", "proposals/1/acceptance"]) {
      const body = action.endsWith("acceptance") ? { optionId: "1" } : undefined;
      const reply = await member.change("POST", `${path}/${action}`, { body });
      expectProblem(reply, { status: 428, code: "precondition-required" });
    }
  });

  it("that has passed changes nothing", async () => {
    const mine = await member.submit();
    const early = await member.read(mine);
    const { doc } = await member.untilStatus(mine, "proposed");
    expect(doc.updatedAt).not.toBe(early.doc.updatedAt);
    const [proposal] = doc.proposals;
    const stale = { status: 412, code: "stale-version" } as const;
    const ifMatch = early.etag;
    expectProblem(await member.change("POST", `${mine}/cancellation`, { ifMatch }), stale);
    expectProblem(await member.change("POST", `${mine}/proposals/${proposal?.id}/refusal`, { ifMatch }), stale);
    const body = { optionId: proposal?.options[0]?.id };
    expectProblem(
      await member.change("POST", `${mine}/proposals/${proposal?.id}/acceptance`, { ifMatch, body }),
      stale,
    );
    expect((await member.read(mine)).doc).toEqual(doc);
  });
});

describe("a proposal", () => {
  it("that is not there, has no such option, or is answered cannot be accepted or declined", async () => {
    const mine = await member.submit();
    const { doc, etag } = await member.untilStatus(mine, "proposed");
    const [proposal] = doc.proposals;
    const answer = (id: string, ifMatch: string, optionId?: string) =>
      optionId === undefined
        ? member.change("POST", `${mine}/proposals/${id}/refusal`, { ifMatch })
        : member.change("POST", `${mine}/proposals/${id}/acceptance`, { ifMatch, body: { optionId } });
    const option = proposal?.options[0]?.id ?? "";
    const absent = { status: 404, code: "not-found" } as const;
    expectProblem(await answer(randomUUID(), etag, option), absent, option);
    expectProblem(await answer(randomUUID(), etag), absent);
    const errors = [{ pointer: "/optionId", rule: "must be an option of the proposal" }];
    expectProblem(
      await answer(proposal?.id ?? "", etag, canary),
      { status: 422, code: "invalid-input", errors },
      canary,
    );

    expect((await answer(proposal?.id ?? "", etag, option)).status).toBe(201);
    const answered = { status: 409, code: "proposal-already-answered" } as const;
    const now = await member.untilStatus(mine, "confirmed");
    expectProblem(await answer(proposal?.id ?? "", now.etag, option), answered, option);
    expectProblem(await answer(proposal?.id ?? "", now.etag), answered);
  });
});
