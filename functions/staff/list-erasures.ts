/** GET /api/v1/staff/erasures: the brand's erasures, how far they are and what they wait for; never whose they are. */
import { concierge } from "../../shared/compose.ts";
import { erasurePage } from "../../shared/erasure/confirm-on-paper.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "list-erasures",
    method: "GET",
    path: "api/v1/staff/erasures",
    access: "staff",
    roles: ["dpo", "ops"],
    summary: {
      fr: "Les effacements en cours, et ce qu'ils attendent",
      en: "Erasures under way, and what they wait for",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: erasurePage,
  },
  async ({ request, staff }) => ({
    status: 200,
    body: await listPage(request, (page) => concierge.erasuresOfStaff.list(staff, page)),
  }),
);
