/**
 * Reading the ledger, for auditor and officer: one stream of their brand, entry by entry, as it lies there. Who looks is
 * written down first, and nothing in it names a member. GDPR articles 5(2), 24 and 39(1)(b).
 */
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import { type Seen, view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import type { Audited } from "./audited.ts";
import { type AuditClass, auditClasses } from "./events.ts";
import { type FoundEntry, isUnreadable, type LedgerStore } from "./ledger.ts";
import { ledgerEntry } from "./ledger-entry.ts";

const shown = view(ledgerEntry, "auditor");
export type ShownEntry = Seen<typeof ledgerEntry.schema, "auditor">;

type LedgerPage = {
  readonly items: readonly ShownEntry[];
  /** Numbers under which something lies that does not read as an entry: the ledger has to be verified. */
  readonly unreadable?: readonly number[];
  readonly cursor?: string | undefined;
};

export const ledgerPage: { readonly schema: z.ZodType<LedgerPage> } = {
  schema: z.strictObject({
    items: z.array(shown.schema),
    unreadable: z.exactOptional(z.array(z.number())),
    cursor: z.exactOptional(z.string()),
  }),
};

/** Where a page begins: a number, and how much from there on was given already, since a number may lie there twice. */
const cursorForm = /^([1-9]\d{0,14})(?:-(\d{1,3}))?$/;
const largestNumber = 10 ** 14;

type Reader = { readonly id: string; readonly role: "dpo" | "auditor"; readonly brand: BrandId };
type Needs = { readonly store: LedgerStore; readonly audited: Audited };

const isClass = (text: string): text is AuditClass => (auditClasses as readonly string[]).includes(text);

/** @throws Refusal not-found for what is no class or month, invalid-input for a cursor that no page gave. */
export const makeReadLedger =
  ({ store, audited }: Needs) =>
  async (
    { id, role, brand }: Reader,
    of: { readonly class: string; readonly month: string },
    { limit, cursor = "1" }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<LedgerPage & { readonly cursor: string | undefined }> => {
    if (!isClass(of.class) || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(of.month)) throw new Refusal("not-found");
    const [, start, given = "0"] = cursorForm.exec(cursor) ?? [];
    if (start === undefined) {
      throw new Refusal("invalid-input", { fields: [{ pointer: "/cursor", rule: "must be the cursor of a page" }] });
    }
    await audited.looked({ event: "ledger.read", actor: { id, role }, brand }, of.class);
    const [from, skipped] = [Number(start), Number(given)];
    const stream = `${brand}.${of.class}.${of.month}`;
    const found = (await store.page(stream, from, limit + skipped)).slice(skipped);
    const unreadable = found.flatMap((one) => (isUnreadable(one) ? [one.sequence ?? from] : []));
    return {
      items: found.flatMap((one) => (isUnreadable(one) ? [] : [shown.show(one)])),
      ...(unreadable.length === 0 ? {} : { unreadable }),
      cursor: found.length < limit ? undefined : cursorAfter(found, from, skipped),
    };
  };

function cursorAfter(found: readonly FoundEntry[], from: number, skipped: number): string {
  const last = Math.max(from, Math.min(Math.floor(found.at(-1)?.sequence ?? from), largestNumber));
  const given = found.filter(({ sequence = 0 }) => sequence >= last).length;
  return `${last}-${given + (last === from ? skipped : 0)}`;
}
