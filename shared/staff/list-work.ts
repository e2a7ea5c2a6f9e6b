/**
 * The desk's worklist: the brand's requests under way, without anything personal. Who wants to know more opens the file.
 * Charter article 5; GDPR article 25(2).
 */
import * as z from "zod";
import type { Audited } from "../audit/audited.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { request } from "../requests/request.ts";
import { requestStatuses } from "../requests/states.ts";
import type { Repository } from "../storage/repository.ts";
import { page } from "./file.ts";
import { allStaff, type Staff } from "./staff.ts";

/** States in which somebody still waits for something. */
export const openStatuses = requestStatuses.filter(
  (status) => !(["completed", "refused", "cancelled"] as readonly string[]).includes(status),
);

export const work = declared("staff-work", {
  memberId: plain(z.uuid(), allStaff),
  requestId: plain(z.uuid(), allStaff),
  status: plain(z.enum(requestStatuses), allStaff),
  submittedAt: plain(z.iso.datetime(), allStaff),
  updatedAt: plain(z.iso.datetime(), allStaff),
});
export const workPage = { schema: page<Doc<typeof work>>(work.schema) };

type WorkFound = { readonly items: readonly Doc<typeof work>[]; readonly cursor: string | undefined };

export const makeListWork =
  ({ repository, audited }: { readonly repository: Repository; readonly audited: Audited }) =>
  async (
    { brand, role, id }: Staff,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<WorkFound> => {
    await audited.looked({ event: "staff.work-listed", actor: { role, id }, brand });
    const fields = ["status", "submittedAt", "updatedAt"] as const;
    const found = await repository.inState(request, brand, { statuses: openStatuses, fields, ...page });
    return {
      items: found.items.map((item) => ({ memberId: item.person.subjectId, requestId: item.id, ...item.clear })),
      cursor: found.cursor,
    };
  };
