/**
 * Reading a request body: strict in type, size, depth and names, then parsed by the shape the route declares. The host
 * hands a chunked body over empty, so a body without a length is told so instead of being taken for no body.
 */
import type { HttpRequest } from "@azure/functions";
import { cardNumberFaults } from "../members/card-number.ts";
import { faultsOf } from "../privacy/faults.ts";
import type { Declared, Doc } from "../privacy/record.ts";
import { type JsonFault, readStrictJson } from "../privacy/strict-json.ts";
import { Refusal } from "../refusal.ts";

/** 256 KiB; the host's own limit stands above it and answers 500. */
export const maximumBodyBytes = 262_144;
/** Deeper than any body we know; stops what walks a body from being sent down a well. */
export const maximumBodyDepth = 16;
const maximumFaults = 50;

/** Told with the pointer of the whole: a name the caller chose is not repeated. */
const rules: Readonly<Record<Exclude<JsonFault, "unreadable">, string>> = {
  "too-deep": "must not be nested so deeply",
  "repeated-name": "must not name a field twice",
  "prototype-name": "must not have a field that names a prototype",
};

async function readJson(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get("content-type");
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? ""))
    throw new Refusal("unsupported-media-type");
  const length = request.headers.get("content-length");
  if (length === null || request.headers.get("transfer-encoding") !== null) throw new Refusal("length-required");
  if (Number(length) > maximumBodyBytes) throw new Refusal("body-too-large");
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maximumBodyBytes) throw new Refusal("body-too-large");
  const read = readStrictJson(textOf(bytes), maximumBodyDepth);
  if (!("fault" in read)) return read.value;
  if (read.fault === "unreadable") throw new Refusal("unreadable-body");
  throw new Refusal("invalid-input", { fields: [{ pointer: "", rule: rules[read.fault] }] });
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("unreadable-body");
  }
}

/** @throws Refusal unexpected-body: what is sent where nothing is read must not seem to have been taken. */
export function refuseBody({ headers }: HttpRequest): void {
  if (Number(headers.get("content-length") ?? 0) !== 0 || headers.get("transfer-encoding") !== null) {
    throw new Refusal("unexpected-body");
  }
}

/** @throws Refusal invalid-input with a pointer and a rule for each fault, or one of those of an unreadable body. */
export async function readBody<D extends Declared>(request: HttpRequest, declaration: D): Promise<Doc<D>> {
  const value = await readJson(request);
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
