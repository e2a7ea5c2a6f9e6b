/**
 * Two defences against requests forged by other sites. Fetch Metadata, or the Origin where a browser does not send it,
 * must say same origin; and, within a session, a token bound to that session comes in a header. Other sites can do neither
 * (OWASP CSRF prevention; charter article 10.3 names the token X-CSRF-TOKEN-CONCIERGERIE).
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyRing } from "../config.ts";
import { Refusal } from "../refusal.ts";

export const csrfHeader = "X-CSRF-TOKEN-CONCIERGERIE";

/** @param origin the brand's own origin. Neither header present is refused too: every browser sends one of them. */
export function refuseCrossSite(headers: { get(name: string): string | null }, origin: string): void {
  const site = headers.get("sec-fetch-site");
  const from = headers.get("origin");
  if (site !== null && site !== "same-origin") throw new Refusal("cross-site-request");
  if (from !== null && from !== origin) throw new Refusal("cross-site-request");
  if (site === null && from === null) throw new Refusal("cross-site-request");
}

const sign = (key: string, sessionId: string, random: string) =>
  createHmac("sha256", Buffer.from(key, "base64url"))
    .update(JSON.stringify(["csrf", sessionId, random]))
    .digest();

/** A token for one session: `{key version}.{random}.{signature}`. */
export function issueCsrfToken(keys: KeyRing, sessionId: string): string {
  const [newest] = keys;
  if (newest === undefined) throw new Error("no CSRF key");
  const random = randomBytes(16).toString("base64url");
  return `${newest.version}~${random}~${sign(newest.key, sessionId, random).toString("base64url")}`;
}

export function refuseForgery(keys: KeyRing, sessionId: string, token: string | null): void {
  const [version, random, signature] = (token ?? "").split("~");
  const key = keys.find((candidate) => candidate.version === version)?.key;
  if (key === undefined || random === undefined || signature === undefined) throw new Refusal("csrf-token-invalid");
  const given = Buffer.from(signature, "base64url");
  const expected = sign(key, sessionId, random);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal("csrf-token-invalid");
}
