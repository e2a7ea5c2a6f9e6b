/** The switches on Cosmos DB: one item for each brand. */
import type { Container } from "@azure/cosmos";
import { type Controls, type DispatchControl, dispatchControl } from "../requests/dispatch-control.ts";
import { readItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const itemId = dispatchControl.kind;
const context = (id: string) => ({ brand: "", subjectId: "", kind: dispatchControl.kind, id });
const rounds = 5;

export function cosmosControls(container: Container): Controls {
  return {
    async dispatch(brand) {
      const item = await readItem(container, brand, itemId);
      if (item === undefined) return undefined;
      return openRecord(dispatchControl, { ...item, id: brand }, context(brand), undefined);
    },

    async setDispatch(control: DispatchControl) {
      const sealed = sealRecord(dispatchControl, control, context(control.id), undefined);
      const item = { ...(sealed as object), id: itemId, brand: control.id };
      for (let round = 0; round < rounds; round += 1) {
        const before = await readItem(container, control.id, itemId);
        try {
          const write =
            before === undefined
              ? ({ operation: "create", item } as const)
              : ({ operation: "replace", item, etag: before._etag } as const);
          await writeItems(container, control.id, [write]);
          return;
        } catch (error) {
          if (!(error instanceof WriteConflict)) throw error;
        }
      }
      throw new Error("the switch kept changing");
    },
  };
}
