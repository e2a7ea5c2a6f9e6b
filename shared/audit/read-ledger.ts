/**
 * Reading the ledger, for auditor and officer: one stream of their brand, entry by entry, as it lies there. Who looks is
 * written down first, and nothing in it names a member. GDPR articles 5(2), 24 and 39(1)(b).
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import { type Seen, view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import { type AuditClass, auditClasses } from "./events.ts";
import type { LedgerStore } from "./ledger.ts";
import { ledgerEntry } from "./ledger-entry.ts";
import type { Ledger } from "./record-entry.ts";

const shown = view(ledgerEntry, "auditor");
export type ShownEntry = Seen<typeof ledgerEntry.schema, "auditor">;

export const ledgerPage: {
  readonly schema: z.ZodType<{ readonly items: readonly ShownEntry[]; readonly cursor?: string }>;
} = {
  schema: z.strictObject({ items: z.array(shown.schema), cursor: z.exactOptional(z.string()) }),
};

type Reader = { readonly id: string; readonly role: "dpo" | "auditor"; readonly brand: BrandId };
type Needs = { readonly store: LedgerStore; readonly ledger: Pick<Ledger, "append"> };

const isClass = (text: string): text is AuditClass => (auditClasses as readonly string[]).includes(text);

/** @throws Refusal not-found for what is no class or month, invalid-input for a cursor that is no number of an entry. */
export const makeReadLedger =
  ({ store, ledger }: Needs) =>
  async (
    { id, role, brand }: Reader,
    of: { readonly class: string; readonly month: string },
    { limit, cursor = "1" }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly items: readonly ShownEntry[]; readonly cursor: string | undefined }> => {
    if (!isClass(of.class) || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(of.month)) throw new Refusal("not-found");
    if (!/^[1-9]\d{0,14}$/.test(cursor)) {
      throw new Refusal("invalid-input", { fields: [{ pointer: "/cursor", rule: "must be the cursor of a page" }] });
    }
    const actor = { id, role };
    await ledger.append({ id: randomUUID(), brand, event: "ledger.read", actor, detail: of.class });
    const entries = await store.page(`${brand}.${of.class}.${of.month}`, Number(cursor), limit);
    const last = entries.at(-1);
    return {
      items: entries.map((entry) => shown.show(entry)),
      cursor: last === undefined || entries.length < limit ? undefined : String(last.sequence + 1),
    };
  };
