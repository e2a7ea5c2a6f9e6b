/** Following requests: one, all of them newest first, and the conversation about one. The member sees the member's view. */
import * as z from "zod";
import { disclosure } from "../disclosures/disclosure.ts";
import { view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Page, Repository, Versioned } from "../storage/repository.ts";
import { message, type Request, request, requestCategories } from "./request.ts";
import { finalStatuses, type RequestStatus, requestStatuses } from "./states.ts";

export const requestView = view(request, "member");
export const messageView = view(message, "member");

const pageSchema = <S extends z.ZodType>(item: S) => ({
  schema: z.strictObject({ items: z.array(item), cursor: z.exactOptional(z.string()) }),
});
export const requestPage = pageSchema(requestView.schema);
export const messagePage = pageSchema(messageView.schema);

/** What changed: a request or a message in its newest version; a request with the ETag that acting on it needs. */
export const changePage = {
  schema: z.strictObject({
    items: z.array(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("request"), etag: z.string(), request: requestView.schema }),
        z.strictObject({ kind: z.literal("message"), message: messageView.schema }),
      ]),
    ),
    cursor: z.string(),
    /** More may wait; false: what has been written by now has been given. */
    hasMore: z.boolean(),
  }),
};

type ChangePage = z.output<typeof changePage.schema>;

/** By what the list of requests may be narrowed. */
export const requestFilters = {
  status: requestStatuses,
  category: requestCategories,
  open: ["true", "false"],
} as const;
type By = Readonly<Record<string, string>>;

type Needs = { readonly repository: Repository };

/** @throws Refusal not-found, the same for an unknown request and for someone else's. */
export async function findRequest(
  repository: Repository,
  person: Person,
  id: string,
): Promise<Versioned<typeof request>> {
  const found = await repository.read(person, request, id);
  if (found === undefined) throw new Refusal("not-found");
  return found;
}

export const makeReadRequest =
  ({ repository }: Needs) =>
  (person: Person, id: string): Promise<Versioned<typeof request>> =>
    findRequest(repository, person, id);

const statusesOf = ({ status, open }: By): readonly RequestStatus[] =>
  requestStatuses.filter(
    (one) =>
      (status === undefined || status === one) &&
      (open === undefined || (open === "true") !== finalStatuses.includes(one)),
  );

/**
 * Newest first. The category is sealed, so what is of another is left out after it was opened: a page may hold less than it
 * was asked for and still have a next one.
 */
export const makeListRequests =
  ({ repository }: Needs) =>
  async (
    person: Person,
    { by, ...page }: { limit: number; cursor?: string | undefined; by: By },
  ): Promise<Page<typeof request>> => {
    const values = statusesOf(by);
    if (values.length === 0) return { items: [], cursor: undefined };
    const isNarrowed = values.length < requestStatuses.length;
    const found = await repository.list(person, request, {
      ...(isNarrowed ? { oneOf: { field: "status", values } } : {}),
      orderBy: "submittedAt",
      descending: true,
      ...page,
    });
    const isWanted = ({ category }: Request) => by.category === undefined || category === by.category;
    return { ...found, items: found.items.filter(({ doc }) => isWanted(doc)) };
  };

/** Requests and messages written since a cursor, in the order of the store, which no concurrent write escapes. */
export const makeListChanges =
  ({ repository }: Needs) =>
  async (person: Person, page: { limit: number; cursor?: string | undefined }): Promise<ChangePage> => {
    const { items, ...rest } = await repository.changes<typeof request | typeof message>(
      person,
      [request, message],
      page,
    );
    return {
      ...rest,
      items: items.map(({ record, doc, etag }) =>
        record.kind === "request"
          ? ({ kind: "request", etag, request: requestView.show(doc as Request) } as const)
          : ({ kind: "message", message: messageView.show(doc as never) } as const),
      ),
    };
  };

export const disclosureView = view(disclosure, "member");
export const disclosurePage = pageSchema(disclosureView.schema);

/**
 * What was passed on about a request, newest first; what the law forbids telling yet is left out. That the request is the
 * member's own was seen when the session was opened.
 */
export const makeListDisclosures =
  ({ repository }: Needs) =>
  async (
    person: Person,
    requestId: string,
    today: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<typeof disclosure>> => {
    const listing = { equal: { requestId }, orderBy: "at", descending: true, ...page };
    const { items, cursor } = await repository.list(person, disclosure, listing);
    const told = items.filter(({ doc }) => doc.hiddenUntil === undefined || doc.hiddenUntil <= today);
    return { items: told, cursor };
  };

/** The conversation about a request of the member's own. */
export const makeListMessages =
  ({ repository }: Needs) =>
  (
    person: Person,
    requestId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<typeof message>> =>
    repository.list(person, message, { equal: { requestId }, orderBy: "postedAt", descending: false, ...page });
