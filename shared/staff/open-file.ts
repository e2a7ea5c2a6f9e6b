/**
 * Opening a member's file: the function's need to know, a purpose, a reason; then opening, disclosure and ledger row in one
 * commit, and only after it the first look. Behind glass a second person has agreed, and the officer's review is part of
 * the same commit. Charter article 5; GDPR articles 5(2), 15(1)(c), 29 and 32(4).
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { confirmsSpecialCategories } from "../free-text/ask-consent.ts";
import { needIn } from "../free-text/confirm-need.ts";
import { member } from "../members/member.ts";
import type { Logger } from "../privacy/log.ts";
import { type Doc, declared, personal, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { freeText } from "../requests/request.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { approval } from "./approval.ts";
import { categoriesSeen } from "./file.ts";
import { behindGlass, type FileView, isReasonFor, needToKnow, openingReasonNames } from "./need-to-know.ts";
import { isStillGood, openingSeconds, purposeNames } from "./opening.ts";
import { openingRows } from "./opening-rows.ts";
import { review, reviewDays, staffWords } from "./review.ts";
import { actorOf, allStaff, type Staff } from "./staff.ts";

export const openFileInput = declared("open-file", {
  purpose: plain(z.enum(purposeNames), allStaff),
  reason: plain(z.enum(openingReasonNames), allStaff),
  words: z.exactOptional(personal(freeText(1_000), { ...staffWords, kept: "disclosure" })),
  confirmsSpecialCategories,
  /** Of an exceptional opening: where it was agreed. */
  approvalId: z.exactOptional(plain(z.uuid(), allStaff)),
});
export type OpenFileInput = Doc<typeof openFileInput>;

/** What is remembered of an opening for a retry of it; the file itself is read each time. */
export type Opened = { readonly id: string; readonly view: FileView; readonly validUntil: string };
type Needs = { readonly repository: Repository; readonly clock: Clock; readonly log: Logger };

/**
 * @returns the opening and the member, for its first look. Asked for again it is the same opening, as long as that lasts.
 * @throws Refusal not-found, outside-need-to-know, special-category-likely, approval-over or opening-over.
 */
export const makeOpenFile =
  ({ repository, clock, log }: Needs) =>
  async (
    staff: Staff,
    memberId: string,
    intent: Intent,
    input: OpenFileInput,
  ): Promise<{ readonly opened: Opened; readonly member: Versioned<typeof member> }> => {
    const person: Person = { brand: staff.brand, subjectId: memberId };
    const { purpose, reason, approvalId } = input;
    const table = approvalId === undefined ? needToKnow : behindGlass;
    const view = table[staff.role][purpose];
    if (view === undefined || !isReasonFor(reason, purpose)) throw new Refusal("outside-need-to-know");
    const found = await repository.read(person, member, memberId);
    // Whoever has not confirmed an address yet has no file.
    if (found === undefined || found.doc.status === "pending") throw new Refusal("not-found");

    const opened = await commitOnce({ repository, clock }, person, intent, async () => {
      const now = clock.now();
      const id = randomUUID();
      const answer: Opened = { id, view, validUntil: secondsAfter(now, openingSeconds).toISOString() };
      const glass =
        approvalId === undefined ? [] : await breakGlass(repository, person, staff, { ...input, approvalId }, id, now);
      const { words, confirmsSpecialCategories } = input;
      const need = await needIn({ words, confirmsSpecialCategories }, staff, id, now);
      return { answer, writes: [...opens(staff, input, answer, now), ...glass, ...need] };
    });
    // The answer is remembered for longer than an opening is good.
    if (!isStillGood(opened, clock.now())) throw new Refusal("opening-over");
    if (approvalId !== undefined) {
      log.warn("staff.glass-broken", { recordId: opened.id, brand: staff.brand, code: staff.role });
    }
    return { opened, member: found };
  };

function opens(staff: Staff, input: OpenFileInput, { id, view, validUntil }: Opened, now: Date): readonly Write[] {
  const { purpose, reason, words, approvalId } = input;
  const isGlass = approvalId !== undefined;
  const told = { ...(words === undefined ? {} : { words }), ...(isGlass ? { isExceptional: true as const } : {}) };
  const event = isGlass ? "staff.glass-broken" : "staff.file-opened";
  const categories = [...categoriesSeen(view)];
  return openingRows(staff, { id, purpose, view, validUntil, event, reason, categories, told }, now);
}

/** Uses an agreed exceptional opening up, and makes its review due. */
async function breakGlass(
  repository: Repository,
  person: Person,
  staff: Staff,
  { approvalId, purpose, reason }: OpenFileInput & { readonly approvalId: string },
  id: string,
  now: Date,
): Promise<readonly Write[]> {
  const found = await repository.read(person, approval, approvalId);
  if (found === undefined || found.doc.action !== "break-glass") throw new Refusal("not-found");
  const { doc, etag } = found;
  const isMine = doc.proposedBy.id === staff.id && doc.opening?.purpose === purpose && doc.opening.reason === reason;
  if (!isMine) throw new Refusal("outside-need-to-know");
  if (doc.status !== "confirmed" || Date.parse(doc.validUntil) <= now.getTime()) throw new Refusal("approval-over");
  return [
    replace(approval, { ...doc, status: "done" }, etag),
    create(review, {
      id,
      status: "pending",
      openedBy: actorOf(staff),
      purpose,
      reason,
      approvalId,
      openedAt: now.toISOString(),
      dueAt: endOfPeriod(now, { days: reviewDays }).toISOString(),
    }),
  ];
}
