/**
 * A row of the mail channel becomes an e-mail and goes once the provider has said what became of it. At least once: a
 * duplicate can only come from a crash between sending and recording, and carries the same id. A mail the member does not
 * want is not sent, one in their quiet hours waits; an address that is dead is recorded on the member. Basis: contract
 * (service messages), charter article 4; GDPR article 21(2) for promotion.
 */
import { createHash } from "node:crypto";
import { type BrandId, brandOf } from "../charter/brands.ts";
import { controllers } from "../charter/controllers.ts";
import type { TransferGate } from "../charter/transfers.ts";
import type { KeyRing } from "../config.ts";
import type { AllowCode } from "../limits/limit.ts";
import { addressHashes } from "../members/address.ts";
import { emailChange } from "../members/email-change.ts";
import { isTaken, type Lookups } from "../members/lookup.ts";
import { type Member, member } from "../members/member.ts";
import { type MailType, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import { codeFor, type Ticket, ticket, ticketRules } from "../sessions/session.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { erase, type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import type { Mail, Mailer, MailResult } from "./mail.ts";
import { type TemplateName, writeMail } from "./templates.ts";
import { dispositionOf, isDead } from "./wanted.ts";

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly codeKeys: KeyRing;
  readonly origins: Readonly<Partial<Record<BrandId, string>>>;
  readonly gate: TransferGate;
  readonly allowCode: AllowCode;
  readonly log: Logger;
  /** Seconds until a mail is asked after for the first time; the relay takes the row up ever more rarely after that. */
  readonly lookSeconds: number;
};

/** A provider that has not said anything by then will not. */
const patienceSeconds = 2 * 86_400;
/** How often a mail is sent that the provider takes and then fails to send, each time under a new id. */
const mostSends = 3;

