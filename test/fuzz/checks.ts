/** What must be true of every answer, whatever was asked; and of every log line. */
import type { HttpResponseInit } from "@azure/functions";
import { answerHeaders, requestIdHeader } from "../../shared/http/headers.ts";
import type { Planned } from "./requests.ts";
import type { Given } from "./sending.ts";
import { anyMark } from "./values.ts";

export type FindingKind =
  | "server-error"
  | "thrown"
  | "echo"
  | "leak"
  | "headers"
  | "problem"
  | "log"
  | "unhandled"
  | "prototype"
  | "memory";
export type Finding = { readonly kind: FindingKind; readonly where: string; readonly detail: string };

const always = Object.keys(answerHeaders("no-store"));
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What is sent back of a person's own is no echo: the request they have just made. */
const mayShowWhatWasSent = ({ route, method }: Planned, status: number) =>
  status < 300 && method !== "GET" && method !== "HEAD" && route !== undefined && route.access !== "public";

function headerFaults({ headers, status }: HttpResponseInit, text: string, id: string): readonly string[] {
  const own = (headers ?? {}) as Record<string, string>;
  const faults = always.filter((name) => typeof own[name] !== "string").map((name) => `${name} is missing`);
  if (own[requestIdHeader] !== id || !uuid.test(id)) faults.push("the id of the call is another");
  if (text !== "" && own["content-type"] === undefined) faults.push("no content type");
  if (!/^(no-store|no-cache)$/.test(own["cache-control"] ?? "")) faults.push("may be kept");
  if (own["cache-control"] === "no-cache" && own.etag === undefined && status !== 304)
    faults.push("kept without version");
  for (const value of Object.values(own)) if (/[^\x20-\x7e]/.test(value)) faults.push("a header that cannot be sent");
  return faults;
}

function problemFaults({ status = 200, headers }: HttpResponseInit, text: string, id: string): readonly string[] {
  if (status < 400) return [];
  const type = (headers as Record<string, string>)["content-type"];
  if (!type?.startsWith("application/problem+json")) return ["a failure that is no problem"];
  const problem = JSON.parse(text) as Record<string, unknown>;
  return [
    ...(problem.status === status ? [] : ["the problem has another status"]),
    ...(problem.instance === `urn:invocation:${id}` ? [] : ["the problem has another id"]),
  ];
}

export function findingsIn(planned: Planned, given: Given, secrets: readonly string[]): readonly Finding[] {
  const { answer, name, invocationId } = given;
  const { status = 200 } = answer;
  const text = typeof answer.body === "string" ? answer.body : "";
  const head = JSON.stringify([answer.headers, answer.cookies]);
  const found = (kind: FindingKind, detail: string): Finding => ({ kind, where: name, detail });
  const [lowText, lowHead] = [text.toLowerCase(), head.toLowerCase()];
  const isIn = (whole: string, part: string) => whole.includes(part.toLowerCase());
  return [
    ...(status >= 500 ? [found("server-error", String(status))] : []),
    ...headerFaults(answer, text, invocationId).map((fault) => found("headers", fault)),
    ...problemFaults(answer, text, invocationId).map((fault) => found("problem", fault)),
    ...(isIn(lowHead, planned.mark) ? [found("echo", "in headers")] : []),
    ...(!mayShowWhatWasSent(planned, status) && isIn(lowText, planned.mark)
      ? [found("echo", `in a body, ${status}`)]
      : []),
    // What the staff are shown for a reason is no leak; whom it is shown to is the access matrix's business.
    ...(!(planned.route?.access === "staff" && status < 300) &&
    secrets.some((secret) => isIn(lowText, secret) || isIn(lowHead, secret))
      ? [found("leak", `somebody else's data, ${status}`)]
      : []),
  ];
}

/** A log line holds nothing that was sent. */
export function findingInLine(line: string, secrets: readonly string[]): Finding | undefined {
  const event = /"event":"([a-z.-]+)"/.exec(line)?.[1] ?? "a line of the runtime";
  if (anyMark.test(line)) return { kind: "log", where: event, detail: "what was sent stands in the log" };
  // Ids of people belong into log lines; what they said does not.
  if (secrets.some((secret) => !uuid.test(secret) && line.includes(secret)))
    return { kind: "log", where: event, detail: "a person's data stands in the log" };
  return undefined;
}

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const untouched = prototypes.map((one) => Reflect.ownKeys(one).length);

export const isPrototypeTouched = (): boolean =>
  prototypes.some((one, index) => Reflect.ownKeys(one).length !== untouched[index]) || "isAdmin" in {};
