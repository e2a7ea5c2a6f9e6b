/** Timer: the retention sweep looks for whose data are due. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("sweep-retention", {
  schedule: "%RETENTION_SCHEDULE%",
  handler: async (_timer, context) => {
    const { runId, steps, ...others } = await concierge.retention.sweep();
    const people = Object.values(steps).reduce((sum, count) => sum + count, 0);
    if (people + Object.values(others).reduce((sum, count) => sum + count, 0) === 0) return;
    concierge.log.event("retention.swept", {
      invocationId: context.invocationId,
      function: "sweep-retention",
      recordId: runId,
      count: people,
    });
  },
});
