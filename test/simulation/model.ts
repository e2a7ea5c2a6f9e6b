/**
 * The independent model: what DESIGN, sections 4 and 6, promises, checked against the history of a run. It shares no code with
 * the product. It knows each request, each row of the outbox and each message by its id, and nothing of how they are handled.
 */
import type { Entry, History, StoreChange } from "./history.ts";

type Happened<W extends Entry["what"]> = Extract<Entry, { readonly what: W }>;

/** Which state may follow which. Only a declined or lapsed proposal leads back, from `proposed` to `in-progress`. */
const mayFollow: Readonly<Record<string, readonly string[]>> = {
  submitted: ["expired", "forwarded", "acknowledged", "in-progress", "proposed", "refused", "cancelled"],
  forwarded: ["expired", "acknowledged", "in-progress", "proposed", "refused", "cancelled"],
  acknowledged: ["expired", "in-progress", "proposed", "refused", "cancelled"],
  "in-progress": ["expired", "proposed", "refused", "cancelled"],
  proposed: ["accepted", "in-progress", "refused", "cancelled"],
  accepted: ["confirmed", "refused", "cancelled"],
  confirmed: ["completed", "cancelled"],
  completed: [],
  refused: [],
  cancelled: [],
  expired: [],
};
const final = ["completed", "refused", "cancelled", "expired"];

/** What a member's act becomes for the processor. */
const messageOf: Readonly<Record<string, string>> = {
  "submit-request": "concierge.request.submitted.v1",
  "post-message": "concierge.conversation.posted.v1",
  "accept-proposal": "concierge.proposal.accepted.v1",
  "decline-proposal": "concierge.proposal.declined.v1",
  "cancel-request": "concierge.request.cancelled.v1",
};

/** What a message of the processor does where it is applied: the state it leads to, or a record; and whether the member is told. */
const effectOf: Readonly<
  Record<string, { readonly status?: string; readonly record?: string; readonly isTold: boolean }>
> = {
  "concierge.request.started.v1": { status: "in-progress", isTold: false },
  "concierge.proposal.made.v1": { status: "proposed", isTold: true },
  "concierge.request.confirmed.v1": { status: "confirmed", isTold: true },
  "concierge.request.completed.v1": { status: "completed", isTold: false },
  "concierge.request.refused.v1": { status: "refused", isTold: true },
  "concierge.conversation.posted.v1": { record: "message", isTold: true },
};

const erasureOrdered = "concierge.erasure.ordered.v1";

type Row = { readonly id: string; readonly channel: string; readonly type: string; readonly subject: string };

class Model {
  readonly wrong: string[] = [];
  readonly #status = new Map<string, string>();
  readonly #rows = new Map<string, Row>();
  readonly #idempotency = new Set<string>();
  readonly #answers = new Map<string, string>();
  readonly #asked = new Map<string, Set<string>>();
  readonly #done = new Map<string, Set<string>>();
  readonly #submitted = new Map<string, string>();
  readonly #got = new Map<string, Happened<"processor-got">>();
  readonly #acknowledged = new Set<string>();
  readonly #lies = new Set<string>();
  readonly #said = new Map<string, Happened<"processor-said">>();
  readonly #received = new Map<string, string>();
  readonly #heard = new Map<string, Set<string>>();
  readonly #mails = new Map<string, number[]>();
  /** Subject ids of those who asked for erasure: what is theirs goes, and nothing more is promised about it. */
  readonly #erased = new Set<string>();
  readonly #cuts: Happened<"cut">[] = [];

  take(entry: Entry) {
    switch (entry.what) {
      case "asked":
        return this.#note(this.#asked, `${entry.operation} ${entry.requestId ?? ""}`, entry.key);
      case "answered":
        return this.#answered(entry);
      case "committed":
        if (entry.container === "erasures") this.#erasureCommitted(entry);
        return entry.container === "subjects" ? this.#committed(entry) : undefined;
      case "erasure-asked":
        return void this.#erased.add(entry.partition);
      case "mail-sent":
        return void this.#mails.set(entry.id, [...(this.#mails.get(entry.id) ?? []), entry.step]);
      case "cut":
        return void this.#cuts.push(entry);
      case "processor-got":
        if (!this.#rows.has(entry.messageId) && entry.type !== erasureOrdered)
          this.#fault(entry, `the processor got ${entry.type}, which nobody committed`);
        if (entry.isWhole) this.#got.set(entry.messageId, entry);
        return;
      case "processor-acknowledged":
        if (entry.isLie) this.#lies.add(entry.messageId);
        return void this.#acknowledged.add(entry.messageId);
      case "processor-said":
        return void this.#said.set(entry.messageId, entry);
      case "processor-heard":
        return this.#note(this.#heard, entry.messageId, entry.refusal ?? "acknowledged");
      case "ended":
        return this.#ended(entry);
      default:
        return;
    }
  }

  #fault(entry: Entry, text: string): void {
    this.wrong.push(`step ${entry.step}: ${text}`);
  }

