/**
 * What the desk sees of announcements that fit nobody or several people: the brand's that wait, and of one whom it may concern.
 * Ids and days, no name and no hash; whoever wants to know more opens a file. Charter articles 5 and 6; GDPR article 25(2).
 */
import * as z from "zod";
import type { Audited } from "../audit/audited.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { shownWord, waitingWord } from "../staff/joint-decision.ts";
import { actorOf, type Staff } from "../staff/staff.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type HolderRows, maximumHolders } from "./holder-join.ts";
import { holdersOf } from "./holders.ts";
import {
  type UndecidedReason,
  type UndecidedTermination,
  type UndecidedTerminations,
  undecidedTermination,
} from "./undecided.ts";

const seen = ["desk", "dpo"] as const;
const { id, reason, type, effectiveOn, receivedAt } = undecidedTermination.schema.shape;
const line = { id, reason, type, effectiveOn, receivedAt, dismissal: z.exactOptional(waitingWord) };

export const undecidedLine = declared("undecided-line", line);
export type UndecidedLine = Doc<typeof undecidedLine>;
export const undecidedPage: {
  readonly schema: z.ZodType<{ readonly items: readonly UndecidedLine[]; readonly cursor?: string }>;
} = {
  schema: z.strictObject({ items: z.array(undecidedLine.schema), cursor: z.exactOptional(z.string()) }),
};

export const undecidedShown = declared("undecided-shown", {
  ...line,
  /** People whose hash it names: none, or several. It may concern somebody else all the same. */
  candidates: z.array(z.strictObject({ memberId: plain(z.uuid(), seen) })).max(maximumHolders),
});
export type UndecidedShown = Doc<typeof undecidedShown>;

type Needs = {
  readonly repository: Repository;
  readonly holderRows: HolderRows;
  readonly undecided: UndecidedTerminations;
  readonly audited: Audited;
  readonly clock: Clock;
};
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };

export function makeListUndecided(needs: Needs) {
  const { undecided, audited, clock } = needs;

  const lineOf = (doc: UndecidedTermination, staff: Staff): UndecidedLine => {
    const dismissal = shownWord(doc.dismissal, staff, clock.now());
    return {
      id: doc.id,
      reason: doc.reason,
      type: doc.type,
      effectiveOn: doc.effectiveOn,
      receivedAt: doc.receivedAt,
      ...(dismissal === undefined ? {} : { dismissal }),
    };
  };

  return {
    /** The brand's that wait for a decision. That somebody looks is written down first. */
    list: async (staff: Staff, page: PageAsked) => {
      await audited.looked({ event: "terminations.listed", actor: actorOf(staff), brand: staff.brand });
      const found = await undecided.list({ waitingIn: staff.brand, ...page });
      return { items: found.items.map((doc) => lineOf(doc, staff)), cursor: found.cursor };
    },

    /** One that waits, with whom it may concern. That somebody looked is written down first. @throws Refusal not-found */
    show: async (staff: Staff, terminationId: string): Promise<UndecidedShown> => {
      const found = await undecided.read(terminationId);
      if (found === undefined || found.doc.brand !== staff.brand || found.doc.decidedAt !== undefined) {
        throw new Refusal("not-found");
      }
      const { doc } = found;
      await audited.looked({ event: "termination.shown", actor: actorOf(staff), brand: doc.brand, about: doc.id });
      const holders = await holdersOf(needs, doc.brand, doc.join);
      return { ...lineOf(doc, staff), candidates: holders.map(({ subjectId }) => ({ memberId: subjectId })) };
    },

    /** Why one waits in the brand, if it does: what a proposal about it asks first. */
    waitsFor: async (brand: Staff["brand"], terminationId: string): Promise<UndecidedReason | undefined> => {
      const doc = (await undecided.read(terminationId))?.doc;
      return doc?.brand === brand && doc.decidedAt === undefined ? doc.reason : undefined;
    },
  };
}
