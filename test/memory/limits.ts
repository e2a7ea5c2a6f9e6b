/** The counters of limits in memory, with the port's rules: every write a create or conditional. */
import { type LimitRow, type LimitRows, limit } from "../../shared/limits/limit.ts";
import { pageOf } from "./pages.ts";

export type MemoryLimits = LimitRows & { readonly rows: ReadonlyMap<string, { readonly doc: LimitRow }> };

export function memoryLimits(): MemoryLimits {
  const rows = new Map<string, { readonly doc: LimitRow; readonly etag: string }>();
  let version = 0;
  return {
    rows,
    read: async (id) => rows.get(id),
    write: async (doc, etag) => {
      if (rows.get(doc.id)?.etag !== etag) return false;
      version += 1;
      rows.set(doc.id, { doc: limit.schema.parse(doc), etag: `"${version}"` });
      return true;
    },
    erase: async (id, etag) => rows.get(id)?.etag === etag && rows.delete(id),
    expired: async (before, options) =>
      pageOf(
        [...rows.values()]
          .filter(({ doc }) => doc.expiresAt <= before.toISOString())
          .map(({ doc, etag }) => ({ id: doc.id, expiresAt: doc.expiresAt, doc, etag })),
        options,
      ),
  };
}
