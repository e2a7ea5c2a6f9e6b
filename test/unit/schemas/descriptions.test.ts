/**
 * OpenAPI and AsyncAPI: the committed files are what the code says, a linter finds nothing in them, they hold every route,
 * refusal, queue and message, and their schemas take what the product takes. Each check is shown something it must catch.
 */
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "../../../shared/http/openapi.ts";
import { pathOf } from "../../../shared/http/openapi-operation.ts";
import { refusalCodesOf } from "../../../shared/http/refusal-codes.ts";
import { queues } from "../../../shared/messaging/queues.ts";
import { payloads } from "../../../shared/model.ts";
import { type RefusalCode, refusalCodes } from "../../../shared/refusal.ts";
import { httpExamples } from "../../../tools/docs/examples.ts";
import { journeyMessages } from "../../../tools/docs/journey-messages.ts";
import { registeredRoutes } from "../../../tools/docs/registered-routes.ts";
import { asyncApiDocument } from "../../../tools/schemas/async-api.ts";
import { schemaFiles } from "../../../tools/schemas/files.ts";
import { validatorOf } from "./json-schema.ts";
import { lintFaults } from "./linter.ts";

const root = resolve(import.meta.dirname, "../../..");
const routes = await registeredRoutes();
const openApi = openApiDocument(routes);
const asyncApi = asyncApiDocument();
const files = await schemaFiles();

describe("generated files", () => {
  it.each([...files])(
    "%s is what the code says: run `node tools/schemas/write.ts` where this fails",
    (path, content) => {
      expect(readFileSync(join(root, path), "utf8")).toBe(content);
    },
  );

  it("leave nothing of what is gone", () => {
    const kept = globSync("docs/schemas/**/*.json", { cwd: root }).filter((path) => !path.includes("records"));
    expect(kept.map((path) => path.replaceAll("\\", "/")).toSorted()).toEqual(
      [...files.keys()].filter((path) => path.startsWith("docs/schemas/")).toSorted(),
    );
  });
});

describe("linter", () => {
  it("finds nothing in OpenAPI and AsyncAPI", async () => {
    expect(await lintFaults(openApi, "openapi")).toEqual([]);
    expect(await lintFaults(asyncApi, "asyncapi")).toEqual([]);
  });

  it("finds a planted fault in each", async () => {
    const [path = ""] = Object.keys(openApi.paths);
    const twice = { ...openApi, paths: { ...openApi.paths, "/again": openApi.paths[path] } };
    expect((await lintFaults(twice, "openapi")).join()).toContain("operation-operationId-unique");
    const shapeless = structuredClone(openApi) as { components: { schemas: Record<string, unknown> } };
    shapeless.components.schemas.Problem = { type: "thing" };
    expect((await lintFaults(shapeless, "openapi")).join()).toContain("struct");
    const astray = structuredClone(asyncApi) as { operations: Record<string, { channel: object }> };
    for (const operation of Object.values(astray.operations)) operation.channel = { $ref: "#/channels/nowhere" };
    expect((await lintFaults(astray, "asyncapi")).join()).toContain("no-unresolved-refs");
    const wordless = { ...asyncApi, operations: { wave: { action: "wave" } } };
    expect((await lintFaults(wordless, "asyncapi")).join()).toContain("struct");
  });
});

