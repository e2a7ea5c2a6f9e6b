/** The parts of the OpenAPI document that routes share: who is asking, parameters, headers, and problems with their examples. */
import type { RefusalCode } from "../refusal.ts";
import { cookieNames } from "./cookies.ts";
import { csrfHeader } from "./cross-site.ts";
import { idempotencyKeyPattern } from "./idempotency-key.ts";
import { languages } from "./language.ts";
import type { JsonObject, Parameter } from "./openapi-types.ts";
import { cursorPattern, maximumLimit, usualLimit } from "./paging.ts";
import { problems } from "./problem.ts";

export const securitySchemes = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: cookieNames.session,
    description: "Set by a verification. HttpOnly, Secure, SameSite=Lax.",
  },
  ticket: {
    type: "apiKey",
    in: "cookie",
    name: cookieNames.ticket,
    description: "Set when a code is asked for: binds the code to this browser.",
  },
  staff: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "An Entra ID v2 access token of a person, with one app role `{brand}.{role}`.",
  },
  csrf: {
    type: "apiKey",
    in: "header",
    name: csrfHeader,
    description: "Bound to the session; given by GET /api/v1/session and by verifications.",
  },
} as const;

const header = (name: string, required: boolean, description: string, schema: object): Parameter => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string", ...schema },
});
const query = (name: string, description: string, schema: object): Parameter => ({
  name,
  in: "query",
  required: false,
  description,
  schema,
});

export const parameters = {
  AcceptLanguage: header("Accept-Language", false, "French or English; French where nothing is said.", {
    examples: [...languages],
  }),
  IdempotencyKey: header(
    "Idempotency-Key",
    true,
    "New for each intention, the same for each retry of it; remembered for 48 hours.",
    { pattern: idempotencyKeyPattern.source },
  ),
  IfMatch: header("If-Match", true, "The ETag of the version the member has seen.", {}),
  IfNoneMatch: header("If-None-Match", false, "The ETag of the version the client has.", {}),
  Limit: query("limit", "Entries on a page.", {
    type: "integer",
    minimum: 1,
    maximum: maximumLimit,
    default: usualLimit,
  }),
  Cursor: query("cursor", "Opaque; from the page before.", { type: "string", pattern: cursorPattern.source }),
} as const;

const answerHeader = (description: string) => ({ description, schema: { type: "string" } });

export const headers = {
  ETag: answerHeader("The version: for If-Match and If-None-Match."),
  Location: answerHeader("Where what was created is."),
  SetCookie: answerHeader("HttpOnly, Secure, SameSite=Lax."),
  RetryAfter: answerHeader("Seconds to wait before another try."),
  ContentLanguage: answerHeader("The language of the titles."),
} as const;

export const problemSchema = {
  type: "object",
  description: "RFC 9457 problem details. Never holds the value that was rejected.",
  required: ["type", "title", "status", "instance"],
  properties: {
    type: { type: "string", format: "uri-reference", description: "Leads to a page that says what to do." },
    title: { type: "string" },
    status: { type: "integer" },
    instance: { type: "string", pattern: "^urn:invocation:" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "rule"],
        properties: {
          pointer: { type: "string", description: "JSON Pointer (RFC 6901) into what was sent." },
          rule: { type: "string", description: "The rule that was broken." },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
} as const;

/** One example for each code, in English; the French words stand beside it. */
export const problemExamples = (codes: readonly RefusalCode[]): JsonObject =>
  Object.fromEntries(
    codes.map((code) => {
      const { status, title, advice } = problems[code];
      return [
        code,
        {
          summary: `${title.en} · ${title.fr}`,
          description: `${advice.en} · ${advice.fr}`,
          value: {
            type: `/problems/${code}`,
            title: title.en,
            status,
            instance: "urn:invocation:7b1d6c4e-52a0-4f0b-9d3c-0a6f2f1e8c55",
          },
        },
      ];
    }),
  );
