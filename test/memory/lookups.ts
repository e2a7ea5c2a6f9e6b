/** Look-ups in memory, with the port's rules: conditional writes, rows found by their own end, and the store's second net. */
import { type Lookup, type Lookups, lookup, lookupLife } from "../../shared/members/lookup.ts";
import type { KeyedHash } from "../../shared/privacy/formats.ts";
import type { Clock } from "../../shared/time/clock.ts";
import { pageOf } from "./pages.ts";

type Row = { readonly doc: Lookup; readonly etag: string; readonly until: number };

const secondNetMs = 86_400_000;

export function memoryLookups(clock: Clock): Lookups & { readonly row: (id: KeyedHash) => Lookup | undefined } {
  const rows = new Map<string, Row>();
  let version = 0;
  const alive = (id: string) => {
    const row = rows.get(id);
    return row !== undefined && row.until > clock.now().getTime() ? row : undefined;
  };
  const put = (doc: Lookup) => {
    version += 1;
    const until =
      doc.state === "confirmed" ? Infinity : clock.now().getTime() + lookupLife[doc.state] * 1_000 + secondNetMs;
    rows.set(doc.id, { doc: lookup.schema.parse(doc), etag: `"${version}"`, until });
    return true;
  };
  return {
    row: (id) => alive(id)?.doc,
    async read(id) {
      const row = alive(id);
      return row === undefined ? undefined : { doc: row.doc, etag: row.etag };
    },
    create: async (doc) => alive(doc.id) === undefined && put(doc),
    erase: async (id, etag) => (etag === undefined || rows.get(id)?.etag === etag) && rows.delete(id),
    replace: async (doc, etag) => alive(doc.id)?.etag === etag && put(doc),
    expired: async (before, options) =>
      pageOf(
        [...rows.values()]
          .filter(({ doc: { id, expiresAt } }) => alive(id) !== undefined && (expiresAt ?? "Z") <= before.toISOString())
          .map(({ doc, etag }) => ({ id: doc.id, etag, expiresAt: doc.expiresAt ?? "" })),
        options,
      ),
  };
}