/** Every code that some line of the product refuses with. */
const thrownIn = (text: string): readonly RefusalCode[] =>
  [...text.matchAll(/new Refusal\(\s*"([a-z-]+)"/g)].map(([, code]) => code as RefusalCode);

describe("refusals", () => {
  const sources = globSync("{shared,functions}/**/*.ts", { cwd: root }).map((path) =>
    readFileSync(join(root, path), "utf8"),
  );
  const thrown = new Set(sources.flatMap(thrownIn));
  const documented = new Set([...routes.flatMap(refusalCodesOf), "method-not-allowed"]);

  it("are all described where they are given, and given where they are described", () => {
    expect(thrown.size).toBeGreaterThan(20);
    expect([...thrown].filter((code) => !documented.has(code))).toEqual([]);
    expect([...documented].filter((code) => !thrown.has(code as RefusalCode))).toEqual([]);
    expect(thrownIn('throw ok ? new Refusal("not-found") : new Refusal(\n "gone")')).toEqual(["not-found", "gone"]);
  });

  it("are in the catalogue in both languages", () => {
    expect(Object.keys(openApi["x-problems"]).toSorted()).toEqual(refusalCodes.toSorted());
  });

  it("are possible on every route; on a probe for what is wrong with the call itself only", () => {
    for (const route of routes) {
      const codes = refusalCodesOf(route);
      expect(codes, route.name).toEqual(expect.arrayContaining(["uri-too-long", "headers-too-large"]));
      if (route.access === "probe") expect(codes, route.name).not.toContain("unknown-host");
    }
  });
});

describe("OpenAPI", () => {
  const validate = validatorOf(openApi);

  it("has every route, with personal data marked", () => {
    const described = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.map((route) => `${route.method} ${pathOf(route)}`).toSorted());
    expect(openApi.components.schemas.SignUpBody?.properties?.email?.["x-personal-data"]).toEqual({
      category: "contact",
      purposes: ["identification", "communication"],
      source: "member",
      kept: "account",
    });
    expect(openApi.components.schemas.SignUpBody?.properties?.language?.["x-personal-data"]).toBeUndefined();
  });

  it("asks for session, token, key and version where the route does", () => {
    const accept = openApi.paths["/api/v1/requests/{requestId}/proposals/{proposalId}/acceptance"]?.post;
    expect(accept?.security).toEqual([{ session: [], csrf: [] }]);
    expect(accept?.parameters).toEqual(
      expect.arrayContaining([
        { $ref: "#/components/parameters/IdempotencyKey" },
        { $ref: "#/components/parameters/IfMatch" },
        { name: "requestId", in: "path", required: true, schema: { type: "string", format: "uuid" } },
      ]),
    );
    expect(Object.keys(accept?.responses ?? {})).toEqual(
      "201 400 401 403 404 409 411 412 413 414 415 421 422 428 431 503".split(" "),
    );
    expect(openApi.paths["/api/v1/sign-ups"]?.post?.security).toEqual([]);
    expect(Object.keys(openApi.paths["/api/v1/me"]?.get?.responses ?? {})).toContain("304");
  });

  it("refuses a status that is both an answer and a problem", () => {
    const [route] = routes.filter(({ name }) => name === "read-me");
    expect(() => openApiDocument([{ ...route, statuses: [200, 404] } as never])).toThrow("404 is both");
  });

  /** What was captured from the running system, judged by the document. */
  const exchanges = routes.flatMap((route) =>
    (httpExamples().get(route.name) ?? []).map((exchange) => ({ route, exchange })),
  );

  it("describes every captured answer: status, headers, body", () => {
    expect(exchanges.length).toBeGreaterThan(40);
    for (const { route, exchange } of exchanges) {
      const at = `${route.name}: ${exchange.title}`;
      const { status, headers, body } = exchange.answer;
      const response = openApi.paths[pathOf(route)]?.[route.method.toLowerCase()]?.responses[status];
      expect(response, at).toBeDefined();
      for (const name of ["location", "etag", "set-cookie", "retry-after"]) {
        const isDescribed = Object.keys(response?.headers ?? {}).some((known) => known.toLowerCase() === name);
        if (headers[name] !== undefined) expect(isDescribed, `${at}: ${name}`).toBe(true);
      }
      const schema = response?.content?.[String(headers["content-type"]).split(";")[0] ?? ""]?.schema;
      if (body !== undefined) expect(schema, at).toBeDefined();
      // A body too long to be shown is kept as its length.
      const isWhole = typeof body !== "object" || body === null || !("bytes" in body);
      if (isWhole && schema?.$ref !== undefined) expect(validate(schema.$ref.slice(1), body), at).toEqual([]);
      const types = schema?.properties?.type?.enum;
      if (types !== undefined) expect(types, at).toContain((body as { type: string }).type);
    }
  });

  it("names the cookies that a success sets or clears, and pages where there are pages", () => {
    for (const { route, exchange } of exchanges) {
      const { status, headers } = exchange.answer;
      if (status >= 300) continue;
      const set = [headers["set-cookie"] ?? []].flat().map((line) => line.replace(/^__Host-(\w+)=.*$/s, "$1"));
      expect(set.toSorted(), route.name).toEqual([...(route.sets ?? [])].toSorted());
    }
    for (const { name, isPaged = false } of routes) {
      const [file] = globSync(`functions/*/${name}.ts`, { cwd: root });
      if (file !== undefined) expect(readFileSync(join(root, file), "utf8").includes("listPage("), name).toBe(isPaged);
    }
  });

  it("takes the captured bodies that were taken", () => {
    const taken = exchanges.filter(({ route, exchange }) => route.body !== undefined && exchange.answer.status < 300);
    expect(taken.length).toBeGreaterThan(4);
    for (const { route, exchange } of taken) {
      const schema =
        openApi.paths[pathOf(route)]?.[route.method.toLowerCase()]?.requestBody?.content["application/json"];
      expect(validate(schema?.schema.$ref?.slice(1) ?? "", exchange.request.body), exchange.title).toEqual([]);
    }
    expect(validate("/components/schemas/CodeBody", { code: "12345" })).toEqual([
      expect.stringContaining("/code must match pattern"),
    ]);
    expect(validate("/components/schemas/CodeBody", { code: "123456", more: 1 })).not.toEqual([]);
  });
});

describe("AsyncAPI", () => {
  const document = asyncApi as {
    readonly channels: Readonly<Record<string, { readonly messages: object }>>;
    readonly operations: Readonly<Record<string, unknown>>;
    readonly components: {
      readonly messages: Readonly<Record<string, { payload: object; examples: { payload: object }[] }>>;
    };
  };
  const validate = validatorOf(asyncApi);

  it("has a channel for every queue, and what the application does there", () => {
    expect(Object.keys(document.channels)).toEqual(Object.keys(queues));
    expect(Object.keys(document.operations)).toEqual([
      "send-dispatch",
      "receive-dispatch",
      "send-notifications",
      "receive-notifications",
      "send-erasure-work",
      "receive-erasure-work",
      "send-concierge-inbox",
      "receive-concierge-updates",
      "send-retention-work",
      "receive-retention-work",
      "receive-card-services",
      "send-card-services-replies",
    ]);
  });

  it("has every message in its direction", () => {
    const named = (direction: string) =>
      Object.keys(
        document.channels[direction === "to-processor" ? "concierge-inbox" : "concierge-updates"]?.messages ?? {},
      );
    for (const { payload, to } of payloads) expect(named(`to-${to}`)).toContain(`to-${to}.${payload.type}`);
    expect(named("to-processor").length + named("to-application").length).toBe(payloads.length);
  });

  it("takes each message that the journey sends, event and payload", () => {
    for (const { direction, event, payload } of journeyMessages()) {
      expect(validate("/components/schemas/CloudEvent", event)).toEqual([]);
      const content: unknown = payload === undefined ? (event.data ?? {}) : JSON.parse(payload);
      expect(validate(`/components/schemas/${direction}.${event.type}`, content), event.type).toEqual([]);
      expect(
        validate(`/components/schemas/${direction}.${event.type}`, { ...(content as object), surname: "Lefèvre" }),
      ).not.toEqual([]);
    }
  });
});
