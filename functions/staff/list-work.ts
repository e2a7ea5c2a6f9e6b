/** GET /api/v1/staff/requests: the brand's requests under way, without anything personal. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { workPage } from "../../shared/staff/list-work.ts";

register(
  concierge.serving,
  {
    name: "list-work",
    method: "GET",
    path: "api/v1/staff/requests",
    access: "staff",
    roles: ["desk"],
    summary: {
      fr: "Les demandes en cours de la marque, sans donnée personnelle",
      en: "The brand's requests under way, without personal data",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: workPage,
  },
  async ({ request, staff }) => {
    return { status: 200, body: await listPage(request, (page) => concierge.listWork(staff, page)) };
  },
);
