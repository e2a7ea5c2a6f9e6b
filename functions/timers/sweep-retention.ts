/** Timer: the retention sweep looks for whose data are due. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("sweep-retention", {
  schedule: "%RETENTION_SCHEDULE%",
  handler: async (_timer, context) => {
    const { runId, steps, postponed, ...ended } = await concierge.retention.sweep();
    const count = [...Object.values(steps), ...Object.values(ended)].reduce((sum, one) => sum + one, 0);
    if (count + postponed === 0) return;
    concierge.log.event("retention.swept", {
      invocationId: context.invocationId,
      function: "sweep-retention",
      recordId: runId,
      count,
    });
  },
});
