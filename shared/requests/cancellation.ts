/**
 * What calling a request off means, as far as it has been stated: what is booked, until when it is free, what it costs. Told
 * before the member cancels, with the cancellation, and after it; what it came to in the end, the processor says. Consumer
 * information: Code de la consommation, article L221-5.
 */
import * as z from "zod";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { endingShape, type Request, request } from "./request.ts";

const { confirmation } = request.schema.shape;
const { supplier, reference, cancellation: terms } = confirmation.unwrap().shape;
const { fee } = terms.unwrap().shape;

const shown = ["member", "desk", "dpo"] as const;

export const consequences = declared("cancellation-consequences", {
  isCancelled: plain(z.boolean(), shown),
  /** `under-way`: accepted, and perhaps booked by now. */
  booking: plain(z.enum(["none", "under-way", "booked"]), shown),
  supplier: z.exactOptional(supplier),
  reference: z.exactOptional(reference),
  /** As stated for what is booked or accepted; absent: none were stated. */
  terms,
  /** Whether it costs nothing at this moment, or did when it was called off; absent: nothing was stated about it. */
  isFree: z.exactOptional(plain(z.boolean(), shown)),
  /** The fee that is due, where one is stated and it is not free. */
  fee,
  settlement: endingShape.settlement,
});
export type Consequences = Doc<typeof consequences>;

const acceptedOption = ({ proposals }: Request) => {
  const accepted = proposals.find(({ answered }) => answered?.answer === "accepted");
  return accepted?.options.find(({ id }) => id === accepted.answered?.optionId);
};

type Stated = NonNullable<Consequences["terms"]>;

function costOf({ freeUntil, fee: due }: Stated, at: Date): Pick<Consequences, "isFree" | "fee"> {
  if (freeUntil !== undefined && at.getTime() < Date.parse(freeUntil)) return { isFree: true };
  if (due !== undefined) return { isFree: Number(due.amount) === 0, fee: due };
  return freeUntil === undefined ? {} : { isFree: false };
}

/** Of calling it off now, or of its having been called off. */
export function consequencesOf(doc: Request, now: Date): Consequences {
  const { status, confirmation: booked, ending } = doc;
  const isCancelled = status === "cancelled";
  const option = acceptedOption(doc);
  const settlement = ending?.settlement === undefined ? {} : { settlement: ending.settlement };
  if (booked === undefined && option === undefined)
    return { isCancelled, booking: "none", isFree: true, ...settlement };
  const stated = booked?.cancellation ?? option?.cancellation;
  return {
    isCancelled,
    booking: booked === undefined ? "under-way" : "booked",
    ...(booked === undefined ? {} : { supplier: booked.supplier, reference: booked.reference }),
    ...(stated === undefined
      ? {}
      : { terms: stated, ...costOf(stated, isCancelled && ending !== undefined ? new Date(ending.endedAt) : now) }),
    ...settlement,
  };
}
