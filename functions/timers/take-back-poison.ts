/** Timer: what the host gave up and moved to a poison queue is parked, to be tried again. Nothing ends there silently. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("take-back-poison", {
  schedule: "%RELAY_SCHEDULE%",
  handler: async (_timer, context) => {
    const count = await concierge.takeBackPoison();
    if (count > 0) {
      concierge.log.event("poison.emptied", {
        invocationId: context.invocationId,
        function: "take-back-poison",
        count,
      });
    }
  },
});
