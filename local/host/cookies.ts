/** Writes the `cookies` array of an answer as `Set-Cookie` values the way ASP.NET does: the value percent-encoded, `/` as default path. */
import type { RpcCookie } from "./rpc.ts";

const encode = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export function setCookie(cookie: RpcCookie): string {
  const parts = [`${cookie.name ?? ""}=${encode(cookie.value ?? "")}`];
  const expires = cookie.expires?.value?.seconds;
  if (expires !== undefined && expires !== null) parts.push(`expires=${new Date(expires * 1000).toUTCString()}`);
  const maxAge = cookie.maxAge?.value;
  if (maxAge !== undefined && maxAge !== null) parts.push(`max-age=${Math.trunc(maxAge)}`);
  if (cookie.domain?.value) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? "/"}`);
  if (cookie.secure?.value === true) parts.push("secure");
  if (cookie.sameSite && cookie.sameSite !== "none") {
    parts.push(`samesite=${cookie.sameSite === "explicitNone" ? "none" : cookie.sameSite}`);
  }
  if (cookie.httpOnly?.value === true) parts.push("httponly");
  return parts.join("; ");
}
