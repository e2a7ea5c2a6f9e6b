/**
 * What must become of each mail: sent until the provider has it, asked after until it is known what became of it, sent again where
 * the provider failed, three times at most; not to an address that is dead, and not within the member's quiet hours.
 */
import type { Entry, MailResult } from "./history.ts";

type Happened<W extends Entry["what"]> = Extract<Entry, { readonly what: W }>;
type Fault = (entry: Entry, text: string) => void;
type Sending = { readonly id: string; readonly steps: number[]; last: MailResult };
type Row = { readonly type: string; readonly partition: string; readonly sendings: Sending[] };

const minute = 60_000;
const mostSendings = 3;
const deadly: readonly MailResult[] = ["suppressed", "refused"];
/**
 * How late a mail may still leave that was decided on before the quiet hours: a clock that is wrong, calls that take minutes, and
 * the host's limit. Paris is an hour ahead of UTC in the months of a run.
 */
const slackMinutes = 45;
const parisMinutes = 60;

export class MailsModel {
  readonly #fault: Fault;
  readonly #isErased: (partition: string) => boolean;
  readonly #rows = new Map<string, Row>();
  readonly #quiet = new Map<string, { from: number; to: number }>();
  readonly #dead = new Set<string>();
  /** Erasures, whose certificate goes by mail without a row. */
  readonly #erasures = new Set<string>();
  readonly #cuts: Happened<"cut">[] = [];
  readonly seen = new Set<string>();

  constructor(fault: Fault, isErased: (partition: string) => boolean) {
    this.#fault = fault;
    this.#isErased = isErased;
  }

  take(entry: Entry) {
    switch (entry.what) {
      case "enrolled":
        if (entry.quiet !== undefined) this.#quiet.set(entry.partition, entry.quiet);
        return;
      case "cut":
        return void this.#cuts.push(entry);
      case "mail-sent":
        return this.#sent(entry);
      case "mail-result":
        return this.#told(entry.id, entry.result);
      case "committed":
        if (entry.container === "erasures") for (const { id } of entry.changes) this.#erasures.add(id);
        return entry.container === "subjects" ? this.#committed(entry) : undefined;
      case "ended":
        for (const row of this.#rows.values()) this.#ended(entry, row);
        return;
      default:
        return;
    }
  }

  #committed(entry: Happened<"committed">) {
    const { partition } = entry;
    for (const { kind, id, operation, before, after } of entry.changes) {
      if (kind !== "outbox") continue;
      if (operation === "create" && after?.channel === "mail")
        this.#rows.set(id, { type: String(after.type), partition, sendings: [] });
      if (operation === "erase" && before?.channel === "mail" && !this.#isErased(partition)) this.#gone(entry, id);
    }
  }

  #sent(entry: Happened<"mail-sent">) {
    const { id, row: rowId, result, step } = entry;
    const row = this.#rows.get(rowId);
    if (row === undefined) {
      if (!this.#erasures.has(rowId)) this.#fault(entry, "a mail was sent that no row stands for");
      return;
    }
    const last = row.sendings.at(-1);
    const known = row.sendings.find((sending) => sending.id === id);
    if (known === undefined && last !== undefined && last.last !== "failed")
      this.#fault(entry, `the mail ${row.type} was sent under another id although it was ${last.last}`);
    if (known === undefined) row.sendings.push({ id, steps: [step], last: result });
    else known.steps.push(step);
    this.#told(id, result);
    this.seen.add(`mail ${result}`);
    this.#isQuiet(entry, row);
  }

  #told(id: string, result: MailResult) {
    for (const { partition, sendings } of this.#rows.values()) {
      const sending = sendings.find((one) => one.id === id);
      if (sending === undefined) continue;
      sending.last = result;
      if (deadly.includes(result)) this.#dead.add(partition);
    }
  }

  #isQuiet(entry: Entry, { type, partition }: Row) {
    const quiet = this.#quiet.get(partition);
    if (quiet === undefined) return;
    const local = (Math.floor(entry.at / minute) + parisMinutes) % 1_440;
    const sinceBegin = (local - quiet.from + 1_440) % 1_440;
    const length = (quiet.to - quiet.from + 1_440) % 1_440;
    if (sinceBegin > slackMinutes && sinceBegin < length - slackMinutes)
      this.#fault(entry, `the mail ${type} was sent within quiet hours`);
  }

  /** The row of a mail goes once it is known what became of it, or that nothing will go to this address any more. */
  #gone(entry: Entry, id: string) {
    const row = this.#rows.get(id);
    const last = row?.sendings.at(-1);
    if (row === undefined || this.#dead.has(row.partition)) return;
    if (last === undefined) return this.#fault(entry, `the row of mail ${row.type} went before it was sent`);
    if (last.last === "handed-over" || (last.last === "failed" && row.sendings.length === mostSendings)) return;
    this.#fault(entry, `the row of mail ${row.type} went while it was ${last.last} (${row.sendings.length})`);
  }

  #ended(entry: Entry, { type, partition, sendings }: Row) {
    if (sendings.length > mostSendings) this.#fault(entry, `the mail ${type} was sent ${sendings.length} times`);
    if (!this.#isErased(partition) && !this.#dead.has(partition) && sendings.length === 0)
      this.#fault(entry, `the mail ${type} was never sent`);
    for (const { steps } of sendings) this.#twice(entry, type, steps);
  }

  /** At least once; a second time only where something was cut between the sending and its record. */
  #twice(entry: Entry, type: string, steps: readonly number[]) {
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1];
      if (before === undefined) continue;
      const isExcused = this.#cuts.some(
        (cut) =>
          cut.step >= before &&
          cut.step <= step &&
          (cut.how.startsWith("crash") || cut.about?.startsWith("notifications") === true),
      );
      if (!isExcused) this.#fault(entry, `the mail ${type} was sent twice`);
    }
  }
}
