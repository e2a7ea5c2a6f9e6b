/** The sample app of the HTTP conformance tests, under an empty route prefix; also to be deployed to a real host for `HOST_URL`. */
import { app, type HttpHandler, type HttpMethod } from "@azure/functions";
import "./records.ts";
import { note } from "./records.ts";

const everyMethod: HttpMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Says which function it was and everything of the request that arrived. */
const echo: HttpHandler = async (request, context) => ({
  jsonBody: {
    function: context.functionName,
    method: request.method,
    url: request.url,
    params: request.params,
    query: Object.fromEntries(request.query),
    headers: Object.fromEntries(request.headers),
    body: Buffer.from(await request.arrayBuffer()).toString("base64"),
    traceParent: context.traceContext?.traceParent,
  },
});

const routed = (name: string, route: string, methods: HttpMethod[] = ["GET"]): void =>
  app.http(name, { route, methods, handler: echo });

app.http("hello", { route: "hello", handler: async () => ({ body: "hello" }) });
routed("echo", "echo/{*rest}", everyMethod);
routed("by-method-get", "by-method", ["GET"]);
routed("by-method-post", "by-method", ["POST"]);
routed("nameIsRoute", "nameIsRoute");

// The order of names decides, not how particular a route is.
routed("a-swallows", "swallowed/{*path}");
routed("b-swallowed", "swallowed/hello");
routed("c-request", "requests/{id}");
routed("d-changes", "requests/changes");
routed("e-case", "cases/{id:guid}");
routed("f-case-changes", "cases/changes");
routed("alpha-parameter", "insensitive/{id}");
routed("Zeta-literal", "insensitive/fixed");

routed("template-optional", "optional/{id?}");
routed("template-default", "default/{id=seven}");
routed("template-parts", "parts/{name}.{extension}");
routed("template-parameter", "parameter/{value}");
routed("constraint-int", "int/{value:int}");
routed("constraint-alpha", "alpha/{value:alpha}");
routed("constraint-regex", "regex/{value:regex(^[a-z]{{2}}-\\d+$)}");
routed("constraint-range", "range/{value:int:range(1,5)}");
routed("constraint-length", "length/{value:length(3)}");
routed("constraint-bool", "bool/{value:bool}");

app.http("guarded", { route: "guarded", authLevel: "function", handler: echo });
app.http("guarded-admin", { route: "guarded-admin", authLevel: "admin", handler: echo });

app.http("answer-throws", {
  route: "answer/throws",
  handler: async () => {
    throw new Error("what a person typed");
  },
});
app.http("answer-nothing", { route: "answer/nothing", handler: async () => undefined as never });
app.http("answer-text", { route: "answer/text", handler: async () => "text" as never });
app.http("answer-empty", { route: "answer/empty", handler: async () => ({ status: 200 }) });
app.http("answer-status", {
  route: "answer/status/{status}",
  handler: async (request) => ({ status: Number(request.params.status), body: "body" }),
});
app.http("answer-binary", {
  route: "answer/binary",
  handler: async () => ({ body: Uint8Array.from({ length: 256 }, (_, index) => index) }),
});
app.http("answer-headers", {
  route: "answer/headers",
  handler: async () => ({
    body: "own",
    headers: { Server: "mine", Date: "yesterday", "x-own": "kept", "content-type": "application/problem+json" },
  }),
});
app.http("answer-accent", {
  route: "answer/accent",
  handler: async () => ({ body: "accent", headers: { "x-name": "\u00e9" } }),
});
app.http("answer-two-cookie-headers", {
  route: "answer/two-cookie-headers",
  handler: async () => {
    const headers = new Headers();
    headers.append("set-cookie", "first=1");
    headers.append("set-cookie", "second=2");
    return { body: "cookies", headers };
  },
});
app.http("answer-cookies", {
  route: "answer/cookies",
  handler: async () => ({
    body: "cookies",
    cookies: [
      { name: "__Host-session", value: "a.b/c=d e", secure: true, httpOnly: true, sameSite: "Lax", path: "/" },
      { name: "gone", value: "", maxAge: 0, expires: new Date("2020-01-02T03:04:05Z") },
    ],
  }),
});
app.http("slow", {
  route: "slow/{name}",
  methods: ["GET", "POST"],
  handler: async (request) => {
    note(`${request.params.name}-begun`, null);
    await new Promise((resolve) => setTimeout(resolve, Number(request.query.get("ms") ?? 300)));
    note(`${request.params.name}-ended`, null);
    return { body: "slow" };
  },
});
app.http("zz-fallback", { route: "{*path}", methods: everyMethod, handler: echo });
