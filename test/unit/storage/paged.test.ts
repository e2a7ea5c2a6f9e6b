/** A scan is read to its end, whatever its pages hold: every end and every preview of retention stands on it. */
import { expect, it } from "vitest";
import { everyItem } from "../../../shared/storage/paged.ts";

it("every item of every page once: short ones, empty ones, the last without a cursor", async () => {
  const pages: Readonly<Record<string, { readonly items: readonly number[]; readonly cursor: string | undefined }>> = {
    first: { items: [1, 2], cursor: "second" },
    second: { items: [], cursor: "third" },
    third: { items: [3], cursor: undefined },
  };
  const asked: (string | undefined)[] = [];
  const found: number[] = [];
  const scan = everyItem(async ({ limit, cursor }) => {
    expect(limit).toBeGreaterThan(0);
    asked.push(cursor);
    return pages[cursor ?? "first"] ?? { items: [], cursor: undefined };
  });
  for await (const item of scan) found.push(item);
  expect(found).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, "second", "third"]);
});
