/**
 * The two cookies the application sets, both `__Host-`, HttpOnly, Secure and SameSite=Lax (charter article 10.3, session
 * cookies; RFC 6265bis). The host folds two Cookie lines with a comma, so both separators are read.
 */
import type { Cookie } from "@azure/functions";

export const cookieNames = { session: "__Host-session", ticket: "__Host-ticket" } as const;
export type CookieName = keyof typeof cookieNames;

/** `{subjectId}.{secret}`: where to look and what proves it. */
export type Bearer = { readonly subjectId: string; readonly secret: string };

const bearer = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

export function readBearer(cookieHeader: string | null, name: string): Bearer | undefined {
  const values = (cookieHeader ?? "")
    .split(/[;,]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  // Two cookies of one name mean that somebody else set one: neither is trusted.
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return undefined;
  const [, subjectId, secret] = bearer.exec(value) ?? [];
  return subjectId === undefined || secret === undefined ? undefined : { subjectId, secret };
}

const attributes = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" } as const;

/** A browser-session cookie: it carries no lifetime, the server's own record does. */
export const bearerCookie = (name: string, { subjectId, secret }: Bearer): Cookie => ({
  name,
  value: `${subjectId}.${secret}`,
  ...attributes,
});

export const clearedCookie = (name: string): Cookie => ({ name, value: "", maxAge: 0, ...attributes });
