/**
 * The host's log: one JSON object per line on standard output. Nothing here ever carries a body, a query string, a header or
 * the message of an error, as all of them may hold what a person typed.
 */
import type { LogLevel } from "./rpc.ts";

export type LogLine = {
  readonly level: LogLevel;
  readonly event: string;
  readonly [field: string]: unknown;
};

export type Log = (line: LogLine) => void;

export const writeLog: Log = (line) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};

/** What may be told of an error: its name and, where there is one, the code of the system or of the storage service. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && code !== "" ? `${error.name} (${code})` : error.name;
}
