/**
 * `npm run ops -- failures …` and `… outbox …`: failed messages and those on their way, for an operator. Each act is in the
 * ledger under the operator's object id. What is printed are ids, states, closed words and dates.
 */
import { parseArgs } from "node:util";
import { brandIds } from "../../shared/charter/brands.ts";
import type { Concierge } from "../../shared/compose.ts";
import type { Operator } from "../../shared/failures/audited.ts";
import { rowStates, type ShownRow } from "../../shared/failures/shown.ts";
import { failureQueues, failureStates } from "../../shared/messaging/failure.ts";
import { Refusal } from "../../shared/refusal.ts";
import { operatorId } from "./operator.ts";

const options = {
  as: { type: "string" },
  brand: { type: "string" },
  state: { type: "string" },
  queue: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

export const failedWorkUsage = `npm run ops -- failures list [--brand ${brandIds.join("|")}] [--state ${failureStates.join("|")}] [--queue NAME] [--json]
npm run ops -- failures show|replay|discard ID
npm run ops -- outbox list [--brand BRAND] [--state ${rowStates.join("|")}] [--json]
npm run ops -- outbox show|replay|discard SUBJECT_ID/ROW_ID
  failures and outbox: with --as OBJECT_ID, or signed in with the Azure CLI`;

type Given = { readonly brand?: string; readonly state?: string; readonly queue?: string; readonly json: boolean };
type Work = (concierge: Concierge, operator: Operator, given: Given, argument: string) => Promise<number>;

const refusals: Readonly<Record<string, string>> = {
  "not-found": "There is none of that id.",
  "state-conflict":
    "That cannot be done in its state: it is resolved, or it has nothing to replay, or it is still on its way.",
  "stale-version": "It changed meanwhile. Look at it again.",
};

/** @returns the exit code: 2 for a command that is none, 1 where it was not done. */
export async function failedWork(concierge: Concierge, argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [subject, verb, argument = ""] = positionals;
    const work = works[`${subject} ${verb}`];
    if (work === undefined || (verb !== "list" && argument === "")) {
      console.error(failedWorkUsage);
      return 2;
    }
    const id = await operatorId(values.as);
    return await work(concierge, { role: "ops", id }, values, argument);
  } catch (error) {
    if (error instanceof Refusal) console.error(refusals[error.code] ?? `Refused: ${error.code}`);
    else console.error(error instanceof Error ? error.message : "unknown error");
    return 1;
  }
}

/** @throws Error naming the option and what it takes. */
function oneOf<T extends string>(name: string, allowed: readonly T[], value: string | undefined): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`--${name} takes ${allowed.join(", ")}`);
  return found;
}

/** As lines for people, or whole for programs. */
function print(items: readonly object[], isJson: boolean, lineOf: (item: never) => string, none: string): void {
  const lines = isJson ? [JSON.stringify(items, null, 2)] : items.map((item) => lineOf(item as never));
  for (const line of lines.length === 0 ? [none] : lines) console.log(line);
}

function addressOf(argument: string): { subjectId: string; id: string } {
  const [subjectId = "", id = ""] = argument.split("/");
  return { subjectId, id };
}

const works: Readonly<Record<string, Work>> = {
  "failures list": async (concierge, operator, { brand, state, queue, json }) => {
    const { items, more } = await concierge.failures.list(
      {
        brand: oneOf("brand", brandIds, brand),
        state: oneOf("state", failureStates, state),
        queue: oneOf("queue", failureQueues, queue),
      },
      operator,
    );
    type One = (typeof items)[number];
    const line = (one: One) =>
      `${one.state.padEnd(8)} ${one.id}  ${one.queue} ${one.brand ?? "unknown brand"}  ${one.reason}, ${one.attempts} tries since ${one.firstAt}${one.dueAt === undefined ? "" : `, next ${one.dueAt}`}`;
    print(items, json, line, "No failures.");
    if (more) console.error("There are more: ask by brand, state or queue.");
    return 0;
  },
  "failures show": async (concierge, operator, _given, id) => {
    console.log(JSON.stringify(await concierge.failures.show(id, operator), null, 2));
    return 0;
  },
  "failures replay": async (concierge, operator, _given, id) => {
    const { outcome, reason } = await concierge.failures.replay(id, operator);
    console.log(outcome === "handled" ? "Handled." : `Failed again: ${reason ?? "unknown"}.`);
    return outcome === "handled" ? 0 : 1;
  },
  "failures discard": async (concierge, operator, _given, id) => {
    await concierge.failures.discard(id, operator);
    console.log("Discarded. It goes in 30 days.");
    return 0;
  },
  "outbox list": async (concierge, operator, { brand, state, json }) => {
    const rows: ShownRow[] = [];
    let cursor: string | undefined;
    do {
      const page = await concierge.outbox.list(
        { brand: oneOf("brand", brandIds, brand), state: oneOf("state", rowStates, state), cursor },
        operator,
      );
      cursor = page.cursor;
      rows.push(...page.items);
    } while (cursor !== undefined);
    const line = (row: ShownRow) =>
      `${row.state.padEnd(7)} ${row.subjectId}/${row.id}  ${row.brand} ${row.channel} ${row.type}  since ${row.createdAt}, sent ${row.attempts} times, taken up in vain ${row.takeUps ?? 0} times${row.refusedFor === undefined ? "" : `, refused: ${row.refusedFor}`}`;
    print(
      rows.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
      json,
      line,
      "No rows.",
    );
    return 0;
  },
  "outbox show": async (concierge, operator, _given, argument) => {
    console.log(JSON.stringify(await concierge.outbox.show(addressOf(argument), operator), null, 2));
    return 0;
  },
  "outbox replay": async (concierge, operator, _given, argument) => {
    await concierge.outbox.replay(addressOf(argument), operator);
    console.log("On its way again.");
    return 0;
  },
  "outbox discard": async (concierge, operator, _given, argument) => {
    await concierge.outbox.discard(addressOf(argument), operator);
    console.log("Discarded.");
    return 0;
  },
};
