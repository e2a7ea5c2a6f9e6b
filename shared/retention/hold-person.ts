/**
 * Setting, reviewing and lifting a legal hold, each with a second person's agreement (shared/staff/approval.ts runs these).
 * What the clock looks at changes in the same commit. While a hold stands nothing of the person is erased, whoever orders it.
 */
import { randomUUID } from "node:crypto";
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { member } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Write } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { closure } from "./closure.ts";
import { type LegalHold, legalHold } from "./legal-hold.ts";
import { type Known, knownOf } from "./standing.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };
type StaffActor = AuditNote["actor"] & { readonly id: string };

/** Why a hold stands, in which case, and when it must be looked at again. */
type HoldTerms = Pick<LegalHold, "reason" | "reference" | "reviewOn">;
/** Its id is the approval's it comes from: asked for again after a crash, it is the same review. */
type HoldReview = HoldTerms & { readonly id: string };

const holdIn = (known: Known) => (known.account ?? known.closed).doc.hold;

export function makeHoldPerson({ repository, clock }: Needs) {
  /** @throws Refusal not-found, stale-version after a lost race. */
  const change = async (
    person: Person,
    decide: (
      known: Known,
      now: Date,
    ) => Promise<{ readonly hold: LegalHold | undefined; readonly writes: readonly Write[] }>,
  ): Promise<void> => {
    const known = await knownOf(repository, person);
    if (known === undefined || known.standing.status === "pending") throw new Refusal("not-found");
    const now = clock.now();
    const { hold, writes } = await decide(known, now);
    // The clock is looked at anew: what waited for the hold may be due.
    const clockFields = {
      dueAt: now.toISOString(),
      ...(hold === undefined ? {} : { hold: { id: hold.id, reviewOn: hold.reviewOn } }),
    };
    const without = <D extends { readonly hold?: unknown }>({ hold: _, ...doc }: D) => doc;
    try {
      await repository.commit(person, [
        known.account === undefined
          ? replace(closure, { ...without(known.closed.doc), ...clockFields }, known.closed.etag)
          : replace(member, { ...without(known.account.doc), ...clockFields }, known.account.etag),
        ...writes,
      ]);
    } catch (error) {
      if (error instanceof WriteConflict) throw new Refusal("stale-version", { cause: error });
      throw error;
    }
  };

  /** The hold that stands, where it is the one that was meant. */
  const standing = async (person: Person, known: Known, meant: string) => {
    const id = holdIn(known)?.id;
    const found = id === meant ? await repository.read(person, legalHold, id) : undefined;
    if (found === undefined) throw new Refusal("not-found");
    return found;
  };

  const requireFuture = (day: string, now: Date) => {
    if (day > parisDay(now)) return;
    throw new Refusal("invalid-input", { fields: [{ pointer: "/reviewOn", rule: "must be a day to come" }] });
  };

  return {
    /** @throws Refusal not-found, invalid-input, state-conflict where one stands already. @returns the hold's id. */
    set: async (
      person: Person,
      /** With the approval's id, asked for again after a crash, it is the same hold. */
      order: HoldTerms & { readonly id?: string },
      actor: StaffActor,
    ): Promise<string> => {
      const { id = randomUUID(), ...rest } = order;
      const before = await knownOf(repository, person);
      if (before !== undefined && holdIn(before)?.id === id) return id;
      await change(person, async (known, now) => {
        if (holdIn(known) !== undefined) throw new Refusal("state-conflict");
        requireFuture(order.reviewOn, now);
        const hold: LegalHold = { id, ...rest, setAt: now.toISOString(), setBy: actor.id };
        const entry = newLedgerRow({ event: "hold.set", actor, about: id, detail: order.reason }, now);
        return { hold, writes: [create(legalHold, hold), create(outboxRow, entry)] };
      });
      return id;
    },

    /**
     * It was looked at and goes on, for the reason and the case that keep it now, to be looked at again on another day.
     * @throws Refusal not-found where another one stands, or none; invalid-input
     */
    review: async (person: Person, holdId: string, order: HoldReview, actor: StaffActor): Promise<void> => {
      const { id: reviewId, ...kept } = order;
      if ((await repository.read(person, legalHold, holdId))?.doc.reviewId === reviewId) return;
      await change(person, async (known, now) => {
        const { doc, etag } = await standing(person, known, holdId);
        requireFuture(order.reviewOn, now);
        const hold = { ...doc, ...kept, reviewId, reviewedAt: now.toISOString(), reviewedBy: actor.id };
        const entry = newLedgerRow({ event: "hold.reviewed", actor, about: doc.id, detail: order.reason }, now);
        return { hold, writes: [replace(legalHold, hold, etag), create(outboxRow, entry)] };
      });
    },

    /** @throws Refusal not-found where another one stands, or none. */
    lift: (person: Person, holdId: string, actor: StaffActor): Promise<void> =>
      change(person, async (known, now) => {
        const { doc, etag } = await standing(person, known, holdId);
        const lifted = { ...doc, liftedAt: now.toISOString(), liftedBy: actor.id };
        const entry = newLedgerRow({ event: "hold.lifted", actor, about: doc.id, detail: doc.reason }, now);
        return { hold: undefined, writes: [replace(legalHold, lifted, etag), create(outboxRow, entry)] };
      }),
  };
}

/** Whether a hold stands: what an erasure asks before anything goes. */
export const makeHeldBy =
  (repository: Repository) =>
  async (person: Person): Promise<boolean> => {
    try {
      return (await knownOf(repository, person))?.standing.hold !== undefined;
    } catch (error) {
      // The key has gone: what a hold would keep no longer opens.
      if (error instanceof KeyShredded) return false;
      throw error;
    }
  };
