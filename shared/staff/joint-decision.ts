/**
 * Two people about what lies in nobody's partition, where no approval could lie: the first one's word waits on the record
 * itself, and counts once a second person has said the same. As with an approval, two people are two of the directory's ids,
 * and one of them is the data protection officer. GDPR articles 24 and 32(4).
 */
import * as z from "zod";
import { declared, plain } from "../privacy/record.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";
import { Refusal } from "../refusal.ts";
import { secondsAfter } from "../time/calendar.ts";
import { allStaff, byStaff, type Staff, type StaffRole, staffRoles } from "./staff.ts";

/** What is decided so, and whose word counts. */
const says = {
  "dismiss-termination": ["desk", "dpo"],
  "confirm-erasure-on-paper": ["dpo", "ops"],
} as const satisfies Record<string, readonly [StaffRole, ...StaffRole[]]>;
type JointDecision = keyof typeof says;

/** Seconds a first word waits for the second person, as long as an approval. */
const waitsSeconds = 7 * 86_400;

/** How a first word lies on its record. */
export const firstWord = <const R extends RetentionRule>(kept: R) =>
  z.strictObject({
    by: byStaff(kept),
    at: plain(z.iso.datetime(), allStaff),
    validUntil: plain(z.iso.datetime(), allStaff),
  });
type FirstWord = {
  readonly by: { readonly id: string; readonly role: StaffRole };
  readonly at: string;
  readonly validUntil: string;
};

export const newFirstWord = ({ id, role }: Staff, now: Date): FirstWord => ({
  by: { id, role },
  at: now.toISOString(),
  validUntil: secondsAfter(now, waitsSeconds).toISOString(),
});

/** What is shown of a first word: a function, never who. */
export const waitingWord = z.strictObject({
  byRole: plain(z.enum(staffRoles), allStaff),
  isMine: plain(z.boolean(), allStaff),
  validUntil: plain(z.iso.datetime(), allStaff),
});

/** @returns nothing where no word waits any more. */
export const shownWord = (word: FirstWord | undefined, staff: Staff, now: Date) =>
  word === undefined || !isWaiting(word, now)
    ? undefined
    : { byRole: word.by.role, isMine: word.by.id === staff.id, validUntil: word.validUntil };

const isWaiting = ({ validUntil }: FirstWord, now: Date): boolean => Date.parse(validUntil) > now.getTime();

/** What a word came to: it waits for a second person, or it was the second. */
export const wordTaken = declared("word-taken", {
  status: plain(z.enum(["waiting", "done"]), allStaff),
  validUntil: z.exactOptional(plain(z.iso.datetime(), allStaff)),
});

/**
 * Whether somebody's word is the first or the second. Pure.
 * @throws Refusal not-allowed; second-person-needed where neither of the two is the officer.
 */
export function whichWord(
  decision: JointDecision,
  waiting: FirstWord | undefined,
  staff: Staff,
  now: Date,
): "first" | "second" {
  if (!(says[decision] as readonly StaffRole[]).includes(staff.role)) throw new Refusal("not-allowed");
  // One's own word, said again, is no second person's, in whatever function.
  if (waiting === undefined || !isWaiting(waiting, now) || waiting.by.id === staff.id) return "first";
  if (waiting.by.role !== "dpo" && staff.role !== "dpo") throw new Refusal("second-person-needed");
  return "second";
}
