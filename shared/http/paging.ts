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

/** Query names a list may be narrowed by, each with the values it takes. */
export type Filters = Readonly<Record<string, readonly [string, ...string[]]>>;
export type Asked = { readonly limit: number; readonly cursor?: string; readonly by: Readonly<Record<string, string>> };

const invalid = (name: string, rule: string) =>
  new Refusal("invalid-input", { fields: [{ pointer: `/${name}`, rule }] });

/** A cursor belongs to the filters of its page: what it is marked with, also where there are none. */
const markOf = (by: Readonly<Record<string, string>>): string =>
  `?${new URLSearchParams(Object.entries(by).toSorted())}|`;

/** @throws Refusal invalid-input */
export function pageOf({ query }: HttpRequest, filters: Filters = {}): Asked {
  const by: Record<string, string> = {};
  for (const [name, value] of query) {
    if (name === "limit" || name === "cursor") continue;
    if (!Object.hasOwn(filters, name)) throw invalid("query", "has an unknown name");
    if (!filters[name]?.includes(value)) throw invalid(name, `must be one of ${filters[name]?.join(", ")}`);
    by[name] = value;
  }
  const limit = query.get("limit") ?? String(usualLimit);
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > maximumLimit) {
    throw invalid("limit", `must be 1 to ${maximumLimit}`);
  }
  const cursor = query.get("cursor");
  if (cursor === null) return { limit: Number(limit), by };
  const position = Buffer.from(cursor, "base64url").toString("utf8");
  const [mark = ""] = /^\?[^|]*\|/.exec(position) ?? [];
  // It travels to the store as a header: anything but printable ASCII was never given out.
  if (!cursorPattern.test(cursor) || !/^[\x20-\x7e]+$/.test(position) || mark !== markOf(by)) {
    throw invalid("cursor", "must be the cursor of a page");
  }
  return { limit: Number(limit), cursor: position.slice(mark.length), by };
}

type Found<T> = { readonly items: readonly T[]; readonly cursor: string | undefined };

/**
 * Runs a listing; a cursor the store does not recognise is the client's fault and not ours.
 * @returns the page, and what else the listing found beside it.
 */
export async function listPage<F extends Found<unknown>>(
  request: HttpRequest,
  list: (page: Asked) => Promise<F>,
  filters: Filters = {},
): Promise<Omit<F, "cursor"> & { cursor?: string }> {
  const page = pageOf(request, filters);
  try {
    const { cursor, ...found } = await list(page);
    if (cursor === undefined) return found;
    return { ...found, cursor: Buffer.from(`${markOf(page.by)}${cursor}`, "utf8").toString("base64url") };
  } catch (error) {
    if (page.cursor !== undefined && statusOf(error) === 400) throw invalid("cursor", "must be the cursor of a page");
    throw error;
  }
}
