/** A ticket with its first code on the way: what is committed, and what the browser is told. */
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { create, type Write } from "../storage/repository.ts";
import { hashOfSecret, type IssuedTicket, newSecret, type Ticket, ticket, ticketRules } from "./session.ts";

type Issue = {
  /** To be committed in the person's partition, and then relayed. */
  readonly writes: readonly Write[];
  readonly mail: OutboxRow;
  readonly ticketId: Ticket["id"];
  readonly issued: IssuedTicket;
};

export function issueTicket(
  subjectId: string,
  of: Pick<Ticket, "purpose" | "sessionId"> & Partial<Pick<Ticket, "isDecoy">>,
  now: Date,
  relaySeconds: number,
): Issue {
  const secret = newSecret();
  const id = hashOfSecret(secret);
  const expiresAt = new Date(now.getTime() + ticketRules.life).toISOString();
  const mail = newOutboxRow({ channel: "mail", type: "code", aboutId: id }, now, relaySeconds);
  const doc: Ticket = {
    isDecoy: false,
    ...of,
    id,
    issue: 1,
    triesLeft: ticketRules.tries,
    issuedAt: now.toISOString(),
    expiresAt,
  };
  return {
    writes: [create(ticket, doc), create(outboxRow, mail)],
    mail,
    ticketId: id,
    issued: { ticket: { subjectId, secret }, expiresAt },
  };
}
