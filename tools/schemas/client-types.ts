/**
 * TypeScript types of the API, generated from the OpenAPI document. Made here because the usual generator needs the JavaScript
 * interface of a TypeScript compiler older than the one this project uses; what it does not know, it refuses.
 */
import { securitySchemes } from "../../shared/http/openapi-components.ts";
import type { OpenApi, Operation, Parameter, Reference, SchemaObject } from "../../shared/http/openapi-types.ts";

const refName = ($ref: string) => $ref.split("/").at(-1) ?? "";
const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const literal = (value: unknown) => JSON.stringify(value);

type Fields = readonly (readonly [name: string, isRequired: boolean, type: string])[];

const objectOf = (fields: Fields): string =>
  fields.length === 0
    ? "Record<string, never>"
    : `{ ${fields.map(([name, isRequired, type]) => `readonly ${key(name)}${isRequired ? "" : "?"}: ${type};`).join(" ")} }`;

export function typeOf(schema: SchemaObject): string {
  if (schema.$ref !== undefined) return refName(schema.$ref);
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(" | ");
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map(typeOf).join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `readonly (${schema.items === undefined ? "unknown" : typeOf(schema.items)})[]`;
    case "object": {
      const fields = Object.entries(schema.properties ?? {});
      const typed = objectOf(
        fields.map(([name, field]) => [name, schema.required?.includes(name) ?? false, typeOf(field)]),
      );
      const { additionalProperties: others } = schema;
      if (others === false || others === undefined) return typed;
      const rest = `{ readonly [name: string]: ${others === true || Object.keys(others).length === 0 ? "unknown" : typeOf(others)} }`;
      return fields.length === 0 ? rest : `${typed} & ${rest}`;
    }
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`);
  }
}

const resolved = (document: OpenApi, parameter: Parameter | Reference): Parameter => {
  if (!("$ref" in parameter)) return parameter;
  const found = document.components.parameters[refName(parameter.$ref)];
  if (found === undefined) throw new Error(`no parameter ${parameter.$ref}`);
  return found;
};

/** Parameters by place, the token as the header it is, and the body. */
function inputOf(document: OpenApi, { parameters, security, requestBody }: Operation): string {
  const all = parameters.map((parameter) => resolved(document, parameter));
  const csrf = securitySchemes.csrf.name;
  const fields = (place: Parameter["in"]): Fields => [
    ...all
      .filter((parameter) => parameter.in === place)
      .map(
        ({ name, required, schema }) =>
          [place === "header" ? name.toLowerCase() : name, required, typeOf(schema)] as const,
      ),
    ...(place === "header" && security.some((one) => "csrf" in one)
      ? [[csrf.toLowerCase(), true, "string"] as const]
      : []),
    ...(place === "header" && security.some((one) => "staff" in one)
      ? [["authorization", true, "string"] as const]
      : []),
  ];
  const part = (name: string, place: Parameter["in"]): Fields => {
    const found = fields(place);
    return found.length === 0 ? [] : [[name, found.some(([, isRequired]) => isRequired), objectOf(found)]];
  };
  const body = requestBody?.content["application/json"]?.schema;
  return objectOf([
    ...part("path", "path"),
    ...part("query", "query"),
    ...part("headers", "header"),
    ...(body === undefined ? [] : [["body", true, typeOf(body)] as const]),
  ]);
}

function operationType(document: OpenApi, operation: Operation): string {
  const isProblem = (content: Operation["responses"][string]["content"]) =>
    content !== undefined && "application/problem+json" in content;
  const responses = Object.entries(operation.responses);
  const answers = responses
    .filter(([, { content }]) => !isProblem(content))
    .map(([status, { content }]) => {
      const schemas = [...new Set(Object.values(content ?? {}).map(({ schema }) => typeOf(schema)))];
      return [status, true, schemas.length === 0 ? "undefined" : schemas.join(" | ")] as const;
    });
  const codes = responses.flatMap(([, { content }]) =>
    Object.keys(content?.["application/problem+json"]?.examples ?? {}),
  );
  return objectOf([
    ["input", true, inputOf(document, operation)],
    ["answers", true, objectOf(answers)],
    ["problems", true, codes.length === 0 ? "never" : codes.map(literal).join(" | ")],
  ]);
}

/** The module's text, before formatting. */
export function clientTypes(document: OpenApi): string {
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
  );
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `  /** ${operation.summary} */\n  readonly ${literal(`${method.toUpperCase()} ${path}`)}: ${operationType(document, operation)};`,
    ),
  );
  return `/** Types of the API, generated from docs/schemas/openapi.json by \`node tools/schemas/write.ts\`. Not to be edited. */

${schemas.join("\n")}

export interface Operations {
${operations.join("\n")}
}
`;
}
