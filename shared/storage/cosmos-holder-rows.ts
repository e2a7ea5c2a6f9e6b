/** Join rows on Cosmos DB: beside the look-ups of addresses, each its own partition. */
import type { Container } from "@azure/cosmos";
import { type HolderRow, type HolderRows, holderRow } from "../terminations/holder-join.ts";
import { type ItemWrite, readItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const context = ({ id }: Pick<HolderRow, "id">) => ({ brand: "", subjectId: "", kind: holderRow.kind, id });
const toItem = (doc: HolderRow) => sealRecord(holderRow, doc, context(doc), undefined);

export function cosmosHolderRows(container: Container): HolderRows {
  const write = async (item: ItemWrite, id: string): Promise<boolean> => {
    try {
      await writeItems(container, id, [item]);
      return true;
    } catch (error) {
      if (error instanceof WriteConflict) return error.reason === "absent" && item.operation === "erase";
      throw error;
    }
  };
  return {
    async read(id) {
      const item = await readItem(container, id, id);
      if (item === undefined) return undefined;
      return { doc: openRecord(holderRow, item, context({ id }), undefined), etag: item._etag };
    },
    create: (doc) => write({ operation: "create", item: toItem(doc) }, doc.id),
    replace: (doc, etag) => write({ operation: "replace", item: toItem(doc), etag }, doc.id),
    erase: (id, etag) => write({ operation: "erase", id, etag }, id),
  };
}
