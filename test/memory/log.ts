/** The product's own logger, its lines kept for reading. */
import { type Level, logger } from "../../shared/privacy/log.ts";
import { standingClock } from "./clock.ts";

export type LogLine = { readonly level: Level; readonly event: string; readonly [field: string]: unknown };

export function keptLog() {
  const lines: LogLine[] = [];
  const log = logger({ write: (line) => void lines.push(JSON.parse(line) as LogLine), clock: standingClock() });
  return { log, lines, events: () => lines.map(({ event }) => event) };
}
