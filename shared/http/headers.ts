/**
 * Headers on every answer we give. API answers load nothing and are framed by nobody; pages get styles of their own by
 * hash. Answers are not stored, except the few public documents that say otherwise (OWASP ASVS 5, chapter 3.4 and 14.3).
 */
const always = {
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
} as const;

const closed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * Names the call: the same id as in a problem's `instance` and in our log lines. Made here for each call; what a client
 * sends under this name is not looked at.
 */
export const requestIdHeader = "x-request-id";

export type Caching = "no-store" | "no-cache";

/** @param styleHash `sha256-…` of a page's only style element, where the answer is a page. */
export const answerHeaders = (caching: Caching, styleHash?: string): Record<string, string> => ({
  ...always,
  "content-security-policy": styleHash === undefined ? closed : `${closed}; style-src '${styleHash}'`,
  "cache-control": caching,
  vary: "Accept, Accept-Language, Cookie, Origin, Sec-Fetch-Site",
});
