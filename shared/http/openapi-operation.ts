/** One route as an OpenAPI operation: parameters, body, answers and every problem, each from the route's declaration. */
import { toJsonSchema } from "../privacy/derive.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Operation, Response, SchemaObject } from "./openapi-types.ts";
import { problems } from "./problem.ts";
import { refusalCodesOf } from "./refusal-codes.ts";
import type { Route } from "./route.ts";

/** `/api/v1/requests/{requestId}`: without the host's constraints on parameters. */
export const pathOf = ({ path }: Route): string => `/${path.replaceAll(/\{(\w+)(?::\w+)?\}/g, "{$1}")}`;

/** The resource: the part of the path after the version. */
export const tagOf = ({ path }: Route): string => path.replace(/^api\/v\d+\//, "").split("/")[0] ?? "";

const pascal = (name: string) => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const schemaOf = (schema: Parameters<typeof toJsonSchema>[0]) => {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema);
  return rest as SchemaObject;
};

const bodyName = ({ body }: Route) => (body === undefined ? undefined : `${pascal(body.name)}Body`);
/** A declaration has a name that routes share; a view is named after its route. */
const answerName = ({ answer, name }: Route) =>
  answer === undefined
    ? undefined
    : pascal("name" in answer && typeof answer.name === "string" ? answer.name : `${name}-answer`);
const isPage = ({ mediaTypes }: Route) => mediaTypes !== undefined && !mediaTypes.some((type) => type.includes("json"));

/** What a route adds to the document's schemas. */
export function bodySchemas(route: Route): Readonly<Record<string, SchemaObject>> {
  const [body, answer] = [bodyName(route), answerName(route)];
  return {
    ...(route.body === undefined ? {} : { [body ?? ""]: schemaOf(route.body.schema) }),
    ...(route.answer === undefined || isPage(route) ? {} : { [answer ?? ""]: schemaOf(route.answer.schema) }),
  };
}

const reference = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const headerReferences = (names: readonly (readonly [string, string])[]) =>
  names.length === 0
    ? {}
    : { headers: Object.fromEntries(names.map(([name, id]) => [name, reference("headers", id)])) };

function parametersOf({
  path,
  access,
  statuses,
  isPaged,
  filters = {},
  isCreating,
  isConditional,
}: Route): Operation["parameters"] {
  const inPath = [...path.matchAll(/\{(\w+)(?::(\w+))?\}/g)].map(([, name = "", constraint]) => ({
    name,
    in: "path" as const,
    required: true,
    schema: { type: "string", ...(constraint === "guid" ? { format: "uuid" } : {}) },
  }));
  const inQuery = Object.entries(filters).map(([name, values]) => ({
    name,
    in: "query" as const,
    required: false,
    schema: { type: "string", enum: [...values] },
  }));
  const shared = [
    ...(isPaged ? ["Limit", "Cursor"] : []),
    ...(isCreating ? ["IdempotencyKey"] : []),
    ...(isConditional ? ["IfMatch"] : []),
    ...(statuses.includes(304) ? ["IfNoneMatch"] : []),
    ...(access === "probe" ? [] : ["AcceptLanguage"]),
  ];
  return [...inPath, ...inQuery, ...shared.map((name) => reference("parameters", name))];
}

function securityOf({ access, method, takesTicket }: Route): Operation["security"] {
  if (access === "ticket") return [{ ticket: [] }];
  if (access === "staff") return [{ staff: [] }];
  if (access === "member") {
    const [csrf, ticket] = [method === "GET" ? {} : { csrf: [] }, takesTicket ? { ticket: [] } : {}];
    return [{ session: [], ...csrf, ...ticket }];
  }
  return [];
}

const words: Readonly<Record<number, string>> = {
  200: "Done.",
  201: "Created.",
  202: "Accepted; it will be done.",
  204: "Done; there is nothing to say.",
  304: "Not changed since.",
  503: "Not ready.",
};

function success(route: Route, status: number): Response {
  const { statuses, mediaTypes = ["application/json"], sets = [] } = route;
  const schemaFor = (type: string) =>
    type.includes("json") ? reference("schemas", answerName(route) ?? "") : { type: "string" };
  const hasBody = status !== 204 && status !== 304 && route.answer !== undefined;
  return {
    description: words[status] ?? "",
    ...headerReferences([
      // What was read with a version, or changed to one.
      ...(statuses.includes(304) || (route.isConditional && status === 200) ? [["ETag", "ETag"] as const] : []),
      ...(status === 201 ? [["Location", "Location"] as const] : []),
      ...(sets.length > 0 && status < 300 ? [["Set-Cookie", "SetCookie"] as const] : []),
    ]),
    ...(hasBody ? { content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: schemaFor(type) }])) } : {}),
  };
}

const retryable: readonly RefusalCode[] = ["too-many-requests", "temporarily-unavailable"];

function problem(codes: readonly RefusalCode[]): Response {
  return {
    description: codes.map((code) => problems[code].title.en).join(" · "),
    ...headerReferences([
      ["Content-Language", "ContentLanguage"],
      ...(codes.some((code) => retryable.includes(code)) ? [["Retry-After", "RetryAfter"] as const] : []),
    ]),
    content: {
      "application/problem+json": {
        schema: {
          ...reference("schemas", "Problem"),
          properties: { type: { enum: codes.map((code) => `/problems/${code}`) } },
        },
        examples: Object.fromEntries(codes.map((code) => [code, reference("examples", code)])),
      },
    },
  };
}

export function operationOf(route: Route): Operation {
  const { name, summary, statuses, sets, body } = route;
  const codes = Map.groupBy(refusalCodesOf(route), (code) => problems[code].status);
  const answers = [
    ...statuses.map((status) => [status, success(route, status)] as const),
    ...[...codes].map(([status, those]) => [status, problem(those)] as const),
  ].toSorted(([a], [b]) => a - b);
  const twice = answers.find(([status], index) => answers[index + 1]?.[0] === status);
  if (twice !== undefined) throw new Error(`${name}: ${twice[0]} is both an answer and a problem`);
  return {
    operationId: name,
    tags: [tagOf(route)],
    summary: summary.en,
    "x-summary": summary,
    "x-access": route.access,
    ...(route.roles === undefined ? {} : { "x-roles": route.roles }),
    ...(sets === undefined ? {} : { "x-cookies": sets }),
    ...(route.isSteppedUp ? { "x-step-up": true } : {}),
    security: securityOf(route),
    parameters: parametersOf(route),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: reference("schemas", bodyName(route) ?? "") } },
          },
        }),
    responses: Object.fromEntries(answers),
  };
}
