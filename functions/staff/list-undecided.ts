/** GET /api/v1/staff/undecided-terminations: announcements that fit nobody or several people, and wait for a decision. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { undecidedPage } from "../../shared/terminations/list-undecided.ts";

register(
  concierge.serving,
  {
    name: "list-undecided",
    method: "GET",
    path: "api/v1/staff/undecided-terminations",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Les résiliations annoncées sans titulaire certain",
      en: "Announced terminations that fit nobody, or several people",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: undecidedPage,
  },
  async ({ request, staff }) => ({
    status: 200,
    body: await listPage(request, (page) => concierge.retention.undecided.list(staff, page)),
  }),
);
