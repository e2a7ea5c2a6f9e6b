/**
 * What the processor said against the state of a request, as operators look through it: over all partitions, by an index that
 * holds these rows only, a page at a time. Never on a member's path.
 */
import type { Container } from "@azure/cosmos";
import { type BrandId, brandIds } from "../charter/brands.ts";
import type { Doc } from "../privacy/record.ts";
import { received } from "../requests/request.ts";
import { queryItems, type StoredItem } from "./cosmos-container.ts";
import type { Person } from "./person-keys.ts";
import { openRecord } from "./sealing.ts";

export type Contradiction = { readonly person: Person; readonly row: Doc<typeof received> };

export type ContradictionsWanted = {
  readonly brand?: BrandId | undefined;
  /** At or after this moment. */
  readonly since: Date;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export interface Contradictions {
  page(
    wanted: ContradictionsWanted,
  ): Promise<{ readonly items: readonly Contradiction[]; readonly cursor: string | undefined }>;
}

function open(item: StoredItem): Contradiction {
  const { subjectId } = item;
  const brand = brandIds.find((one) => one === item.brand);
  if (typeof subjectId !== "string" || brand === undefined) throw new Error("row without person");
  const id = item.id.slice(received.kind.length + 1);
  const context = { brand, subjectId, kind: received.kind, id };
  return { person: { brand, subjectId }, row: openRecord(received, { ...item, id } as never, context, undefined) };
}

export const cosmosContradictions = (container: Container): Contradictions => ({
  async page({ brand, since, limit, cursor }) {
    const ofBrand = brand === undefined ? [] : [{ name: "@brand", value: brand as string }];
    const query = {
      query: `SELECT * FROM c WHERE c.contradicted.at >= @since${brand === undefined ? "" : " AND c.brand = @brand"}`,
      parameters: [{ name: "@since", value: since.toISOString() }, ...ofBrand],
    };
    const page = await queryItems(container, query, { limit, cursor });
    return { items: page.items.map(open), cursor: page.cursor };
  },
});
