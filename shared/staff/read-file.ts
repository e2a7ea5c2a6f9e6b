/**
 * Reading on in an opened file: each look is under an opening of one's own that is still good, shows what that opening's view
 * shows, and stands in the ledger before it is shown. Three data operations: the opening, what is read, the ledger's row.
 * Charter article 5; GDPR articles 5(2) and 32(4).
 */
import { newLedgerRow } from "../audit/entry.ts";
import { disclosure } from "../disclosures/disclosure.ts";
import { member } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Text } from "../privacy/catalogues.ts";
import { Refusal } from "../refusal.ts";
import { message, request } from "../requests/request.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import {
  type DisclosuresFound,
  disclosureView,
  type MemberAnswer,
  type MessagesFound,
  memberViews,
  messageViews,
  type RequestAnswer,
  type RequestsFound,
  requestViews,
} from "./file.ts";
import type { FileView } from "./need-to-know.ts";
import { type Opening, opening } from "./opening.ts";
import { actorOf, type Staff } from "./staff.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };
type Under = { readonly memberId: string; readonly openingId: string };

/** Parts of a file, as the ledger names what was read. */
type Part = "member" | "request" | "requests" | "messages" | "disclosures" | "retention";

/**
 * One look under an opening.
 * @throws Refusal opening-over: the same where there never was one, where it is somebody else's, and where its time is over.
 */
async function lookUnder<T>(
  { repository, clock }: Needs,
  staff: Staff,
  { memberId, openingId }: Under,
  part: Part,
  look: (person: Person, view: FileView) => Promise<T>,
): Promise<T> {
  const person: Person = { brand: staff.brand, subjectId: memberId };
  const found = await repository.read(person, opening, openingId);
  const now = clock.now();
  if (found === undefined || !isGood(found.doc, staff, now)) throw new Refusal("opening-over");
  const { purpose, view } = found.doc;
  const seen = await look(person, view);
  const note = { event: "staff.file-read", actor: actorOf(staff), purpose, about: openingId, detail: part } as const;
  // Read, written down, and only then shown: where it cannot be written down, nothing is shown.
  await repository.commit(person, [create(outboxRow, newLedgerRow(note, now))]);
  return seen;
}

/** A role that was taken away meanwhile takes its openings with it. */
const isGood = ({ by, validUntil }: Opening, staff: Staff, now: Date): boolean =>
  by.id === staff.id && by.role === staff.role && Date.parse(validUntil) > now.getTime();

export type ReadFile<R> = {
  readonly readMemberFile: (staff: Staff, under: Under) => Promise<MemberAnswer>;
  readonly readFileRequest: (staff: Staff, under: Under, requestId: string) => Promise<RequestAnswer>;
  readonly listFileRequests: (staff: Staff, under: Under, page: PageAsked) => Promise<RequestsFound>;
  readonly listFileMessages: (staff: Staff, under: Under, requestId: string, page: PageAsked) => Promise<MessagesFound>;
  /** Also what the person may not be told yet: the officer answers for it. */
  readonly listFileDisclosures: (staff: Staff, under: Under, page: PageAsked) => Promise<DisclosuresFound>;
  /** What is held, why and until when. */
  readonly readFileRetention: (staff: Staff, under: Under, language: keyof Text) => Promise<R>;
};

/** @param needs.retentionOf what is held of a person, as the opening's view shows it. */
export function makeReadFile<R>(
  needs: Needs & {
    readonly retentionOf: (person: Person, language: keyof Text, view: FileView) => Promise<R>;
  },
): ReadFile<R> {
  const { repository, retentionOf } = needs;
  return {
    readMemberFile: (staff, under) =>
      lookUnder(needs, staff, under, "member", async (person, view) => {
        const found = await repository.read(person, member, person.subjectId);
        if (found === undefined) throw new Refusal("not-found");
        return { view, content: memberViews[view].show(found.doc) } as MemberAnswer;
      }),

    readFileRequest: (staff, under, requestId) =>
      lookUnder(needs, staff, under, "request", async (person, view) => {
        const found = await repository.read(person, request, requestId);
        if (found === undefined) throw new Refusal("not-found");
        return { view, content: requestViews[view].show(found.doc) } as RequestAnswer;
      }),

    listFileRequests: (staff, under, page) =>
      lookUnder(needs, staff, under, "requests", async (person, view) => {
        const found = await repository.list(person, request, { orderBy: "submittedAt", descending: true, ...page });
        const items = found.items.map(({ doc }) => requestViews[view].show(doc));
        return { view, items, cursor: found.cursor } as RequestsFound;
      }),

    listFileMessages: (staff, under, requestId, page) =>
      lookUnder(needs, staff, under, "messages", async (person, view) => {
        const listing = { equal: { requestId }, orderBy: "postedAt", descending: false, ...page };
        const found = await repository.list(person, message, listing);
        const items = found.items.map(({ doc }) => messageViews[view].show(doc));
        return { view, items, cursor: found.cursor } as MessagesFound;
      }),

    listFileDisclosures: (staff, under, page) =>
      lookUnder(needs, staff, under, "disclosures", async (person, view) => {
        if (view !== "dpo") throw new Refusal("outside-need-to-know");
        const found = await repository.list(person, disclosure, { orderBy: "at", descending: true, ...page });
        return { items: found.items.map(({ doc }) => disclosureView.show(doc)), cursor: found.cursor };
      }),

    readFileRetention: (staff, under, language) =>
      lookUnder(needs, staff, under, "retention", (person, view) => retentionOf(person, language, view)),
  };
}
