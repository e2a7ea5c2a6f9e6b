/**
 * A row of the mail channel becomes an e-mail and goes once the provider has said what became of it. At least once: a
 * duplicate can only come from a crash between sending and recording, and carries the same id. Two pointers to one row at the
 * same moment send one mail, because whoever sends claims the row first. A mail the member does not want is not sent, one in
 * their quiet hours waits. Basis: contract (service messages), charter article 4; GDPR article 21(2) for promotion.
 */
import type { TransferGate } from "../charter/transfers.ts";
import { emailChange } from "../members/email-change.ts";
import { member } from "../members/member.ts";
import { type MailType, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { type Ticket, ticket } from "../sessions/session.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { erase, type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { type ComposeNeeds, composeMail, mailIdOf } from "./compose-mail.ts";
import type { Mailer, MailResult } from "./mail.ts";
import { makeSettleMail } from "./settle-mail.ts";
import { dispositionOf } from "./wanted.ts";

type Needs = ComposeNeeds & {
  readonly mailer: Mailer;
  readonly gate: TransferGate;
  /** Seconds a try has to send the mail and to say so; and until it is asked what became of it. */
  readonly claimSeconds: number;
};

type Row = Versioned<typeof outboxRow>;

/** A provider that has not said anything by then will not. */
const patienceSeconds = 2 * 86_400;
/** Each lost race means that the row was taken up or claimed meanwhile. */
const rounds = 3;

export const makeSendNotification = (needs: Needs) => {
  const { repository, mailer, gate, clock, log, claimSeconds } = needs;
  const settled = makeSettleMail({ log, lookSeconds: claimSeconds });

  const commit = async (person: Person, writes: readonly Write[]): Promise<void> => {
    try {
      await repository.commit(person, writes);
    } catch (error) {
      // Whoever wrote in between has read this row or this member anew, or will: what is left to do stays due.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

  /** @returns the claimed row, or undefined where another try has it, or has sent it. */
  const claim = async (person: Person, first: Row): Promise<Row | undefined> => {
    let found: Row | undefined = first;
    for (let round = 0; round < rounds && found !== undefined; round += 1) {
      const now = clock.now();
      if (found.doc.sentAt !== undefined) return undefined;
      if (Date.parse(found.doc.claimedUntil ?? "") > now.getTime()) return undefined;
      const until = secondsAfter(now, claimSeconds).toISOString();
      const doc: OutboxRow = { ...found.doc, claimedUntil: until, dueAt: until };
      try {
        const [etag] = await repository.commit(person, [replace(outboxRow, doc, found.etag)]);
        return etag === undefined ? undefined : { doc, etag };
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        found = await repository.read(person, outboxRow, first.doc.id);
      }
    }
    return undefined;
  };

  /** It was not sent: the next try need not wait for the claim to end. */
  const release = async (person: Person, { claimedUntil: _, ...row }: OutboxRow, etag: string): Promise<void> => {
    try {
      await repository.commit(person, [replace(outboxRow, row, etag)]);
    } catch (error) {
      // Then it ends by itself.
      log.error("notification.claim-kept", error, { messageId: row.id });
    }
  };

  return async (person: Person, rowId: string): Promise<void> => {
    const found = await repository.read(person, outboxRow, rowId);
    // Sent meanwhile, or not visible yet: the row, not this pointer, brings it up again.
    if (found === undefined) return;
    const { doc: row } = found;
    const type = row.type as MailType;
    const of = row.aboutId === undefined ? undefined : (await repository.read(person, ticket, row.aboutId))?.doc;
    const isOver = type === "code" && (of === undefined || isMute(of, clock));
    // A code that is no good any more is asked after all the same: whether its address is alive is worth knowing.
    if (isOver && row.sentAt === undefined) return commit(person, goes(row));
    const recipient = await findRecipient(repository, person, isOver);
    if (recipient === undefined) return commit(person, goes(row));
    if (row.sentAt === undefined) return send(person, found, of, recipient);
    const result = await mailer.result(mailIdOf(row));
    const isLate = clock.now().getTime() - Date.parse(row.sentAt) > patienceSeconds * 1_000;
    return record(person, found, result === "pending" && isLate ? "unknown" : result, of, recipient);
  };

  async function send(
    person: Person,
    found: Row,
    of: Ticket | undefined,
    recipient: Versioned<typeof member>,
  ): Promise<void> {
    const { doc: row, etag } = found;
    const type = row.type as MailType;
    const disposition = await dispositionOf(type, recipient.doc, clock.now());
    if (disposition.goes === "never") {
      await commit(person, goes(row));
      return log.event("mail.withheld", { messageId: row.id, type, code: disposition.because });
    }
    if (disposition.goes === "later") {
      const { takeUps: _inVain, ...rest } = row;
      const dueAt = disposition.at.toISOString();
      if (row.dueAt === dueAt) return;
      return commit(person, [replace(outboxRow, { ...rest, dueAt }, etag)]);
    }
    const mail = await composeMail(needs, person, row, of, recipient.doc);
    if (mail === undefined) return commit(person, goes(row));
    gate(person.brand, "mail-provider");
    const claimed = await claim(person, found);
    if (claimed === undefined) return;
    // The row was read late: what was composed is a sending that has failed before, and must not count as the next one.
    if (claimed.doc.attempts !== row.attempts) return release(person, claimed.doc, claimed.etag);
    let result: MailResult;
    try {
      result = await mailer.send(mail);
    } catch (error) {
      await release(person, row, claimed.etag);
      throw error;
    }
    await record(person, claimed, result, of, recipient);
  }

  /** What the provider said is true whoever wrote the row or the member meanwhile: read again and written again. */
  async function record(
    person: Person,
    found: Row,
    result: MailResult,
    of: Ticket | undefined,
    recipient: Versioned<typeof member>,
  ): Promise<void> {
    const { id, type, attempts, sentAt } = found.doc;
    // What went to another address than the member's says nothing about theirs.
    const isTheirs = type === "code" ? of !== undefined && of.purpose !== "email-change" : type !== "address-changed";
    let row: Row | undefined = found;
    let whose: Versioned<typeof member> | undefined = recipient;
    for (let round = 0; round < rounds && row !== undefined; round += 1) {
      const about = isTheirs ? whose : undefined;
      const writes = settled({ result, found: row, goes: goes(row.doc), recipient: about, now: clock.now() });
      try {
        return void (await repository.commit(person, writes));
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
      row = await repository.read(person, outboxRow, id);
      // Another try has recorded this sending, or a later one.
      if (row?.doc.attempts !== attempts || row.doc.sentAt !== sentAt) return;
      whose = await findRecipient(repository, person, true);
    }
  }
};

/** The row is done; with the news of a changed address goes the old one, which was kept for that mail only. */
const goes = ({ id, type, aboutId }: OutboxRow): readonly Write[] => [
  erase(outboxRow, id),
  ...(type === "address-changed" && aboutId !== undefined ? [erase(emailChange, aboutId)] : []),
];

const isMute = ({ isDecoy, expiresAt }: Ticket, clock: Clock) =>
  isDecoy || Date.parse(expiresAt) <= clock.now().getTime();

/** @param mayBeGone a sign-up that was never finished takes its person with it. */
async function findRecipient(
  repository: Repository,
  person: Person,
  mayBeGone: boolean,
): Promise<Versioned<typeof member> | undefined> {
  try {
    const found = await repository.read(person, member, person.subjectId);
    // On a queue's path "not found" may only mean "not visible yet": tried again, the ticket's end puts a stop to it.
    if (found === undefined && !mayBeGone) throw new Error("member not found");
    return found;
  } catch (error) {
    if (error instanceof KeyShredded) return undefined;
    throw error;
  }
}
