/**
 * Reading on in an opened file: each look is under an opening of one's own that is still good, and shows what that opening's
 * view shows. Two data operations: the opening, and what is read. Charter article 5.
 */
import { disclosure } from "../disclosures/disclosure.ts";
import { member } from "../members/member.ts";
import { Refusal } from "../refusal.ts";
import { message, request } from "../requests/request.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
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
import { type Opening, opening } from "./opening.ts";
import type { Staff } from "./staff.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };
type Under = { readonly memberId: string; readonly openingId: string };

/** @throws Refusal opening-over: the same where there never was one, where it is somebody else's, and where its time is over. */
async function openOne({ repository, clock }: Needs, staff: Staff, { memberId, openingId }: Under) {
  const person: Person = { brand: staff.brand, subjectId: memberId };
  const found = await repository.read(person, opening, openingId);
  if (found === undefined || !isGood(found.doc, staff, clock.now())) throw new Refusal("opening-over");
  return { person, view: found.doc.view };
}

/** A role that was taken away meanwhile takes its openings with it. */
const isGood = ({ by, validUntil }: Opening, staff: Staff, now: Date): boolean =>
  by.id === staff.id && by.role === staff.role && Date.parse(validUntil) > now.getTime();

export type ReadFile = {
  readonly readMemberFile: (staff: Staff, under: Under) => Promise<MemberAnswer>;
  readonly readFileRequest: (staff: Staff, under: Under, requestId: string) => Promise<RequestAnswer>;
  readonly listFileRequests: (staff: Staff, under: Under, page: PageAsked) => Promise<RequestsFound>;
  readonly listFileMessages: (staff: Staff, under: Under, requestId: string, page: PageAsked) => Promise<MessagesFound>;
  /** Also what the person may not be told yet: the officer answers for it. */
  readonly listFileDisclosures: (staff: Staff, under: Under, page: PageAsked) => Promise<DisclosuresFound>;
};

export function makeReadFile(needs: Needs): ReadFile {
  const { repository } = needs;
  return {
    readMemberFile: async (staff: Staff, under: Under) => {
      const { person, view } = await openOne(needs, staff, under);
      const found = await repository.read(person, member, person.subjectId);
      if (found === undefined) throw new Refusal("not-found");
      return { view, content: memberViews[view].show(found.doc) } as MemberAnswer;
    },

    readFileRequest: async (staff: Staff, under: Under, requestId: string) => {
      const { person, view } = await openOne(needs, staff, under);
      const found = await repository.read(person, request, requestId);
      if (found === undefined) throw new Refusal("not-found");
      return { view, content: requestViews[view].show(found.doc) } as RequestAnswer;
    },

    listFileRequests: async (staff: Staff, under: Under, page: PageAsked) => {
      const { person, view } = await openOne(needs, staff, under);
      const found = await repository.list(person, request, { orderBy: "submittedAt", descending: true, ...page });
      const items = found.items.map(({ doc }) => requestViews[view].show(doc));
      return { view, items, cursor: found.cursor } as RequestsFound;
    },

    listFileMessages: async (staff: Staff, under: Under, requestId: string, page: PageAsked) => {
      const { person, view } = await openOne(needs, staff, under);
      const listing = { equal: { requestId }, orderBy: "postedAt", descending: false, ...page };
      const found = await repository.list(person, message, listing);
      const items = found.items.map(({ doc }) => messageViews[view].show(doc));
      return { view, items, cursor: found.cursor } as MessagesFound;
    },

    listFileDisclosures: async (staff: Staff, under: Under, page: PageAsked) => {
      const { person, view } = await openOne(needs, staff, under);
      if (view !== "dpo") throw new Refusal("outside-need-to-know");
      const found = await repository.list(person, disclosure, { orderBy: "at", descending: true, ...page });
      return { items: found.items.map(({ doc }) => disclosureView.show(doc)), cursor: found.cursor };
    },
  };
}
