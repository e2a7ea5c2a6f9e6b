/**
 * A processor that answers no message may have confirmed on paper. Then two people, one of them the officer, record what they
 * have read, each by themselves: the second one's words must be the first one's. From there the erasure goes on as if the
 * signed message had come, and the certificate says which it was. GDPR articles 5(2), 19 and 28(3)(g).
 */
import * as z from "zod";
import type { Audited } from "../audit/audited.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { newFirstWord, shownWord, waitingWord, whichWord, type wordTaken } from "../staff/joint-decision.ts";
import { actorOf, type Staff } from "../staff/staff.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { erasureConfirmed, isSoundConfirmation } from "./contract.ts";
import { type Erasure, erasure, erasureCauses, waitingFor } from "./erasure.ts";
import type { Erasures } from "./erasures.ts";
import { stepNames } from "./steps.ts";

const seen = ["dpo", "ops"] as const;
const { outcome, ground, until } = erasureConfirmed.schema.shape;
const day = () => plain(z.iso.date(), seen);
const instant = () => z.exactOptional(plain(z.iso.datetime(), seen));

export const onPaperInput = declared("erasure-on-paper", { outcome, ground, until, paperDated: day() });
export type OnPaperInput = Doc<typeof onPaperInput>;

/** An erasure as whoever looks after it sees it: never whose it is. */
export const erasureLine = declared("erasure-line", {
  id: plain(z.uuid(), seen),
  cause: plain(z.enum(erasureCauses), seen),
  orderedAt: plain(z.iso.datetime(), seen),
  step: plain(z.enum(stepNames), seen),
  waitsFor: z.exactOptional(plain(z.enum(waitingFor), seen)),
  endedAt: instant(),
  processor: z.exactOptional(
    z.strictObject({
      firstSentAt: instant(),
      times: plain(z.int().min(0), seen),
      acknowledgedAt: instant(),
      confirmedAt: instant(),
      /** One person has read a confirmation on paper. */
      paper: z.exactOptional(waitingWord),
    }),
  ),
});
type Line = Doc<typeof erasureLine>;
export const erasurePage: {
  readonly schema: z.ZodType<{ readonly items: readonly Line[]; readonly cursor?: string }>;
} = { schema: z.strictObject({ items: z.array(erasureLine.schema), cursor: z.exactOptional(z.string()) }) };

type Needs = {
  readonly erasures: Erasures;
  readonly audited: Audited;
  readonly clock: Clock;
};
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };

const decision = "confirm-erasure-on-paper";

export function makeConfirmOnPaper({ erasures, audited, clock }: Needs) {
  return {
    /**
     * The brand's, running and ended in the last month; that somebody looks is written down first. A page may hold less than was
     * asked for.
     */
    list: async (staff: Staff, page: PageAsked) => {
      await audited.looked({ event: "erasures.listed", actor: actorOf(staff), brand: staff.brand });
      const found = await erasures.list(page);
      const own = found.items.filter(({ brand }) => brand === staff.brand);
      return { items: own.map((doc) => lineOf(doc, staff, clock.now())), cursor: found.cursor };
    },

    /**
     * @throws Refusal not-found; state-conflict where nothing was ordered, or it is confirmed already; invalid-input,
     * second-person-needed; stale-version after a lost race.
     */
    confirm: async (staff: Staff, id: string, read: OnPaperInput): Promise<Doc<typeof wordTaken>> => {
      const found = await erasures.read(id);
      if (found === undefined || found.doc.brand !== staff.brand) throw new Refusal("not-found");
      const { doc, etag } = found;
      const { order } = doc;
      const known = order?.confirmed;
      // Asked again, because the answer got lost.
      if (known?.paperDated !== undefined && otherWords(known, read).length === 0) return { status: "done" };
      if (order?.firstSentAt === undefined || order.confirmed !== undefined) throw new Refusal("state-conflict");
      const now = clock.now();
      refuseUnsound(doc.id, read, parisDay(new Date(order.firstSentAt)), parisDay(now));
      const which = whichWord(decision, order.paper, staff, now);
      const about = { actor: actorOf(staff), brand: doc.brand, about: doc.id } as const;
      const replace = async (next: Erasure) => {
        if (!(await erasures.replace(erasure.schema.parse(next), etag))) throw new Refusal("stale-version");
      };

      if (which === "first") {
        const paper = { ...newFirstWord(staff, now), ...read };
        await audited.looked({ ...about, event: "staff.action-proposed" }, decision);
        await replace({ ...doc, order: { ...order, paper } });
        return { status: "waiting", validUntil: paper.validUntil };
      }
      const { paper: first, ...rest } = order;
      refuseOther(first ?? {}, read);
      const confirmed = { at: now.toISOString(), ...read };
      const goesOn = doc.waitsFor === "processor" ? { dueAt: now.toISOString() } : {};
      await audited.changed(
        { ...about, event: "erasure.confirmed-on-paper" },
        () => replace({ ...doc, order: { ...rest, confirmed }, ...goesOn }),
        () => read.outcome,
      );
      return { status: "done" };
    },
  };
}

function refuseUnsound(erasureId: string, read: OnPaperInput, orderedOn: string, today: string): void {
  const { paperDated, ...word } = read;
  const fields: FieldFault[] = [];
  if (!isSoundConfirmation({ erasureId, ...word })) {
    fields.push({ pointer: "/ground", rule: "must stand, with until, where something is kept by law, and only there" });
  }
  if (paperDated < orderedOn || paperDated > today) {
    fields.push({ pointer: "/paperDated", rule: "must be a day between the order and today" });
  }
  if (fields.length > 0) throw new Refusal("invalid-input", { fields });
}

type Words = { readonly [K in keyof OnPaperInput]?: OnPaperInput[K] };
const otherWords = (one: Words, other: Words) =>
  (["outcome", "ground", "until", "paperDated"] as const).filter((name) => one[name] !== other[name]);

/** Two people have read the same paper, or it is not known what it says. */
function refuseOther(first: Words, second: OnPaperInput): void {
  const fields = otherWords(first, second).map((name) => ({
    pointer: `/${name}`,
    rule: "must be what the first person has read",
  }));
  if (fields.length > 0) throw new Refusal("invalid-input", { fields });
}

function lineOf({ id, cause, orderedAt, step, waitsFor, endedAt, order }: Erasure, staff: Staff, now: Date): Line {
  const paper = shownWord(order?.paper, staff, now);
  const when = <K extends string>(name: K, at: string | undefined) => (at === undefined ? {} : { [name]: at });
  return {
    id,
    cause,
    orderedAt,
    step,
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...when("endedAt", endedAt),
    ...(order === undefined
      ? {}
      : {
          processor: {
            times: order.times,
            ...when("firstSentAt", order.firstSentAt),
            ...when("acknowledgedAt", order.acknowledgedAt),
            ...when("confirmedAt", order.confirmed?.at),
            ...(paper === undefined ? {} : { paper }),
          },
        }),
  };
}
