/** A resource with its version: 304 where the client has it already (RFC 9110 section 13.1.2). */
import type { HttpRequest } from "@azure/functions";
import type { Answer } from "./handler.ts";

export function versionedAnswer<B>(request: HttpRequest, etag: string, body: B): Answer<B> {
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return known.includes(etag) ? { status: 304, headers: { etag } } : { status: 200, headers: { etag }, body };
}
