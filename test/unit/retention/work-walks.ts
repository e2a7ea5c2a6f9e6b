/** Walks of what lies beside the people: failures, undecided announcements, look-ups, notes of unproven keys, the outbox. */
import assert from "node:assert/strict";
import type { Lookup } from "../../../shared/members/lookup.ts";
import type { Failure } from "../../../shared/messaging/failure.ts";
import type { UndecidedTermination } from "../../../shared/terminations/undecided.ts";
import { dayInParis, daysLater, hoursLater, monthsLater, over } from "./second-opinion.ts";
import { after, beginnings, dayMs, follow, hourMs, type Kept, once, type Walk } from "./walk.ts";

const event = {
  specversion: "1.0",
  id: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10",
  source: "urn:concierge:milleis",
  type: "concierge.person.due.v1",
  subject: "a-subject",
  time: "2026-01-01T00:00:00.000Z",
} as const;

/** Thirty days from when it was resolved; open again, it waits for that again, and a year from the first where that never comes. */
export const failures: Walk = (product, days) => {
  const { failedAgain, resolvedFailure, isOver } = product.failures;
  const failed = { id: event.id, queue: "dispatch", reason: "TypeError", event } as const;
  const fails = (doc: Failure, at: Date) => failedAgain(doc, failed, at);
  const resolved = (doc: Failure, at: Date) => resolvedFailure(doc, "handled", at);
  const discarded = (doc: Failure, at: Date) => resolvedFailure(doc, "discarded", at);
  function* lives(): Generator<Kept<Failure>> {
    for (const begins of beginnings(days)) {
      const common = { begins, doc: failedAgain(undefined, failed, begins) };
      const on = (count: number, write: typeof fails) => ({ at: after(begins, count * dayMs), write });
      const due = (count: number) => over(daysLater(dayInParis(after(begins, count * dayMs)), 30));
      yield { ...common, name: "tried in vain, then handled", writings: [on(1, fails), on(4, resolved)], due: due(4) };
      const again = [on(1, discarded), on(9, fails), on(45, resolved)];
      yield { ...common, name: "discarded, failed again, handled", writings: again, due: due(45) };
      const aYear = over(monthsLater(dayInParis(begins), 12));
      yield { ...common, name: "never resolved", writings: [on(1, fails), on(3, fails)], due: aYear };
      const reopened = [on(1, discarded), on(20, fails)];
      yield { ...common, name: "discarded, failed again, never resolved", writings: reopened, due: aYear };
    }
  }
  follow(lives(), { every: "day", goes: (doc, now) => isOver(doc, now) });
};

/** A month from the decision; a year where there is none. One person's word of two decides nothing. */
export const undecided: Walk = (product, days) => {
  type Doc = Pick<UndecidedTermination, "receivedAt" | "decidedAt" | "dismissal">;
  const firstWord = (doc: Doc): Doc => ({ ...doc, dismissal: { by: {}, at: "", validUntil: "" } as never });
  const decided = (doc: Doc, at: Date): Doc => ({ ...doc, decidedAt: at.toISOString() });
  function* lives(): Generator<Kept<Doc>> {
    for (const begins of beginnings(days)) {
      const common = { begins, doc: { receivedAt: begins.toISOString() } };
      const word = { at: after(begins, 20 * dayMs), write: firstWord };
      yield { ...common, name: "undecided", writings: [word], due: over(monthsLater(dayInParis(begins), 12)) };
      const at = after(begins, 40 * dayMs);
      const due = over(monthsLater(dayInParis(at), 1));
      yield { ...common, name: "decided", writings: [word, { at, write: decided }], due };
    }
  }
  const endOf = once((doc: Doc) => product.undecided.endOfUndecided(doc).getTime());
  follow(lives(), { every: "day", goes: (doc, now) => endOf(doc) <= now.getTime() });
};

/** A reservation ends with its sign-up; a claim, which takes its place, when its proof must be through: sooner than the rule asks. */
export const lookUps: Walk = (product, days) => {
  const { unfinished } = product.lookups;
  const who = { id: "1.a" as Lookup["id"], subjectId: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10" };
  const claims = (_: Lookup, at: Date) => unfinished({ ...who, state: "claimed" }, at);
  const confirms = ({ id, subjectId }: Lookup): Lookup => ({ id, subjectId, state: "confirmed" });
  function* lives(): Generator<Kept<Lookup>> {
    for (const begins of beginnings(days)) {
      const common = { begins, doc: unfinished({ ...who, state: "reserved" }, begins) };
      const claimed = hoursLater(begins, 22);
      const due = hoursLater(claimed, 0.25);
      yield { ...common, name: "reserved", due: hoursLater(begins, 24) };
      yield { ...common, name: "claimed and left", writings: [{ at: claimed, write: claims }], due };
      const through = [
        { at: claimed, write: claims },
        { at: after(claimed, 1_000), write: confirms },
      ];
      yield { ...common, name: "confirmed", writings: through, due: undefined };
    }
  }
  follow(lives(), {
    every: "hour",
    goes: ({ expiresAt }, now) => expiresAt !== undefined && expiresAt <= now.toISOString(),
  });
};

/** The note beside a key whose address nobody has proved. */
export const unprovenKeys: Walk = ({ unproven }, days) => {
  function* lives(): Generator<Kept<{ readonly since: Date }>> {
    for (const begins of beginnings(days)) {
      yield { name: "an unproven key", begins, doc: { since: begins }, due: hoursLater(begins, 24) };
    }
  }
  follow(lives(), { every: "hour", goes: ({ since }, now) => since <= unproven.startedBefore(now) });
};

/** A row that nobody acknowledges has no end: eight years long it is taken up again, after a day at the latest. */
export const unansweredRows: Walk = ({ intervals, rules }) => {
  assert.deepEqual(rules.ruleOfBrand("milleis", "outbox").period, {}, "no period ends it");
  const first = 120;
  let atMs = 0;
  for (let times = 0; atMs < 8 * 366 * dayMs; times += 1) {
    const waits = intervals.growingInterval({ first, maximum: 86_400 }, times) * 1_000;
    assert.ok(waits > 0 && waits <= dayMs, `taken up again after ${waits / hourMs} hours`);
    atMs += waits;
  }
};
