/**
 * A row of the mail channel becomes an e-mail and goes once the provider has accepted it. At least once: a duplicate can
 * only come from a crash between the two, and carries the same id. Two pointers to one row at the same moment send one mail,
 * because whoever sends claims the row first. Basis: contract (service messages), charter article 4.
 */
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
import { erase, type Repository, replace, type Versioned } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import type { Mailer } from "./mail.ts";
import { type TemplateName, writeMail } from "./templates.ts";

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
  /** Seconds a try has to send the mail and to say so. */
  readonly claimSeconds: number;
};

/** Each lost race means that the row was taken up or claimed meanwhile. */
const rounds = 3;

export const makeSendNotification = (needs: Needs) => {
  const { repository, mailer, clock, gate, claimSeconds } = needs;

  /** @returns the version of the claimed row, or undefined where another try has it, or has sent it. */
  const claim = async (person: Person, first: Versioned<typeof outboxRow>): Promise<string | undefined> => {
    let found: Versioned<typeof outboxRow> | undefined = first;
    for (let round = 0; round < rounds && found !== undefined; round += 1) {
      const now = clock.now();
      if (Date.parse(found.doc.claimedUntil ?? "") > now.getTime()) return undefined;
      const until = secondsAfter(now, claimSeconds).toISOString();
      try {
        const claimed = { ...found.doc, claimedUntil: until, dueAt: until };
        return (await repository.commit(person, [replace(outboxRow, claimed, found.etag)]))[0];
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
      needs.log.error("notification.claim-kept", error, { messageId: row.id });
    }
  };

  return async (person: Person, rowId: string): Promise<void> => {
    const found = await repository.read(person, outboxRow, rowId);
    // Sent meanwhile, or not visible yet: the row, not this pointer, brings it up again.
    if (found === undefined) return;
    const mail = await compose(needs, person, found.doc);
    if (mail !== undefined) {
      gate(person.brand, "mail-provider");
      const etag = await claim(person, found);
      if (etag === undefined) return;
      try {
        await mailer.send(mail);
      } catch (error) {
        await release(person, found.doc, etag);
        throw error;
      }
    }
    try {
      await repository.commit(person, [erase(outboxRow, rowId), ...endings(found.doc)]);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  };
};

/** The old address was kept for this mail only. */
const endings = ({ type, aboutId }: OutboxRow) =>
  type === "address-changed" && aboutId !== undefined ? [erase(emailChange, aboutId)] : [];

/** @returns undefined where nothing is to be sent: nobody is behind the ticket, it is over, or the person is erased. */
async function compose(needs: Needs, person: Person, row: OutboxRow) {
  const of = row.aboutId === undefined ? undefined : await needs.repository.read(person, ticket, row.aboutId);
  if (row.type === "code" && (of === undefined || isMute(of.doc, needs.clock))) return undefined;
  const recipient = await findRecipient(needs.repository, person);
  if (recipient === undefined) return undefined;
  const to = await addressOf(needs, person, row, of?.doc, recipient.doc);
  if (to === undefined) return undefined;
  const name = await templateFor(needs, person, row, of?.doc, to);
  const facts = {
    brand: brandOf(person.brand).name,
    site: needs.origins[person.brand] ?? "",
    code: of === undefined ? "" : codeFor(needs.codeKeys, person.subjectId, of.doc),
    minutes: ticketRules.life / 60_000,
    officer: controllers[person.brand].dataProtectionOfficer.email,
  };
  return {
    id: row.id,
    brand: person.brand,
    to,
    ...writeMail(name, recipient.doc.language, facts),
  };
}

/** Whether the code is to prove an address that may be somebody else's. */
const provesAddress = ({ purpose }: Ticket) => purpose === "sign-up" || purpose === "email-change";

const isMute = ({ isDecoy, expiresAt }: Ticket, clock: Clock) =>
  isDecoy || Date.parse(expiresAt) <= clock.now().getTime();

async function findRecipient(repository: Repository, person: Person): Promise<Versioned<typeof member> | undefined> {
  try {
    const found = await repository.read(person, member, person.subjectId);
    // On a queue's path "not found" may only mean "not visible yet": tried again, the ticket's end puts a stop to it.
    if (found === undefined) throw new Error("member not found");
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
