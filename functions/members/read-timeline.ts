/** GET /api/v1/me/timeline: who saw or received which of the member's data, newest first, in plain words. */
import { concierge } from "../../shared/compose.ts";
import { timelinePage } from "../../shared/disclosures/timeline.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "read-timeline",
    method: "GET",
    path: "api/v1/me/timeline",
    access: "member",
    summary: {
      fr: "Qui a vu ou reçu quelles données du membre, pourquoi et quand",
      en: "Who saw or received which of the member's data, why and when",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: timelinePage,
  },
  async ({ request, person, language }) => {
    const body = await listPage(request, (page) => concierge.readTimeline(person, language, page));
    return { status: 200, headers: { "content-language": language }, body: body };
  },
);
