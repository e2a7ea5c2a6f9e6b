/**
 * Pages of a list: `limit` (1 to 100, 20 where nothing is said) and an opaque `cursor` that the page before gave. Unknown
 * query names are refused, so that a misspelt filter is not taken for none.
 */
import type { HttpRequest } from "@azure/functions";
import { Refusal } from "../refusal.ts";
import { statusOf } from "../storage/unavailable.ts";

export const usualLimit = 20;
export const maximumLimit = 100;
export const cursorPattern = /^[A-Za-z0-9_-]{1,4000}$/;

const invalid = (name: string, rule: string) =>
  new Refusal("invalid-input", { fields: [{ pointer: `/${name}`, rule }] });

/** @throws Refusal invalid-input */
export function pageOf({ query }: HttpRequest): { limit: number; cursor?: string } {
  for (const name of query.keys())
    if (name !== "limit" && name !== "cursor") throw invalid("query", "has an unknown name");
  const limit = query.get("limit") ?? String(usualLimit);
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > maximumLimit) {
    throw invalid("limit", `must be 1 to ${maximumLimit}`);
  }
  const cursor = query.get("cursor");
  if (cursor === null) return { limit: Number(limit) };
  const position = Buffer.from(cursor, "base64url").toString("utf8");
  // It travels to the store as a header: anything but printable ASCII was never given out.
  if (!cursorPattern.test(cursor) || !/^[\x20-\x7e]+$/.test(position)) {
    throw invalid("cursor", "must be the cursor of a page");
  }
  return { limit: Number(limit), cursor: position };
}

/** Runs a listing; a cursor the store does not recognise is the client's fault and not ours. */
export async function listPage<T>(
  request: HttpRequest,
  list: (page: { limit: number; cursor?: string }) => Promise<{ items: readonly T[]; cursor: string | undefined }>,
): Promise<{ items: readonly T[]; cursor?: string }> {
  const page = pageOf(request);
  try {
    const { items, cursor } = await list(page);
    return { items, ...(cursor === undefined ? {} : { cursor: Buffer.from(cursor, "utf8").toString("base64url") }) };
  } catch (error) {
    if (page.cursor !== undefined && statusOf(error) === 400) throw invalid("cursor", "must be the cursor of a page");
    throw error;
  }
}
