/**
 * Fault runs on real processes: members submit requests while host, Cosmos endpoint, processor and Azurite are ended at seeded
 * moments and started again, and the processor misbehaves until the last of them is back. Some proposals are accepted meanwhile.
 * In the end every accepted request must be at the processor, once in effect, what was accepted confirmed, and each mail have come
 * once (DESIGN, section 6).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { everything, ratesSchema } from "../../local/processor/misbehaviour.ts";
import { type ProcessName, type System, startSystem } from "../../local/system/system.ts";
import { acceptSome } from "./accepting.ts";
import { planKills } from "./kill-plan.ts";
import { killByPlan } from "./killing.ts";
import { unlikeMailed } from "./mails.ts";
import { type Member, signUpMember } from "./member.ts";
import { givenUp, type Settlement, settle, unlikeProposed } from "./settlement.ts";
import { submitRequests } from "./submitting.ts";

export type FaultRun = {
  readonly seed: number;
  readonly requests: number;
  readonly kills: number;
  readonly processes: readonly ProcessName[];
  /**
   * Seconds until something is sent again, both ways. A message lives as long: this must be longer than the backlog of the run
   * takes on a busy machine, or messages expire before their turn and are sent in vain.
   */
  readonly intervalSeconds: number;
  /** Of the processor's messages, the share that each kind of misbehaviour strikes; it behaves when absent. */
  readonly misbehaving?: number;
  /** The application's folder; the project's own when absent. */
  readonly appDir?: string;
  /** Requests are begun no faster than this; without it as fast as answers come. */
  readonly requestsPerSecond?: number;
  /**
   * Requests are held back while so many are not settled. Open load on a slow machine would only show how a backlog grows;
   * the kills strike just the same.
   */
  readonly mostUnderWay?: number;
  /** Seconds after which no more requests are begun; without it all of them are. */
  readonly submitSeconds?: number;
  /** Seconds after the last request in which everything has to come to rest. */
  readonly drainSeconds?: number;
};

export type FaultReport = Settlement & {
  readonly run: FaultRun;
  readonly accepted: number;
  /** Requests whose proposal was accepted, and which are to be confirmed. */
  readonly booked: number;
  readonly retried: number;
  readonly kills: Readonly<Partial<Record<ProcessName, number>>>;
  /** How often the processor misbehaved, by kind. */
  readonly misbehaved: Readonly<Record<string, number>>;
  readonly parked: number;
  readonly strange: number;
  readonly poisoned: number;
  /** Anything else that must not be, in words. */
  readonly wrong: readonly string[];
  readonly submitSeconds: number;
  /** From the last kill to rest; from the last request where nothing was killed. */
  readonly drainSeconds: number;
  /** From the moment nothing misbehaves any more. */
  readonly calmSeconds: number;
};

/**
 * Seconds instead of minutes, so that a run shows the re-sends. The host's 10-minute hide after a crash is left alone: what a
 * killed host held must come back by re-sending. The lease of a timer's lock is the shortest the storage service allows.
 */
const settings = (seconds: number) => ({
  RELAY_SCHEDULE: "*/2 * * * * *",
  RELAY_INTERVAL_SECONDS: "15",
  DISPATCH_INTERVAL_SECONDS: String(seconds),
  NOTIFICATION_INTERVAL_SECONDS: String(seconds),
  INBOX_INTERVAL_SECONDS: String(seconds),
  INBOX_INTERVAL_MAX_SECONDS: String(seconds * 2),
  LOCAL_HOST_TIMER_LEASE_SECONDS: "15",
});

const memberCount = 3;
const turnMs = 250;
/** Without anything settled for so long, requests are no longer held back. */
const patienceMs = 120_000;

export async function realProcessFaults(run: FaultRun): Promise<FaultReport> {
  const system = await startSystem({
    settings: settings(run.intervalSeconds),
    processorSettings: {
      PROCESSOR_RESEND_SECONDS: String(run.intervalSeconds),
      PROCESSOR_POLL_MS: "100",
      ...(run.misbehaving === undefined
        ? {}
        : { PROCESSOR_MISBEHAVIOUR: JSON.stringify(everything(run.seed, run.misbehaving)) }),
    },
    ...(run.appDir === undefined ? {} : { appDir: run.appDir }),
  });
  try {
    return await play(system, run);
  } finally {
    await system.stop();
  }
}

