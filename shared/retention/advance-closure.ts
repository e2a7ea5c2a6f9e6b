/**
 * From closed to archived, step by step, each safe to repeat and each found again by what is still there: the address is
 * freed, sessions and all that nobody needs go, open requests are called off, what is on its way out is waited for, then
 * every record moves. Acceptances move first, because without them nothing new can be submitted; the account moves last.
 */
import { type Archive, contentsOf, eraseKinds, putInArchive } from "../archive/archive.ts";
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import type { Lookups } from "../members/lookup.ts";
import { acceptance, member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import type { Logger } from "../privacy/log.ts";
import type { AnyRecord } from "../privacy/record.ts";
import { request } from "../requests/request.ts";
import { finalStatuses, isStatus, transitions } from "../requests/states.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, replace } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { nextStep } from "./clock.ts";
import { type Closure, closure } from "./closure.ts";
import { shortLived } from "./end-short-lived.ts";
import { fateOf } from "./fate.ts";
import { standingOfClosure } from "./standing.ts";

type Needs = {
  readonly repository: Repository;
  readonly archive: Archive;
  readonly lookups: Lookups;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relaySeconds: number;
  /** Every kind of record that may lie in a person's partition. */
  readonly records: readonly AnyRecord[];
};

export type AdvanceClosure = (person: Person) => Promise<"archived" | "waiting" | "none">;

/** Seconds until it is looked again whether what is on its way out has been confirmed. */
const lookAgainSeconds = 3_600;
/** A day after the closing at the latest, data should be out of the way: longer is told. */
const patienceSeconds = 86_400;
const rounds = 5;

export const makeAdvanceClosure = (needs: Needs): AdvanceClosure => {
  const { repository, archive, lookups, relay, clock, log, relaySeconds, records } = needs;
  const byFate = Object.groupBy(records, fateOf);
  const moved = byFate.archive ?? [];
  /** A legal hold keeps what the person gave; sessions, codes and the like end as they always do. */
  const technical = new Set(shortLived.map(({ record }) => record.kind));
  const goesUnder = (hold: Closure["hold"]) =>
    (byFate.erase ?? []).filter(({ kind }) => hold === undefined || technical.has(kind));
  // First what a submission cannot do without, last what says who it is about.
  const inOrder = [acceptance, ...moved.filter((one) => one !== acceptance && one !== member), member];

  const freeAddress = async (person: Person): Promise<void> => {
    const account = await repository.read(person, member, person.subjectId);
    if (account === undefined) return;
    const row = await lookups.read(account.doc.addressHash);
    if (row?.doc.subjectId === person.subjectId) await lookups.erase(row.doc.id, row.etag);
  };

  /** What was only asked for is called off, and the processor told; what is booked stays booked. */
  const callOff = async (person: Person, cause: Closure["cause"]): Promise<void> => {
    for await (const page of contentsOf(repository, person)) {
      for (const { kind, id } of page) if (kind === request.kind) await callOffOne(person, id, cause);
    }
  };

  const callOffOne = async (person: Person, id: string, cause: Closure["cause"]): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      const found = await repository.read(person, request, id);
      if (found === undefined || finalStatuses.includes(found.doc.status) || found.doc.status === "confirmed") return;
      const status = transitions[found.doc.status].cancel;
      if (!isStatus(status)) return;
      const now = clock.now();
      const row = newOutboxRow(
        { channel: "processor", type: "concierge.request.cancelled.v1", requestId: id },
        now,
        relaySeconds,
      );
      const ending = { by: cause === "member" ? "member" : "closure", endedAt: now.toISOString() } as const;
      try {
        await repository.commit(person, [
          replace(request, { ...found.doc, status, ending, updatedAt: now.toISOString() }, found.etag),
          create(outboxRow, row),
        ]);
        return await relay.inline(person, [row]);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Error("the request kept changing");
  };

  /** What still has to have its effect. A row its receiver refused has no date: nothing more comes of it. */
  const isOnItsWay = async (person: Person): Promise<boolean> => {
    for await (const page of contentsOf(repository, person)) {
      for (const { kind, id } of page) {
        if (kind !== outboxRow.kind) continue;
        const row = await repository.read(person, outboxRow, id);
        if (row?.doc.dueAt !== undefined) return true;
      }
    }
    return false;
  };

  const move = async (person: Person, record: AnyRecord): Promise<void> => {
    for (let round = 0; ; round += 1) {
      let left = 0;
      for await (const page of contentsOf(repository, person)) {
        for (const { kind, id } of page) {
          if (kind !== record.kind) continue;
          left += 1;
          const found = await repository.read(person, record, id);
          if (found === undefined) continue;
          await putInArchive(archive, person, record, { ...found.doc, id });
          // Changed meanwhile: it stays, and is copied again.
          await repository.commit(person, [erase(record, id, found.etag)]).catch(unlessLost);
        }
      }
      if (left === 0) return;
      if (round === rounds) throw new Error("what is to be archived keeps coming");
    }
  };

  const settle = async (
    person: Person,
    doc: Closure,
    etag: string,
    change: Partial<Closure>,
    note?: AuditNote,
  ): Promise<void> => {
    try {
      await repository.commit(person, [
        replace(closure, { ...doc, ...change }, etag),
        ...(note === undefined ? [] : [create(outboxRow, newLedgerRow(note, clock.now()))]),
      ]);
    } catch (error) {
      // A moved date or a hold came in between: the next look begins from that.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

  return async (person) => {
    const found = await repository.read(person, closure, person.subjectId);
    if (found === undefined) return "none";
    const { doc, etag } = found;
    if (doc.stage === "archived" && doc.isHeldBack === true && doc.hold === undefined) {
      await eraseKinds(repository, person, goesUnder(undefined));
      const { isHeldBack: _, ...rest } = doc;
      const next = nextStep(standingOfClosure(person.brand, rest), clock.now());
      await settle(person, rest, etag, { dueAt: (next?.at ?? clock.now()).toISOString() });
      return "archived";
    }
    if (doc.stage !== "closing") return "none";
    await freeAddress(person);
    await eraseKinds(repository, person, goesUnder(doc.hold));
    await callOff(person, doc.cause);
    const now = clock.now();
    if (await isOnItsWay(person)) {
      if (now > secondsAfter(new Date(doc.closedAt), patienceSeconds)) {
        log.warn("closure.waits-for-receivers", {
          subjectId: person.subjectId,
          ageMs: now.getTime() - Date.parse(doc.closedAt),
        });
      }
      await settle(person, doc, etag, { dueAt: secondsAfter(now, lookAgainSeconds).toISOString() });
      return "waiting";
    }
    for (const record of inOrder) await move(person, record);
    // Refused by their receiver: nobody will look at them any more.
    await eraseKinds(repository, person, byFate.settle ?? []);
    const archived: Closure = {
      ...doc,
      stage: "archived",
      archivedAt: now.toISOString(),
      ...(doc.hold === undefined ? {} : { isHeldBack: true }),
    };
    const next = nextStep(standingOfClosure(person.brand, archived), now);
    await settle(
      person,
      archived,
      etag,
      { dueAt: (next?.at ?? now).toISOString() },
      { event: "account.archived", actor: { role: "system" }, detail: doc.cause },
    );
    return "archived";
  };
};

function unlessLost(error: unknown): void {
  if (!(error instanceof WriteConflict)) throw error;
}
