/** Following requests: one, all of them newest first, and the conversation about one. The member sees the member's view. */

import * as z from "zod";
import { view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Page, Repository, Versioned } from "../storage/repository.ts";
import { message, request } from "./request.ts";

export const requestView = view(request, "member");
export const messageView = view(message, "member");

const pageSchema = <S extends z.ZodType>(item: S) => ({
  schema: z.strictObject({ items: z.array(item), cursor: z.exactOptional(z.string()) }),
});
export const requestPage = pageSchema(requestView.schema);
export const messagePage = pageSchema(messageView.schema);

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

export const makeListRequests =
  ({ repository }: Needs) =>
  (person: Person, page: { limit: number; cursor?: string | undefined }): Promise<Page<typeof request>> =>
    repository.list(person, request, { orderBy: "submittedAt", descending: true, ...page });

/** @throws Refusal not-found. An empty conversation costs one more read, to tell it from an unknown request. */
export const makeListMessages =
  ({ repository }: Needs) =>
  async (
    person: Person,
    requestId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<typeof message>> => {
    const listing = { equal: { requestId }, orderBy: "postedAt", descending: false, ...page };
    const found = await repository.list(person, message, listing);
    if (found.items.length === 0 && page.cursor === undefined) await findRequest(repository, person, requestId);
    return found;
  };
