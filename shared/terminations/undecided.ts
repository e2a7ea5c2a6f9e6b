/**
 * A termination that fits nobody, or several people, contradicts what is known or names a day that cannot be meant: nothing is
 * closed by it until somebody at the desk has decided whom it concerns, with a second person's agreement. One with such a day
 * can only be dismissed. It holds the hash and the date, no name.
 */
import * as z from "zod";
import { staffId } from "../audit/entry-fields.ts";
import { type BrandId, brandIds } from "../charter/brands.ts";
import { code } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { retentionRuleOf } from "../privacy/retention-rules.ts";
import { firstWord } from "../staff/joint-decision.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { holder } from "./contract.ts";

const seen = ["desk", "dpo", "auditor"] as const;

/** Its partition in the container of what needs a person's attention. */
export const undecidedQueue = "card-services-undecided";

export const undecidedReasons = ["nobody", "several", "before-sign-up", "contradiction", "implausible-date"] as const;
export type UndecidedReason = (typeof undecidedReasons)[number];

export const undecidedTermination = record(
  "undecided-termination",
  1,
  {
    /** The message's. */
    id: plain(z.uuid(), seen),
    queue: plain(z.literal(undecidedQueue), ["ops", "dpo"]),
    brand: plain(z.enum(brandIds), seen),
    reason: plain(z.enum(undecidedReasons), seen),
    join: holder,
    type: plain(code(), seen),
    effectiveOn: plain(z.iso.date(), seen),
    sequence: plain(z.int().min(1), seen),
    receivedAt: plain(z.iso.datetime(), seen),
    /** One person has said that it concerns nobody here; a second one has to say so too. */
    dismissal: z.exactOptional(firstWord("unmatched-termination")),
    decidedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    decision: z.exactOptional(plain(z.enum(["applied", "dismissed"]), seen)),
    decidedBy: z.exactOptional(personal(staffId.id(), { ...staffId.note, kept: "unmatched-termination" })),
    /** Of `applied`: the approval, in the partition of the person it concerns. */
    decidedUnder: z.exactOptional(plain(z.uuid(), ["dpo", "auditor"])),
  },
  { kept: "unmatched-termination" },
);
export type UndecidedTermination = Doc<typeof undecidedTermination>;

/** What nobody decided ends then, and that is told: the hash in it must not wait without end. Our choice. */
const longestUndecided = { years: 1 } as const;

/** When an announcement goes: its rule's period after the decision, or without any. Saying a first word decides nothing. */
export const endOfUndecided = ({
  receivedAt,
  decidedAt,
}: Pick<UndecidedTermination, "receivedAt" | "decidedAt">): Date =>
  decidedAt === undefined
    ? endOfPeriod(new Date(receivedAt), longestUndecided)
    : endOfPeriod(new Date(decidedAt), retentionRuleOf("unmatched-termination").period);

type Page = { readonly items: readonly UndecidedTermination[]; readonly cursor: string | undefined };

export interface UndecidedTerminations {
  /** Keeps it once, however often the message comes. */
  keep(doc: UndecidedTermination): Promise<void>;
  read(id: string): Promise<{ readonly doc: UndecidedTermination; readonly etag: string } | undefined>;
  /** A page of them, in no order: all, decided or not, or a brand's that wait. */
  list(of: {
    readonly waitingIn?: BrandId;
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<Page>;
  /** @returns false where it changed since it was read. */
  replace(doc: UndecidedTermination, etag: string): Promise<boolean>;
  /** As it was read: one that changed since stays. Absent is as good as erased. @returns whether it is gone. */
  erase(id: string, etag: string): Promise<boolean>;
}
