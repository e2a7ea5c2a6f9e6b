/** Timer: every erasure that is due goes on, and what a law kept goes when its day has come. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("advance-erasures", {
  schedule: "%ERASURE_SCHEDULE%",
  handler: async (_timer, context) => {
    const [erasures, kept] = await Promise.all([concierge.sendDueErasures(), concierge.endKept()]);
    if (erasures + kept > 0) {
      concierge.log.event("erasures.due", {
        invocationId: context.invocationId,
        function: "advance-erasures",
        count: erasures + kept,
      });
    }
  },
});
