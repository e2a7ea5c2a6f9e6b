/** The settings an operator's command runs with: the environment's, or those of the local system that runs here. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runningSystem, usualDataDir } from "../../local/system/running-system.ts";

export function useRunningSettings(): void {
  if (process.env.CONCIERGE_MODE !== undefined) return;
  const file = join(usualDataDir, "functions-settings.json");
  if (runningSystem() === undefined || !existsSync(file)) {
    throw new Error(
      "No settings: start the local system (npm start), or set the application's settings in the environment.",
    );
  }
  Object.assign(process.env, JSON.parse(readFileSync(file, "utf8")));
}
