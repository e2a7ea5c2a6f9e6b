/**
 * Members who submit requests and do not give up: after a cut connection, silence or 5xx the same request goes out again under
 * the same Idempotency-Key, as a well-behaved client does (DESIGN, section 8).
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "../../local/browser/browser.ts";
import { type Member, requestBody } from "./member.ts";

export type Submissions = {
  /** Request id → who submitted it. Only what was answered with 201. */
  readonly accepted: Map<string, Member>;
  /** Tries beyond the first ones. */
  retried: number;
  /** Left unanswered when the time was over: these may or may not have been taken. */
  unanswered: number;
  /** Answers that no retry is meant for. There must be none. */
  readonly unexpected: string[];
};

const patienceMs = 20_000;
const pauseMs = 300;
const requestsAtOnce = 4;

export type Submitting = {
  readonly members: readonly Member[];
  readonly requests: number;
  readonly seed: number;
  readonly today: Date;
  /** Requests are begun no faster than this; without it as fast as answers come. */
  readonly requestsPerSecond?: number;
  /** Resolves when another request may be begun: what is under way is then little enough for this machine. */
  readonly turn?: () => Promise<void>;
  /** No request is begun or repeated after this moment, in milliseconds of `performance.now()`. */
  readonly until: number;
  /** After each request that was accepted. */
  readonly onAccepted: (count: number, id: string, member: Member) => void;
};

export async function submitRequests(to: Submitting): Promise<Submissions> {
  const submissions: Submissions = { accepted: new Map(), retried: 0, unanswered: 0, unexpected: [] };
  let next = 0;
  const startedAt = performance.now();
  const client = async (member: Member) => {
    while (next < to.requests && performance.now() < to.until) {
      next += 1;
      const index = next;
      const beginAt = to.requestsPerSecond === undefined ? 0 : startedAt + (index * 1_000) / to.requestsPerSecond;
      await sleep(Math.max(0, beginAt - performance.now()));
      await to.turn?.();
      await submit(to, member, index, submissions);
    }
  };
  const clients = to.members.flatMap((member) => Array.from({ length: requestsAtOnce }, () => client(member)));
  await Promise.all(clients);
  return submissions;
}

async function submit(to: Submitting, member: Member, index: number, submissions: Submissions): Promise<void> {
  const body = requestBody(to.today, `${to.seed}-${index}`);
  const headers = { ...member.csrf, "idempotency-key": `fault-run-${to.seed}-request-${index}` };
  for (let attempt = 0; performance.now() < to.until; attempt += 1) {
    if (attempt > 0) {
      submissions.retried += 1;
      await sleep(pauseMs);
    }
    const reply = await answered(member.browser.ask("POST", "/api/v1/requests", { headers, body }));
    if (reply === undefined || reply.status >= 500 || reply.status === 429) continue;
    if (reply.status !== 201) return void submissions.unexpected.push(`submit answered ${reply.status}: ${reply.text}`);
    const { id } = reply.json<{ id: string }>();
    if (submissions.accepted.has(id)) submissions.unexpected.push(`two requests were given the id ${id}`);
    submissions.accepted.set(id, member);
    to.onAccepted(submissions.accepted.size, id, member);
    return;
  }
  submissions.unanswered += 1;
}

/** Undefined where there was no answer. */
export async function answered(asking: Promise<Reply>): Promise<Reply | undefined> {
  const over = new AbortController();
  const silence = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    return await Promise.race([asking.catch(() => undefined), silence]);
  } finally {
    over.abort();
  }
}
