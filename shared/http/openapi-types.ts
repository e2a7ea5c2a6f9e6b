/** The parts of OpenAPI 3.1 that the product's own document uses, as types. */
import type { Personal } from "../privacy/annotation.ts";
import type { Text } from "../privacy/catalogues.ts";
import type { Access } from "./handler.ts";
import type { ProblemPage } from "./problem.ts";

export type JsonObject = { readonly [name: string]: unknown };
export type Reference = { readonly $ref: string };

export type SchemaObject = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly required?: readonly string[];
  readonly items?: SchemaObject;
  readonly anyOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
  readonly additionalProperties?: boolean | SchemaObject;
  readonly "x-personal-data"?: Pick<Personal, "category" | "purposes" | "source" | "kept">;
  readonly $ref?: string;
};

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: SchemaObject;
};

export type MediaType = {
  readonly schema: SchemaObject;
  readonly examples?: Readonly<Record<string, Reference>>;
};

export type Response = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Reference>>;
  readonly content?: Readonly<Record<string, MediaType>>;
};

export type Operation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly "x-summary": Text;
  readonly "x-access": Access;
  readonly "x-roles"?: readonly string[];
  readonly "x-cookies"?: readonly string[];
  /** Needs a fresh code, given within the session. */
  readonly "x-step-up"?: true;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, Response>>;
};

export type SecurityScheme =
  | { readonly type: "apiKey"; readonly name: string; readonly in: "cookie" | "header" }
  | { readonly type: "http"; readonly scheme: "bearer" };

/** The header, or cookie, in which a scheme's proof comes. */
export const proofOf = (scheme: SecurityScheme): { readonly name: string; readonly in: "cookie" | "header" } =>
  scheme.type === "http" ? { name: "Authorization", in: "header" } : scheme;

export type OpenApi = {
  readonly openapi: "3.1.1";
  readonly info: JsonObject;
  readonly servers: readonly JsonObject[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly headers: JsonObject;
    readonly schemas: Readonly<Record<string, SchemaObject>>;
    readonly examples: JsonObject;
  };
  readonly "x-problems": Readonly<Record<string, ProblemPage>>;
};
