/** Walks of what outlives a person's erasure, and of the mark that goes with it. */
import assert from "node:assert/strict";
import type { Erasure, ErasureCause } from "../../../shared/erasure/erasure.ts";
import type { StepName } from "../../../shared/erasure/steps.ts";

import { dayInParis, monthsLater, over } from "./second-opinion.ts";
import { after, beginnings, dayMs, follow, type Kept, once, type Walk } from "./walk.ts";

type Due = { readonly dueAt?: string };
const dueOf = once<Due>(({ dueAt }) => (dueAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(dueAt)));
const isDue = (doc: Due, now: Date) => dueOf(doc) <= now.getTime();

/** Sealed again when its person is erased, with the day it goes: five years from its closing, not from the erasure. */
export const rightsCase: Walk = ({ kept }, days) => {
  type Doc = Due & { readonly closedAt?: string };
  const reseal = (doc: Doc, at: Date): Doc => ({ dueAt: kept.keptUntil("rights-case", doc, at).toISOString() });
  function* lives(): Generator<Kept<Doc>> {
    for (const begins of beginnings(days)) {
      const at = after(begins, 300 * dayMs);
      const writings = [{ at, write: reseal }];
      const closed = { name: "a closed case", begins, doc: { closedAt: begins.toISOString() }, writings };
      yield { ...closed, due: over(monthsLater(dayInParis(begins), 60)) };
      // Nothing else says when it ended.
      yield { ...closed, name: "an open one", doc: {}, due: over(monthsLater(dayInParis(at), 60)) };
    }
  }
  follow(lives(), { every: "day", goes: isDue });
};

/** A month from the delivery of its certificate, however long it took to come to that. */
export const erasureCase: Walk = ({ erasureEnd, kept }, days) => {
  type Doc = Due & { readonly endedAt?: string; readonly orderedAt: string };
  const ends = (doc: Doc, at: Date): Doc => {
    const { endedAt, dueAt } = erasureEnd.endedErasure(doc as Erasure, kept.keptUntil, at);
    return { ...doc, endedAt, dueAt };
  };
  function* lives(): Generator<Kept<Doc>> {
    for (const begins of beginnings(days)) {
      const at = after(begins, 50 * dayMs);
      const doc = { orderedAt: begins.toISOString() };
      const due = over(monthsLater(dayInParis(at), 1));
      yield { name: "an erasure", begins, doc, writings: [{ at, write: ends }], due };
    }
  }
  follow(lives(), { every: "day", goes: (doc, now) => doc.endedAt !== undefined && isDue(doc, now) });
};

/**
 * It has no period: it goes when the last place is emptied, which is where it lies. On each path nothing is ordered, kept
 * apart or emptied before it is there, and no key goes, and nothing is proved, while it is. The rest is the erasure's own tests.
 */
export const erasureMark: Walk = ({ steps, emptying, rules }) => {
  assert.deepEqual(rules.ruleOfBrand("milleis", "erasure-mark").period, {}, "no period ends it");
  assert.equal(emptying.emptied.at(-1), "subjects", "the place of the mark is emptied last");
  for (const [cause, path] of Object.entries(steps.paths) as [ErasureCause, readonly StepName[]][]) {
    const emptied = path.indexOf("stores");
    // What a backup brought back has no mark: nobody is there who could begin anything.
    assert.equal(path.indexOf("mark"), cause === "restore" ? -1 : 0, `${cause}: marked first of all`);
    for (const step of ["in-flight", "processor", "reseal"] as const) {
      assert.ok(path.indexOf(step) < emptied, `${cause}: ${step} while it is there`);
    }
    for (const step of ["key", "proof", "end"] as const) {
      assert.ok(path.indexOf(step) > emptied, `${cause}: ${step} once it is gone`);
    }
  }
};