async function play(system: System, run: FaultRun): Promise<FaultReport> {
  const crashes: string[] = [];
  void system.crashed.then((name) => crashes.push(`${name} ended by itself`));
  const names = Array.from({ length: memberCount }, (_, index) => `fault-run-${run.seed}-${index}`);
  const members: Member[] = await Promise.all(names.map((name) => signUpMember(system.url, system.mailboxUrl, name)));

  const mischief = tallyOf(system);
  const killer = killByPlan(mischief.system, planKills(run));
  const startedAt = performance.now();
  const until = run.submitSeconds === undefined ? Number.POSITIVE_INFINITY : startedAt + run.submitSeconds * 1_000;
  let accepted = 0;
  const accepting = acceptSome(run.requests);
  const gate = turnstile(system, run.mostUnderWay ?? Number.POSITIVE_INFINITY, () => accepted);
  const submissions = await submitRequests({
    ...run,
    members,
    today: system.clock.now(),
    until,
    onAccepted: (count, id, member) => {
      accepted = count;
      killer.at(count);
      accepting.take(id, member);
    },
    turn: gate.turn,
  });
  const submittedAt = performance.now();
  await killer.finish();
  const drainUntil = performance.now() + (run.drainSeconds ?? 120) * 1_000;
  // Most of its work may still be before it: it goes on until it has seen every request, or a third of the time is over.
  if (run.misbehaving !== undefined) {
    await allSeen(system, submissions.accepted.size, performance.now() + (drainUntil - performance.now()) / 3);
    await mischief.end();
  }
  const behavesAt = performance.now();
  const unlike = await accepting.finish(drainUntil);
  const settlement = await settle(system, submissions, drainUntil);
  const restAt = performance.now();

  const seconds = (ms: number) => Math.round(ms / 100) / 10;
  return {
    ...settlement,
    run,
    accepted: submissions.accepted.size,
    booked: accepting.chosen.size,
    retried: submissions.retried,
    kills: killer.done,
    misbehaved: mischief.done,
    ...(await givenUp(system)),
    wrong: [
      ...submissions.unexpected,
      ...crashes,
      ...unlike,
      ...(await unlikeProposed(submissions, accepting.chosen)),
      ...(await unlikeMailed(system.mailboxUrl, { ...submissions, chosen: accepting.chosen })),
    ],
    submitSeconds: seconds(submittedAt - startedAt),
    drainSeconds: seconds(restAt - (killer.lastAt() ?? submittedAt)),
    calmSeconds: seconds(restAt - behavesAt),
  };
}

/** Lets one more through while little enough is under way, by what the processor has seen and has not been answered. */
function turnstile(system: System, most: number, accepted: () => number) {
  let looking: Promise<void> | undefined;
  let settled = 0;
  let movedAt = performance.now();
  const look = async (): Promise<void> => {
    await sleep(turnMs);
    const reply = await fetch(`${system.processorUrl}/api/effects`).catch(() => undefined);
    // It is away for a moment: what it said last still holds.
    if (reply?.ok !== true) return;
    const { effects, waiting } = (await reply.json()) as { effects: Record<string, unknown>; waiting: number };
    const now = Object.keys(effects).length - waiting;
    if (now !== settled) movedAt = performance.now();
    settled = now;
  };
  return {
    turn: async (): Promise<void> => {
      // What is lost never settles: it is told in the end, and must not hold the others back for ever.
      while (accepted() - settled >= most && performance.now() - movedAt < patienceMs) {
        looking ??= look().finally(() => {
          looking = undefined;
        });
        await looking;
      }
    },
  };
}

/** Waits until so many requests have arrived at the processor, or until then. */
async function allSeen(system: System, requests: number, until: number): Promise<void> {
  while (performance.now() < until) {
    const wait = Math.max(1, Math.min(5_000, Math.floor(until - performance.now())));
    const reply = await fetch(`${system.processorUrl}/api/effects?submitted=${requests}&wait=${wait}`);
    const { effects } = (await reply.json()) as { effects: Record<string, unknown> };
    if (Object.keys(effects).length >= requests) return;
  }
}

