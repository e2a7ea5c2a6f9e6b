/**
 * How the stand-in concierge answers an order to erase: it forgets every request of that person, whatever it still had to say
 * about them, and says so. An order it carried out before finds nothing held any more.
 */
import * as z from "zod";
import type { Outgoing } from "./contract.ts";
import type { Case } from "./desk.ts";
import type { Store } from "./store.ts";

export const erasureOrdered = "concierge.erasure.ordered.v1";

export const orderSchema = z.object({
  erasureId: z.uuid(),
  requestIds: z.array(z.string()),
  orderedAt: z.iso.datetime({ offset: true }),
});

/** @param subject of the order: `{subjectId}/{erasureId}`; all that is held under the same first half goes. */
export function carryOutErasure(
  store: Store,
  subject: string,
  { erasureId }: z.output<typeof orderSchema>,
): { readonly case: Case; readonly messages: readonly Outgoing[] } {
  const forgotten = store.forget(subject.slice(0, subject.indexOf("/") + 1));
  return {
    case: { state: "ended", proposals: [] },
    messages: [
      {
        type: "concierge.erasure.confirmed.v1",
        payload: { erasureId, outcome: forgotten > 0 ? "erased" : "nothing-held" },
      },
    ],
  };
}
