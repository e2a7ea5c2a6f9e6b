/** Walking through what the stores hold of a person, and through what belongs to their messages. */
import { blobNameOf } from "../requests/payload-blob.ts";
import type { Person } from "../storage/person-keys.ts";
import { isStore, type PersonStores, type Place, type Trace } from "../storage/person-stores.ts";
import type { EngineNeeds } from "./step.ts";

/** Every trace in a place that may hold one. */
export async function* tracesIn(
  stores: PersonStores,
  place: Place,
  person: Person,
  named: readonly string[],
): AsyncGenerator<Trace> {
  const store = stores[place];
  if (!isStore(store)) return;
  for await (const page of store.find(person, named)) yield* page;
}

/** What the partition says about the person's messages, read from fields that lie in clear. */
export type Messages = {
  /** Rows that must still become entries of the ledger. */
  readonly unrecorded: number;
  /** What two people have agreed on and the relay has still to carry out: a legal hold, perhaps. */
  readonly undone: number;
  /** Rows that would still leave. */
  readonly outgoing: readonly Trace[];
  readonly requestIds: readonly string[];
  /** `{container}/{name}` of payloads, both ways. */
  readonly payloads: readonly string[];
  /** When the last message that was sent has ended in its queue. */
  readonly endAt: string;
};

const idOf = ({ id, kind }: Trace): string => id.slice((kind ?? "").length + 1);

export async function messagesOf({ stores }: Pick<EngineNeeds, "stores">, person: Person): Promise<Messages> {
  const outgoing: Trace[] = [];
  const requestIds = new Set<string>();
  const payloads = new Set<string>();
  let unrecorded = 0;
  let undone = 0;
  let endAt = "";
  for (const place of ["subjects", "archive"] as const) {
    for await (const trace of tracesIn(stores, place, person, [])) {
      const { channel, dueAt } = trace.fields ?? {};
      if (trace.kind === "request") requestIds.add(idOf(trace));
      // The processor usually names a payload by its message, whose id is the row's; the row says what it really was.
      if (trace.kind === "received") payloads.add(String(trace.fields?.payload ?? `from-processor/${idOf(trace)}`));
      if (trace.kind !== "outbox") continue;
      if (channel === "ledger") {
        unrecorded += 1;
        continue;
      }
      if (channel === "approval") {
        undone += 1;
        continue;
      }
      outgoing.push(trace);
      if (channel !== "processor") continue;
      payloads.add(`to-processor/${blobNameOf(person, idOf(trace))}`);
      // It is due again when what was sent has ended.
      if (typeof dueAt === "string" && dueAt > endAt) endAt = dueAt;
    }
  }
  for await (const { fields } of tracesIn(stores, "failures", person, [])) {
    const { dataref } = (fields?.event ?? {}) as { readonly dataref?: unknown };
    if (typeof dataref === "string") payloads.add(dataref);
  }
  return { unrecorded, undone, outgoing, requestIds: [...requestIds], payloads: [...payloads], endAt };
}

/** Those of the payloads that the erasure does not name yet. */
export const unknownPayloads = (known: readonly string[], { payloads }: Messages): readonly string[] =>
  payloads.filter((name) => !known.includes(name));
