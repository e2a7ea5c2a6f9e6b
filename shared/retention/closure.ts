/**
 * A closed account: why, when, how far the closing is, and what its clock runs from. It lies in the person's partition while
 * the data lie in the archive, so that the clock can be moved and read without opening that. Charter article 6.
 */
import * as z from "zod";
import { keyedHash } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { type RetentionRule, retentionRules } from "../privacy/retention-rules.ts";
import { terminationShape } from "../terminations/termination.ts";

export const closureCauses = ["member", "staff", "termination", "inactivity"] as const;
export type ClosureCause = (typeof closureCauses)[number];

/** `closing`: data are on their way to the archive. `archived`: the period runs. `erasing`: the erasure has the word. */
export const closureStages = ["closing", "archived", "erasing"] as const;

const seen = ["member", "desk", "dpo", "auditor"] as const;
const ruleNames = Object.keys(retentionRules) as [RetentionRule, ...RetentionRule[]];

/** A legal hold as the clock sees it; the hold itself is a record of its own. */
export const holdShape = z.strictObject({
  id: plain(z.uuid(), ["dpo"]),
  reviewOn: plain(z.iso.date(), ["dpo"]),
  remindedAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
});

/** Keyed hash of the holder, as the card issuer's messages name them. */
const join = personal(keyedHash(), {
  category: "card-eligibility",
  purposes: ["identification"],
  source: "derived",
  seenBy: ["dpo"],
  kept: "retention-clock",
  protection: "keyed hash",
});

export const closure = record(
  "closure",
  1,
  {
    /** The same as the subject id: one per person. */
    id: plain(z.uuid(), ["dpo"]),
    cause: plain(z.enum(closureCauses), seen),
    closedAt: plain(z.iso.datetime(), seen),
    /** When the account was opened: services that ended before cannot be this person's. */
    openedAt: plain(z.iso.datetime(), seen),
    /** Where the card issuer's word about this person is found. */
    issuerJoin: z.exactOptional(join),
    /** The same under older keys that are still shared with the issuer. */
    olderJoins: z.exactOptional(z.array(join)),
    stage: plain(z.enum(closureStages), seen),
    archivedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    termination: z.exactOptional(terminationShape),
    hold: z.exactOptional(holdShape),
    /** A legal hold stood at the closing: what closing erases has been left, and goes once it is lifted. */
    isHeldBack: z.exactOptional(plain(z.literal(true), ["dpo"])),
    /** Rules whose data have gone from the archive already, because their period was shorter. */
    gone: z.array(plain(z.enum(ruleNames), seen)),
    /** When the retention sweep looks at it next. */
    dueAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "retention-clock" },
);
export type Closure = Doc<typeof closure>;
