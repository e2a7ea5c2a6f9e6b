/**
 * Whether a mail goes, waits or is not sent, by its kind, the member's choices and what is known of the address. What is not
 * sent loses nothing: a mail only points to what stands in the personal space.
 */
import type { Member } from "../members/member.ts";
import type { MailType } from "../messaging/outbox.ts";
import { mailClasses, type NotificationChoices } from "./choices.ts";

/** Why a mail is not sent, in a closed word for the log. */
export type Withheld = "muted" | "no-opt-in" | "undeliverable";

export type Disposition =
  | { readonly goes: "now" }
  | { readonly goes: "later"; readonly at: Date }
  | { readonly goes: "never"; readonly because: Withheld };

const noChoices: NotificationChoices = { promotion: false };

/** The address is dead as far as we know; a sign-in after that shows that mail arrives again: the code came by mail. */
export const isDead = ({ undeliverable, lastSignedInAt }: Pick<Member, "undeliverable" | "lastSignedInAt">): boolean =>
  undeliverable !== undefined && (lastSignedInAt === undefined || lastSignedInAt <= undeliverable.since);

export async function dispositionOf(
  type: MailType,
  member: Pick<Member, "notifications" | "undeliverable" | "lastSignedInAt">,
  now: Date,
): Promise<Disposition> {
  const kind = mailClasses[type];
  if (kind === "essential") return { goes: "now" };
  const { quietHours, mutedKinds = [], promotion } = member.notifications ?? noChoices;
  if (kind === "promotion" && !promotion) return { goes: "never", because: "no-opt-in" };
  if (mutedKinds.some((muted) => muted === type)) return { goes: "never", because: "muted" };
  if (isDead(member)) return { goes: "never", because: "undeliverable" };
  if (quietHours === undefined) return { goes: "now" };
  // Calendars are loaded when they are first needed: most members have no quiet hours.
  const { quietUntil } = await import("./quiet-hours.ts");
  const at = quietUntil(quietHours, now);
  return at === undefined ? { goes: "now" } : { goes: "later", at };
}
