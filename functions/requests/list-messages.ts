/** GET /api/v1/requests/{id}/messages: the conversation about a request, oldest first, in pages. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { messagePage, messageView } from "../../shared/requests/follow-request.ts";
import { request } from "../../shared/requests/request.ts";

register(
  concierge.serving,
  {
    name: "list-messages",
    method: "GET",
    path: "api/v1/requests/{requestId:guid}/messages",
    access: "member",
    summary: {
      fr: "Les échanges sur une demande, du plus ancien au plus récent",
      en: "The conversation about a request, oldest first",
    },
    statuses: [200],
    refusals: [],
    beneath: { record: request, parameter: "requestId" },
    isPaged: true,
    answer: messagePage,
  },
  async ({ request: asking, person, parameters }) => {
    const page = await listPage(asking, (asked) => concierge.listMessages(person, parameters.requestId ?? "", asked));
    return { status: 200, body: { ...page, items: page.items.map(({ doc }) => messageView.show(doc)) } };
  },
);
