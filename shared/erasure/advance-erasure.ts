/**
 * The engine: takes an erasure as far as it goes now. Each step is done again from its start after a crash, by another
 * instance, or twice at once, and ends the same; what it has reached is put on record by a conditional write. A step that
 * fails stays where it is, is seen, and is tried again ever more rarely: there is no way past it.
 */
import { growingInterval } from "../messaging/growing-interval.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { secondsAfter } from "../time/calendar.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { callOff, endAllSessions } from "./call-off.ts";
import { certify } from "./certificate.ts";
import { deliverCertificate } from "./deliver-certificate.ts";
import { emptyStores, eraseKey, waitOutCaches, waitOutMessages } from "./empty-stores.ts";
import { endErasure } from "./end-erasure.ts";
import { type Erasure, erasure, isEnded, type WaitingFor } from "./erasure.ts";
import { markPerson } from "./mark-person.ts";
import { awaitConfirmation, orderProcessor } from "./order-processor.ts";
import { prove } from "./prove.ts";
import { resealKept } from "./reseal-kept.ts";
import type { Change, EngineNeeds, Outcome, Steps } from "./step.ts";
import { destructive, type Paths, stepAfter, paths as usualPaths } from "./steps.ts";
import { withdrawn } from "./withdraw.ts";

export const usualSteps: Steps = {
  mark: markPerson,
  sessions: endAllSessions,
  "in-flight": callOff,
  processor: orderProcessor,
  reseal: resealKept,
  stores: emptyStores,
  key: eraseKey,
  "key-caches": waitOutCaches,
  messages: waitOutMessages,
  confirmation: awaitConfirmation,
  proof: prove,
  certificate: certify,
  delivery: deliverCertificate,
  end: endErasure,
};

/** Seconds before a failed step is tried again. */
const backOff = { first: 60, maximum: 3_600 };
const daySeconds = 86_400;
/** What may never come by itself. */
const ofOthers: readonly WaitingFor[] = ["processor", "ledger", "approval"];
/** How far one call goes at most; the next one goes on. */
const stepsAtOnce = 60;

export type ErasurePlan = { readonly steps: Steps; readonly paths: Paths };

/** @param plan another one only where a test plants a bug. */
export function makeAdvanceErasure(
  needs: EngineNeeds,
  { steps, paths }: ErasurePlan = { steps: usualSteps, paths: usualPaths },
) {
  const { erasures, clock, log, heldBy } = needs;

  const outcomeOf = async (doc: Erasure, person: Person, now: Date): Promise<Outcome> => {
    // After a restore nothing opens any more that a hold could keep, and what it brought back may be a hold long lifted.
    if (doc.cause !== "restore" && destructive.includes(doc.step) && (await heldBy(person))) {
      return { outcome: "wait", until: secondsAfter(now, daySeconds), waitsFor: "hold" };
    }
    return (await withdrawn(needs, { doc, person, now })) ?? steps[doc.step](needs, { doc, person, now });
  };

  const after = (doc: Erasure, outcome: Exclude<Outcome, { outcome: "drop" }>, now: Date): Erasure => {
    const { failedWith: _failure, waitsFor: _waiting, ...rest } = doc;
    const standing = { ...rest, attempts: 0, dueAt: now.toISOString() };
    switch (outcome.outcome) {
      case "again":
        return changed(standing, outcome.change);
      case "wait":
        return changed({ ...standing, dueAt: outcome.until.toISOString(), waitsFor: outcome.waitsFor }, outcome.change);
      case "back":
        return changed({ ...standing, step: outcome.to }, outcome.change);
      case "done": {
        const result = { step: doc.step, at: now.toISOString(), count: outcome.count ?? 0 };
        const done = [...doc.steps.filter(({ step }) => step !== doc.step), result];
        const step = doc.step === "end" ? "end" : stepAfter(paths[doc.cause], doc.step);
        return changed({ ...standing, step, steps: done }, outcome.change);
      }
    }
  };

  /** Somebody is told when it has been stuck for long, or has missed its month, and again each day. */
  const alerted = (doc: Erasure, now: Date): Erasure => {
    const isStuck = doc.attempts > 0 || (doc.waitsFor !== undefined && ofOthers.includes(doc.waitsFor));
    const since = Date.parse(doc.steps.at(-1)?.at ?? doc.orderedAt);
    const isStuckLong = isStuck && now.getTime() - since >= needs.timing.alert * 1_000;
    const orderedAt = new Date(doc.orderedAt);
    // GDPR article 12(3); a hold that stands in its way is the DPO's, and known.
    const isOverdue = doc.waitsFor !== "hold" && now >= endOfPeriod(orderedAt, { months: 1 });
    const wasTold = doc.alertedAt !== undefined && now.getTime() - Date.parse(doc.alertedAt) < daySeconds * 1_000;
    if ((!isStuckLong && !isOverdue) || wasTold) return doc;
    const { id: recordId, brand, step: state, waitsFor, failedWith } = doc;
    const about = { recordId, brand, state, code: failedWith ?? waitsFor ?? "unknown" };
    if (isStuckLong) log.warn("erasure.stuck", { ...about, ageMs: now.getTime() - since });
    if (isOverdue) log.warn("erasure.overdue", { ...about, ageMs: now.getTime() - orderedAt.getTime() });
    return { ...doc, alertedAt: now.toISOString() };
  };

  /** @returns whether there is more to do at once. */
  const advanceOnce = async (id: string): Promise<boolean> => {
    const found = await erasures.read(id);
    const now = clock.now();
    if (found === undefined || Date.parse(found.doc.dueAt) > now.getTime()) return false;
    const { doc, etag } = found;
    if (isEnded(doc)) {
      await erasures.erase(id);
      return false;
    }
    if (doc.subjectId === undefined) throw new Error("an erasure that runs names its person");
    const person: Person = { brand: doc.brand, subjectId: doc.subjectId };
    let next: Erasure;
    try {
      const outcome = await outcomeOf(doc, person, now);
      if (outcome.outcome === "drop") {
        await erasures.eraseDelivery(doc);
        await erasures.erase(id);
        return false;
      }
      next = after(doc, outcome, now);
    } catch (error) {
      const attempts = doc.attempts + 1;
      log.error("erasure.step-failed", error, { recordId: id, brand: doc.brand, state: doc.step, attempts });
      const failedWith = error instanceof KeyShredded ? "KeyShredded" : error instanceof Error ? error.name : "unknown";
      const wait = growingInterval(backOff, doc.attempts);
      next = { ...doc, attempts, failedWith, dueAt: secondsAfter(now, wait).toISOString() };
    }
    const isKept = await erasures.replace(erasure.schema.parse(alerted(next, now)), etag);
    // Somebody else brought it further at this moment: then it is theirs.
    return isKept && Date.parse(next.dueAt) <= now.getTime();
  };

  /** Safe at any time, for any id, however often. */
  return async (id: string): Promise<void> => {
    for (let count = 0; count < stepsAtOnce; count += 1) if (!(await advanceOnce(id))) return;
  };
}

function changed(doc: Erasure, change: Change = {}): Erasure {
  const next = { ...doc, ...change };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Erasure;
}
