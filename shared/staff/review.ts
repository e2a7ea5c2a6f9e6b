/**
 * The review of an exceptional opening: due work of the officer, written in the same commit as the opening, so that no glass
 * is broken without it. Somebody else than who opened says whether it was justified. Charter article 5; GDPR article 24.
 */
import * as z from "zod";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { freeText } from "../requests/request.ts";
import { openingReasonNames } from "./need-to-know.ts";
import { purposeNames } from "./opening.ts";
import { byStaff } from "./staff.ts";

/** Days the officer has. */
export const reviewDays = 3;

export const reviewOutcomes = ["justified", "not-justified"] as const;

const seen = ["dpo", "auditor"] as const;

/** What staff write in their own words about a decision. The member does not read it; access requests are the officer's. */
export const staffWords = {
  category: "proof",
  purposes: ["accountability"],
  source: "staff",
  seenBy: ["desk", "dpo", "ops"],
  kept: "staff-decision",
  protection: "sealed",
} as const;

export const review = record(
  "review",
  1,
  {
    /** The id of the opening, and of its disclosure. */
    id: plain(z.uuid(), seen),
    status: plain(z.enum(["pending", "done"]), seen),
    openedBy: byStaff("staff-decision"),
    purpose: plain(z.enum(purposeNames), seen),
    reason: plain(z.enum(openingReasonNames), seen),
    /** Where it was proposed and agreed. */
    approvalId: plain(z.uuid(), seen),
    openedAt: plain(z.iso.datetime(), seen),
    /** By when it must be reviewed; gone once it is. */
    dueAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    outcome: z.exactOptional(plain(z.enum(reviewOutcomes), seen)),
    words: z.exactOptional(personal(freeText(1_000), { ...staffWords, seenBy: ["dpo"] })),
    reviewedBy: z.exactOptional(byStaff("staff-decision")),
    reviewedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    /** Of a finished one: when the record ends. */
    expiresAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
  },
  { kept: "staff-decision" },
);
export type Review = Doc<typeof review>;