  #note(sets: Map<string, Set<string>>, name: string, value: string): void {
    sets.set(name, (sets.get(name) ?? new Set()).add(value));
  }

  /** Answers come after the commit, and the same question has one answer. */
  #answered(entry: Happened<"answered">): void {
    const { operation, key, answer, requestId } = entry;
    const type = messageOf[operation];
    if (type === undefined || key === "") return;
    const name = `${operation} ${key}`;
    const before = this.#answers.get(name);
    if (before !== undefined && before !== answer && this.#erased.size === 0)
      this.#fault(entry, `${operation} was answered twice, differently`);
    if (answer === undefined) return;
    this.#answers.set(name, answer);
    const id = requestId ?? String(JSON.parse(answer).id);
    this.#note(this.#done, `${operation} ${id}`, key);
    if (operation === "submit-request") {
      if (!this.#status.has(id)) this.#fault(entry, "a request was answered for before it was kept");
      const other = this.#submitted.get(id);
      if (other !== undefined && other !== key) this.#fault(entry, "two submissions were given one request");
      this.#submitted.set(id, key);
    }
    const kept = [...this.#rows.values()].filter((row) => row.type === type && row.subject.endsWith(`/${id}`)).length;
    const told = this.#done.get(`${operation} ${id}`)?.size ?? 0;
    if (kept < told) this.#fault(entry, `${operation} was answered ${told} times and kept ${kept} times`);
  }

  #committed(entry: Happened<"committed">): void {
    const { changes, partition } = entry;
    const created = (kind: string) => changes.filter((change) => change.kind === kind && change.operation === "create");
    if (!this.#erased.has(partition)) for (const change of changes) this.#changed(entry, change);
    for (const { id } of created("request")) {
      const isTold = created("outbox").some(
        ({ after }) => after?.type === messageOf["submit-request"] && after?.requestId === id,
      );
      if (!isTold) this.#fault(entry, "a request was kept without the row that tells the processor");
      if (created("idempotency").length !== 1) this.#fault(entry, "a request was kept without its key");
    }
    for (const { id, after } of created("outbox")) {
      const { channel, type, requestId } = after as Record<"channel" | "type" | "requestId", string>;
      this.#rows.set(id, { id, channel, type, subject: `${partition}/${requestId}` });
    }
    for (const { id, after } of created("idempotency")) {
      if (this.#idempotency.has(`${partition}/${id}`)) this.#fault(entry, "a key was kept twice");
      if (after !== undefined) this.#idempotency.add(`${partition}/${id}`);
    }
    const [taken, ...more] = created("received");
    if (more.length > 0) this.#fault(entry, "two messages were taken in at once");
    if (taken !== undefined) this.#takenIn(entry, taken);
  }

  #changed(entry: Entry, { kind, id, operation, before, after }: StoreChange): void {
    if (kind === "request" && after !== undefined) {
      const [from, to] = [this.#status.get(id), String(after.status)];
      if (from !== undefined && from !== to && mayFollow[from]?.includes(to) !== true)
        this.#fault(entry, `a request went from ${from} to ${to}`);
      if (from === undefined && to !== "submitted") this.#fault(entry, `a request began as ${to}`);
      this.#status.set(id, to);
    }
    if (kind === "request" && operation === "erase") this.#fault(entry, "a request was erased");
    if (kind !== "outbox" || operation !== "erase") return;
    if (before?.channel === "processor" && !this.#acknowledged.has(id))
      this.#fault(entry, `the row of ${before.type} went before the processor acknowledged it`);
    if (before?.channel === "mail" && !this.#mails.has(id))
      this.#fault(entry, `the row of mail ${before.type} went before it was sent`);
  }

  /** A message has its effect in the commit that takes note of it: once, and only if it may. */
  #takenIn(entry: Happened<"committed">, { id, after }: StoreChange) {
    if (this.#received.has(id)) this.#fault(entry, "a message of the processor was taken in twice");
    const outcome = String(after?.outcome);
    this.#received.set(id, outcome);
    const said = this.#said.get(id);
    if (said === undefined) return this.#fault(entry, "a message was taken in that nobody sent");
    if (said.as === "forged" || said.as === "broken") this.#fault(entry, `a ${said.as} message was taken in`);
    if (outcome !== "applied") return;
    if (said.as === "contradiction") this.#fault(entry, `${said.type} was applied although it contradicts the state`);
    const effect = effectOf[said.type];
    const has = entry.changes.some(
      ({ kind, operation, after: made }) =>
        (kind === "request" && effect?.status !== undefined && made?.status === effect.status) ||
        (kind === effect?.record && operation === "create"),
    );
    if (!has) this.#fault(entry, `${said.type} was taken in without its effect`);
    const isTold = entry.changes.some(({ kind, after: made }) => kind === "outbox" && made?.channel === "mail");
    if (effect?.isTold === true && !isTold) this.#fault(entry, `nobody is told of ${said.type}`);
  }

  #ended(entry: Happened<"ended">): void {
    for (const text of entry.open) this.#fault(entry, `not at rest: ${text}`);
    for (const place of entry.left) this.#fault(entry, `something of an erased person is left in ${place}`);
    for (const { status, subjectId } of entry.requests) {
      if (this.#erased.has(String(subjectId))) continue;
      if (!final.includes(String(status))) this.#fault(entry, `a request ended as ${status}`);
    }
    for (const [id] of this.#submitted) {
      if (this.#erased.size === 0 && !entry.requests.some((request) => String(request.id).endsWith(id)))
        this.#fault(entry, "an acknowledged request is lost");
    }
    for (const row of this.#rows.values()) this.#rowEnded(entry, row);
    for (const [name, keys] of this.#asked) this.#actEnded(entry, name, keys.size);
    for (const said of this.#said.values()) this.#messageEnded(entry, said);
    for (const [id, steps] of this.#mails) this.#mailEnded(entry, id, steps);
  }

  /** Nothing is certified before the processor was told and has said that it is done, if it was ever given anything. */
  #erasureCommitted(entry: Happened<"committed">): void {
    for (const { before, after } of entry.changes) {
      if (after?.endedAt === undefined || before?.endedAt !== undefined) continue;
      const subjectId = String(before?.subjectId);
      const isTheirs = ({ subject }: { readonly subject: string }) => subject.startsWith(`${subjectId}/`);
      const wasGiven = [...this.#got.values()].some((got) => isTheirs(got) && got.type !== erasureOrdered);
      const isConfirmed = [...this.#said.values()].some(
        (said) => isTheirs(said) && said.type === "concierge.erasure.confirmed.v1" && said.as === "sound",
      );
      if (wasGiven && !isConfirmed) this.#fault(entry, "an erasure ended without the processor's word");
    }
  }

  #rowEnded(entry: Entry, { id, channel, type, subject }: Row): void {
    if (this.#erased.has(subject.split("/")[0] ?? "")) return;
    if (channel === "processor" && !this.#got.has(id) && !this.#lies.has(id))
      this.#fault(entry, `${type} never reached the processor`);
    if (channel === "mail" && !this.#mails.has(id)) this.#fault(entry, `the mail ${type} was never sent`);
  }

  /** What was asked for under one key is there once: not more often than there were keys. */
  #actEnded(entry: Entry, name: string, keys: number): void {
    const [operation = "", requestId = ""] = name.split(" ");
    const type = messageOf[operation];
    if (type === undefined) return;
    const ofIt = ({ type: made, subject }: Row) =>
      made === type && (requestId === "" || subject.endsWith(`/${requestId}`));
    const kept = [...this.#rows.values()].filter(ofIt).length;
    if (kept > keys) this.#fault(entry, `${operation} was asked under ${keys} keys and kept ${kept} times`);
  }

  #messageEnded(entry: Entry, { messageId, type, subject, as }: Happened<"processor-said">): void {
    if (as !== "sound" || this.#erased.has(subject.split("/")[0] ?? "")) return;
    const heard = this.#heard.get(messageId) ?? new Set();
    if (heard.has("acknowledged") && !this.#received.has(messageId))
      this.#fault(entry, `${type} was acknowledged and never taken in`);
    const status = this.#status.get(subject.split("/")[1] ?? "") ?? "";
    // Only what another end of the request has made pointless may be refused.
    const isPointless =
      final.includes(status) || (type === "concierge.proposal.made.v1" && ["accepted", "confirmed"].includes(status));
    for (const refusal of heard) {
      if (refusal !== "acknowledged" && (refusal !== "state" || !isPointless))
        this.#fault(entry, `${type} was refused: ${refusal}`);
    }
    if (heard.size > 1) this.#fault(entry, `${type} was answered in two ways`);
  }

  /** At least once; a second time only where something was cut between the sending and its record. */
  #mailEnded(entry: Entry, id: string, steps: readonly number[]): void {
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1];
      if (before === undefined) continue;
      const isExcused = this.#cuts.some(
        (cut) =>
          cut.step >= before &&
          cut.step <= step &&
          (cut.how.startsWith("crash") || cut.about?.startsWith("notifications") === true),
      );
      if (!isExcused) this.#fault(entry, `the mail ${this.#rows.get(id)?.type ?? "of nobody"} was sent twice`);
    }
  }
}

/** @returns one line for each thing that is not as promised. */
export function faultsIn(history: History): readonly string[] {
  const model = new Model();
  for (const entry of history) model.take(entry);
  return model.wrong;
}
