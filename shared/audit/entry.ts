/**
 * An entry for the ledger on its way there: an outbox row committed together with the effect it speaks of, so that neither
 * can exist without the other (DESIGN, sections 2 and 4). It holds closed words and ids, never what a person said.
 */
import type { BrandId } from "../charter/brands.ts";
import { newOutboxRow, type OutboxRow } from "../messaging/outbox.ts";
import type { Doc } from "../privacy/record.ts";
import type { entryFields } from "./entry-fields.ts";

/** What is recorded. */
export type AuditNote = Omit<Doc<typeof entryFields>, "at">;

/** Writes an entry about nobody's partition: keys, settings, runs. Its id makes it once, however often it is asked. */
export type AppendEntry = (entry: AuditNote & { readonly id: string; readonly brand: BrandId }) => Promise<void>;

/** The row to commit with an effect. The relay's timer takes it up; inline it would cost the request data operations. */
export const newLedgerRow = (entry: AuditNote, now: Date): OutboxRow => ({
  ...newOutboxRow({ channel: "ledger", type: "ledger-entry" }, now, 0),
  entry: { ...entry, at: now.toISOString() },
});
