/** Timer, every hour: checkpoints, seals and ends the ledger's streams, and records which settings changed. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("keep-ledger", {
  schedule: "0 12 * * * *",
  handler: async (_timer, context) => {
    const changed = await concierge.watchSettings();
    const { sealed, dropped } = await concierge.keepStreams();
    if (changed + sealed + dropped > 0) {
      concierge.log.event("ledger.kept", {
        invocationId: context.invocationId,
        function: "keep-ledger",
        count: changed + sealed + dropped,
      });
    }
  },
});
