/**
 * The Idempotency-Key header (draft-ietf-httpapi-idempotency-key): what the client says it means to do once. The key
 * counts per person and operation; what it is first used for is remembered as a digest of the request.
 */
import { createHash } from "node:crypto";
import { Refusal } from "../refusal.ts";
import type { Intent } from "../storage/commit-once.ts";

const digest = (parts: readonly unknown[]) => createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

/** A structured-field string is quoted; clients that send it bare are understood too. */
export const idempotencyKeyPattern = /^"?([A-Za-z0-9_.:~-]{16,128})"?$/;

/** @throws Refusal idempotency-key-missing */
export function intentOf(header: string | null, operation: string, target: unknown, body: unknown): Intent {
  const key = idempotencyKeyPattern.exec(header ?? "")?.[1];
  if (key === undefined) throw new Refusal("idempotency-key-missing");
  return { id: digest([operation, key]), fingerprint: digest([operation, target, sorted(body)]) };
}

/** The same content in another order of fields is the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
