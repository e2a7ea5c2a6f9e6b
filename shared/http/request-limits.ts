/**
 * How large the head of a request may be. The host has limits of its own above these and answers them without a body;
 * below it, what is too much is told as a problem like any other refusal (RFC 6585 section 5, RFC 9110 section 15.5.15).
 */
import type { HttpRequest } from "@azure/functions";
import { Refusal } from "../refusal.ts";

export const requestLimits = {
  /** The host ends at about 8 KiB. The longest of ours is a list with its cursor. */
  urlCharacters: 6_144,
  /** Different names; the host hands repeated lines over as one. A browser and the front send about forty. */
  headerNames: 80,
  /** Names and values together; the host ends at 32 KiB. */
  headerCharacters: 16_384,
  cookieCharacters: 8_192,
} as const;

/** @throws Refusal uri-too-long or headers-too-large */
export function refuseOversized({ url, headers }: Pick<HttpRequest, "url" | "headers">): void {
  if (url.length > requestLimits.urlCharacters) throw new Refusal("uri-too-long");
  let names = 0;
  let characters = 0;
  for (const [name, value] of headers) {
    names += 1;
    characters += name.length + value.length;
    if (name === "cookie" && value.length > requestLimits.cookieCharacters) throw new Refusal("headers-too-large");
  }
  if (names > requestLimits.headerNames || characters > requestLimits.headerCharacters) {
    throw new Refusal("headers-too-large");
  }
}
