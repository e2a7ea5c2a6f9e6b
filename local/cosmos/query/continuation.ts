/** Continuation tokens of queries: opaque to clients, checked when they come back. */
import { badRequest } from "../cosmos-error.ts";

export type Continuation = {
  /** Which index was walked. */
  readonly access?: string;
  /** The candidate at which the next page begins. */
  readonly item?: number;
  readonly position?: string;
  readonly terms?: readonly string[];
  /** Rows of that candidate that were already returned. */
  readonly rows?: number;
  /** What is left of OFFSET and of LIMIT or TOP. */
  readonly skip?: number;
  readonly take?: number;
  /** For results that are made whole: how many were returned. */
  readonly results?: number;
};

const version = 1;

export function writeContinuation(continuation: Continuation): string {
  return Buffer.from(JSON.stringify({ v: version, ...continuation })).toString("base64");
}

/** @throws CosmosError 400 */
export function readContinuation(text: string): Continuation {
  try {
    const parsed = JSON.parse(Buffer.from(text, "base64").toString()) as Continuation & { v?: number };
    if (parsed.v === version) return parsed;
  } catch {
    // Not one of ours: refused below like any other.
  }
  throw badRequest("The continuation token is malformed.");
}
