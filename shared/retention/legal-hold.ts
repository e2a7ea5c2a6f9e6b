/**
 * A legal hold: data that a dispute or an authority needs are not erased, neither by their rule nor by the person's own
 * order, until it is lifted (GDPR articles 17(3)(e) and 18(1)(c); precedence: DESIGN, section 11). Set, kept and lifted by two
 * people, with a closed reason and a day on which it is looked at again.
 */
import * as z from "zod";
import { staffId } from "../audit/entry-fields.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { freeText } from "../requests/request.ts";

export const holdReasons = ["litigation", "pre-litigation", "authority", "rights-dispute"] as const;
export type HoldReason = (typeof holdReasons)[number];

const seen = ["dpo", "auditor"] as const;
const by = personal(staffId.id(), { ...staffId.note, kept: "retention-clock" });

export const legalHold = record(
  "legal-hold",
  1,
  {
    id: plain(z.uuid(), seen),
    reason: plain(z.enum(holdReasons), seen),
    /** The case's reference, in staff's own words. */
    reference: personal(freeText(200), {
      category: "proof",
      purposes: ["legal-claims"],
      source: "staff",
      seenBy: ["dpo", "auditor"],
      kept: "retention-clock",
      protection: "sealed",
    }),
    setAt: plain(z.iso.datetime(), seen),
    setBy: by,
    /** The day on which it must be looked at again. */
    reviewOn: plain(z.iso.date(), seen),
    /** When it was last looked at and kept, by whom, and under which approval. */
    reviewedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    reviewedBy: z.exactOptional(by),
    reviewId: z.exactOptional(plain(z.uuid(), seen)),
    liftedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    liftedBy: z.exactOptional(by),
  },
  { kept: "retention-clock" },
);
export type LegalHold = Doc<typeof legalHold>;
