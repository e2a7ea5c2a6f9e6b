/** Timer, each morning: members are told about a new version of the charter or terms before it takes effect. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("announce-versions", {
  // 07:00 UTC: morning in Paris, all year.
  schedule: "0 0 7 * * *",
  handler: async (_timer, context) => {
    const count = await concierge.announceVersions();
    concierge.log.event("versions.announced", {
      invocationId: context.invocationId,
      function: "announce-versions",
      count,
    });
  },
});