/** Counts what the processor did wrong over all its lives: its own count ends with the process. */
function tallyOf(system: System) {
  const done: Record<string, number> = {};
  const url = `${system.processorUrl}/api/misbehaviour`;
  const take = async (asked: Promise<Response>): Promise<void> => {
    const state = (await (await asked).json()) as { done: Record<string, number> };
    for (const [kind, count] of Object.entries(state.done)) done[kind] = (done[kind] ?? 0) + count;
  };
  return {
    done,
    system: {
      ...system,
      kill: async (name: ProcessName, signal: NodeJS.Signals) => {
        if (name === "processor") await take(fetch(url)).catch(() => undefined);
        await system.kill(name, signal);
      },
    } satisfies System,
    /** It behaves from now on. */
    end: () => take(fetch(url, { method: "POST", body: "{}" })),
  };
}

/** So many messages are struck on average before a kind that never came counts as missing: by chance it happens once in 160,000. */
const surelySome = 12;

/** With so many accepted one at least is always chosen to be confirmed. */
const leastAccepted = 5;

/** What had to happen for the run to show anything, and did not. */
function missing({ run, accepted, booked, kills, misbehaved }: FaultReport): string[] {
  const killed = Object.values(kills).reduce((sum, count) => sum + count, 0);
  // Kills wait for requests to be accepted: a run that is bounded by time may end before its last.
  const isWhole = run.submitSeconds === undefined;
  const unhit = run.processes.filter((name) => (kills[name] ?? 0) === 0);
  const isLong = accepted * (run.misbehaving ?? 0) >= surelySome;
  const absent = isLong ? Object.keys(ratesSchema.shape).filter((kind) => (misbehaved[kind] ?? 0) === 0) : [];
  return [
    ...(accepted === 0 ? ["nothing was accepted, so nothing was shown"] : []),
    ...(isWhole && accepted >= leastAccepted && booked === 0 ? ["nothing was taken up to a confirmation"] : []),
    ...(isWhole && killed < run.kills ? [`${run.kills - killed} of ${run.kills} kills were never made`] : []),
    ...(run.kills > 0 && killed === 0 ? ["nothing was killed"] : []),
    ...(isWhole && run.kills >= run.processes.length && unhit.length > 0 ? [`never killed: ${unhit.join(", ")}`] : []),
    ...(absent.length > 0 ? [`the processor never did this: ${absent.join(", ")}`] : []),
  ];
}

/** What a run has shown to be wrong, in words; nothing where all is well. */
export function faultsIn(report: FaultReport): string[] {
  const { lost, doubled, rows, unanswered, wrong, accepted, run } = report;
  const some = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
  return [
    ...missing(report),
    ...some(run.submitSeconds === undefined ? run.requests - accepted : 0, "requests were never accepted"),
    ...some(lost.length, `lost: ${lost.slice(0, 5).join(", ")}`),
    ...some(doubled.length, `doubled: ${doubled.slice(0, 5).join(", ")}`),
    ...some(rows, "outbox rows not acknowledged"),
    ...some(unanswered, "messages of the processor not answered"),
    ...(wrong.length > 8 ? [...wrong.slice(0, 8), `… and ${wrong.length - 8} more`] : wrong),
  ];
}

/** The report as lines to read. */
export function reportLines(report: FaultReport): string[] {
  const { run, accepted, retried, kills, misbehaved, lost, doubled, parked, strange, poisoned } = report;
  const { submitSeconds, drainSeconds, calmSeconds } = report;
  const total = Object.values(kills).reduce((sum, count) => sum + count, 0);
  const each = Object.entries(kills).map(([name, count]) => `${name} ${count}`);
  return [
    `seed ${run.seed}: ${accepted} of ${run.requests} requests accepted, ${report.booked} of them up to a confirmation, ${retried} retries, in ${submitSeconds} s`,
    `${total} of ${run.kills} kills${total === 0 ? "" : ` (${each.join(", ")})`}`,
    ...(run.misbehaving === undefined
      ? []
      : [
          `the processor misbehaved: ${Object.entries(misbehaved)
            .map(([kind, count]) => `${kind} ${count}`)
            .join(", ")}`,
        ]),
    `${lost.length} lost, ${doubled.length} doubled; ${parked} parked, ${poisoned} poisoned, ${strange} texts that were no message`,
    `at rest ${drainSeconds} s after the last ${total === 0 ? "request" : "kill"}${
      run.misbehaving === undefined ? "" : `, ${calmSeconds} s after the processor began to behave`
    }`,
  ];
}
