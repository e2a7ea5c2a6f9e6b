/**
 * Walks of the rules of accounts, sign-ups, the archive and the ledger: from every day, the end is the second opinion's to the
 * millisecond. The lives of accounts, with all that can happen to one, are walked through by themselves (account-lives.ts).
 */
import assert from "node:assert/strict";
import { interest } from "../../../shared/members/interest.ts";
import type { Standing } from "../../../shared/retention/clock.ts";
import { closure } from "../../../shared/retention/closure.ts";
import type { Product } from "./product.ts";
import { type Day, dayInParis, daysFrom, hoursLater, monthAfter, monthsLater, over } from "./second-opinion.ts";
import { beginnings, type Days, dayMs, follow, type Kept, type Walk } from "./walk.ts";

/** Late in the evening in Paris, so that a calendar kept in UTC shows in summer as in winter. */
function* evenings({ first, last }: Days): Generator<{ readonly day: Day; readonly at: Date }> {
  for (const day of daysFrom(first, last)) {
    const at = new Date(over(day).getTime() - 600_000);
    assert.equal(dayInParis(at), day);
    yield { day, at };
  }
}

const opened = (at: Date): Standing => ({ brand: "milleis", status: "active", signedUpAt: at, lastSignedInAt: at });

/** Five years from the closing where nothing else is known, and no clock while the services run. */
export const archived =
  (rule: "account" | "request" | "acceptance" | "consent" | "disclosure"): Walk =>
  ({ clock, rules }, days) => {
    assert.ok(clock.archivedRules.includes(rule), `${rule} is not archived`);
    assert.deepEqual(rules.ruleOfBrand("platinum", rule).period, { years: 5 });
    for (const { day, at } of evenings(days)) {
      assert.equal(clock.endOfRule(opened(at), rule), undefined, "no clock runs while the services do");
      const shut: Standing = { ...opened(at), status: "archived", closedAt: at };
      assert.deepEqual(clock.endOfRule(shut, rule), over(monthsLater(day, 60)), `${rule} from ${day}`);
    }
  };

/** The closure says what stops the clock: it goes with the last of what is archived, and not before. */
export const retentionClock: Walk = ({ clock, fate }, days) => {
  assert.equal(fate.fateOf(closure), "stay");
  for (const { day, at } of evenings(days)) {
    const shut: Standing = { ...opened(at), status: "archived", closedAt: at };
    const end = over(monthsLater(day, 60));
    assert.deepEqual(clock.nextStep(shut, at), { step: { name: "erase" }, at: end }, `closed on ${day}`);
    assert.deepEqual(clock.endOfRule(shut, "retention-clock"), end, `closed on ${day}`);
  }
};

export const pendingAccount: Walk = ({ clock }, days) => {
  for (const at of beginnings(days)) {
    const pending: Standing = { brand: "milleis", status: "pending", signedUpAt: at };
    const end = hoursLater(at, 24);
    assert.deepEqual(clock.nextStep(pending, at), { step: { name: "end-sign-up" }, at: end }, at.toISOString());
  }
};

export const inactive: Walk = ({ clock }, days) => {
  for (const { day, at } of evenings(days)) {
    assert.deepEqual(
      clock.endOfRule(opened(at), "inactive-account"),
      over(monthsLater(day, 24)),
      `unused since ${day}`,
    );
  }
};

/** They have no period: they go with the archiving step, which is due the moment the last day of the services is over. */
export const interests: Walk = ({ clock, fate }, days) => {
  assert.equal(fate.fateOf(interest), "erase", "what closing does to them");
  const sweep = (first: Standing, now: Date): Standing => {
    let standing = first;
    for (let round = 0; round < 3; round += 1) {
      const planned = clock.nextStep(standing, now);
      if (planned === undefined || planned.at > now) break;
      const next = clock.afterStep(standing, planned.step, now);
      assert.ok(next !== undefined, "nothing is erased yet");
      standing = next;
    }
    return standing;
  };
  type Doc = { standing: Standing };
  function* lives(): Generator<Kept<Doc>> {
    for (const { day, at } of evenings(days)) {
      // Announced for a day to come, as the issuer does.
      const effectiveOn = dayInParis(new Date(at.getTime() + 5 * dayMs));
      const standing = { ...opened(at), termination: { effectiveOn, isRevoked: false } };
      assert.deepEqual(clock.endOfRule(standing, "interests"), over(effectiveOn));
      yield { name: `announced on ${day}`, begins: at, doc: { standing }, due: over(effectiveOn) };
    }
  }
  const goes = (doc: Doc, now: Date) => {
    doc.standing = sweep(doc.standing, now);
    return doc.standing.status === "archived" && doc.standing.isHeldBack !== true;
  };
  follow(lives(), { every: "day", goes });
};

/** Months of the ledger go whole: its rule's months from the day after the month's last. */
export const streamsOf =
  (event: "session.opened" | "key.rotated", months: number): Walk =>
  ({ streams }, days) => {
    const ends = new Map<string, number>();
    const endOf = (stream: string) => {
      const end = ends.get(stream) ?? streams.endOfStream(stream).getTime();
      ends.set(stream, end);
      return end;
    };
    function* lives(): Generator<Kept<string>> {
      for (const begins of beginnings(days)) {
        const due = over(monthsLater(monthAfter(begins), months));
        yield { name: `an entry of ${event}`, begins, doc: streams.streamOf("milleis", event, begins), due };
      }
    }
    follow(lives(), { every: "day", goes: (stream, now) => endOf(stream) <= now.getTime() });
  };

/** What lies in the archive by the end of the services, written down a second time. */
export const archivedForFiveYears = ({ clock, rules }: Pick<Product, "clock" | "rules">): void => {
  assert.deepEqual([...clock.archivedRules].toSorted(), ["acceptance", "account", "consent", "disclosure", "request"]);
  for (const rule of clock.archivedRules) assert.deepEqual(rules.ruleOfBrand("platinum", rule).period, { years: 5 });
};
