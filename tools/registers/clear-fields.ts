/** What of a record lies in the database in clear: ids, states, dates, counters. They are about a person all the same. */
import { isPersonal } from "../../shared/privacy/annotation.ts";
import type { Recipient } from "../../shared/privacy/catalogues.ts";
import { type AnyRecord, leaves } from "../../shared/privacy/record.ts";

const topOf = (pointer: string) => pointer.split("/")[1] ?? "";

export function clearFieldsOf(record: AnyRecord): {
  readonly fields: readonly string[];
  readonly seenBy: readonly Recipient[];
} {
  const all = [...leaves(record.schema)];
  // A whole top-level field goes into the envelope as soon as one part of it is sealed.
  const sealed = new Set(
    all.flatMap(({ pointer, note }) => (isPersonal(note) && note.protection === "sealed" ? [topOf(pointer)] : [])),
  );
  const clear = all.filter(({ pointer, note }) => !isPersonal(note) && !sealed.has(topOf(pointer)));
  return {
    fields: clear.map(({ pointer }) => pointer.slice(1)),
    seenBy: [...new Set(clear.flatMap(({ note }) => note.seenBy))],
  };
}
