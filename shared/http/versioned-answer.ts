/** A resource or document with its version: 304 where the client has it already (RFC 9110 section 13.1.2). */
import type { HttpRequest } from "@azure/functions";
import type { Answer } from "./handler.ts";

const isKnown = (request: HttpRequest, etag: string): boolean =>
  (request.headers.get("if-none-match") ?? "")
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""))
    .includes(etag);

export const versionedAnswer = <B>(request: HttpRequest, etag: string, body: B): Answer<B, 200 | 304> =>
  isKnown(request, etag) ? { status: 304, headers: { etag } } : { status: 200, headers: { etag }, body };

/** The same for a public document that carries its ETag and headers already. */
export function unlessKnown<B>(request: HttpRequest, document: Answer<B, 200>): Answer<B, 200 | 304> {
  const { "content-type": _type, ...headers } = document.headers ?? {};
  return headers.etag !== undefined && isKnown(request, headers.etag) ? { status: 304, headers } : document;
}
