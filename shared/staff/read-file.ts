/**
 * Reading on in an opened file: each look shows what its opening's view shows (look-under.ts). Three data operations: the
 * opening, what is read, the ledger's row. Charter article 5; GDPR articles 5(2) and 32(4).
 */
import { disclosure } from "../disclosures/disclosure.ts";
import { member } from "../members/member.ts";
import type { Text } from "../privacy/catalogues.ts";
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
import { lookUnder, type Opened, type Under } from "./look-under.ts";
import type { Staff } from "./staff.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };

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
    readonly retentionOf: (person: Person, language: keyof Text, opened: Opened) => Promise<R>;
  },
): ReadFile<R> {
  const { repository, retentionOf } = needs;
  return {
    readMemberFile: (staff, under) =>
      lookUnder(needs, staff, under, "member", async (person, { view }) => {
        const found = await repository.read(person, member, person.subjectId);
        if (found === undefined) throw new Refusal("not-found");
        return { view, content: memberViews[view].show(found.doc) } as MemberAnswer;
      }),

    readFileRequest: (staff, under, requestId) =>
      lookUnder(needs, staff, under, "request", async (person, { view }) => {
        const found = await repository.read(person, request, requestId);
        if (found === undefined) throw new Refusal("not-found");
        return { view, content: requestViews[view].show(found.doc) } as RequestAnswer;
      }),

    listFileRequests: (staff, under, page) =>
      lookUnder(needs, staff, under, "requests", async (person, { view }) => {
        const found = await repository.list(person, request, { orderBy: "submittedAt", descending: true, ...page });
        const items = found.items.map(({ doc }) => requestViews[view].show(doc));
        return { view, items, cursor: found.cursor } as RequestsFound;
      }),

    listFileMessages: (staff, under, requestId, page) =>
      lookUnder(needs, staff, under, "messages", async (person, { view }) => {
        const listing = { equal: { requestId }, orderBy: "postedAt", descending: false, ...page };
        const found = await repository.list(person, message, listing);
        const items = found.items.map(({ doc }) => messageViews[view].show(doc));
        return { view, items, cursor: found.cursor } as MessagesFound;
      }),

    listFileDisclosures: (staff, under, page) =>
      lookUnder(needs, staff, under, "disclosures", async (person, { view }) => {
        if (view !== "dpo") throw new Refusal("outside-need-to-know");
        const found = await repository.list(person, disclosure, { orderBy: "at", descending: true, ...page });
        return { items: found.items.map(({ doc }) => disclosureView.show(doc)), cursor: found.cursor };
      }),

    readFileRetention: (staff, under, language) =>
      lookUnder(needs, staff, under, "retention", (person, opened) => retentionOf(person, language, opened)),
  };
}
