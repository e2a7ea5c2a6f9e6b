/**
 * Closing an account: by its holder, by staff, because the services ended or because nobody uses it. One commit makes it
 * closed, ends every session and starts its clock; whatever follows (open requests, the archive) is brought further by the
 * sweep if it is interrupted here. Charter article 6; GDPR article 5(1)(c) and (e); OWASP ASVS 5, 7.4.2; decision 0199.
 */
import type { AuditNote } from "../audit/entry.ts";
import { newLedgerRow } from "../audit/entry.ts";
import { member } from "../members/member.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import { endOfAll } from "../sessions/ending.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type ClosureCause, closure } from "./closure.ts";
import { personDue } from "./due-person.ts";

type Needs = {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relaySeconds: number;
  readonly queues: QueueSender;
};

export type CloseAccount = (
  person: Person,
  order: {
    readonly cause: ClosureCause;
    readonly actor: AuditNote["actor"];
  },
) => Promise<void>;

/** More rounds than races anybody can lose: each means that the account changed between its reading and its writing. */
const rounds = 5;
/** Seconds the pointer may wait to be read; the sweep brings up what it did not reach. */
const pointerLife = 3_600;

/** Closed already is as good as closed. @throws Refusal not-found where there is no open account. */
export const makeCloseAccount = ({ repository, clock, log, relaySeconds, queues }: Needs): CloseAccount => {
  const isClosed = async (person: Person) => (await repository.read(person, closure, person.subjectId)) !== undefined;

  const close = async (person: Person, { cause, actor }: Parameters<CloseAccount>[1]): Promise<void> => {
    const found = await repository.read(person, member, person.subjectId);
    if (found?.doc.status !== "active") {
      if (await isClosed(person)) return;
      throw new Refusal("not-found");
    }
    const { dueAt: _look, ...doc } = found.doc;
    const now = clock.now();
    // A sign-in is conditional on the member as read: none opens beside this commit.
    const sessionsEnd = await endOfAll(repository, person, { by: actor, now });
    await repository.commit(person, [
      replace(member, { ...doc, status: "closed" }, found.etag),
      create(closure, {
        id: person.subjectId,
        cause,
        closedAt: now.toISOString(),
        openedAt: doc.createdAt,
        ...(doc.issuerJoin === undefined ? {} : { issuerJoin: doc.issuerJoin }),
        ...(doc.olderJoins === undefined ? {} : { olderJoins: doc.olderJoins }),
        stage: "closing",
        gone: [],
        dueAt: now.toISOString(),
        ...(doc.termination === undefined ? {} : { termination: doc.termination }),
        ...(doc.hold === undefined ? {} : { hold: doc.hold }),
      }),
      // Confirmed before the account leaves for the archive, because its address goes with it.
      create(outboxRow, newOutboxRow({ channel: "mail", type: "account-closed" }, now, relaySeconds)),
      create(outboxRow, newLedgerRow({ event: "account.closed", actor, detail: cause }, now)),
      ...sessionsEnd,
    ]);
  };

  return async (person, order) => {
    for (let round = 0; ; round += 1) {
      try {
        await close(person, order);
        break;
      } catch (error) {
        if (!(error instanceof WriteConflict) || round === rounds) throw error;
      }
    }
    try {
      await queues.send("retention-work", JSON.stringify(personDue(person, clock.now())), pointerLife);
    } catch (error) {
      // The closing stands; the sweep brings it further.
      log.error("closure.pointer-missed", error, { subjectId: person.subjectId });
    }
  };
};
