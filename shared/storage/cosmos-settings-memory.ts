/** What the ledger knows of the settings, on Cosmos DB: one item in a partition of its own beside the streams. */
import type { Container } from "@azure/cosmos";
import { type SettingsMemory, settingsState, settingsStateId } from "../audit/watch-settings.ts";
import { readItem, WriteConflict, writeItems } from "./cosmos-container.ts";
import { openRecord, sealRecord } from "./sealing.ts";

const context = { brand: "", subjectId: "", kind: settingsState.kind, id: settingsStateId };
const partition = settingsStateId;

export function cosmosSettingsMemory(container: Container): SettingsMemory {
  return {
    async read() {
      const item = await readItem(container, partition, settingsStateId);
      return item === undefined
        ? undefined
        : { doc: openRecord(settingsState, item, context, undefined), etag: item._etag };
    },
    async write(doc, etag) {
      const item = { ...sealRecord(settingsState, doc, context, undefined), stream: partition };
      try {
        await writeItems(container, partition, [
          etag === undefined ? { operation: "create", item } : { operation: "replace", item, etag },
        ]);
        return true;
      } catch (error) {
        if (error instanceof WriteConflict) return false;
        throw error;
      }
    },
  };
}
