/** GET /api/v1/staff/reviews: exceptional openings the officer has to review, overdue ones named as such. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { reviewPage } from "../../shared/staff/review-opening.ts";

register(
  concierge.serving,
  {
    name: "list-reviews",
    method: "GET",
    path: "api/v1/staff/reviews",
    access: "staff",
    roles: ["dpo"],
    summary: {
      fr: "Les ouvertures exceptionnelles à examiner",
      en: "Exceptional openings to be reviewed",
    },
    statuses: [200],
    refusals: [],
    isPaged: true,
    answer: reviewPage,
  },
  async ({ request, staff }) => {
    return { status: 200, body: await listPage(request, (page) => concierge.listReviews(staff, page)) };
  },
);
