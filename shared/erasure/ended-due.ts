/**
 * Erasures that are over, and whose certificate has been there to be asked for again for its period: what the next look at each
 * takes away (advance-erasure.ts). Those that still run have dates of their own, which end nothing.
 */
import type { ComingEnd } from "../retention/coming-end.ts";
import { everyItem } from "../storage/paged.ts";
import { erasure, isEnded } from "./erasure.ts";
import type { Erasures } from "./erasures.ts";

export const endedErasuresDue = (erasures: Pick<Erasures, "due" | "read">) =>
  async function* (at: Date): AsyncGenerator<ComingEnd> {
    for await (const { id, brand } of everyItem((page) => erasures.due(at, page))) {
      const doc = (await erasures.read(id))?.doc;
      if (doc === undefined || !isEnded(doc)) continue;
      const since = new Date(doc.dueAt);
      yield { rule: "erasure-case", kind: erasure.kind, brand, since, place: `erasures/${erasure.kind}.${id}` };
    }
  };
