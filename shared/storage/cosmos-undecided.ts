/** Undecided terminations on Cosmos DB: one partition in the container of what needs a person's attention. */
import type { Container } from "@azure/cosmos";
import {
  type UndecidedTermination,
  type UndecidedTerminations,
  undecidedQueue,
  undecidedTermination,
} from "../terminations/undecided.ts";
import { queryItems, readItem, type StoredItem, WriteConflict, writeItems, wroteItem } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const contextOf = (id: string) => ({ brand: "", subjectId: "", kind: undecidedTermination.kind, id });
const open = (item: StoredItem): UndecidedTermination =>
  openRecord(undecidedTermination, item, contextOf(item.id), undefined);
const toItem = (doc: UndecidedTermination) => sealRecord(undecidedTermination, doc, contextOf(doc.id), undefined);

export function cosmosUndecided(container: Container): UndecidedTerminations {
  return {
    async keep(doc) {
      try {
        await writeItems(container, undecidedQueue, [{ operation: "create", item: toItem(doc) }]);
      } catch (error) {
        // The same message came before.
        if (!(error instanceof WriteConflict)) throw error;
      }
    },
    async read(id) {
      const item = await readItem(container, undecidedQueue, id);
      return item === undefined ? undefined : { doc: open(item), etag: item._etag };
    },
    async list({ waitingIn, limit, cursor }) {
      const query =
        waitingIn === undefined
          ? { query: "SELECT * FROM c", parameters: [] }
          : {
              query: "SELECT * FROM c WHERE c.brand = @brand AND NOT IS_DEFINED(c.decidedAt)",
              parameters: [{ name: "@brand", value: waitingIn }],
            };
      const page = await queryItems(container, query, { partition: undecidedQueue, limit, cursor });
      return { items: page.items.map(open), cursor: page.cursor };
    },
    replace: (doc, etag) => wroteItem(container, undecidedQueue, { operation: "replace", item: toItem(doc), etag }),
    async erase(id, etag) {
      try {
        await writeItems(container, undecidedQueue, [{ operation: "erase", id, etag }]);
        return true;
      } catch (error) {
        // Decided meanwhile; or gone, by another run or with an erasure.
        if (!(error instanceof WriteConflict)) throw error;
        return (await readItem(container, undecidedQueue, id)) === undefined;
      }
    },
  };
}
