/**
 * The description of the API as OpenAPI 3.1, derived from the registered routes and the declarations they name: nothing is
 * written here that a route does not say. Loaded only when somebody asks for it. Source: OpenAPI Specification 3.1.1.
 */

import { headers, parameters, problemExamples, problemSchema, securitySchemes } from "./openapi-components.ts";
import { bodySchemas, operationOf, pathOf, tagOf } from "./openapi-operation.ts";
import type { OpenApi, Operation, SchemaObject } from "./openapi-types.ts";
import { problems } from "./problem.ts";
import { refusalCodesOf } from "./refusal-codes.ts";
import type { Route } from "./route.ts";

const about = `Every brand has its own origin; the brand follows from the host name, and there is no CORS. Each GET answers HEAD too.
Changes come from the brand's own pages: \`Sec-Fetch-Site: same-origin\` or \`Origin\` says so, and within a session the
token of \`GET /api/v1/session\` comes in the header named below. Every failure is a problem (RFC 9457) whose \`type\` leads
to a page; titles are French or English (\`Accept-Language\`). Fields marked \`x-personal-data\` are personal data, with
category, purposes, source and retention rule. Staff come with a token of their directory instead of a cookie. A path without the method asked for answers 405 with \`Allow\`.`;

/** @param routes in the order they are to be described in. */
export function openApiDocument(routes: readonly Route[]): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = pathOf(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Concierge API",
      version: "1",
      summary: "Requests of card holders to their concierge, and the rights they have over their data.",
      description: about,
    },
    servers: [{ url: "/", description: "The brand's own origin." }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes,
      parameters,
      headers,
      schemas: { Problem: problemSchema, ...allSchemas(routes) },
      examples: problemExamples([...new Set(routes.flatMap(refusalCodesOf))].toSorted()),
    },
    // The catalogue in both languages; operations name its codes.
    "x-problems": problems,
  };
}

/** Two declarations of one name would describe each other's bodies. */
function allSchemas(routes: readonly Route[]): Readonly<Record<string, SchemaObject>> {
  const found = new Map<string, SchemaObject>();
  for (const [name, schema] of routes.flatMap((route) => Object.entries(bodySchemas(route)))) {
    const known = found.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`two shapes are ${name}`);
    found.set(name, schema);
  }
  return Object.fromEntries(found);
}
