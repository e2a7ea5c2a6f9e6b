/** Timer, each morning: warns of exceptional openings that nobody has reviewed in time, and of disclosures nobody has agreed to. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";

app.timer("overdue-reviews", {
  // 06:00 UTC: before work begins in Paris, all year.
  schedule: "0 0 6 * * *",
  handler: async () => {
    await concierge.warnOfOverdueReviews();
  },
});
