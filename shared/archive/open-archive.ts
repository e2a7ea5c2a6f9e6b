/**
 * Opening the archive of one person: for a legal claim or an authority, and nothing else, by the function that the need-to-know
 * table names. That it was opened, by whom and why is on record, with the person and in the ledger, before anything is shown;
 * then it can be read for half an hour (shared/staff/read-archive.ts). CNIL, référentiel on retention periods, 2020.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { confirmsSpecialCategories } from "../free-text/ask-consent.ts";
import { needIn } from "../free-text/confirm-need.ts";
import { type Doc, declared, personal, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { freeText } from "../requests/request.ts";
import { closure } from "../retention/closure.ts";
import { categoriesSeen } from "../staff/file.ts";
import { archiveNeedToKnow, archiveReasonNames, type FileView } from "../staff/need-to-know.ts";
import { isStillGood, opening, openingSeconds } from "../staff/opening.ts";
import { openingRows } from "../staff/opening-rows.ts";
import { staffWords } from "../staff/review.ts";
import type { Staff } from "../staff/staff.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository, Write } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { type Archive, contentsOf } from "./archive.ts";
import { type ArchivedKind, archivedKinds, archivedRecords, isArchivedKind } from "./archived.ts";

const seen = ["dpo"] as const;

export const openArchiveInput = declared("open-archive", {
  reason: plain(z.enum(archiveReasonNames), seen),
  /** Of the claim, or of the authority's order. */
  reference: personal(freeText(200), { ...staffWords, seenBy: seen, kept: "disclosure" }),
  confirmsSpecialCategories,
});
export type OpenArchiveInput = Doc<typeof openArchiveInput>;

export const archiveOpened = declared("archive-opened", {
  id: opening.schema.shape.id,
  validUntil: opening.schema.shape.validUntil,
  /** What lies there: how many of which kind. */
  kinds: z.array(z.strictObject({ kind: plain(z.enum(archivedKinds), seen), count: plain(z.int().min(1), seen) })),
});
export type ArchiveOpened = Doc<typeof archiveOpened>;

type Needs = { readonly repository: Repository; readonly archive: Archive; readonly clock: Clock };
type Opened = Pick<ArchiveOpened, "id" | "validUntil">;

const purpose = "legal-claims";

/**
 * @throws Refusal outside-need-to-know, special-category-likely; not-found where nothing of the person is archived; opening-over
 * where it is asked for again too late.
 */
export const makeOpenArchive =
  ({ repository, archive, clock }: Needs) =>
  async (staff: Staff, memberId: string, intent: Intent, input: OpenArchiveInput): Promise<ArchiveOpened> => {
    const view = archiveNeedToKnow[staff.role][purpose];
    if (view === undefined) throw new Refusal("outside-need-to-know");
    const person: Person = { brand: staff.brand, subjectId: memberId };
    const closed = await repository.read(person, closure, memberId);
    if (closed?.doc.stage !== "archived") throw new Refusal("not-found");
    const counts = await countKinds(archive, person);
    if (counts.size === 0) throw new Refusal("not-found");

    const opened = await commitOnce({ repository, clock }, person, intent, async () => {
      const now = clock.now();
      const answer: Opened = { id: randomUUID(), validUntil: secondsAfter(now, openingSeconds).toISOString() };
      const { reference, confirmsSpecialCategories } = input;
      const need = await needIn({ reference, confirmsSpecialCategories }, staff, answer.id, now);
      return { answer, writes: [...opens(staff, view, input, answer, [...counts.keys()], now), ...need] };
    });
    // The answer is remembered for longer than an opening is good.
    if (!isStillGood(opened, clock.now())) throw new Refusal("opening-over");
    return { ...opened, kinds: [...counts].map(([kind, count]) => ({ kind, count })) };
  };

async function countKinds(archive: Archive, person: Person): Promise<ReadonlyMap<ArchivedKind, number>> {
  const counts = new Map<ArchivedKind, number>();
  for await (const page of contentsOf(archive, person)) {
    for (const { kind } of page) if (isArchivedKind(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function opens(
  staff: Staff,
  view: FileView,
  { reason, reference }: OpenArchiveInput,
  { id, validUntil }: Opened,
  kinds: readonly ArchivedKind[],
  now: Date,
): readonly Write[] {
  const records = kinds.map((kind) => archivedRecords[kind]);
  const categories = [...categoriesSeen(view, records)];
  const right = { id, purpose, view, validUntil, isOfArchive: true } as const;
  return openingRows(staff, { ...right, event: "archive.opened", reason, categories, told: { reference } }, now);
}
