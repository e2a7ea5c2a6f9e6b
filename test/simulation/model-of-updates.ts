/**
 * What must become of each message of the processor, judged against the request's true state at the commit that took it in: a
 * sound one that is possible then is applied, with its effect, and answered so; only what the state truly forbids is refused.
 * The table is docs/processor.md in this model's own words; it shares nothing with the product's.
 */
import type { Entry, Fields, StoreChange } from "./history.ts";

type Happened<W extends Entry["what"]> = Extract<Entry, { readonly what: W }>;
type Fault = (entry: Entry, text: string) => void;
type Verdict = "applied" | "late" | "early" | "contradiction";

const waiting = ["submitted", "forwarded", "acknowledged"];
const searching = [...waiting, "in-progress", "proposed"];
const alive = [...searching, "accepted", "confirmed"];
const every = [...alive, "completed", "refused", "cancelled", "expired"];

/** By how much what was read may be behind when it is written: bounded staleness, and a function's longest run. */
const lagMs = 15 * 60_000;

type Rule = {
  readonly possible: readonly string[];
  readonly late?: readonly string[];
  readonly early?: readonly string[];
  /** The state it leads to, or the kind of record it makes. */
  readonly status?: string;
  readonly record?: string;
  readonly isTold: boolean;
};

/** In every other state it contradicts. */
const rules: Readonly<Record<string, Rule>> = {
  "concierge.request.started.v1": {
    possible: waiting,
    late: every.filter((state) => !waiting.includes(state)),
    status: "in-progress",
    isTold: false,
  },
  "concierge.proposal.made.v1": { possible: searching, status: "proposed", isTold: true },
  "concierge.request.confirmed.v1": {
    possible: ["accepted"],
    late: ["confirmed", "completed"],
    status: "confirmed",
    isTold: true,
  },
  "concierge.request.completed.v1": {
    possible: ["confirmed"],
    early: ["accepted"],
    late: ["completed"],
    status: "completed",
    isTold: false,
  },
  "concierge.request.refused.v1": {
    possible: [...searching, "accepted"],
    late: ["refused", "expired"],
    status: "refused",
    isTold: true,
  },
  "concierge.request.cancelled.v1": {
    possible: alive,
    late: ["cancelled", "expired"],
    status: "cancelled",
    isTold: true,
  },
  "concierge.cancellation.settled.v1": {
    possible: ["cancelled"],
    early: alive,
    late: ["expired"],
    status: "cancelled",
    isTold: true,
  },
  "concierge.conversation.posted.v1": { possible: [...alive, "completed"], record: "message", isTold: true },
  "concierge.consent.requested.v1": { possible: [...alive, "completed"], record: "consent", isTold: true },
  "concierge.conversation.read.v1": { possible: every, isTold: false },
  "concierge.disclosure.reported.v1": { possible: every, record: "disclosure", isTold: false },
};

const verdictIn = ({ possible, late = [], early = [] }: Rule, state: string): Verdict => {
  if (possible.includes(state)) return "applied";
  if (late.includes(state)) return "late";
  return early.includes(state) ? "early" : "contradiction";
};

export class UpdatesModel {
  readonly #fault: Fault;
  readonly #isErased: (partition: string) => boolean;
  /** Each request's state, with the one before it and since when it is another. */
  readonly #states = new Map<string, { readonly now: string; readonly before?: string; readonly since: number }>();
  readonly #said = new Map<string, Happened<"processor-said">>();
  readonly #received = new Map<string, string>();
  readonly #heard = new Map<string, Set<string>>();
  /** Messages of the conversation, by whose eyes each waits for; nobody's once it was read. */
  readonly #unread = new Map<string, string | undefined>();
  /** What was seen to happen, so that a run can say what it has shown. */
  readonly seen = new Set<string>();

  constructor(fault: Fault, isErased: (partition: string) => boolean) {
    this.#fault = fault;
    this.#isErased = isErased;
  }

  take(entry: Entry) {
    if (entry.what === "processor-said") this.#said.set(entry.messageId, entry);
    if (entry.what === "processor-heard") {
      const answers = this.#heard.get(entry.messageId) ?? new Set();
      this.#heard.set(entry.messageId, answers.add(entry.refusal ?? "acknowledged"));
    }
    if (entry.what === "committed" && entry.container === "subjects") this.#committed(entry);
    if (entry.what === "ended") for (const said of this.#said.values()) this.#ended(entry, said);
  }

  #committed(entry: Happened<"committed">) {
    const { changes, partition } = entry;
    const [taken, ...more] = changes.filter(({ kind, operation }) => kind === "received" && operation === "create");
    if (more.length > 0) this.#fault(entry, "two messages were taken in at once");
    if (taken !== undefined) this.#takenIn(entry, taken);
    for (const change of changes) {
      const { kind, id, after } = change;
      if (kind === "request" && after !== undefined) this.#moved(entry, id, String(after.status));
      if (kind === "message" && !this.#isErased(partition)) this.#marked(entry, change, taken !== undefined);
    }
  }

  #moved(entry: Entry, id: string, status: string) {
    const known = this.#states.get(id);
    if (known?.now === status) return;
    this.#states.set(id, { now: status, since: entry.at, ...(known && { before: known.now }) });
  }

