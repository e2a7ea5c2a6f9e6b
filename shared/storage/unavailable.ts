/**
 * A dependency that did not answer, or asked us to come back: nothing is known to have gone wrong with the data. Over
 * HTTP it becomes 503 with Retry-After, on a queue the message is tried again.
 */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number;

  constructor(
    dependency: "store" | "queue" | "blobs" | "keys" | "mail" | "staff-keys",
    cause: unknown,
    retryAfter = 2,
  ) {
    super(`${dependency} unavailable`, { cause });
    this.retryAfter = retryAfter;
  }
}

const transientStatus = new Set([408, 410, 429, 449, 500, 502, 503, 504]);
const transientCode = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "TimeoutError",
  "AbortError",
  "REQUEST_SEND_ERROR",
  "OPERATION_TIMEOUT",
]);

/** Whether the SDK error says "not now" (and not "no"), by its status, its code or the socket error underneath it. */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const { code, statusCode, name } = at as { code?: unknown; statusCode?: unknown; name: string };
    const status = Number(statusCode ?? code);
    if (transientStatus.has(status)) return true;
    if (transientCode.has(String(code)) || transientCode.has(name)) return true;
  }
  return false;
}

export const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const status = Number(statusCode ?? code);
  return Number.isInteger(status) ? status : undefined;
};
