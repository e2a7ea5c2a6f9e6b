/**
 * Reading what a closed account left in the archive, kind by kind, under an opening of it (shared/archive/open-archive.ts): what
 * the officer needs for the claim, and each look in the ledger. CNIL, référentiel on retention periods, 2020; charter article 6.
 */
import * as z from "zod";
import type { Archive } from "../archive/archive.ts";
import { type Archived, archivedRecords, archivedSchema, isArchivedKind, showArchived } from "../archive/archived.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { lookUnder, type Under } from "./look-under.ts";
import type { Staff } from "./staff.ts";

export const archivedPage: {
  readonly schema: z.ZodType<{ readonly items: readonly Archived[]; readonly cursor?: string }>;
} = { schema: z.strictObject({ items: z.array(archivedSchema), cursor: z.exactOptional(z.string()) }) };

type Needs = { readonly repository: Repository; readonly archive: Archive; readonly clock: Clock };
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };
type Found = { readonly items: readonly Archived[]; readonly cursor: string | undefined };

/** @throws Refusal not-found for what is no kind of record; opening-over. */
export const makeReadArchive =
  (needs: Needs) =>
  async (staff: Staff, under: Under, kind: string, page: PageAsked): Promise<Found> => {
    if (!isArchivedKind(kind)) throw new Refusal("not-found");
    return lookUnder(needs, staff, under, `archive-${kind}`, async (person) => {
      const found = await needs.archive.list(person, archivedRecords[kind], page);
      return { items: found.items.map(({ doc }) => showArchived(kind, doc as object)), cursor: found.cursor };
    });
  };
