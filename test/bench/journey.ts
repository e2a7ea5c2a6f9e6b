/**
 * What operations cost, by the application's own log lines: data operations (calls to Cosmos) and request units, for each
 * function and for one whole journey from sign-up to confirmation on an otherwise quiet system (DESIGN, section 8).
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Reply } from "../../local/browser/browser.ts";
import type { System } from "../../local/system/system.ts";
import { type Member, requestBody, signUpMember } from "../faults/member.ts";
import { type Row, rounded } from "./figures.ts";

/** One line of the application's log that tells a cost. */
export type Cost = { readonly function: string; readonly dataOperations: number; readonly requestUnits: number };

export function costOf(line: string): Cost | undefined {
  if (!line.includes('"dataOperations"')) return undefined;
  const { function: name, dataOperations, requestCharge } = JSON.parse(line) as Record<string, unknown>;
  if (typeof name !== "string" || typeof dataOperations !== "number" || typeof requestCharge !== "number")
    throw new Error("a log line tells data operations without function or charge");
  return { function: name, dataOperations, requestUnits: requestCharge };
}

/** Budgets of DESIGN, section 8. */
const budgets: Readonly<Record<string, number>> = {
  "read-session": 2,
  "read-me": 2,
  "read-request": 2,
  "list-requests": 2,
  "submit-request": 3,
  "accept-proposal": 3,
};

const lookMs = 100;
const patienceMs = 60_000;

export async function playJourney(system: System): Promise<Member> {
  const member = await signUpMember(system.url, system.mailboxUrl, "bench-journey");
  const { browser, csrf } = member;
  await expectStatus(browser, 200, "GET", "/api/v1/session");
  await expectStatus(browser, 200, "GET", "/api/v1/me");
  const body = requestBody(system.clock.now(), "bench");
  const headers = { ...csrf, "idempotency-key": "bench-journey-request-1" };
  const submitted = await expectStatus(browser, 201, "POST", "/api/v1/requests", { headers, body });
  const path = String(submitted.headers.location);
  const proposed = await until(browser, path, "proposed");
  const [proposal] = proposed.json<{ proposals: { id: string; options: { id: string }[] }[] }>().proposals;
  // Before the last wait, so that its log line has come when the costs are gathered.
  await expectStatus(browser, 200, "GET", "/api/v1/requests");
  await expectStatus(browser, 201, "POST", `${path}/proposals/${proposal?.id}/acceptance`, {
    headers: { ...csrf, "idempotency-key": "bench-journey-accept-1", "if-match": String(proposed.headers.etag) },
    body: { optionId: proposal?.options[0]?.id },
  });
  await until(browser, path, "confirmed");
  return member;
}

export async function expectStatus(browser: Browser, status: number, ...call: Parameters<Browser["ask"]>) {
  const reply = await browser.ask(...call);
  if (reply.status !== status) throw new Error(`${call[0]} ${call[1]} answered ${reply.status}: ${reply.text}`);
  return reply;
}

async function until(browser: Browser, path: string, status: string): Promise<Reply> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(lookMs)) {
    const reply = await expectStatus(browser, 200, "GET", path);
    if (reply.json<{ status: string }>().status === status) return reply;
  }
  throw new Error(`the request is not ${status} after ${patienceMs / 1_000} s`);
}

/** Each function's dearest invocation, and the sum of all but the looks at the request while waiting. */
export function costRows(costs: readonly Cost[]): Row[] {
  const names = [...new Set(costs.map((cost) => cost.function))].sort();
  const looks = "read-request";
  const rows = names.flatMap((name): Row[] => {
    const own = costs.filter((cost) => cost.function === name);
    const operations = Math.max(...own.map(({ dataOperations }) => dataOperations));
    const units = Math.max(...own.map(({ requestUnits }) => requestUnits));
    const budget = budgets[name];
    return [
      {
        name: `${name}: data operations`,
        value: operations,
        unit: "at most",
        ...(budget === undefined ? {} : { atMost: budget }),
      },
      {
        name: `${name}: request units`,
        value: rounded(units, 2),
        unit: "RU at most",
        note: `${own.length} invocations`,
      },
    ];
  });
  const counted = costs.filter((cost) => cost.function !== looks);
  const total = counted.reduce((sum, { requestUnits }) => sum + requestUnits, 0);
  const note = `${counted.length} invocations, HTTP and queues; without the looks while waiting`;
  return [...rows, { name: "whole journey: request units", value: rounded(total), unit: "RU", note }];
}
