/** A sample app of timers: daily, every second, one whose schedule is a setting, one that fails, one at start. */
import { app, type Timer } from "@azure/functions";
import { note } from "./records.ts";

const record = (name: string) => async (timer: Timer) => note(name, timer);

app.timer("daily", { schedule: "0 0 3 * * *", handler: record("daily") });
app.timer("by-setting", { schedule: "%SCHEDULE%", handler: record("by-setting") });
app.timer("each-second", { schedule: "* * * * * *", handler: record("each-second") });
app.timer("at-start", { schedule: "0 0 5 1 1 *", runOnStartup: true, handler: record("at-start") });
app.timer("fails", {
  schedule: "0 0 4 * * *",
  handler: async (timer) => {
    note("fails", timer);
    throw new Error("no");
  },
});
