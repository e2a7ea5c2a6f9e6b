/**
 * An opening: one member of staff may read one person's file, for one purpose, for half an hour. It is written before
 * anything is shown, with the disclosure the person will see and the ledger's row. Charter article 5; GDPR article 5(2).
 */
import * as z from "zod";
import { type Purpose, purposes } from "../privacy/catalogues.ts";
import { type Doc, plain, record } from "../privacy/record.ts";
import { retentionRuleOf } from "../privacy/retention-rules.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { fileViews } from "./need-to-know.ts";
import { allStaff, byStaff } from "./staff.ts";

/** Seconds an opened file can be read on. */
export const openingSeconds = 30 * 60;

export const purposeNames = Object.keys(purposes) as [Purpose, ...Purpose[]];

export const opening = record(
  "opening",
  1,
  {
    /** The id of the disclosure it left, too. */
    id: plain(z.uuid(), allStaff),
    by: byStaff("staff-opening"),
    purpose: plain(z.enum(purposeNames), allStaff),
    view: plain(z.enum(fileViews), allStaff),
    /** It is good for what lies in the archive, and for nothing else. */
    isOfArchive: z.exactOptional(plain(z.literal(true), allStaff)),
    openedAt: plain(z.iso.datetime(), allStaff),
    /** Until when the file can be read under it. */
    validUntil: plain(z.iso.datetime(), allStaff),
    /** When the record itself ends. */
    expiresAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "staff-opening" },
);
export type Opening = Doc<typeof opening>;

/** When the record of an opening ends: longer than it is good for, so that it can be looked into. */
export const openingEnds = (openedAt: Date): Date => endOfPeriod(openedAt, retentionRuleOf("staff-opening").period);

export const isStillGood = ({ validUntil }: Pick<Opening, "validUntil">, now: Date): boolean =>
  Date.parse(validUntil) > now.getTime();
