/**
 * One person's due work: what the clock says is to be done, done, until nothing is due any more; then the date of the next
 * look is written down. Every step is decided anew from what is stored, so a message that comes twice, late or after another
 * finds nothing left to do. Charter article 6.
 */
import { type Archive, eraseKinds } from "../archive/archive.ts";
import { newLedgerRow } from "../audit/entry.ts";
import { member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { retentionRulesOf } from "../privacy/derive.ts";
import type { Logger } from "../privacy/log.ts";
import type { AnyRecord } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { AdvanceClosure } from "./advance-closure.ts";
import { erasureLookedAtAgain, nextStep, type Planned } from "./clock.ts";
import type { CloseAccount } from "./close-account.ts";
import { closure } from "./closure.ts";
import type { OwnRules } from "./rules-of-brand.ts";
import { type Known, knownOf } from "./standing.ts";

/** The one mechanism that erases a person (shared/erasure). Asked again, it is the erasure that runs already. */
export type OrderErasure = (
  person: Person,
  order: { readonly cause: "retention" | "pending-sign-up"; readonly at: Date },
) => Promise<{ readonly erasureId: string }>;

type Needs = {
  readonly repository: Repository;
  readonly archive: Archive;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relaySeconds: number;
  readonly records: readonly AnyRecord[];
  readonly closeAccount: CloseAccount;
  readonly advance: AdvanceClosure;
  readonly startErasure: OrderErasure;
  /** Periods of a brand's own; without them those that are in force. */
  readonly own?: OwnRules;
};

export type CareFor = (person: Person) => Promise<void>;

/** More steps than can ever be due at once: closing, archive, parts of it, the end, and a lost race or two. */
const rounds = 20;
const system = { role: "system" } as const;

export const makeCareFor = (needs: Needs): CareFor => {
  const { repository, archive, relay, clock, log, relaySeconds, records, closeAccount, advance, startErasure } = needs;

  /** Writes a change of the account or its closure. A lost race is no trouble: the next round reads again. */
  const write = (person: Person, known: Known, change: object, ...also: readonly Write[]): Promise<boolean> =>
    repository
      .commit(person, [
        known.account === undefined
          ? replace(closure, { ...known.closed.doc, ...change }, known.closed.etag)
          : replace(member, { ...known.account.doc, ...change }, known.account.etag),
        ...also,
      ])
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof WriteConflict) return false;
          throw error;
        },
      );

  const lookAgain = async (person: Person, known: Known, at: Date): Promise<void> => {
    const { dueAt } = (known.account ?? known.closed).doc;
    if (dueAt !== at.toISOString()) await write(person, known, { dueAt: at.toISOString() });
  };

  const warn = async (person: Person, known: Known, which: "first" | "last", now: Date): Promise<void> => {
    if (known.account === undefined) return;
    const mail = newOutboxRow(
      { channel: "mail", type: which === "first" ? "inactivity-first" : "inactivity-last" },
      now,
      relaySeconds,
    );
    const entry = newLedgerRow({ event: "member.warned-of-inactivity", actor: system, detail: which }, now);
    const { inactivity } = known.account.doc;
    const warned = which === "first" ? { firstWarnedAt: now.toISOString() } : { lastWarnedAt: now.toISOString() };
    const isWritten = await write(
      person,
      known,
      { inactivity: { ...inactivity, ...warned } },
      create(outboxRow, mail),
      create(outboxRow, entry),
    );
    if (isWritten) await relay.inline(person, [mail]);
  };

  /** Records all of whose archived rules have ended. */
  const endedRecords = (gone: ReadonlySet<string>) =>
    records.filter((record) => retentionRulesOf(record).every((rule) => gone.has(rule)));

  const drop = async (person: Person, known: Known, rules: readonly string[], now: Date): Promise<void> => {
    if (known.closed === undefined) return;
    const gone = [...known.closed.doc.gone, ...rules];
    await eraseKinds(archive, person, endedRecords(new Set(gone)));
    const entry = newLedgerRow({ event: "archive.part-erased", actor: system, detail: rules.join("/") }, now);
    await write(person, known, { gone }, create(outboxRow, entry));
  };

  const order = async (person: Person, known: Known, cause: "retention" | "pending-sign-up", { at }: Planned) => {
    const again = erasureLookedAtAgain(clock.now()).toISOString();
    try {
      await startErasure(person, { cause, at });
    } catch (error) {
      // A hold came in between, or is on its way: it goes first.
      if (!(error instanceof Refusal)) throw error;
      log.warn("retention.erasure-refused", { subjectId: person.subjectId, code: error.code });
      await write(person, known, { dueAt: again });
      return;
    }
    await write(person, known, known.account === undefined ? { stage: "erasing", dueAt: again } : { dueAt: again });
  };

  const remind = async (person: Person, known: Known, now: Date): Promise<void> => {
    const { hold } = (known.account ?? known.closed).doc;
    if (hold === undefined) return;
    log.warn("hold.review-due", { subjectId: person.subjectId, recordId: hold.id });
    const entry = newLedgerRow({ event: "hold.reminded", actor: system, about: hold.id }, now);
    await write(person, known, { hold: { ...hold, remindedAt: now.toISOString() } }, create(outboxRow, entry));
  };

  /** @returns whether there may be more to do at once. */
  const take = async (person: Person, known: Known, planned: Planned, now: Date): Promise<boolean> => {
    const { step } = planned;
    switch (step.name) {
      case "end-sign-up":
        await order(person, known, "pending-sign-up", planned);
        return false;
      case "erase":
        await order(person, known, "retention", planned);
        return false;
      case "close":
        await closeAccount(person, { cause: step.cause, actor: system });
        return true;
      case "archive":
        return (await advance(person)) !== "waiting";
      case "warn":
        await warn(person, known, step.which, now);
        return true;
      case "drop":
        await drop(person, known, step.rules, now);
        return true;
      case "remind-of-hold":
        await remind(person, known, now);
        return true;
    }
  };

  return async (person) => {
    try {
      for (let round = 0; round < rounds; round += 1) {
        const known = await knownOf(repository, person);
        if (known === undefined) return;
        const now = clock.now();
        const planned = nextStep(known.standing, now, needs.own);
        if (planned === undefined) return;
        if (planned.at > now) return await lookAgain(person, known, planned.at);
        if (!(await take(person, known, planned, now))) return;
      }
    } catch (error) {
      // Erased meanwhile: nothing is left to care for.
      if (!(error instanceof KeyShredded)) throw error;
      return;
    }
    throw new Error("a person's due work finds no end");
  };
};
