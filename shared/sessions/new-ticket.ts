/**
 * A ticket with its first code on the way: what is committed, and what the browser is told. Within a session the codes
 * asked for are counted on it, in the same commit.
 */
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import {
  hashOfSecret,
  type IssuedTicket,
  newSecret,
  newTicketOf,
  type Session,
  session,
  sessionRules,
  type Ticket,
  ticket,
} from "./session.ts";

type Issue = {
  /** To be committed in the person's partition, and then relayed. */
  readonly writes: readonly Write[];
  readonly mail: OutboxRow;
  readonly ticketId: Ticket["id"];
  readonly issued: IssuedTicket;
};

export function newTicket(
  subjectId: string,
  of: Pick<Ticket, "purpose" | "sessionId"> & Partial<Pick<Ticket, "isDecoy">>,
  now: Date,
  relaySeconds: number,
): Issue {
  const secret = newSecret();
  const id = hashOfSecret(secret);
  const doc = newTicketOf(id, of, now);
  const mail = newOutboxRow({ channel: "mail", type: "code", aboutId: id }, now, relaySeconds);
  return {
    writes: [create(ticket, doc), create(outboxRow, mail)],
    mail,
    ticketId: id,
    issued: { ticket: { subjectId, secret }, expiresAt: doc.expiresAt },
  };
}

const hour = 3_600_000;
/**
 * Counts one more code asked for within a session, in the same commit as what asks for it.
 * @throws Refusal too-many-requests, not-signed-in where the session has ended meanwhile.
 */
async function countCode(repository: Repository, person: Person, { id }: Session, now: Date): Promise<Write> {
  const found = await repository.read(person, session, id);
  if (found === undefined) throw new Refusal("not-signed-in");
  const asked = (found.doc.codesAskedAt ?? []).filter((at) => now.getTime() - Date.parse(at) < hour);
  const [first] = asked;
  if (first !== undefined && asked.length >= sessionRules.codesAnHour) {
    const wait = Math.ceil((Date.parse(first) + hour - now.getTime()) / 1_000);
    throw new Refusal("too-many-requests", { retryAfter: Math.max(1, wait) });
  }
  return replace(session, { ...found.doc, codesAskedAt: [...asked, now.toISOString()] }, found.etag);
}

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

/** More rounds than codes an hour: each lost race is one of them, or a refresh of the idle time. */
const rounds = 12;

/**
 * Sends a code that was asked for within a session, and counts it there.
 * @param beside what is committed with the ticket. @throws Refusal too-many-requests, not-signed-in
 */
export async function sendCountedCode(
  { repository, relay, clock, relaySeconds }: Needs,
  person: Person,
  of: Session,
  purpose: Ticket["purpose"],
  beside: (ticketId: Ticket["id"], expiresAt: string) => readonly Write[] = () => [],
): Promise<IssuedTicket> {
  for (let round = 0; round < rounds; round += 1) {
    const now = clock.now();
    const counted = await countCode(repository, person, of, now);
    const about = { purpose, sessionId: of.id };
    const { writes, mail, ticketId, issued } = newTicket(person.subjectId, about, now, relaySeconds);
    try {
      await repository.commit(person, [counted, ...writes, ...beside(ticketId, issued.expiresAt)]);
    } catch (error) {
      if (error instanceof WriteConflict) continue;
      throw error;
    }
    await relay.inline(person, [mail]);
    return issued;
  }
  throw new Refusal("too-many-requests", { retryAfter: 1 });
}
