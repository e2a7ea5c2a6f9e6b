/** What happened in a simulated run, in order: what members, the processor and the mail provider can testify, and every change of the store. */

export type Fields = Readonly<Record<string, unknown>>;
export type StoreChange = {
  readonly operation: "create" | "replace" | "erase";
  readonly kind: string;
  /** Without the kind. */
  readonly id: string;
  readonly before?: Fields;
  readonly after?: Fields;
};

export type MailResult = "pending" | "handed-over" | "suppressed" | "refused" | "failed" | "unknown";

export type Happening =
  | { readonly what: "asked"; readonly operation: string; readonly key: string; readonly requestId?: string }
  | {
      readonly what: "answered";
      readonly operation: string;
      readonly key: string;
      /** The answer as JSON, or the code of the refusal. */
      readonly answer?: string;
      readonly refusal?: string;
      readonly requestId?: string;
    }
  | {
      readonly what: "committed";
      readonly container: string;
      readonly partition: string;
      readonly changes: readonly StoreChange[];
    }
  /** A member as the run begins. Within quiet hours (Paris, as minutes of the day) no service mail goes to them. */
  | { readonly what: "enrolled"; readonly partition: string; readonly quiet?: { from: number; to: number } }
  /** The provider took it, and what it said of it: `id` is the sending's, `row` the mail's. */
  | { readonly what: "mail-sent"; readonly id: string; readonly row: string; readonly result: MailResult }
  /** What became of a sending, as the provider said when it was asked. */
  | { readonly what: "mail-result"; readonly id: string; readonly result: MailResult }
  /** The application put a message into the processor's inbox. */
  | { readonly what: "dispatched"; readonly messageId: string; readonly type: string }
  /** A person decides about a message that the processor has refused. */
  | { readonly what: "ops"; readonly act: "replay" | "discard"; readonly messageId: string }
  /** From here on something that was under way may have happened without its record: a crash, or an answer that was lost. */
  | { readonly what: "cut"; readonly how: string; readonly about?: string }
  | {
      readonly what: "processor-got";
      readonly messageId: string;
      readonly type: string;
      readonly subject: string;
      /** Whether the blob was there and had the digest that was signed for. */
      readonly isWhole: boolean;
      readonly payload?: Fields;
    }
  /** It said that it has a message; `isLie` where it has not taken it in. */
  | { readonly what: "processor-acknowledged"; readonly messageId: string; readonly isLie: boolean }
  /** The member asked for erasure: from here on what is theirs may go. */
  | { readonly what: "erasure-asked"; readonly partition: string }
  | { readonly what: "processor-refused"; readonly messageId: string }
  | {
      readonly what: "processor-said";
      readonly messageId: string;
      readonly type: string;
      readonly subject: string;
      /** `sound`: must have its effect; the others must have none. */
      readonly as: "sound" | "contradiction" | "forged" | "broken";
      readonly payload?: Fields;
    }
  /** The application's answer reached the processor. */
  | { readonly what: "processor-heard"; readonly messageId: string; readonly refusal?: string }
  /** From here on there are no more faults, and everybody does their part. */
  | { readonly what: "healed" }
  /** What was still open when time was over; none is as it should be. */
  | {
      readonly what: "ended";
      readonly open: readonly string[];
      readonly requests: readonly Fields[];
      /** Places where something of an erased person is left. */
      readonly left: readonly string[];
    };

export type Entry = Happening & { readonly at: number; readonly step: number };
export type History = readonly Entry[];

/** Ids replaced by the order in which they first appear, so that two runs of one seed can be compared. */
export function structureOf(history: History): string {
  const seen = new Map<string, string>();
  const text = history.map((entry) => JSON.stringify({ ...entry, ...briefly(entry) })).join("\n");
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{43}/g, (id) => {
    const name = seen.get(id) ?? `#${seen.size}`;
    seen.set(id, name);
    return name;
  });
}

/** Without what is sealed, which is another cipher text each time. */
function briefly(entry: Entry): object {
  if (entry.what === "committed") return { changes: entry.changes.map(brief) };
  return entry.what === "ended" ? { requests: entry.requests.map(({ status }) => status) } : {};
}

const brief = ({ operation, kind, id, after }: StoreChange) => [
  operation,
  kind,
  id,
  after?.status,
  after?.type,
  after?.outcome,
];
