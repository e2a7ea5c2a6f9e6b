/** The run itself: so many requests and messages, some at a time, and everything that was wrong about any answer. */
import { type Random, randomFrom } from "../faults/random.ts";
import { type Finding, findingInLine, findingsIn, isPrototypeTouched } from "./checks.ts";
import { hasGrown, memoryInUse } from "./memory.ts";
import { messageFor, take } from "./messages.ts";
import { type Planned, plannedFor } from "./requests.ts";
import { type Scene, usesOfMember } from "./scene.ts";
import { sender } from "./sending.ts";
import { chance, oneOf } from "./values.ts";

export type Found = Finding & { readonly count: number; readonly first: string };
export type FuzzReport = {
  readonly requests: number;
  readonly messages: number;
  /** Answered by host or runtime before any code of ours. */
  readonly beforeUs: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Routes that were never answered with a success: what lies behind their first checks was not reached. */
  readonly unreached: readonly string[];
  readonly memory: readonly number[];
  /** Requests and messages that could not be made up, by why: the local endpoints do not answer everything under load. */
  readonly unmade: Readonly<Record<string, number>>;
  readonly findings: readonly Found[];
};

/** Answers under way at once. */
const atOnce = 12;
/** Share of requests nothing is done to, so that what lies deep is reached. */
const goodShare = 0.1;
/** Share of a run that fills caches and compiles, before memory is first looked at. */
const warmUp = 0.2;

export type Fuzzing = {
  readonly scene: Scene;
  readonly seed: number;
  readonly requests: number;
  readonly messages: number;
  /** Set to what takes log lines while the run goes on. */
  readonly lines: { take: (text: string) => void };
  /** Told each time another tenth is done. */
  readonly onTenth?: (tenths: number) => void;
};

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 600) ?? "";
const told = ({ method, path, query, headers, bytes }: Planned) =>
  shown({
    method,
    at: (path + query).slice(0, 200),
    headers,
    body: bytes && Buffer.from(bytes).toString("latin1").slice(0, 200),
  });

export async function fuzz({ scene, seed, requests, messages, lines, onTenth }: Fuzzing): Promise<FuzzReport> {
  const { functions, secrets } = scene;
  const { send, functionOf } = sender(functions);
  // Readiness asks every dependency each time, which says little about input and costs much: more seldom.
  const others = functions.routes.filter(({ name }) => name !== "check-readiness");
  const routes = [...others, ...others, ...others, ...functions.routes, undefined, undefined, undefined, undefined];
  const queueFunctions = functions.registered("queueTrigger");
  const found = new Map<string, Found>();
  const statuses: Record<string, number> = {};
  const reached = new Set<string>();
  const unmade: Record<string, number> = {};
  let beforeUs = 0;

  const report = (finding: Finding | undefined, first: string) => {
    if (finding === undefined) return;
    const key = `${finding.kind} ${finding.where} ${finding.detail}`;
    const known = found.get(key);
    found.set(key, known === undefined ? { ...finding, count: 1, first } : { ...known, count: known.count + 1 });
  };
  let current = "";
  lines.take = (text) => report(findingInLine(text, secrets), `${current} ${text.slice(0, 300)}`);
  const onUnhandled = (error: unknown) =>
    report(
      { kind: "unhandled", where: "process", detail: error instanceof Error ? error.name : typeof error },
      current,
    );
  process.on("unhandledRejection", onUnhandled);
  process.on("uncaughtException", onUnhandled);

  const made = async <T>(make: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await make();
    } catch (error) {
      const why = error instanceof Error ? `${error.name} ${error.message.slice(0, 60)}` : typeof error;
      unmade[why] = (unmade[why] ?? 0) + 1;
      return undefined;
    }
  };

  const ask = async (random: Random) => {
    const isGood = chance(random, goodShare);
    const planned = await made(() => plannedFor(oneOf(random, routes), scene, random, isGood));
    if (planned === undefined) return;
    current = told(planned);
    try {
      const given = await send(planned);
      if (given === "before us") {
        beforeUs += 1;
        return;
      }
      const { status = 200 } = given.answer;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status < 300) reached.add(given.name);
      for (const finding of findingsIn(planned, given, secrets)) report(finding, told(planned));
      const { member } = planned;
      if (member !== undefined && (status === 401 || member.uses > usesOfMember))
        await made(() => scene.replace(member));
    } catch (error) {
      const detail =
        error instanceof Error ? `${error.name}: ${error.stack?.split("\n").slice(0, 4).join(" ")}` : typeof error;
      report({ kind: "thrown", where: functionOf(planned) ?? "no function", detail }, told(planned));
    }
    if (isPrototypeTouched()) {
      report({ kind: "prototype", where: planned.route?.name ?? "no route", detail: "polluted" }, told(planned));
      Reflect.deleteProperty(Object.prototype, "isAdmin");
    }
  };
  const give = async (random: Random) => {
    const message = await made(() => messageFor(oneOf(random, queueFunctions), scene, random));
    if (message === undefined) return;
    current = shown(message);
    report(await take(functions, message), current);
  };

  const total = requests + messages;
  /** Requests and messages mixed, each from a seed of its own, so that one can be had again. */
  const runTo = async (from: number, to: number) => {
    let next = from;
    const work = async () => {
      while (next < to) {
        const at = next;
        next += 1;
        if (Math.floor((next * 10) / total) > Math.floor((at * 10) / total)) onTenth?.(Math.floor((next * 10) / total));
        const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(at + 1, 0x85ebca6b));
        const isMessage = Math.floor(((at + 1) * messages) / total) > Math.floor((at * messages) / total);
        await (isMessage ? give(random) : ask(random));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };

  const memory: number[] = [];
  const runParts = async () => {
    const first = Math.floor(total * warmUp);
    const half = first + Math.floor((total - first) / 2);
    for (const [from, to] of [
      [0, first],
      [first, half],
      [half, total],
    ] as const) {
      await runTo(from, to);
      memory.push(await memoryInUse());
    }
    const [, before = 0, after = 0] = memory;
    if (hasGrown(before, after)) {
      const detail = `${before.toFixed(0)} MiB, then ${after.toFixed(0)} MiB`;
      report({ kind: "memory", where: "process", detail }, "between the second part and the third");
    }
  };

  try {
    await runParts();
  } finally {
    process.off("unhandledRejection", onUnhandled);
    process.off("uncaughtException", onUnhandled);
  }
  return {
    ...{ requests, messages, beforeUs, statuses, memory, unmade },
    unreached: functions.routes.map(({ name }) => name).filter((name) => !reached.has(name)),
    findings: [...found.values()],
  };
}
