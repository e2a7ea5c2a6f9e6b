/**
 * The one expected error. A capability that says no throws a Refusal with a code of this closed list; how a code is
 * answered over HTTP stands in `http/problem.ts`, and on a queue a Refusal means: permanent, do not retry.
 */

/** Each code says what rule stopped the action. The list is closed: a new code needs an answer before it compiles. */
export const refusalCodes = [
  "unreadable-body",
  "unexpected-body",
  "invalid-input",
  "not-signed-in",
  "token-invalid",
  "not-allowed",
  "outside-need-to-know",
  "opening-over",
  "second-person-needed",
  "approval-over",
  "cross-site-request",
  "csrf-token-invalid",
  "not-found",
  "method-not-allowed",
  "special-category-likely",
  "card-not-eligible",
  "code-rejected",
  "code-expired",
  "address-already-in-use",
  "step-up-required",
  "documents-outdated",
  "proposal-expired",
  "proposal-already-answered",
  "state-conflict",
  "length-required",
  "stale-version",
  "body-too-large",
  "uri-too-long",
  "unsupported-media-type",
  "unknown-host",
  "idempotency-key-missing",
  "idempotency-key-reused",
  "precondition-required",
  "too-many-requests",
  "erasure-in-progress",
  "legal-hold",
  "headers-too-large",
  "temporarily-unavailable",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** One field at fault: an RFC 6901 JSON Pointer into the input and the rule it broke. Never the value. */
export type FieldFault = { readonly pointer: string; readonly rule: string };

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly fields: readonly FieldFault[];
  /** Seconds to wait before another try, where waiting helps. */
  readonly retryAfter: number | undefined;
  /** The methods a resource does have, for `method-not-allowed`. */
  readonly allow: readonly string[] | undefined;

  constructor(
    code: RefusalCode,
    options: {
      fields?: readonly FieldFault[];
      retryAfter?: number;
      allow?: readonly string[];
      cause?: unknown;
    } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
    this.allow = options.allow;
  }
}
