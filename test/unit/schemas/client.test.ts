/** The example client: what it sends, what it makes of answers, and that its types refuse what the API would refuse. */
import { describe, expect, expectTypeOf, it } from "vitest";
import type { SessionView } from "../../../docs/examples/client/api.ts";
import {
  type AnswerOf,
  ApiProblem,
  openClient,
  type ProblemOf,
  type Sent,
} from "../../../docs/examples/client/client.ts";
import { typeOf } from "../../../tools/schemas/client-types.ts";

const requestId = "8d6a1c52-0b9e-4f6a-8c3d-1e5f7a9b2c40";

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const asked: { method: string; path: string; sent: Sent }[] = [];
  const call = openClient(async (method, path, sent) => {
    asked.push({ method, path, sent });
    const type = status < 400 ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
    return {
      status,
      headers: { "content-type": type, ...headers },
      text: body === undefined ? "" : JSON.stringify(body),
    };
  });
  return { call, asked };
}

describe("the client", () => {
  it("puts path, query, headers and body where they belong", async () => {
    const { call, asked } = answering(200, { items: [] });
    await call("GET /api/v1/requests", { query: { limit: 5 } });
    await call("GET /api/v1/requests/{requestId}", { path: { requestId: "a/b" } });
    const headers = { "x-csrf-token-conciergerie": "token", "idempotency-key": "0123456789abcdef" };
    await call("POST /api/v1/requests/{requestId}/messages", { path: { requestId }, headers, body: { text: "Merci" } });
    expect(asked).toEqual([
      { method: "GET", path: "/api/v1/requests?limit=5", sent: { headers: {} } },
      { method: "GET", path: "/api/v1/requests/a%2Fb", sent: { headers: {} } },
      { method: "POST", path: `/api/v1/requests/${requestId}/messages`, sent: { headers, body: { text: "Merci" } } },
    ]);
  });

  it("gives an answer without a body as one", async () => {
    expect(await answering(304, undefined).call("GET /api/v1/me")).toMatchObject({ status: 304, body: undefined });
  });

  it("throws a problem with its code and the time to wait", async () => {
    const problem = { type: "/problems/stale-version", title: "Modifiée", status: 412, instance: "urn:invocation:1" };
    const thrown = await answering(412, problem, { "retry-after": "3" })
      .call("GET /api/v1/me")
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ApiProblem);
    expect(thrown).toMatchObject({ code: "stale-version", retryAfter: 3, problem });
    expect((thrown as ApiProblem).is<"POST /api/v1/requests">("stale-version")).toBe(true);
  });

  it("is typed by the document", () => {
    const { call } = answering(200, {});
    const wrong = () => [
      // @ts-expect-error an unknown operation
      call("GET /api/v1/nothing"),
      // @ts-expect-error a change without its headers
      call("DELETE /api/v1/session"),
      // @ts-expect-error a field that the body does not have
      call("POST /api/v1/sign-ins", { body: { email: "a@b.example", name: "Hélène" } }),
    ];
    expect(wrong).toBeTypeOf("function");
    expectTypeOf<AnswerOf<"GET /api/v1/session">["body"]>().toEqualTypeOf<SessionView>();
    expectTypeOf<AnswerOf<"GET /api/v1/me">["status"]>().toEqualTypeOf<200 | 304>();
    expectTypeOf<"idempotency-key-reused">().toExtend<ProblemOf<"POST /api/v1/requests">>();
  });
});

describe("generated types", () => {
  it("say what a schema says, and refuse what they do not know", () => {
    expect(
      typeOf({ type: "object", properties: { a: { type: "integer" } }, required: [], additionalProperties: false }),
    ).toBe("{ readonly a?: number; }");
    expect(typeOf({ type: "array", items: { enum: ["x", "y"] } })).toBe('readonly ("x" | "y")[]');
    expect(typeOf({ anyOf: [{ $ref: "#/components/schemas/Problem" }, { type: "null" }] })).toBe("Problem | null");
    expect(() => typeOf({ type: "tuple" })).toThrow("no type for");
  });
});
