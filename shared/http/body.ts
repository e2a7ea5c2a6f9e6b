/**
 * Reading a request body: strict in type and size, then parsed by the schema the route declares. The host hands a chunked
 * body over empty, so a body without a length is told so instead of being taken for no body.
 */
import type { HttpRequest } from "@azure/functions";
import type * as z from "zod";
import { type FieldFault, Refusal } from "../refusal.ts";

/** 256 KiB; the host's own limit stands above it and answers 500. */
export const maximumBodyBytes = 262_144;
/** Deeper than any body we know; stops a parser from being sent down a well. */
const maximumDepth = 16;

function depthOf(value: unknown, depth = 0): number {
  if (depth > maximumDepth || typeof value !== "object" || value === null) return depth;
  return Object.values(value).reduce<number>((deepest, inner) => Math.max(deepest, depthOf(inner, depth + 1)), depth);
}

async function readJson(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get("content-type");
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? ""))
    throw new Refusal("unsupported-media-type");
  const length = request.headers.get("content-length");
  if (length === null || request.headers.get("transfer-encoding") !== null) throw new Refusal("length-required");
  if (Number(length) > maximumBodyBytes) throw new Refusal("body-too-large");
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maximumBodyBytes) throw new Refusal("body-too-large");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Not the parser's own words: they quote what was sent.
    throw new Refusal("unreadable-body");
  }
}

const escapePointer = (part: PropertyKey) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");

/** The rule's name for each kind of zod issue; a schema that says more says it in its own `message`. */
function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "custom":
      return issue.message;
    case "unrecognized_keys":
      return "has a field that is not known here";
    case "invalid_type":
      return issue.message.includes("received undefined") ? "is required" : `must be of type ${issue.expected}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "too_small":
      return `must be at least ${issue.minimum}`;
    case "invalid_format":
      return `must be in the format ${issue.format}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    default:
      return "is not valid";
  }
}

/** @throws Refusal invalid-input with a pointer and a rule for each fault; pointers are our own names, never the sender's. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  if (depthOf(value) > maximumDepth) {
    throw new Refusal("invalid-input", { fields: [{ pointer: "", rule: "is nested too deeply" }] });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 50).map(
    (issue): FieldFault => ({
      pointer: issue.path.map((part) => `/${escapePointer(part)}`).join(""),
      rule: ruleOf(issue),
    }),
  );
  throw new Refusal("invalid-input", { fields });
}

export const readBody = async <S extends z.ZodType>(request: HttpRequest, schema: S): Promise<z.output<S>> =>
  parseInput(schema, await readJson(request));
