/** Walks of what carries its own end: sessions, tickets, kept answers, opened files, decisions of staff. */
import type { AnyRecord } from "../../../shared/privacy/record.ts";
import type { Session } from "../../../shared/sessions/session.ts";
import type { Approval } from "../../../shared/staff/approval.ts";
import type { Product } from "./product.ts";
import { dayInParis, hoursLater, monthsLater, over } from "./second-opinion.ts";
import { after, beginnings, dayMs, follow, type Kept, once, type Walk } from "./walk.ts";

type Ending = { readonly expiresAt: string };

/** The sweep's own question, of a kind of record: whose end was at or before that instant. */
function sweptBy({ shortLived }: Product, kind: AnyRecord["kind"]): (doc: Ending, now: Date) => boolean {
  const found = shortLived.shortLived.find(({ record }) => record.kind === kind);
  if (found === undefined) throw new Error(`nothing ends ${kind}`);
  const endOf = once<Ending>(({ expiresAt }) => Date.parse(expiresAt));
  return (doc, now) => endOf(doc) <= shortLived.endedBefore(found, now).getTime();
}

const minutes = (count: number) => count * 60_000;
const iso = (at: Date): Ending => ({ expiresAt: at.toISOString() });

export const sessions: Walk = (product, days) => {
  const { newSession, seenAgain, newSecret } = product.sessions;
  const use = [0.1, 5, 11].map((hours) => ({ hours, write: seenAgain }));
  // A code given within it: a session in its place, which goes on from it.
  const renew = { hours: 11.5, write: (of: Session, at: Date) => newSession(newSecret(), at, of) };
  function* lives(): Generator<Kept<Session>> {
    for (const begins of beginnings(days)) {
      const common = { begins, doc: newSession(newSecret(), begins), due: hoursLater(begins, 24) };
      const at = ({ hours, write }: typeof renew) => ({ at: hoursLater(begins, hours), write });
      yield { ...common, name: "a session" };
      yield { ...common, name: "a session in use", writings: use.map(at) };
      yield { ...common, name: "a session that goes on", writings: [...use, renew].map(at) };
    }
  }
  follow(lives(), { every: "hour", goes: sweptBy(product, "session") });
};

export const tickets: Walk = (product, days) => {
  const { newTicketOf, triedInVain, hashOfSecret } = product.sessions;
  const id = hashOfSecret("a ticket's");
  function* lives() {
    for (const begins of beginnings(days)) {
      const due = hoursLater(begins, 1);
      const doc = newTicketOf(id, { purpose: "sign-in" }, begins);
      const writings = [3, 6, 9].map((count) => ({ at: after(begins, minutes(count)), write: triedInVain }));
      yield { name: "a ticket, tried in vain", begins, doc, writings, due };
    }
  }
  follow(lives(), { every: "hour", goes: sweptBy(product, "ticket") });
  follow(lives(), { every: "hour", goes: sweptBy(product, "email-change") });
};

export const answers: Walk = (product, days) => {
  function* lives() {
    for (const begins of beginnings(days)) {
      yield { name: "an answer", begins, doc: iso(product.answers.answerEnds(begins)), due: hoursLater(begins, 48) };
    }
  }
  follow(lives(), { every: "hour", goes: sweptBy(product, "idempotency") });
};

export const openings: Walk = (product, days) => {
  function* lives() {
    for (const begins of beginnings(days)) {
      yield {
        name: "an opened file",
        begins,
        doc: iso(product.openings.openingEnds(begins)),
        due: hoursLater(begins, 24),
      };
    }
  }
  follow(lives(), { every: "hour", goes: sweptBy(product, "opening") });
};

const proposer = { role: "desk", id: "the-first" } as const;
const decider = { role: "dpo", id: "the-second" } as const;
const proposed = { id: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10", action: "close-account", proposedBy: proposer } as const;

/** A year from the decision, whatever becomes of it; a proposal that nobody decides, with the week there was for that. */
export const decisions: Walk = (product, days) => {
  const { newApproval, decidedApproval, carriedOut, decisionEnds } = product.approvals;
  const decide = (decision: "confirmed" | "refused") => (doc: Approval, at: Date) =>
    decidedApproval(doc, { decision, by: decider }, at);
  function* lives(): Generator<Kept<Approval>> {
    for (const begins of beginnings(days)) {
      const common = { begins, doc: newApproval(proposed, begins) };
      const decidedAt = after(begins, 5 * dayMs);
      const due = over(monthsLater(dayInParis(decidedAt), 12));
      yield { ...common, name: "a proposal nobody decides", due: hoursLater(begins, 7 * 24) };
      yield { ...common, name: "refused", writings: [{ at: decidedAt, write: decide("refused") }], due };
      for (const failure of [undefined, "state-conflict"]) {
        const writings = [
          { at: decidedAt, write: decide("confirmed") },
          { at: after(decidedAt, 9 * dayMs), write: (doc: Approval) => carriedOut(doc, failure) },
        ];
        yield { ...common, name: "confirmed, and carried out late", writings, due };
      }
    }
  }
  follow(lives(), { every: "day", goes: sweptBy(product, "approval") });
  function* reviews(): Generator<Kept<Ending>> {
    for (const begins of beginnings(days)) {
      const due = over(monthsLater(dayInParis(begins), 12));
      yield { name: "a review", begins, doc: iso(decisionEnds(begins)), due };
    }
  }
  follow(reviews(), { every: "day", goes: sweptBy(product, "review") });
};
