/**
 * A row of the mail channel becomes an e-mail and goes once the provider has accepted it. At least once: a duplicate can
 * only come from a crash between the two, and carries the same id. Basis: contract (service messages), charter article 4.
 */
import { type BrandId, brandOf } from "../charter/brands.ts";
import type { TransferGate } from "../charter/transfers.ts";
import type { KeyRing } from "../config.ts";
import { addressHashes } from "../members/address.ts";
import { isTaken, type Lookups } from "../members/lookup.ts";
import { type Member, member } from "../members/member.ts";
import { type MailType, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { codeFor, type Ticket, ticket, ticketRules } from "../sessions/session.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import { erase, type Repository, type Versioned } from "../storage/repository.ts";
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
};

export const makeSendNotification = (needs: Needs) => {
  const { repository, mailer, gate } = needs;

  return async (person: Person, rowId: string): Promise<void> => {
    const found = await repository.read(person, outboxRow, rowId);
    // Sent meanwhile, or not visible yet: the row, not this pointer, brings it up again.
    if (found === undefined) return;
    const mail = await compose(needs, person, found.doc);
    if (mail !== undefined) {
      gate(person.brand, "mail-provider");
      await mailer.send(mail);
    }
    try {
      await repository.commit(person, [erase(outboxRow, rowId)]);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  };
};

/** @returns undefined where nothing is to be sent: nobody is behind the ticket, it is over, or the person is erased. */
async function compose(needs: Needs, person: Person, row: OutboxRow) {
  const of = row.aboutId === undefined ? undefined : await needs.repository.read(person, ticket, row.aboutId);
  if (row.type === "code" && (of === undefined || isMute(of.doc, needs.clock))) return undefined;
  const recipient = await findRecipient(needs.repository, person);
  if (recipient === undefined) return undefined;
  const name = await templateFor(needs, person, row, of?.doc, recipient.doc);
  const facts = {
    brand: brandOf(person.brand).name,
    site: needs.origins[person.brand] ?? "",
    code: of === undefined ? "" : codeFor(needs.codeKeys, person.subjectId, of.doc),
    minutes: ticketRules.life / 60_000,
  };
  return {
    id: row.id,
    brand: person.brand,
    to: recipient.doc.email,
    ...writeMail(name, recipient.doc.language, facts),
  };
}

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

async function templateFor(
  { lookups, lookupKeys }: Needs,
  person: Person,
  row: OutboxRow,
  of: Ticket | undefined,
  { email }: Member,
): Promise<TemplateName> {
  if (row.type !== "code" || of?.purpose !== "sign-up") return row.type as MailType;
  const isOthers = await isTaken(lookups, addressHashes(lookupKeys, person.brand, email), person);
  return isOthers ? "address-taken" : "code";
}
