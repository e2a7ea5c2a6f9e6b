/**
 * Reading a request body: strict in type and size, then parsed by the shape the route declares. The host hands a chunked
 * body over empty, so a body without a length is told so instead of being taken for no body.
 */
import type { HttpRequest } from "@azure/functions";
import { cardNumberFaults } from "../members/card-number.ts";
import { faultsOf } from "../privacy/faults.ts";
import type { Declared, Doc } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";

/** 256 KiB; the host's own limit stands above it and answers 500. */
export const maximumBodyBytes = 262_144;
/** Deeper than any body we know; stops a parser from being sent down a well. */
const maximumDepth = 16;
const maximumFaults = 50;

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth >= maximumDepth || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
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

/** @throws Refusal invalid-input with a pointer and a rule for each fault, or one of those of an unreadable body. */
export async function readBody<D extends Declared>(request: HttpRequest, declaration: D): Promise<Doc<D>> {
  const value = await readJson(request);
  if (isTooDeep(value)) {
    throw new Refusal("invalid-input", { fields: [{ pointer: "", rule: "must not be nested so deeply" }] });
  }
  const result = declaration.schema.safeParse(value);
  if (!result.success) {
    throw new Refusal("invalid-input", {
      fields: faultsOf(declaration.schema, result.error, value).slice(0, maximumFaults),
    });
  }
  const fields = cardNumberFaults(result.data);
  if (fields.length > 0) throw new Refusal("invalid-input", { fields });
  return result.data as Doc<D>;
}
