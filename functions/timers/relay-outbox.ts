/** Timer: takes up outbox rows that were not confirmed in time, and tries parked failures again. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("relay-outbox", {
  schedule: "%RELAY_SCHEDULE%",
  handler: async (_timer, context) => {
    const [rows, failures] = await Promise.all([concierge.relayDue(), concierge.retryFailures()]);
    if (rows + failures > 0) {
      concierge.log.event("relay.ran", {
        invocationId: context.invocationId,
        function: "relay-outbox",
        count: rows + failures,
      });
    }
  },
});
