/** GET /api/v1/staff/approvals: what waits for a second person in the brand, without anything personal. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { waitingPage } from "../../shared/staff/decide-action.ts";

register(
  concierge.serving,
  {
    name: "list-approvals",
    method: "GET",
    path: "api/v1/staff/approvals",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Les propositions qui attendent une seconde personne",
      en: "Proposals that wait for a second person",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: waitingPage,
  },
  async ({ request, staff }) => {
    return { status: 200, body: await listPage(request, (page) => concierge.listApprovals(staff, page)) };
  },
);
