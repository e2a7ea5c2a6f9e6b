/** GET …/openings/{openingId}/archive/{kind}: archived records of one kind, under an opening of the archive. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { archivedPage } from "../../shared/staff/read-archive.ts";

register(
  concierge.serving,
  {
    name: "list-archive",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/archive/{kind}",
    access: "staff",
    roles: ["dpo"],
    summary: {
      fr: "Ce qui est archivé, par nature, dans une archive ouverte",
      en: "What is archived, kind by kind, in an opened archive",
    },
    statuses: [200],
    refusals: ["opening-over", "not-found"],
    isPaged: true,
    answer: archivedPage,
  },
  async ({ request, staff, parameters }) => {
    const { memberId = "", openingId = "", kind = "" } = parameters;
    const under = { memberId, openingId };
    const body = await listPage(request, (page) => concierge.listArchive(staff, under, kind, page));
    return { status: 200, body };
  },
);
