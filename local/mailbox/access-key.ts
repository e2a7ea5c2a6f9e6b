/** Checks the HMAC by which Azure Communication Services knows its callers (shared access key, HMAC-SHA256 over the request). */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const signedHeaders = "x-ms-date;host;x-ms-content-sha256";
const allowedSkewMs = 5 * 60_000;

/** @returns why the request is refused, or nothing. The date is the machine's on both sides: the SDK follows no other clock. */
export function accessRefusal(request: IncomingMessage, body: Buffer, accessKey: Buffer): string | undefined {
  const date = header(request, "x-ms-date");
  if (!(Math.abs(Date.parse(date) - Date.now()) <= allowedSkewMs)) return "The date is missing or too far from now";
  const contentHash = createHash("sha256").update(body).digest("base64");
  if (header(request, "x-ms-content-sha256") !== contentHash) return "The content hash does not match the content";
  const signed = `${request.method}\n${request.url}\n${date};${header(request, "host")};${contentHash}`;
  const signature = createHmac("sha256", accessKey).update(signed).digest("base64");
  const expected = `HMAC-SHA256 SignedHeaders=${signedHeaders}&Signature=${signature}`;
  return same(header(request, "authorization"), expected) ? undefined : "The signature does not match";
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
