/**
 * The proof. Kinds, each named on the certificate: searched (every container of the database, every blob container),
 * expired by construction (queues: no message lives longer than its resend interval, and the longest has passed), taken as
 * it comes (queues that partners fill, whose lives are theirs to set: ids only, read at once and refused), and never
 * held (logs, telemetry, and stores that know pseudonyms or sums only; tests with canaries hold that true).
 */
import { queues } from "../messaging/queues.ts";
import { isStore, type Place } from "../storage/person-stores.ts";
import { isOwn } from "./empty-stores.ts";
import type { Erasure } from "./erasure.ts";
import { done, type Step } from "./step.ts";

type Proof = Erasure["proofs"][number];

/** Where nothing personal is ever written: what is logged is a closed list of fields. */
const neverWritten = ["logs", "telemetry"] as const;

export const prove: Step = async ({ stores, log }, at) => {
  const { doc, person, now } = at;
  const proofs: Proof[] = [];
  const prove = (kind: Proof["kind"], place: string) => void proofs.push({ kind, place, at: now.toISOString() });
  let left = 0;
  for (const [place, store] of Object.entries(stores) as [Place, (typeof stores)[Place]][]) {
    if (!isStore(store)) {
      prove("never-held", place);
      continue;
    }
    for await (const page of store.find(person, doc)) left += page.filter((trace) => !isOwn(trace, at)).length;
    prove("searched", place);
  }
  if (left > 0) {
    log.warn("erasure.found-more", { recordId: doc.id, count: left });
    return { outcome: "back", to: "stores", change: { rounds: doc.rounds + 1, proofs: [] } };
  }
  for (const [queue, { from }] of Object.entries(queues)) {
    prove(from === "application" ? "expired-by-construction" : "taken-as-it-comes", queue);
  }
  for (const place of neverWritten) prove("never-held", place);
  return done(proofs.length, { proofs });
};
