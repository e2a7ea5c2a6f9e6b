/** Timer: proposals that have lapsed and requests of which nothing came. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("expire-requests", {
  schedule: "0 */15 * * * *",
  handler: async (_timer, context) => {
    const count = await concierge.expireRequests();
    if (count > 0) {
      concierge.log.event("requests.expired", {
        invocationId: context.invocationId,
        function: "expire-requests",
        count,
      });
    }
  },
});
