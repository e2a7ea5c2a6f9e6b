/** What commands over failed work have in common: their options, how lists are printed, and refusals in words. */
import { Refusal } from "../../shared/refusal.ts";
import { type CommandCall, UsageError } from "./command.ts";

type Options = CommandCall["options"];

/** @throws UsageError naming the option and what it takes. */
export function optionOf<T extends string>(options: Options, name: string, allowed: readonly T[]): T | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  const found = allowed.find((one) => one === given);
  if (found === undefined) throw new UsageError(`--${name} takes ${allowed.join(", ")}`);
  return found;
}

/** @throws UsageError where it was left out. */
export function wordOf([word]: readonly string[], name: string): string {
  if (word === undefined || word === "") throw new UsageError(`name it: ${name}`);
  return word;
}

/** As lines for people, or whole for programs. */
export function printed<T>(items: readonly T[], { json }: Options, lineOf: (item: T) => string, none: string): void {
  const lines = json === true ? [JSON.stringify(items, null, 2)] : items.map(lineOf);
  for (const line of lines.length === 0 ? [none] : lines) console.log(line);
}

const refusals: Readonly<Record<string, string>> = {
  "not-found": "There is none of that id.",
  "state-conflict": "Not in its state: it is resolved, or there is nothing to replay, or it is still on its way.",
  "stale-version": "It changed meanwhile. Look at it again.",
};

/** A refusal is told in words, and the command ends with 1. */
export async function attempted(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(refusals[error.code] ?? `Refused: ${error.code}`);
    process.exitCode = 1;
  }
}
