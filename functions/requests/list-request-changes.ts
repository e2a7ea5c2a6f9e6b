/** GET /api/v1/request-changes: what changed in the member's requests, their conversations, consents and disclosures, since a cursor. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { changePage } from "../../shared/requests/follow-request.ts";

register(
  concierge.serving,
  {
    name: "list-request-changes",
    method: "GET",
    path: "api/v1/request-changes",
    access: "member",
    summary: {
      fr: "Ce qui a changé dans les demandes et les échanges depuis un curseur",
      en: "What changed in requests and conversations since a cursor",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: changePage,
  },
  async ({ request, person }) => {
    const found = await listPage(request, (page) => concierge.listChanges(person, concierge.today(), page));
    const { items, cursor = "", hasMore } = found;
    return { status: 200, body: { items: [...items], cursor, hasMore } };
  },
);
