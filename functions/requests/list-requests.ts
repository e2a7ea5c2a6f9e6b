/** GET /api/v1/requests: the member's requests, newest first, in pages; narrowed by status, category, or whether they are over. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { requestFilters, requestPage, requestView } from "../../shared/requests/follow-request.ts";

register(
  concierge.serving,
  {
    name: "list-requests",
    method: "GET",
    path: "api/v1/requests",
    access: "member",
    summary: { fr: "Les demandes du membre, la plus récente d'abord", en: "The member's requests, newest first" },
    statuses: [200],
    refusals: [],
    isPaged: true,
    filters: requestFilters,
    answer: requestPage,
  },
  async ({ request, person }) => {
    const page = await listPage(request, (asked) => concierge.listRequests(person, asked), requestFilters);
    return { status: 200, body: { ...page, items: page.items.map(({ doc }) => requestView.show(doc)) } };
  },
);
