/**
 * The two cookies the application sets, both `__Host-`, HttpOnly, Secure and SameSite=Lax (charter article 10.3, session
 * cookies; RFC 6265bis). A comma separates nothing: it may stand inside a value that a neighbouring host has set, and what
 * follows it there is not ours. The host folds two Cookie lines with one; no browser sends two.
 */
import type { Cookie } from "@azure/functions";

export const cookieNames = { session: "__Host-session", ticket: "__Host-ticket" } as const;
export type CookieName = keyof typeof cookieNames;

/** Where to look and what proves it: in the session's cookie `{subjectId}.{secret}`. */
export type Bearer = { readonly subjectId: string; readonly secret: string };

const bearer = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** The value of a cookie. Two of one name mean that somebody else set one: neither is trusted. */
export function readCookie(cookieHeader: string | null, name: string): string | undefined {
  const [value, ...others] = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return others.length > 0 ? undefined : value;
}

export function readBearer(cookieHeader: string | null, name: string): Bearer | undefined {
  const [, subjectId, secret] = bearer.exec(readCookie(cookieHeader, name) ?? "") ?? [];
  return subjectId === undefined || secret === undefined ? undefined : { subjectId, secret };
}

const attributes = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" } as const;

/** A browser-session cookie: it carries no lifetime, the server's own record does. */
export const sessionLongCookie = (name: string, value: string): Cookie => ({ name, value, ...attributes });

export const bearerCookie = (name: string, { subjectId, secret }: Bearer): Cookie =>
  sessionLongCookie(name, `${subjectId}.${secret}`);

export const clearedCookie = (name: string): Cookie => ({ name, value: "", maxAge: 0, ...attributes });
