/**
 * The independent model: what DESIGN, sections 4 and 6, promises, checked against the history of a run. It shares no code with
 * the product. It knows each request, each row of the outbox and each message by its id, and nothing of how they are handled.
 */
import type { Entry, History, StoreChange } from "./history.ts";
import { DispatchModel } from "./model-of-dispatch.ts";
import { MailsModel } from "./model-of-mails.ts";
import { UpdatesModel } from "./model-of-updates.ts";

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
  "answer-consent": "concierge.consent.answered.v1",
};

const erasureOrdered = "concierge.erasure.ordered.v1";

type Row = {
  readonly id: string;
  readonly channel: string;
  readonly type: string;
  readonly subject: string;
  readonly aboutId: string;
};

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
  /** Rows that a person decided to send no more. */
  readonly #discarded = new Set<string>();
  /** Subject ids of those who asked for erasure: what is theirs goes, and nothing more is promised about it. */
  readonly #erased = new Set<string>();
  /** Requests that were kept, whosever they are: until a person is marked, one may be kept after erasure was asked for. */
  readonly #kept = new Set<string>();
  readonly #parts;

  constructor() {
    const fault = (entry: Entry, text: string) => this.#fault(entry, text);
    const isErased = (partition: string) => this.#erased.has(partition);
    this.#parts = [
      new UpdatesModel(fault, isErased),
      new MailsModel(fault, isErased),
      new DispatchModel(fault, isErased, (consentId) => this.#isUntold(consentId)),
    ];
  }

  /** What the run has shown: kinds of messages by what became of them, endings, results of mails. */
  get seen(): readonly string[] {
    return [...new Set([...this.#status.values(), ...this.#parts.flatMap((part) => [...part.seen])])];
  }

  take(entry: Entry) {
    for (const part of this.#parts) part.take(entry);
    this.#take(entry);
  }

  #take(entry: Entry) {
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
      case "ops":
        return entry.act === "discard" ? void this.#discarded.add(entry.messageId) : undefined;
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
      case "ended":
        return this.#ended(entry);
      default:
        return;
    }
  }

  #fault(entry: Entry, text: string) {
    this.wrong.push(`step ${entry.step}: ${text}`);
  }

  #note(sets: Map<string, Set<string>>, name: string, value: string) {
    sets.set(name, (sets.get(name) ?? new Set()).add(value));
  }

  /** Answers come after the commit, and the same question has one answer. */
  #answered(entry: Happened<"answered">) {
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
      if (!this.#kept.has(id)) this.#fault(entry, "a request was answered for before it was kept");
      const other = this.#submitted.get(id);
      if (other !== undefined && other !== key) this.#fault(entry, "two submissions were given one request");
      this.#submitted.set(id, key);
    }
    const kept = [...this.#rows.values()].filter((row) => row.type === type && row.subject.endsWith(`/${id}`)).length;
    const told = this.#done.get(`${operation} ${id}`)?.size ?? 0;
    if (kept < told) this.#fault(entry, `${operation} was answered ${told} times and kept ${kept} times`);
  }

  #committed(entry: Happened<"committed">) {
    const { changes, partition } = entry;
    const created = (kind: string) => changes.filter((change) => change.kind === kind && change.operation === "create");
    if (!this.#erased.has(partition)) for (const change of changes) this.#changed(entry, change);
    for (const { id } of created("request")) {
      this.#kept.add(id);
      const isTold = created("outbox").some(
        ({ after }) => after?.type === messageOf["submit-request"] && after?.requestId === id,
      );
      if (!isTold) this.#fault(entry, "a request was kept without the row that tells the processor");
      if (created("idempotency").length !== 1) this.#fault(entry, "a request was kept without its key");
    }
    for (const { id, after } of created("outbox")) {
      const { channel, type, requestId, aboutId } = after as Record<
        "channel" | "type" | "requestId" | "aboutId",
        string
      >;
      this.#rows.set(id, { id, channel, type, subject: `${partition}/${requestId}`, aboutId });
    }
    for (const { id, after } of created("idempotency")) {
      if (this.#idempotency.has(`${partition}/${id}`)) this.#fault(entry, "a key was kept twice");
      if (after !== undefined) this.#idempotency.add(`${partition}/${id}`);
    }
  }

  #changed(entry: Entry, { kind, id, operation, before, after }: StoreChange) {
    if (kind === "request" && after !== undefined) {
      const [from, to] = [this.#status.get(id), String(after.status)];
      if (from !== undefined && from !== to && mayFollow[from]?.includes(to) !== true)
        this.#fault(entry, `a request went from ${from} to ${to}`);
      if (from === undefined && to !== "submitted") this.#fault(entry, `a request began as ${to}`);
      this.#status.set(id, to);
    }
    if (kind === "request" && operation === "erase") this.#fault(entry, "a request was erased");
    if (kind !== "outbox" || operation !== "erase") return;
    if (before?.channel === "processor" && !this.#acknowledged.has(id) && !this.#discarded.has(id))
      this.#fault(entry, `the row of ${before.type} went before the processor acknowledged it`);
  }

  #ended(entry: Happened<"ended">) {
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
  }

  /** Nothing is certified before the processor was told and has said that it is done, if it was ever given anything. */
  #erasureCommitted(entry: Happened<"committed">) {
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

  #rowEnded(entry: Entry, { id, channel, type, subject }: Row) {
    if (this.#erased.has(subject.split("/")[0] ?? "")) return;
    const isExcused = this.#lies.has(id) || this.#discarded.has(id);
    if (channel === "processor" && !this.#got.has(id) && !isExcused)
      this.#fault(entry, `${type} never reached the processor`);
  }

  /** What was asked for under one key is there once: not more often than there were keys. */
  #actEnded(entry: Entry, name: string, keys: number) {
    const [operation = "", requestId = ""] = name.split(" ");
    const type = messageOf[operation];
    if (type === undefined) return;
    const ofIt = ({ type: made, subject }: Row) =>
      made === type && (requestId === "" || subject.endsWith(`/${requestId}`));
    const kept = [...this.#rows.values()].filter(ofIt).length;
    if (kept > keys) this.#fault(entry, `${operation} was asked under ${keys} keys and kept ${kept} times`);
  }

  /** An answer to this consent was acknowledged by a lie, or discarded by a person. */
  #isUntold(consentId: string): boolean {
    return [...this.#rows.values()].some(
      ({ id, aboutId }) => aboutId === consentId && (this.#lies.has(id) || this.#discarded.has(id)),
    );
  }
}

/** @returns one line for each thing that is not as promised, and what was seen to happen. */
export function judge(history: History): { readonly wrong: readonly string[]; readonly seen: readonly string[] } {
  const model = new Model();
  for (const entry of history) model.take(entry);
  return { wrong: model.wrong, seen: model.seen };
}
