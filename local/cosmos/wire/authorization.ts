/**
 * The signature of a request: HMAC-SHA-256 under the account key over verb, resource type, resource link and date. The date
 * itself is not compared with the clock, because the local clock may be moved and a client's is not.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { CosmosError } from "../cosmos-error.ts";

/** The public key of the emulators of this service. It protects nothing. */
export const emulatorKey = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

/**
 * @param segments the decoded parts of the path
 * @throws CosmosError 401
 */
export function checkAuthorization(
  key: string,
  method: string,
  segments: readonly string[],
  headers: IncomingHttpHeaders,
): void {
  const sent = new URLSearchParams(decode(headers.authorization ?? "").replaceAll("+", "%2B"));
  if (!headers.authorization) throw unauthorized("The request carries no authorization.");
  if (sent.get("type") !== "master") {
    throw unauthorized("Only authorization with the account key (type=master) is supported over plain HTTP.");
  }
  // A feed is signed with its own type and its parent's link, a resource with its parent's type and its own link.
  const feed = segments.length % 2 === 1;
  const type = (feed ? segments.at(-1) : segments.at(-2)) ?? "";
  const link = (feed ? segments.slice(0, -1) : segments).join("/");
  const date = String(headers["x-ms-date"] ?? "").toLowerCase();
  const plainDate = date === "" ? String(headers.date ?? "").toLowerCase() : "";
  const text = `${method.toLowerCase()}\n${type.toLowerCase()}\n${link}\n${date}\n${plainDate}\n`;
  const expected = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest();
  const given = Buffer.from(sent.get("sig") ?? "", "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw unauthorized(
      "The input authorization token can't serve the request: the key is another one, or the signature was made for another request.",
    );
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unauthorized("The authorization is not readable.");
  }
}

function unauthorized(message: string): CosmosError {
  return new CosmosError(401, "Unauthorized", message);
}
