/**
 * What a row of the mail channel says, to whom and under which id: the member's own address, but for a change of it, and a
 * template that only points to the site. Basis: contract (service messages), charter article 4.
 */
import { createHash } from "node:crypto";
import { type BrandId, brandOf } from "../charter/brands.ts";
import { controllers } from "../charter/controllers.ts";
import type { KeyRing } from "../config.ts";
import type { AllowCode } from "../limits/limit.ts";
import { addressHashes } from "../members/address.ts";
import { emailChange } from "../members/email-change.ts";
import { isTaken, type Lookups } from "../members/lookup.ts";
import type { Member } from "../members/member.ts";
import type { MailType, OutboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import { codeFor, type Ticket, ticketRules } from "../sessions/session.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { Mail } from "./mail.ts";
import { type TemplateName, writeMail } from "./templates.ts";

export type ComposeNeeds = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly lookupKeys: KeyRing;
  readonly codeKeys: KeyRing;
  readonly origins: Readonly<Partial<Record<BrandId, string>>>;
  readonly allowCode: AllowCode;
  readonly clock: Clock;
  readonly log: Logger;
};

/** The id a mail is sent under: the row's, and one made from it for each further sending, the same however often it is tried. */
export function mailIdOf({ id, attempts }: Pick<OutboxRow, "id" | "attempts">): string {
  if (attempts === 0) return id;
  const hex = createHash("sha256").update(`${id} ${attempts}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** @returns undefined where there is no address to send it to. */
export async function composeMail(
  needs: ComposeNeeds,
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

/**
 * The member's own address, but for a change of it: the code goes to the new one, the news to the old one.
 * @returns undefined where the change is over, or too many codes went to that mailbox already.
 */
async function addressOf(
  { repository, allowCode, log }: ComposeNeeds,
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
  { lookups, lookupKeys, clock }: ComposeNeeds,
  person: Person,
  row: OutboxRow,
  of: Ticket | undefined,
  to: string,
): Promise<TemplateName> {
  if (row.type !== "code" || of === undefined || !provesAddress(of)) return row.type as MailType;
  const isOthers = await isTaken(lookups, addressHashes(lookupKeys, person.brand, to), person, clock.now());
  if (!isOthers) return "code";
  return of.purpose === "sign-up" ? "address-taken" : "address-wanted";
}