  /** What changes nothing of the request itself may still come in just after the state that took it. */
  #wasJustPossible(entry: Entry, rule: Rule, requestId: string): boolean {
    const known = this.#states.get(requestId);
    if (rule.status !== undefined || known?.before === undefined) return false;
    return rule.possible.includes(known.before) && entry.at - known.since <= lagMs;
  }

  /** What is read stays read; the concierge's mark comes with its message, the member's without any. */
  #marked(entry: Entry, { id, operation, after }: StoreChange, isUpdate: boolean) {
    if (operation === "erase") return this.#fault(entry, "a message of the conversation was erased");
    const [before, now] = [this.#unread.get(id), after?.unreadBy as string | undefined];
    if (operation === "replace" && before !== now) {
      if (before === undefined) this.#fault(entry, "a message that was read is unread again");
      else if (isUpdate !== (before === "concierge"))
        this.#fault(entry, `somebody else marked what ${before} had not read`);
    }
    this.#unread.set(id, now);
  }

  /** A message has its effect in the commit that takes note of it: once, if it may, and always if it may. */
  #takenIn(entry: Happened<"committed">, { id, after }: StoreChange) {
    const outcome = String(after?.outcome) as Verdict;
    if (this.#received.has(id)) this.#fault(entry, "a message of the processor was taken in twice");
    this.#received.set(id, outcome);
    const said = this.#said.get(id);
    if (said === undefined) return this.#fault(entry, "a message was taken in that nobody sent");
    const { type, as } = said;
    if (as === "forged" || as === "broken") this.#fault(entry, `a ${as} message was taken in`);
    if (as === "contradiction" && outcome === "applied")
      this.#fault(entry, `${type} was applied although it contradicts the state`);
    if (as !== "sound" || this.#isErased(entry.partition)) return;
    const rule = rules[type];
    const requestId = said.subject.split("/")[1] ?? "";
    const state = this.#states.get(requestId)?.now ?? "unknown";
    if (rule === undefined) return this.#fault(entry, `${type} was taken in, which changes no request`);
    this.seen.add(`${type} ${outcome}`);
    const due = verdictIn(rule, state);
    // What has been read by a later mark is read; and what came too late may also be told so.
    const isFine =
      outcome === due ||
      (outcome === "applied" && this.#wasJustPossible(entry, rule, requestId)) ||
      (outcome === "late" && (due === "contradiction" || this.#isRead(type, said.payload)));
    if (!isFine)
      this.#fault(entry, `${type} met a request that was ${state}, and counted as ${outcome}, not as ${due}`);
    if (outcome === "applied") this.#hasEffect(entry, said, rule);
  }

  #isRead(type: string, payload: Fields | undefined): boolean {
    const id = String(payload?.messageId);
    return type === "concierge.conversation.read.v1" && this.#unread.has(id) && this.#unread.get(id) === undefined;
  }

  #hasEffect(entry: Happened<"committed">, { type, payload }: Happened<"processor-said">, rule: Rule) {
    const { changes } = entry;
    const has = changes.some(
      ({ kind, operation, after }) =>
        (kind === "request" && rule.status !== undefined && after?.status === rule.status) ||
        (kind === rule.record && operation === "create"),
    );
    const marks = changes.some(
      ({ kind, id, after }) => kind === "message" && id === payload?.messageId && after?.unreadBy === undefined,
    );
    if (!has && !(type === "concierge.conversation.read.v1" && marks))
      this.#fault(entry, `${type} was taken in without its effect`);
    const isTold = changes.some(({ kind, after }) => kind === "outbox" && after?.channel === "mail");
    if (rule.isTold && !isTold) this.#fault(entry, `nobody is told of ${type}`);
  }

  /** The answer its sender heard is what became of it, and it heard one. */
  #ended(entry: Entry, { messageId, type, subject, as }: Happened<"processor-said">) {
    if (as !== "sound" || rules[type] === undefined || this.#isErased(subject.split("/")[0] ?? "")) return;
    const heard = this.#heard.get(messageId) ?? new Set();
    const outcome = this.#received.get(messageId);
    if (heard.size > 1) this.#fault(entry, `${type} was answered in two ways`);
    for (const answer of heard) {
      const due = outcome === undefined ? undefined : outcome === "contradiction" ? "state" : "acknowledged";
      if (answer !== due)
        this.#fault(entry, `${type} was answered ${answer}, and counts as ${outcome ?? "never taken in"}`);
    }
  }
}
