/** Walking through what the stores hold of a person, and gathering what leads to the rest. */
import { member } from "../members/member.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { blobNameOf } from "../requests/payload-blob.ts";
import { closure } from "../retention/closure.ts";
import type { Person } from "../storage/person-keys.ts";
import { byIdAlone, isStore, type Names, type PersonStores, type Place, type Trace } from "../storage/person-stores.ts";
import { holderRow } from "../terminations/holder-join.ts";
import type { Change, EngineNeeds } from "./step.ts";

/** Every trace in a place that may hold one. */
export async function* tracesIn(
  stores: PersonStores,
  place: Place,
  person: Person,
  names: Names = byIdAlone,
): AsyncGenerator<Trace> {
  const store = stores[place];
  if (!isStore(store)) return;
  for await (const page of store.find(person, names)) yield* page;
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
  /** Payloads, both ways, and the hashes by which the card issuer names the person. */
  readonly names: Required<Pick<Names, "payloads" | "joins">>;
  /** When the last message that was sent has ended in its queue. */
  readonly endAt: string;
};

const idOf = ({ id, kind }: Trace): string => id.slice((kind ?? "").length + 1);

/** Hashes of the person that a trace bears. A look-up row's id is one. */
function joinsOf({ kind, id, fields }: Trace): readonly KeyedHash[] {
  if (kind === holderRow.kind) return [id as KeyedHash];
  if (kind !== member.kind && kind !== closure.kind) return [];
  const { issuerJoin, olderJoins = [] } = (fields ?? {}) as {
    readonly issuerJoin?: KeyedHash;
    readonly olderJoins?: readonly KeyedHash[];
  };
  return issuerJoin === undefined ? [] : [issuerJoin, ...olderJoins];
}

export async function messagesOf({ stores }: Pick<EngineNeeds, "stores">, person: Person): Promise<Messages> {
  const outgoing: Trace[] = [];
  const requestIds = new Set<string>();
  const payloads = new Set<string>();
  const joins = new Set<KeyedHash>();
  let unrecorded = 0;
  let undone = 0;
  let endAt = "";
  for (const place of ["subjects", "archive"] as const) {
    for await (const trace of tracesIn(stores, place, person)) {
      const { channel, dueAt } = trace.fields ?? {};
      for (const join of joinsOf(trace)) joins.add(join);
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
  for await (const { fields } of tracesIn(stores, "failures", person)) {
    const { dataref } = (fields?.event ?? {}) as { readonly dataref?: unknown };
    if (typeof dataref === "string") payloads.add(dataref);
  }
  // The record is gone already, or a backup brought back a part: the look-up rows say it too.
  if (joins.size === 0) {
    for await (const trace of tracesIn(stores, "lookups", person)) for (const join of joinsOf(trace)) joins.add(join);
  }
  const names = { payloads: [...payloads], joins: [...joins] };
  return { unrecorded, undone, outgoing, requestIds: [...requestIds], names, endAt };
}

/** What the erasure has to put on record before what leads there goes; undefined where it knows all of it. */
export function newNames(known: Names, { names }: Messages): Pick<Change, "payloads" | "joins"> | undefined {
  const { joins = [] } = known;
  const payloads = [...new Set([...known.payloads, ...names.payloads])];
  const allJoins = [...new Set([...joins, ...names.joins])];
  if (payloads.length === known.payloads.length && allJoins.length === joins.length) return undefined;
  return { payloads, ...(allJoins.length === 0 ? {} : { joins: allJoins }) };
}
