/**
 * The host's own routes under `/admin`, for whoever holds the master key: its status, the list of functions, and running a
 * queue or timer function by hand.
 */
import { hostVersion } from "./core-module.ts";

export type AdminAnswer = { readonly status: number; readonly json?: unknown };

/** Starts the function with this input and comes back at once; false when there is none of that name. */
export type RunByHand = (functionName: string, input: string | undefined) => boolean;

export type AdminRequest = { readonly method: string; readonly segments: readonly string[]; readonly body: Uint8Array };

export function answerAdmin(
  { method, segments, body }: AdminRequest,
  functionNames: readonly string[],
  runByHand: RunByHand,
): AdminAnswer {
  const [area, name, ...rest] = segments.slice(1).map((segment) => segment.toLowerCase());
  if (method === "GET" && area === "host" && name === "status" && rest.length === 0) {
    return {
      status: 200,
      json: { state: "Running", version: hostVersion, processUptime: Math.round(process.uptime() * 1000) },
    };
  }
  if (method === "GET" && area === "functions" && name === undefined) {
    return { status: 200, json: functionNames.map((known) => ({ name: known })) };
  }
  if (method === "POST" && area === "functions" && name !== undefined && rest.length === 0) {
    const input = readInput(body);
    if (input === "malformed") return { status: 400 };
    return { status: runByHand(segments[2] ?? "", input.input) ? 202 : 404 };
  }
  return { status: 404 };
}

/** The body is `{}` or `{"input": "…"}`; none at all counts as `{}`. */
function readInput(body: Uint8Array): { input: string | undefined } | "malformed" {
  if (body.length === 0) return { input: undefined };
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (typeof parsed !== "object" || parsed === null) return "malformed";
    const input = (parsed as { input?: unknown }).input;
    return { input: input === undefined || typeof input === "string" ? input : JSON.stringify(input) };
  } catch {
    return "malformed";
  }
}
