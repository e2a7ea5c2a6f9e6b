/** Following requests: one, all of them newest first, and the conversation about one. The member sees the member's view. */
import * as z from "zod";
import { type Consent, consent } from "../consents/consent.ts";
import { type Disclosure, disclosure } from "../disclosures/disclosure.ts";
import { view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Changes, Page, Repository, Versioned } from "../storage/repository.ts";
import { type Message, message, type Request, request, requestCategories } from "./request.ts";
import { finalStatuses, type RequestStatus, requestStatuses } from "./states.ts";

export const requestView = view(request, "member");
export const messageView = view(message, "member");
export const disclosureView = view(disclosure, "member");
const consentView = view(consent, "member");

const pageSchema = <S extends z.ZodType>(item: S) => ({
  schema: z.strictObject({ items: z.array(item), cursor: z.exactOptional(z.string()) }),
});
export const requestPage = pageSchema(requestView.schema);
export const messagePage = pageSchema(messageView.schema);

/**
 * What changed: a request, a message, a consent or a disclosure in its newest version; a request with the ETag that acting on
 * it needs. The words a consent is asked in stand in the request's list of consents.
 */
export const changePage = {
  schema: z.strictObject({
    items: z.array(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("request"), etag: z.string(), request: requestView.schema }),
        z.strictObject({ kind: z.literal("message"), message: messageView.schema }),
        z.strictObject({ kind: z.literal("consent"), consent: consentView.schema }),
        z.strictObject({ kind: z.literal("disclosure"), disclosure: disclosureView.schema }),
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

/** What the law forbids telling yet is left out; so is what is about no request. */
const isTold = ({ requestId, hiddenUntil }: Disclosure, today: string): boolean =>
  requestId !== undefined && (hiddenUntil === undefined || hiddenUntil <= today);

type Kind = typeof request | typeof message | typeof consent | typeof disclosure;

function shownChange(
  { record, doc, etag }: Changes<Kind>["items"][number],
  today: string,
): readonly ChangePage["items"][number][] {
  switch (record.kind) {
    case "request":
      return [{ kind: "request", etag, request: requestView.show(doc as Request) }];
    case "message":
      return [{ kind: "message", message: messageView.show(doc as Message) }];
    case "consent":
      return [{ kind: "consent", consent: consentView.show(doc as Consent) }];
    case "disclosure":
      return isTold(doc as Disclosure, today)
        ? [{ kind: "disclosure", disclosure: disclosureView.show(doc as Disclosure) }]
        : [];
  }
}

/** All that was written about requests since a cursor, in the order of the store, which no concurrent write escapes. */
export const makeListChanges =
  ({ repository }: Needs) =>
  async (person: Person, today: string, page: { limit: number; cursor?: string | undefined }): Promise<ChangePage> => {
    const kinds = [request, message, consent, disclosure];
    const { items, ...rest } = await repository.changes<Kind>(person, kinds, page);
    return { ...rest, items: items.flatMap((item) => shownChange(item, today)) };
  };

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
    return { items: items.filter(({ doc }) => isTold(doc, today)), cursor };
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
