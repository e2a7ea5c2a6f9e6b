/**
 * What may reach the processor: nothing while dispatch is paused, no birth date and no card digits ever, contact data only where a
 * consent stands for them; and of every consent, in the end, what the member said last.
 */
import type { Entry, Fields } from "./history.ts";

type Happened<W extends Entry["what"]> = Extract<Entry, { readonly what: W }>;
type Fault = (entry: Entry, text: string) => void;
type Consent = { readonly partition: string; readonly statuses: string[] };

const minute = 60_000;
/** A read may be five minutes behind, a function take five minutes, a call ten more and have its effect five later. */
const slackMs = 30 * minute;
/** Receipts hold ids only; an order to erase is the law's. */
const isExempt = (type: string) => type.startsWith("concierge.message.") || type === "concierge.erasure.ordered.v1";
/** What is nobody's business but ours and the issuer's: the birth date and the digits of `enrol.ts`. */
const secrets = ["1984-02-29", "497010123"];
const steps: Readonly<Record<string, readonly string[]>> = {
  asked: ["given", "refused"],
  given: ["withdrawn"],
  refused: ["given"],
  withdrawn: ["given"],
};

export class DispatchModel {
  readonly #fault: Fault;
  readonly #isErased: (partition: string) => boolean;
  #pausedSince: number | undefined;
  readonly #consents = new Map<string, Consent>();
  readonly #told = new Map<string, { readonly answer: string; readonly answeredAt: string }>();
  /** Consents whose answer has not reached the processor whole, by its lie or a person's decision. */
  readonly #untold: (requestId: string) => boolean;
  readonly seen = new Set<string>();

  constructor(fault: Fault, isErased: (partition: string) => boolean, untold: (requestId: string) => boolean) {
    this.#fault = fault;
    this.#isErased = isErased;
    this.#untold = untold;
  }

  take(entry: Entry) {
    switch (entry.what) {
      case "committed":
        if (entry.container === "controls") return this.#switched(entry);
        return entry.container === "subjects" ? this.#consented(entry) : undefined;
      case "dispatched":
        if (this.#pausedSince !== undefined && !isExempt(entry.type) && entry.at - this.#pausedSince > slackMs)
          this.#fault(entry, `${entry.type} was sent while dispatch was paused`);
        return;
      case "processor-got":
        return entry.payload === undefined ? undefined : this.#got(entry, entry.payload);
      case "ended":
        for (const [id, consent] of this.#consents) this.#ended(entry, id, consent);
        return;
      default:
        return;
    }
  }

  #switched(entry: Happened<"committed">) {
    for (const { after } of entry.changes) {
      if (after?.isPaused === true) {
        this.#pausedSince ??= entry.at;
        this.seen.add("dispatch paused");
      } else this.#pausedSince = undefined;
    }
  }

  #consented(entry: Happened<"committed">) {
    for (const { kind, id, operation, after } of entry.changes) {
      if (kind !== "consent" || after === undefined || this.#isErased(entry.partition)) continue;
      const status = String(after.status);
      const known = this.#consents.get(id) ?? { partition: entry.partition, statuses: [] };
      this.#consents.set(id, known);
      const before = known.statuses.at(-1);
      if (operation === "create" && status !== "asked") this.#fault(entry, `a consent began as ${status}`);
      if (before !== undefined && before !== status && steps[before]?.includes(status) !== true)
        this.#fault(entry, `a consent went from ${before} to ${status}`);
      if (before !== status) known.statuses.push(status);
      this.seen.add(`consent ${status}`);
    }
  }

  #got(entry: Happened<"processor-got">, payload: Fields) {
    const text = JSON.stringify(payload);
    for (const secret of secrets)
      if (text.includes(secret)) this.#fault(entry, `${entry.type} tells what the processor has no business with`);
    if (entry.type === "concierge.request.submitted.v1" && text.includes("@example.fr"))
      this.#fault(entry, "an address was passed on that the request does not need");
    if (entry.type !== "concierge.consent.answered.v1") return;
    const { consentId, answer, answeredAt } = payload as Record<string, string>;
    const consent = this.#consents.get(String(consentId));
    if (consent?.statuses.includes(String(answer)) !== true)
      this.#fault(entry, `the processor was told ${answer}, which the member never said`);
    if (payload.contact !== undefined && answer !== "given") this.#fault(entry, "contact data went without a consent");
    const known = this.#told.get(String(consentId));
    if (known === undefined || known.answeredAt <= String(answeredAt))
      this.#told.set(String(consentId), { answer: String(answer), answeredAt: String(answeredAt) });
  }

  #ended(entry: Entry, id: string, { partition, statuses }: Consent) {
    const last = statuses.at(-1);
    if (last === undefined || last === "asked" || this.#isErased(partition) || this.#untold(id)) return;
    const told = this.#told.get(id)?.answer;
    if (told !== last) this.#fault(entry, `the processor was told ${told ?? "nothing"} of a consent that is ${last}`);
  }
}
