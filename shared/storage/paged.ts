/** A scan read to its end, a page at a time, by whoever wants its items and not its pages. */

type Page<T> = { readonly items: readonly T[]; readonly cursor: string | undefined };

/** How many a page of a scan holds. */
const limit = 100;

/** Every item of a scan. What is read is never more than a page ahead. */
export async function* everyItem<T>(
  page: (options: { readonly limit: number; readonly cursor: string | undefined }) => Promise<Page<T>>,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const found = await page({ limit, cursor });
    cursor = found.cursor;
    yield* found.items;
  } while (cursor !== undefined);
}
