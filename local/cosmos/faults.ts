/**
 * The fault switch: rules that make requests fail or lie on purpose, by kind of operation and probability, from a seeded
 * generator, so that a run can be repeated. Set over `POST /_local/faults`; see README.
 */
import { badRequest } from "./cosmos-error.ts";
import { isArray, isObject, type Json, type JsonObject } from "./json.ts";

export const operationKinds = [
  ...["account", "database", "container", "ranges", "create", "read", "replace", "upsert", "delete", "patch", "batch"],
  ...["bulk", "query", "queryPlan", "readFeed", "changeFeed"],
] as const;
export type OperationKind = (typeof operationKinds)[number];

const faultNames = [
  ...["throttle", "unavailable", "retryWith", "timeoutAfterCommit", "cutBeforeCommit", "cutAfterCommit", "delay"],
  "stale",
] as const;
export type FaultName = (typeof faultNames)[number];

export type FaultRule = {
  readonly fault: FaultName;
  /** Kinds of operations it applies to; absent: all but `account`. */
  readonly operations?: readonly OperationKind[];
  /** 0 to 1. */
  readonly probability: number;
  /** How often it may strike; absent: without limit. */
  readonly times?: number;
  /** For `throttle`: sent as x-ms-retry-after-ms. */
  readonly retryAfterMs?: number;
  readonly delayMs?: number;
  /** For `stale`: by how many writes a read may lag; at least one. */
  readonly commits?: number;
};

type Armed = FaultRule & { struck: number };

export class Faults {
  #rules: Armed[] = [];
  #random: () => number = seeded(0);
  #seed = 0;

  set(seed: number, rules: readonly FaultRule[]): void {
    this.#seed = seed;
    this.#random = seeded(seed);
    this.#rules = rules.map((rule) => ({ ...rule, struck: 0 }));
  }

  clear(): void {
    this.set(0, []);
  }

  /** What is set, and how often each rule struck. */
  describe(): JsonObject {
    return { seed: this.#seed, rules: this.#rules.map((rule) => ({ ...rule }) as unknown as JsonObject) };
  }

  /** By how many writes stale reads may lag; undefined when no rule wants any. */
  staleCommits(): number | undefined {
    const commits = this.#rules.filter((rule) => rule.fault === "stale").map((rule) => rule.commits ?? 1);
    return commits.length > 0 ? Math.max(...commits) : undefined;
  }

  /** The rules that strike this request. Each rule draws once, so the draws do not depend on each other's outcome. */
  strike(kind: OperationKind): readonly FaultRule[] {
    return this.#rules.filter((rule) => {
      const applies = rule.operations ? rule.operations.includes(kind) : kind !== "account";
      if (!applies || this.#random() >= rule.probability) return false;
      if (rule.times !== undefined && rule.struck >= rule.times) return false;
      rule.struck++;
      return true;
    });
  }
}

/** @throws CosmosError 400 when the body is not `{ seed?, rules: [...] }` with known rules. */
export function readFaults(body: Json | undefined): { seed: number; rules: FaultRule[] } {
  const list = isArray(body) ? body : isObject(body ?? null) ? (body as JsonObject)["rules"] : undefined;
  if (!isArray(list)) throw badRequest("Faults are a list of rules, or { seed, rules }.");
  const seed = isObject(body ?? null) ? ((body as JsonObject)["seed"] ?? 0) : 0;
  if (typeof seed !== "number") throw badRequest("The seed must be a number.");
  return { seed, rules: list.map(readRule) };
}

const ruleProperties = new Set(["fault", "operations", "probability", "times", "retryAfterMs", "delayMs", "commits"]);

function readRule(rule: Json): FaultRule {
  if (!isObject(rule)) throw badRequest("A fault rule must be an object.");
  for (const [name, value] of Object.entries(rule)) {
    if (!ruleProperties.has(name)) throw badRequest(`A fault rule has no '${name}'.`);
    if (!["fault", "operations"].includes(name) && (typeof value !== "number" || value < 0)) {
      throw badRequest(`'${name}' of a fault rule must be a number that is not negative.`);
    }
  }
  if (!faultNames.some((name) => name === rule["fault"]))
    throw badRequest(`A fault is one of ${faultNames.join(", ")}.`);
  const operations = rule["operations"];
  const known = (kind: Json): boolean => operationKinds.some((name) => name === kind);
  if (operations !== undefined && !(isArray(operations) && operations.every(known))) {
    throw badRequest(`The operations of a fault rule are a list of ${operationKinds.join(", ")}.`);
  }
  return { probability: 1, ...rule } as unknown as FaultRule;
}

/** Mulberry32: small, fast and the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
