/** A page of what was found, as a store gives it: so many, and a cursor to what comes after them. */

/** The cursor is the last id given: what is erased meanwhile moves nothing out of the next page. */
export function pageOf<T extends { readonly id: string }>(
  found: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { readonly items: readonly T[]; readonly cursor: string | undefined } {
  const after = found
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .filter(({ id }) => cursor === undefined || id > cursor);
  const items = after.slice(0, limit);
  return { items, cursor: after.length > limit ? items.at(-1)?.id : undefined };
}