export const makeSendNotification = (needs: Needs) => {
  const { repository, mailer, gate, clock, log } = needs;

  const commit = async (person: Person, writes: readonly Write[]): Promise<void> => {
    try {
      await repository.commit(person, writes);
    } catch (error) {
      // Whoever wrote in between has read this row or this member anew, or will: what is left to do stays due.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

  return async (person: Person, rowId: string): Promise<void> => {
    const found = await repository.read(person, outboxRow, rowId);
    // Sent meanwhile, or not visible yet: the row, not this pointer, brings it up again.
    if (found === undefined) return;
    const { doc: row } = found;
    const type = row.type as MailType;
    const done = [erase(outboxRow, rowId), ...endings(row)];
    const of = row.aboutId === undefined ? undefined : await repository.read(person, ticket, row.aboutId);
    const isOver = type === "code" && (of === undefined || isMute(of.doc, clock));
    // A code that is no good any more is asked after all the same: whether its address is alive is worth knowing.
    if (isOver && row.sentAt === undefined) return commit(person, done);
    const recipient = await findRecipient(repository, person, isOver);
    if (recipient === undefined) return commit(person, done);
    const now = clock.now();

    if (row.sentAt === undefined) {
      const disposition = await dispositionOf(type, recipient.doc, now);
      if (disposition.goes === "never") {
        await commit(person, done);
        return log.event("mail.withheld", { messageId: rowId, type, code: disposition.because });
      }
      if (disposition.goes === "later") {
        const { takeUps: _inVain, ...rest } = row;
        const dueAt = disposition.at.toISOString();
        if (row.dueAt !== dueAt) await commit(person, [replace(outboxRow, { ...rest, dueAt }, found.etag)]);
        return;
      }
    }

    const result = row.sentAt === undefined ? await send(person, row, of?.doc, recipient.doc) : await look(row);
    if (result === undefined) return commit(person, done);
    // What went to another address than the member's says nothing about theirs.
    const isTheirs =
      type === "code" ? of !== undefined && of.doc.purpose !== "email-change" : type !== "address-changed";
    await commit(person, settled(result, found, isTheirs ? recipient : undefined, now));
  };

  /** @returns undefined where there is no address to send it to. */
  async function send(
    person: Person,
    row: OutboxRow,
    of: Ticket | undefined,
    recipient: Member,
  ): Promise<MailResult | undefined> {
    const mail = await compose(needs, person, row, of, recipient);
    if (mail === undefined) return undefined;
    gate(person.brand, "mail-provider");
    return mailer.send(mail);
  }

  async function look(row: OutboxRow): Promise<MailResult> {
    const result = await mailer.result(mailIdOf(row));
    const isLate = clock.now().getTime() - Date.parse(row.sentAt ?? row.createdAt) > patienceSeconds * 1_000;
    return result === "pending" && isLate ? "unknown" : result;
  }

  /** What an outcome changes: the row goes, or stays due; the member's address is known to be dead, or alive again. */
  function settled(
    result: MailResult,
    { doc: row, etag }: Versioned<typeof outboxRow>,
    recipient: Versioned<typeof member> | undefined,
    now: Date,
  ): readonly Write[] {
    const { id, type } = row;
    const done = [erase(outboxRow, id), ...endings(row)];
    const { takeUps: _inVain, sentAt, ...rest } = row;
    const next = secondsAfter(now, needs.lookSeconds).toISOString();
    switch (result) {
      case "pending":
        // Taken up again by the relay, which counts how often and waits longer each time.
        return sentAt === undefined
          ? [replace(outboxRow, { ...rest, sentAt: now.toISOString(), dueAt: next }, etag)]
          : [];
      case "handed-over":
        return recipient === undefined ? done : [...done, ...alive(recipient)];
      case "suppressed":
      case "refused":
        log.warn("mail.undeliverable", { messageId: id, type, code: result });
        return recipient === undefined
          ? done
          : [...done, dead(recipient, { since: now.toISOString(), reason: result })];
      case "failed":
        log.warn("mail.failed", { messageId: id, type, attempts: row.attempts + 1 });
        if (row.attempts + 1 < mostSends)
          return [replace(outboxRow, { ...rest, attempts: row.attempts + 1, dueAt: next }, etag)];
        log.warn("mail.given-up", { messageId: id, type, attempts: row.attempts + 1 });
        return done;
      case "unknown":
        log.warn("mail.result-unknown", { messageId: id, type });
        return done;
    }
  }
};

/** The old address was kept for this mail only. */
const endings = ({ type, aboutId }: OutboxRow): readonly Write[] =>
  type === "address-changed" && aboutId !== undefined ? [erase(emailChange, aboutId)] : [];

/** Leaving is not arriving: an address counts as alive again once its owner has read a code there. */
function alive({ doc, etag }: Versioned<typeof member>): readonly Write[] {
  const { undeliverable, ...rest } = doc;
  return undeliverable === undefined || isDead(doc) ? [] : [replace(member, rest, etag)];
}

const dead = ({ doc, etag }: Versioned<typeof member>, undeliverable: NonNullable<Member["undeliverable"]>): Write =>
  replace(member, { ...doc, undeliverable }, etag);

/** The id a mail is sent under: the row's, and one made from it for each further sending, the same however often it is tried. */
function mailIdOf({ id, attempts }: Pick<OutboxRow, "id" | "attempts">): string {
  if (attempts === 0) return id;
  const hex = createHash("sha256").update(`${id} ${attempts}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** @returns undefined where there is no address to send it to. */
async function compose(
  needs: Needs,
  person: Person,
  row: OutboxRow,
  of: Ticket | undefined,
  recipient: Member,
): Promise<Mail | undefined> {
  const to = await addressOf(needs, person, row, of, recipient);
  if (to === undefined) return undefined;
  const name = await templateFor(needs, person, row, of, to);
  const facts = {
    brand: brandOf(person.brand).name,
    site: needs.origins[person.brand] ?? "",
    code: of === undefined ? "" : codeFor(needs.codeKeys, person.subjectId, of),
    minutes: ticketRules.life / 60_000,
    officer: controllers[person.brand].dataProtectionOfficer.email,
  };
  return { id: mailIdOf(row), brand: person.brand, to, ...writeMail(name, recipient.language, facts) };
}

/** Whether the code is to prove an address that may be somebody else's. */
const provesAddress = ({ purpose }: Ticket) => purpose === "sign-up" || purpose === "email-change";

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

/**
 * The member's own address, but for a change of it: the code goes to the new one, the news to the old one.
 * @returns undefined where the change is over, or too many codes went to that mailbox already.
 */
async function addressOf(
  { repository, allowCode, log }: Needs,
  person: Person,
  { type, aboutId }: OutboxRow,
  of: Ticket | undefined,
  { email }: Member,
): Promise<string | undefined> {
  if (aboutId === undefined) return email;
  if (type === "address-changed") return (await repository.read(person, emailChange, aboutId))?.doc.previousEmail;
  if (type !== "code" || of?.purpose !== "email-change") return email;
  const wanted = (await repository.read(person, emailChange, aboutId))?.doc.email;
  if (wanted === undefined) return undefined;
  try {
    // A mailbox that may be anybody's: here, because the member is told the same whoever it belongs to.
    await allowCode({ brand: person.brand, email: wanted, network: undefined });
    return wanted;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.warn("mail.code-withheld", { subjectId: person.subjectId, code: error.code });
    return undefined;
  }
}

async function templateFor(
  { lookups, lookupKeys }: Needs,
  person: Person,
  row: OutboxRow,
  of: Ticket | undefined,
  to: string,
): Promise<TemplateName> {
  if (row.type !== "code" || of === undefined || !provesAddress(of)) return row.type as MailType;
  const isOthers = await isTaken(lookups, addressHashes(lookupKeys, person.brand, to), person);
  if (!isOthers) return "code";
  return of.purpose === "sign-up" ? "address-taken" : "address-wanted";
}
