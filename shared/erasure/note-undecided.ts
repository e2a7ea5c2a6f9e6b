/**
 * An announcement that waits for the desk and goes with the person it names: the ledger says so before it goes, so that nobody
 * looks for it in vain. What was decided, or only failed, has its entry already or needs none. GDPR article 5(2).
 */
import type { BrandId } from "../charter/brands.ts";
import { derivedId } from "../storage/derived-id.ts";
import type { Trace } from "../storage/person-stores.ts";
import { undecidedTermination } from "../terminations/undecided.ts";
import type { EngineNeeds } from "./step.ts";

export async function noteUndecided({ appendEntry }: EngineNeeds, traces: readonly Trace[]): Promise<void> {
  for (const { kind, id, fields } of traces) {
    if (kind !== undecidedTermination.kind || fields?.decidedAt !== undefined) continue;
    // Its own brand: after a restore that of the person may not be known. Whose it was is not said.
    const about = { id: derivedId("termination.erased", id), brand: fields?.brand as BrandId, about: id };
    await appendEntry({ ...about, event: "termination.erased", actor: { role: "system" } });
  }
}
