/**
 * First of all the person is marked, so that nothing new begins, and the address the certificate goes to is put aside under
 * a key of its own. Also here: whether somebody is marked, which sign-in, hand-off and updates ask.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { type Member, member } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { Refusal } from "../refusal.ts";
import { sessionsOf } from "../sessions/ending.ts";
import { mostSessions } from "../sessions/session.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { referenceOf } from "../storage/person-reference.ts";
import { create, type Repository } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import { erasureMark, longestInvocationSeconds, markId } from "./erasure.ts";
import { done, type EngineNeeds, type Step } from "./step.ts";
import { tracesIn } from "./traces.ts";

export const isMarked = async (repository: Repository, person: Person): Promise<boolean> =>
  (await repository.read(person, erasureMark, markId)) !== undefined;

/**
 * @param sessionId of the session that was shown and is not open; without one the mailbox was proved.
 * @throws Refusal erasure-in-progress where the person is marked, and the session one of those that ended by it: a made-up
 * cookie must not tell whether anybody is being erased.
 */
export async function refuseWhileErasing(repository: Repository, person: Person, sessionId?: string): Promise<void> {
  const found = await repository.read(person, erasureMark, markId);
  if (found === undefined) return;
  if (sessionId === undefined || found.doc.endedSessions?.includes(sessionId)) throw new Refusal("erasure-in-progress");
}

export const markPerson: Step = async (needs, { doc, person, now }) => {
  const { repository, erasures, countersOf, timing } = needs;
  const mark = await repository.read(person, erasureMark, markId);
  if (mark !== undefined && mark.doc.erasureId !== doc.id) return { outcome: "drop" };
  const key = await keyOf(needs, person);
  const found = key === undefined ? undefined : await memberOf(needs, person);
  if (mark === undefined) {
    if (key === undefined && (await isEmpty(needs, person))) return { outcome: "drop" };
    if (found !== undefined && doc.cause !== "pending-sign-up") {
      await erasures.putDelivery(doc, { id: doc.id, language: found.language, email: found.email });
    }
    const entry = newLedgerRow(
      { event: "erasure.started", actor: { role: "system" }, about: doc.id, detail: doc.cause },
      now,
    );
    const open = (await sessionsOf(repository, person)).slice(0, mostSessions);
    const endedSessions = open.map(({ doc: { id } }) => id);
    try {
      await repository.commit(person, [
        create(erasureMark, { id: markId, erasureId: doc.id, markedAt: now.toISOString(), endedSessions }),
        // Without the key nobody could say in the ledger whose entry it is.
        ...(key === undefined || doc.cause === "pending-sign-up" ? [] : [create(outboxRow, entry)]),
      ]);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      return { outcome: "again", change: {} };
    }
  }
  // Of an unfinished sign-up the mailbox was never proved: its counter may protect somebody else, and starts anew for nobody.
  const isProved = found !== undefined && found.status !== "pending" && doc.cause !== "pending-sign-up";
  return done(1, {
    quietFrom: secondsAfter(now, longestInvocationSeconds).toISOString(),
    messagesEndAt: secondsAfter(now, timing.longestLife).toISOString(),
    ...(key === undefined ? {} : { ledgerReference: referenceOf(key, person) }),
    ...(isProved ? { counters: [...countersOf(doc.brand, found.email)] } : {}),
  });
};

async function keyOf({ keys }: EngineNeeds, person: Person): Promise<Uint8Array | undefined> {
  try {
    return await keys.open(person);
  } catch (error) {
    if (error instanceof KeyShredded) return undefined;
    throw error;
  }
}

/** Of a closed account the record lies in the archive. */
async function memberOf({ repository, archive }: EngineNeeds, person: Person): Promise<Member | undefined> {
  const found =
    (await repository.read(person, member, person.subjectId)) ?? (await archive.read(person, member, person.subjectId));
  return found?.doc;
}

async function isEmpty({ stores }: EngineNeeds, person: Person): Promise<boolean> {
  for (const place of ["subjects", "archive", "lookups"] as const) {
    for await (const _ of tracesIn(stores, place, person)) return false;
  }
  return true;
}
